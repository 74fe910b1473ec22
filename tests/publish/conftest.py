"""Sites that the tests of several files read, and none changes."""

from datetime import date
from pathlib import Path

import pytest
import sites
from once import build_once

from dupgraph.graph.engines import open_engine
from dupgraph.publish.export.publication import Publication
from dupgraph.publish.site.content import Order
from dupgraph.publish.site.writing import write_site

DAY = Publication(date(2026, 11, 22))


def make_site(graph: Path, folder: Path, base: str = "") -> None:
    write_site(open_engine(str(graph)), folder, Order(DAY, base))


@pytest.fixture(scope="session")
def packaged_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the packaged plan, at ``sites.BASE``."""
    return sites.build_packaged(tmp_path_factory) / "sito"


@pytest.fixture(scope="session")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of three towns' graphs."""

    def build(folder: Path) -> None:
        for number, name in enumerate(("Alba", "Bra", "Cuneo")):
            sites.build_town(folder, f"00400{number}", name)

    return build_once(tmp_path_factory, "towns", build) / "graphs"


@pytest.fixture(scope="session")
def town_site(towns: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of three towns, at no place that is told."""
    return build_once(tmp_path_factory, "town-site", lambda folder: make_site(towns, folder / "site")) / "site"


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a plan that would harm a page which does not escape it."""

    def build(folder: Path) -> None:
        make_site(sites.build_hostile(folder), folder / "site", sites.BASE)

    return build_once(tmp_path_factory, "hostile", build) / "site"
