"""Bundles the SPARQL editor of ``dupgraph serve`` from its sources and the libraries that its lock file names.

    python tools/editor.py

writes ``editor.js`` and its licences into dupgraph/serve/pages/assets/, which come with the package: nobody who
installs dupgraph needs node. It needs node and npm itself. To be run when a file of tools/editor/ has changed; a test
says when that is due.
"""

import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
SOURCES = HERE / "editor"
TARGET = HERE.parent / "dupgraph" / "serve" / "pages" / "assets"
BUNDLE, LICENCES = "editor.js", "editor-licences.txt"
_FILES = (".npmrc", "editor.js", "elements.js", "package-lock.json", "package.json")
# What the bundle is made by is not in it.
_TOOLS = ("esbuild", "@esbuild")


def digest_sources() -> str:
    """Return the digest of everything that the bundle is made from; it stands in the bundle's first line."""
    return sha256(b"\0".join((SOURCES / name).read_bytes() for name in _FILES)).hexdigest()


def bundle_editor() -> None:
    """Write the bundle and its licences into ``TARGET``. Raises CalledProcessError where npm or esbuild fails."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        for name in _FILES:
            shutil.copy(SOURCES / name, place)
        # The lock file holds the digest of each library: what arrives is what was looked at.
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=place, check=True)  # noqa: S607  from the PATH
        built = place / "built.js"
        options = ["--bundle", "--minify", "--format=iife", "--target=es2020", "--legal-comments=none"]
        options.append(f"--alias:crelt={place / 'elements.js'}")
        command = [str(place / "node_modules/.bin/esbuild"), "editor.js", *options, f"--outfile={built}"]
        subprocess.run(command, cwd=place, check=True)  # noqa: S603  nothing in it but our own words
        TARGET.mkdir(parents=True, exist_ok=True)
        first = f"/* From tools/editor; sources {digest_sources()}; licences in {LICENCES}. */\n"
        (TARGET / BUNDLE).write_text(first + built.read_text(encoding="utf-8"), encoding="utf-8")
        (TARGET / LICENCES).write_text("\n".join(_list_licences(place / "node_modules")), encoding="utf-8")


def _list_licences(libraries: Path) -> Iterator[str]:
    yield "The SPARQL editor (editor.js) holds these libraries. Their licences:\n"
    for licence in sorted(libraries.rglob("LICENSE*")):
        name = licence.parent.relative_to(libraries).as_posix()
        if name.split("/")[0] not in _TOOLS:
            yield f"{name}\n{'=' * len(name)}\n{licence.read_text(encoding='utf-8').strip()}\n"


if __name__ == "__main__":
    bundle_editor()
