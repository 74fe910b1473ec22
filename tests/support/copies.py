"""The package as somebody else has it, with a change of their own: a copy, and a Python that finds nothing else."""

import os
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ("dupgraph", "dupgraph_stratml", "ontology", "queries", "graph")


class Copy:
    """A copy of the package in ``folder`` / "copy", to be changed; commands run in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.root, home = folder, folder / "copy", folder / "venv"
        for part in PARTS:
            shutil.copytree(ROOT / part, self.root / part, ignore=shutil.ignore_patterns("__pycache__"))
        # Children that are started without paths find the copy too.
        venv.create(home)
        (site,) = home.glob("lib/python*/site-packages")
        (site / "copy.pth").write_text(f"{self.root}\n{sysconfig.get_paths()['purelib']}\n", encoding="utf-8")
        self._python = home / "bin" / "python"
        self._surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def append(self, path: str, text: str) -> None:
        file = self.root / path
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")

    def run(self, *words: str) -> str:
        """Return what a command prints; it has to succeed."""
        done = subprocess.run(
            [self._python, "-m", "dupgraph", *words],
            cwd=self.folder, env=self._surroundings, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def build(self, text: str, record: str) -> None:
        """Write the graph of a plan as plan.ttl into the folder."""
        source = self.folder / "source"
        source.mkdir()
        (source / "plan.txt").write_text(text, encoding="utf-8")
        (source / "plan.toml").write_text(record, encoding="utf-8")
        self.run("build", "source/plan.txt", "-o", ".")
