"""The lines of a document, and what follows from them alone."""

import pytest

from dupgraph.read.documents.joining import join_pieces
from dupgraph.read.documents.pieces import Piece
from dupgraph.read.outline import learn_outline
from dupgraph.read.outline.card_levels import draft_cards
from dupgraph.read.outline.labels import draft_labels
from dupgraph.read.outline.leftover import list_near
from dupgraph.read.outline.lines import list_leads, read_page
from dupgraph.read.outline.open_labels import draft_open_labels
from dupgraph.schema.values import Document, PlanRecord
from dupgraph.schema.weights import BOLD


def _read(what: str) -> Document:
    plan = "\n\n".join(
        f"Indirizzo {n}: Curare le {what}\n\nObiettivi:\n- Aprire {what} nel {2026 + n}" for n in (1, 2, 3)
    )
    return Document(plan, "piano.txt", "", PlanRecord())


def test_what_follows_from_a_page_is_found_once_for_all_profiles_that_are_tried() -> None:
    found = (list_leads, draft_labels, draft_cards, draft_open_labels)
    before = [each.cache_info() for each in found]
    learn_outline(_read("scuole"))
    after = [each.cache_info() for each in found]
    assert [new.misses - old.misses for old, new in zip(before, after, strict=True)] == [1, 1, 1, 1]


def test_pages_that_take_turns_keep_what_is_their_own() -> None:
    pages = [read_page(_read(what)) for what in ("scuole", "biblioteche e i musei")]
    leads = [list_leads(page) for page in (*pages, *pages)]
    assert leads[:2] == leads[2:] and leads[0] != leads[1]
    assert [list_near(page, ()) for page in pages] == [list_near(page, ()) for page in reversed(pages)][::-1]


@pytest.mark.parametrize("blank", ["\t", "\u00a0", "\u2002", "\u2003", "\u2009", "\u202f"])
def test_a_blank_of_any_width_parts_a_number_from_its_title(blank: str) -> None:
    plan = "\n\n".join(f"Linea {n}:{blank}Curare\n\n{n}.1{blank}Aprire\n\n{n}.2{blank}Ampliare" for n in (1, 2, 3))
    outline, _ = learn_outline(Document(plan, "piano.txt", "", PlanRecord()))
    assert [section.title for section in outline.sections] == ["Curare", "Aprire", "Ampliare"] * 3


def test_a_heading_that_every_document_has_closes_what_is_open_in_one_line_or_two() -> None:
    ends = []
    for gap in (" ", "\n"):
        headings = ["Linea 1 – Scuola", "Linea 2 – Mare", f"SEZIONE OPERATIVA (SeO) –{gap}PARTE PRIMA"]
        headings += [f"Missione {n} – Cura" for n in (4, 9, 12)]
        pairs = [(Piece(words, size=11.0, weight=BOLD), Piece("Cura.", size=11.0)) for words in headings]
        text, blocks, _ = join_pieces(piece for pair in pairs for piece in pair)
        outline, _ = learn_outline(Document(text, "piano.pdf", "", PlanRecord(), blocks=blocks))
        ends.append([text[section.start : section.end].count("Cura.") for section in outline.sections])
    assert ends == [[1] * 5] * 2
