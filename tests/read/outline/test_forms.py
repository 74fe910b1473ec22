"""Outlines that nobody has described: the forms that municipalities use, the national plan, Sassuolo's in a table."""

import csv
import json
from pathlib import Path

import pytest
from towns import FORMS
from truth import compare, read_elements

from dupgraph.read.documents import read_document
from dupgraph.read.outline import learn_outline, load_profile, parse_outline, parse_profile

TESTS = Path(__file__).parents[2]
DATA = TESTS / "data"
NATIONAL = DATA / "national"
MADE_UP = sorted(path for path in (DATA / "forms").iterdir() if path.suffix in {".docx", ".odt", ".html", ".pdf"})


@pytest.mark.parametrize("form", FORMS)
def test_form_is_read_exactly(form: str, tmp_path: Path) -> None:
    path, truth = FORMS[form](tmp_path)
    outline, _ = learn_outline(read_document(path))
    comparison = compare(truth, outline.sections)
    assert comparison.exact, (comparison, [(s.code, s.title) for s in outline.sections])


@pytest.mark.parametrize("path", MADE_UP, ids=lambda path: path.name)
def test_made_up_plan_is_read_exactly(path: Path) -> None:
    truth = read_elements(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
    outline, profile = learn_outline(read_document(path))
    assert compare(truth, outline.sections).exact
    assert outline.coverage.verdict == "good"
    assert all(level.how for level in outline.levels)
    # The profile that is written gives the same again, and nothing else.
    again = parse_outline(read_document(path), parse_profile(profile.name, profile.text))
    assert again.sections == outline.sections


@pytest.mark.parametrize("suffix", ["docx", "odt", "html", "pdf"])
def test_a_card_is_of_one_element_whatever_stands_before_its_title(suffix: str) -> None:
    path = DATA / "forms" / f"d-schede-obiettivo.{suffix}"
    document = read_document(path)
    outline, _ = learn_outline(document)
    texts = {s.title: " ".join(document.text[s.start : s.end].split()) for s in outline.sections}
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    cards = [entry for entry in truth if entry["kind"] == "objective"]
    assert len(cards) == 14
    for card in cards:
        assert card["politician"] in texts[card["title"]]
        assert card["mission"].replace("’", "'") in texts[card["title"]].replace("’", "'")


def test_sassuolo_as_rows_of_a_table() -> None:
    plain = read_document(TESTS.parent / "graph" / "sources" / "sassuolo.txt")
    sections = parse_outline(plain, load_profile(plain.record.profile)).sections
    outline, _ = learn_outline(read_document(DATA / "sassuolo" / "rows.pdf"))
    # One word has a hyphen at a line's end in the text.
    assert [(s.code, s.title.replace("eno-", "eno"), s.parent) for s in sections] == [
        (s.code, s.title, s.parent) for s in outline.sections
    ]
    assert {field.label for section in outline.sections for field in section.fields} == {"codice", "descrizione"}


def read_national() -> list:
    with (NATIONAL / "outline.tsv").open(encoding="utf-8", newline="") as file:
        return read_elements(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("profile", [None, "profile.toml"])
def test_national_plan(profile: str | None) -> None:
    document = read_document(NATIONAL / "piano-triennale-2020-2022.txt")
    if profile:
        outline = parse_outline(document, load_profile(str(NATIONAL / profile)))
    else:
        outline, _ = learn_outline(document)
        # The plan skips numbers, and its ninth chapter does hold nothing.
        assert [reason.split()[0] for reason in outline.coverage.reasons] == ["numbers", "chapters"]
    comparison = compare(read_national(), outline.sections)
    assert comparison.exact
    # Printed codes are kept as they stand.
    assert comparison.codes == comparison.wanted == 362
