"""Files that were damaged at random are read or refused: no reader ends in any other way."""

import random
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from dupgraph.base.errors import DocumentError
from dupgraph.read.documents.joining import join_pieces
from dupgraph.read.documents.pages import join_lines
from dupgraph.read.documents.readers.docx import read_docx
from dupgraph.read.documents.readers.html import read_html
from dupgraph.read.documents.readers.odt import read_odt
from dupgraph.read.documents.readers.pdf import read_pdf
from dupgraph.read.documents.readers.rtf import read_rtf

DATA = Path(__file__).parents[2] / "data"
TRIES = 12
ODD = ("-1", "0", "999999999", "9" * 30, "x", "", "٣")


def damage_bytes(data, chance):
    """Change, drop and repeat some bytes."""
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        place = chance.randrange(len(damaged))
        kind = chance.randrange(3)
        if kind == 0:
            damaged[place] = chance.randrange(256)
        elif kind == 1:
            del damaged[place : place + chance.randint(1, 30)]
        else:
            damaged[place:place] = damaged[chance.randrange(len(damaged)) :][:60]
    return bytes(damaged)


def damage_parts(data, chance):
    """Give some attributes of one XML file odd values, and take others away."""
    archive, file = zipfile.ZipFile(BytesIO(data)), BytesIO()
    parts = [n for n in archive.namelist() if re.search(r"(document|numbering|styles|content)\.xml$", n)]
    chosen = chance.choice(parts)
    with zipfile.ZipFile(file, "w") as damaged:
        for name in archive.namelist():
            text = archive.read(name)
            damaged.writestr(name, damage_attributes(text.decode(), chance) if name == chosen else text)
    return file.getvalue()


def damage_attributes(text, chance):
    for _ in range(chance.randint(1, 6)):
        numbers = list(re.finditer(r'"\d+"', text))
        match = chance.choice(numbers or list(re.finditer(r' [\w:]+="[^"]*"', text)))
        value = f'"{chance.choice(ODD)}"' if numbers and chance.random() < 0.7 else '""'
        text = text[: match.start()] + (value if numbers else "") + text[match.end() :]
    return text


def read_anything(reader, data):
    contents = reader(data)
    return join_lines(contents["pages"]) if isinstance(contents, dict) else join_pieces(contents.pieces)


@pytest.mark.parametrize(
    ("name", "reader", "damage"),
    [
        ("forms/e-programma-titoli.docx", read_docx, damage_parts),
        ("forms/e-programma-titoli.odt", read_odt, damage_parts),
        ("forms/e-programma-titoli.html", read_html, damage_bytes),
        ("forms/e-programma-titoli.pdf", lambda data: read_pdf(data, 10**7), damage_bytes),
        ("sassuolo/automatic.rtf", read_rtf, damage_bytes),
    ],
)
def test_damaged_files_are_read_or_refused(name, reader, damage):
    chance = random.Random(name)  # noqa: S311  it is no secret
    data = (DATA / name).read_bytes()
    read = 0
    for _ in range(TRIES):
        try:
            read_anything(reader, damage(data, chance))
            read += 1
        except DocumentError as error:
            assert error.hint
    assert read
