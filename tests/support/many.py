"""Many small plans of made-up towns, and what a corpus of them is compared by."""

import hashlib
from pathlib import Path

from dupgraph.base.storage import Storage, open_storage
from dupgraph.schema.corpora import FAILURES

PLAN = """POLITICA 1: CITTÀ SICURA

INDIRIZZO STRATEGICO 1.1: PREVENZIONE

Obiettivo strategico 1.1.1 Aprire le scuole al quartiere numero {number}. In collaborazione con AUSL e Prefettura.

Obiettivo strategico 1.1.2 Sostenere le famiglie con {partner} e le associazioni di volontariato.
"""
PARTNERS = ("la Caritas", "l'Università", "i Carabinieri", "le cooperative sociali")


def write_plans(folder: Path, count: int, *, broken: int | None = None) -> list[Path]:
    """Write so many plans, each ``DUP.txt`` in a folder of its own, and one of them as a PDF that is cut off."""
    plans = []
    for number in range(count):
        # Codes of the province of Modena, and beyond: none of them needs to be a town's.
        istat = f"{36_001 + number:06}"
        place = folder / istat
        place.mkdir(parents=True)
        text = PLAN.format(number=number, partner=PARTNERS[number % len(PARTNERS)])
        (place / "DUP.txt").write_text("%PDF-1.7 cut off" if number == broken else text, encoding="utf-8")
        record = f'istat = "{istat}"\nplan = "DUP 2026"\nmunicipality = "Prova {number}"\n'
        (place / "DUP.toml").write_text(record, encoding="utf-8")
        plans.append(place / "DUP.txt")
    return plans


def copy_corpus(folder: Path, url: str) -> Storage:
    """Put a corpus where a URL leads, and return that place."""
    storage = open_storage(url)
    for path in folder.rglob("*"):
        if path.is_file():
            storage.write(path.relative_to(folder).as_posix(), path.read_bytes())
    return storage


def hash_files(folder: Path) -> dict[str, str]:
    """Return the hash of each file of a corpus; the list of failures names paths, and is left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != FAILURES)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
