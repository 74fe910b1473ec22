"""Reading a plan: encodings, furniture, the record beside it, PDFs, and every refusal."""

import zlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper import print_pdf
from reportlab.pdfgen.canvas import Canvas

from dupgraph.base.errors import DocumentError, VocabularyError
from dupgraph.read.documents import MAX_BYTES, read_document, reading
from dupgraph.read.documents.furniture import find_furniture
from dupgraph.read.documents.text import make_canonical, mend_hyphens, split_pages
from dupgraph.schema.values import Document, PlanRecord, Span, find_page, find_words

SASSUOLO = Path(__file__).parents[2] / "graph" / "sources" / "sassuolo.txt"


def make_document(text: str) -> Document:
    return Document(text, "piano.txt", "", PlanRecord(), furniture=find_furniture(text))


def join_pages(pages: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    raw = "\f".join(page.replace("\r\n", "\n").replace("\f", "\n").rstrip() + "\n" for page in pages)
    text = make_canonical(mend_hyphens(raw)[0]).removesuffix("\n")
    return text, (0, *(place + 1 for place, sign in enumerate(text) if sign == "\f"))


def mark(text: str, pages: tuple[int, ...] = ()) -> list[str]:
    return [text[start:end] for start, end in find_furniture(text, pages)]


# The real text.


def test_sassuolo_is_read_whole() -> None:
    document = read_document(SASSUOLO)
    assert document.text == SASSUOLO.read_text(encoding="utf-8")
    assert document.record == PlanRecord(
        title="Documento Unico di Programmazione del Comune di Sassuolo, sezione strategica",
        municipality="Sassuolo",
        istat="036040",
        plan="DUP",
        language="it",
        licence="https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40",
        profile="politica-indirizzo-obiettivo",
        vocabularies=("sassuolo",),
    )
    assert (document.source, document.pages, document.warnings) == ("sassuolo.txt", (), ())


def test_sassuolo_furniture_is_its_page_numbers_and_its_url() -> None:
    document = read_document(SASSUOLO)
    marked = [document.text[start:end] for start, end in document.furniture]
    assert marked == ["https://percorsiconibambini.it/poverta-educativa/", "5", "10", "11"]


def test_sassuolo_sentence_runs_across_a_page_number() -> None:
    document = read_document(SASSUOLO)
    start = document.text.index("Incentiva il dialogo tra giovani")
    words = find_words(document, start, document.text.index("Obiettivo strategico 1.4.1"))
    assert "istituzioni e rafforza le collaborazioni con scuole, università" in words


def test_sassuolo_word_cut_at_its_hyphen_is_whole() -> None:
    document = read_document(SASSUOLO)
    start = document.text.index("progettualità didattica-")
    assert find_words(document, start, start + 40) == "progettualità didattica-educativa delle"


# Canonical text.


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("\ufeffPolitica 1", "Politica 1"),
        ("uno\r\ndue\rtre", "uno\ndue\ntre"),
        ("perche\u0301", "perché"),
        ("so\u00adste\u00ad\n nibile", "sostenibile"),
        ("eﬃciente ﬁn", "efficiente fin"),
        ("riga\x0bnuova\u2028ancora", "riga\nnuova\nancora"),
        ("con\x07trollo", "controllo"),
        ("1.1\u200b Aprire un \u2060nido", "1.1 Aprire un nido"),
    ],
)
def test_canonical_text(raw: str, canonical: str) -> None:
    assert make_canonical(raw) == canonical


@given(st.text())
def test_canonical_text_stays_as_it_is(raw: str) -> None:
    once = make_canonical(raw)
    assert make_canonical(once) == once or once.startswith("\ufeff")


def test_cp1252_is_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "piano.txt"
    path.write_bytes("Politica 1\nl’attività – più".encode("cp1252"))
    document = read_document(path)
    assert document.text == "Politica 1\nl’attività – più"
    assert document.warnings == ("is not UTF-8 (first at line 2): read as Windows-1252; check its accents",)


def test_utf16_is_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "piano.txt"
    path.write_bytes("Città".encode("utf-16"))
    document = read_document(path)
    assert (document.text, len(document.warnings)) == ("Città", 1)


def test_hash_is_of_the_canonical_text(tmp_path: Path) -> None:
    plain, marked = tmp_path / "a.txt", tmp_path / "b.txt"
    plain.write_bytes("Città\n".encode())
    marked.write_bytes("\ufeffCitta\u0300\r\n".encode())
    assert read_document(plain).sha256 == read_document(marked).sha256


def test_form_feeds_divide_pages(tmp_path: Path) -> None:
    path = tmp_path / "piano.txt"
    path.write_text("prima\n\fseconda\n\fterza\n\f", encoding="utf-8")
    document = read_document(path)
    assert document.pages == (0, 7, 16)
    assert [find_page(document, document.text.index(word)) for word in ("prima", "seconda", "terza")] == [1, 2, 3]
    assert [document.text[start:end] for start, end in document.furniture] == ["\f"] * 3


def test_text_without_form_feeds_has_no_pages() -> None:
    document = make_document("prima\n\n2\n\nseconda")
    assert document.pages == ()
    assert find_page(document, 3) is None


# Furniture.


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("testo\n\n5 \n\naltro", ["5"]),
        ("testo e\n\n - 12 - \n\naltro", ["- 12 -"]),
        ("testo\n\nPag. 3 di 40\n\naltro", ["Pag. 3 di 40"]),
        ("testo\n\npagina 7\n\naltro", ["pagina 7"]),
        ("testo\n\nxiv\n\naltro", ["xiv"]),
        ("testo\n\nIV\n\naltro", ["IV"]),
        ("testo\n4\n\faltro", ["4", "\f"]),
        ("testo\n\f4\naltro", ["\f4"]),
        ("testo\n4\f altro", ["4\f"]),
        ("uno\n1\ndue\n2\ntre", ["1", "2"]),
        ("1\n\ntesto", ["1"]),
        ("testo\n\n9", ["9"]),
        ("testo\nhttps://www.comune.sassuolo.mo.it/dup\naltro", ["https://www.comune.sassuolo.mo.it/dup"]),
        ("testo\n  www.comune.sassuolo.mo.it  \naltro", ["www.comune.sassuolo.mo.it"]),
        ("testo\n\ufeffaltro", ["\ufeff"]),
    ],
)
def test_furniture_is_marked(text: str, marked: list[str]) -> None:
    assert mark(text) == marked


@pytest.mark.parametrize(
    "text",
    [
        "area attorno al ex civico\n189\n(area via circonvallazione)",
        "ci\nvi\nsi",
        "testo\n\nmi\n\naltro",
        "testo\n\n1.1\n\naltro",
        "testo\n\n12.500\n\naltro",
        "si veda https://www.comune.sassuolo.mo.it per il resto",
        "e poi... 3 volte",
        "firma ..........................\naltro",
        "2 Il nostro territorio",
        "",
    ],
)
def test_words_are_no_furniture(text: str) -> None:
    assert mark(text) == []


def test_index_with_dot_leaders_is_marked_whole() -> None:
    index = [
        "Indice",
        "1 Il territorio 1",
        "1.1 Le strade . . . . . . . . 1",
        "1.2 Un titolo che continua",
        "nella riga seguente ........ 2",
        "2 La comunità 3",
        "2.1 La scuola …………… 3",
        "3 Il lavoro 5",
    ]
    text = "\n".join(["COMUNE 2025", *index, "", "1 Il territorio", "Entro il 2030."])
    assert "\n".join(mark(text)).split("\n") == index


def test_index_without_leaders_is_marked_under_its_title() -> None:
    text = "Sommario\nPremessa 3\nPolitica 1 Curare 4\nPolitica 2 Crescere 9\n\nPremessa\nNel 2025 il Comune"
    assert mark(text) == ["Sommario", "Premessa 3", "Politica 1 Curare 4", "Politica 2 Crescere 9"]


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        # A page beyond that of the first entry cannot stand before it.
        ("Il Comune nel 2025", "", []),
        ("La comunità 7", "", []),
        ("La comunità 4", "", ["La comunità 4"]),
        # One that falls behind the last entry's, or leaps ahead of it, cannot follow it.
        ("", "Le scuole sono 2", []),
        ("", "Interventi entro il 2030", []),
        ("", "Il lavoro 60", []),
        ("", "Il lavoro 59", ["Il lavoro 59"]),
    ],
)
def test_an_index_ends_where_pages_do_not_go_on(before: str, after: str, more: list[str]) -> None:
    entries = ["1.1 Le strade . . . . . . . . 6", "1.2 I ponti . . . . . . . . 9"]
    text = "\n".join(filter(None, ["testo", before, *entries, after, "altro"]))
    assert sorted("\n".join(mark(text)).split("\n")) == sorted([*entries, *more])


def test_a_page_starts_behind_its_form_feed() -> None:
    text, pages = join_pages(["prima", "seconda", "terza"])
    assert (split_pages(text), pages) == ((0, 7, 16), (0, 7, 16))
    document = Document(text, "piano.pdf", "", PlanRecord(), pages=pages)
    for number, start in enumerate(pages, 1):
        assert text[start:].startswith(("prima", "seconda", "terza")[number - 1])
        assert find_page(document, start) == number
        assert start == 0 or find_page(document, start - 1) == number - 1


def test_one_line_or_two_that_end_in_a_number_are_no_index() -> None:
    assert mark("Indice\nAgenda 2030\ne poi altro testo") == []
    assert mark("Indice\nAgenda 12\nSalute 15\ne poi altro testo") == []


def join(*pages: str) -> tuple[str, tuple[int, ...]]:
    return join_pages(pages)


def test_running_heads_and_feet_are_marked() -> None:
    pages = [f"Comune di Sassuolo – DUP\nparagrafo {word}\nPagina {n} di 4" for n, word in enumerate("abcd", 1)]
    marked = mark(*join(*pages))
    assert sum("Comune di Sassuolo" in words for words in marked) == 4
    assert not any("paragrafo" in words for words in marked)


def test_running_head_whose_number_goes_with_the_page() -> None:
    marked = mark(*join(*(f"DUP 2025 - foglio {n}\ntesto {n * 7}" for n in range(11, 16))))
    assert sum("foglio" in words for words in marked) == 5
    assert not any("testo" in words for words in marked)


def test_running_heads_that_name_the_chapter_of_each_page() -> None:
    heads = ["DUP – Ambiente 1", "DUP – Ambiente 2", "DUP – Scuola 3", "DUP – Scuola 4", "DUP – Sport 5"]
    marked = mark(*join(*(f"{head}\nTesto {word}" for head, word in zip(heads, "abcde", strict=True))))
    assert [words.strip("\f") for words in marked] == heads
    marked = mark(*join(*(f"{n} Obiettivo {word}\nTesto {word}" for n, word in enumerate("abcde", 1))))
    assert [words for words in marked if words.strip("\f")] == []


def test_left_and_right_pages_may_have_running_heads_of_their_own() -> None:
    heads = ("Comune di Valle", "Documento Unico", "OBIETTIVO")
    text, pages = join(*(f"{heads[n % 2]}\nIl Comune cura {word}" for n, word in enumerate("abcdef")))
    assert len([words for words in mark(text, pages) if words.strip("\f")]) == 6
    # A heading that opens every other page counts on, and the pages between have none.
    text, pages = join(*(f"{heads[2 - n % 2]} {n // 2}\nCurare {word}" for n, word in enumerate("abcdef")))
    assert "OBIETTIVO 1" not in " ".join(mark(text, pages))


def test_headings_that_open_each_page_are_no_running_heads() -> None:
    marked = mark(*join(*(f"Missione {n}\nDescrizione {word}" for n, word in enumerate("abcd", 1))))
    assert [words for words in marked if words.strip("\f")] == []


@given(
    st.lists(st.sampled_from(["5", "testo", "\n", "\n\n", "\f", " ", "ii", "https://a.it/b", ". . . . . 3", "\ufeff"]))
)
def test_furniture_is_sorted_disjoint_and_in_range(parts: list[str]) -> None:
    text = "".join(parts)
    pages = (0, *(place + 1 for place, character in enumerate(text) if character == "\f"))
    spans = find_furniture(text, pages)
    assert list(spans) == sorted(spans)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end < after.start for before, after in pairwise(spans))


@given(st.lists(st.sampled_from(["uno", "due,", "\n\n5\n\n", " ", "\n", "tre-\nquattro", "\ufeff"]), max_size=30))
def test_words_hold_no_furniture_and_single_blanks(parts: list[str]) -> None:
    document = make_document("".join(parts))
    words = find_words(document, 0, len(document.text))
    assert words == " ".join(words.split())
    assert "\ufeff" not in words
    bare = replace(document, furniture=())
    for start, end in document.furniture:
        assert find_words(document, start, end) == ""
        assert find_words(bare, start, end) == document.text[start:end].replace("\f", "").strip()


def test_words_of_a_part() -> None:
    document = make_document("la rete\n\n5\n\ndelle scuole")
    assert find_words(document, 3, document.text.index("scuole")) == "rete delle"
    assert make_document("pre-\ne post-scuola").furniture == ()
    assert find_words(make_document("pre-\ne post-scuola"), 0, 18) == "pre- e post-scuola"
    assert Span(9, 10) in document.furniture


# The record.


def write_plan(folder: Path, toml: str) -> Path:
    (folder / "piano.toml").write_text(toml, encoding="utf-8")
    path = folder / "piano.txt"
    path.write_text("Politica 1: Curare", encoding="utf-8")
    return path


def test_record_is_empty_without_a_toml(tmp_path: Path) -> None:
    path = tmp_path / "piano.txt"
    path.write_text("Politica 1: Curare", encoding="utf-8")
    assert read_document(path).record == PlanRecord()


def test_overrides_win_and_nothing_overrides_nothing(tmp_path: Path) -> None:
    path = write_plan(tmp_path, 'istat = "036040"\nplan = "DUP"\nvocabularies = ["sassuolo"]')
    record = read_document(path, plan="DUP 2025", istat=None, title="", vocabularies=("altro",)).record
    assert record == PlanRecord(istat="036040", plan="DUP 2025", vocabularies=("altro",))


def test_paths_are_relative_to_the_toml_and_names_stay(tmp_path: Path) -> None:
    path = write_plan(tmp_path, 'profile = "profilo.toml"\nvocabularies = ["sassuolo", "voci/mie.ttl", "../altre"]')
    record = read_document(path).record
    assert record.profile == str(tmp_path / "profilo.toml")
    assert record.vocabularies == ("sassuolo", str(tmp_path / "voci" / "mie.ttl"), str(tmp_path.parent / "altre"))


def test_override_paths_are_relative_to_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "altrove").mkdir()
    path = write_plan(tmp_path / "altrove", "")
    assert read_document(path, profile="mio.toml").record.profile == str(tmp_path / "mio.toml")


@pytest.mark.parametrize(
    ("toml", "line", "words"),
    [
        ('title = "x"\nmunicipalty = "Sassuolo"', 2, "unknown key 'municipalty'; did you mean 'municipality'?"),
        ('colore = "blu"', 1, "unknown key 'colore'; the keys are title, municipality, istat"),
        ("[dup]\nplan = 1", 1, "unknown key 'dup'"),
        ('plan = "DUP"\nistat = 36040', 2, "'istat' is not a text"),
        ('vocabularies = "sassuolo"', 1, "'vocabularies' is not a list of texts"),
        ("vocabularies = [1]", 1, "'vocabularies' is not a list of texts"),
        ('vocabularies = ["x/\\u0000"]', 1, "'vocabularies' is not a list of texts"),
        ('istat = "36040"', 1, "'36040' is no ISTAT code of a municipality; it has six digits, with the zeros"),
        ('title = "x"\nistat = 036040', 2, "is not well-formed TOML"),
        ('title = "x', 1, "is not well-formed TOML"),
    ],
)
def test_bad_toml_is_one_sentence(tmp_path: Path, toml: str, line: int, words: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        read_document(write_plan(tmp_path, toml))
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / 'piano.toml'}, line {line}: ")
    assert "\n" not in str(caught.value)


def test_toml_that_is_not_utf8(tmp_path: Path) -> None:
    path = write_plan(tmp_path, "")
    (tmp_path / "piano.toml").write_bytes('title = "Città"'.encode("cp1252"))
    with pytest.raises(VocabularyError, match="is not UTF-8"):
        read_document(path)


@pytest.mark.parametrize(("key", "value"), [("titolo", "x"), ("istat", "1"), ("plan", 3), ("vocabularies", "x")])
def test_bad_override(tmp_path: Path, key: str, value: object) -> None:
    with pytest.raises(VocabularyError, match=key if key != "istat" else "ISTAT"):
        read_document(write_plan(tmp_path, ""), **{key: value})


# What cannot be read.


def refuse(path: Path, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert str(caught.value).startswith(str(path))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    refuse(tmp_path / "manca.txt", "does not exist")


def test_folder(tmp_path: Path) -> None:
    refuse(tmp_path, "is a folder")


@pytest.mark.parametrize("data", [b"", b" \n\t\n ", b"\xef\xbb\xbf \n", b"\x0c\n"])
def test_nothing_in_it(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "vuoto.txt"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=r"is empty|holds no text"):
        read_document(path)


@pytest.mark.parametrize(
    "data", [b"\x00asm\x01\x00\x00\x00", b"PK\x03\x04\x14\x00\x06\x00", b"\x81\x8d\x8f" * 9, b"\x01\x02\x03 abc" * 9]
)
def test_binary(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "piano.txt"
    path.write_bytes(data)
    refuse(path, "is not a text: it holds binary data")


def test_too_large_names_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "enorme.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    refuse(path, f"the limit is {MAX_BYTES:,}")


# PDF.

LINES = ["Politica 1: Curare il territorio", "", "Testo della politica, con l’attività “più” importante."]


def test_pdf_is_read_with_its_pages(tmp_path: Path) -> None:
    path = print_pdf(tmp_path / "piano.pdf", [*LINES, "seconda pagina"], head="DUP", numbered=True, page_lines=3)
    document = read_document(path)
    assert document.warnings == ()
    assert document.text.split("\f")[0].split("\n")[:3] == ["DUP", LINES[0], LINES[2]]
    assert len(document.pages) == 2
    assert find_page(document, document.text.index("seconda")) == 2
    assert find_words(document, 0, len(document.text)) == f"{LINES[0]} {LINES[2]} seconda pagina"


def test_pdf_is_known_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    path = print_pdf(tmp_path / "piano.pdf", LINES).rename(tmp_path / "piano.txt")
    assert read_document(path).text.startswith(LINES[0])


def test_pdf_has_its_toml_too(tmp_path: Path) -> None:
    (tmp_path / "piano.toml").write_text('plan = "DUP"', encoding="utf-8")
    assert read_document(print_pdf(tmp_path / "piano.pdf", LINES)).record.plan == "DUP"


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        # The typesetter's hyphens: every other line ends in one.
        (["la pub\ufffeblica via\nle scuo\ufffele e la pubblica via"], "la pubblica via\nle scuole e la pubblica via"),
        (["la re\x02\nte"], "la rete"),
        # The word's own: as spelt elsewhere, or of two whole words, or before a capital or a number.
        (["il co\ufffeworking\nun co-working"], "il co-working\nun co-working"),
        (["la casa\ufffescuola\nla casa e la scuola"], "la casa-scuola\nla casa e la scuola"),
        (["tratta Dinazzano\ufffeMarzaglia"], "tratta Dinazzano-Marzaglia"),
        (["anni 2025\ufffe2027"], "anni 2025-2027"),
        # Rare among many lines: not a typesetter's.
        (
            ["via\n" * 60 + "didattica\ufffeeducativa\nrete educativa"],
            "via\n" * 60 + "didattica-educativa\nrete educativa",
        ),
        (["via\n" * 60 + "guard\uffferail\nla pub\ufffeblica via"], "via\n" * 60 + "guard-rail\nla pubblica via"),
        (["con rete\r\n", "e poi\fqui"], "con rete\n\fe poi\nqui"),
    ],
)
def test_pages_are_joined_and_broken_words_mended(pages: list[str], text: str) -> None:
    assert join_pages(pages)[0] == text


def test_page_without_text_is_a_warning(tmp_path: Path) -> None:
    path = print_pdf(tmp_path / "piano.pdf", [*LINES, "", "", ""], page_lines=3)
    assert read_document(path).warnings == ("1 of 2 pages hold no text (2)",)


def test_pdf_without_a_text_layer(tmp_path: Path) -> None:
    path = tmp_path / "scansione.pdf"
    canvas = Canvas(str(path))
    canvas.rect(50, 50, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    refuse(path, "has no text layer")


def test_encrypted_pdf(tmp_path: Path) -> None:
    refuse(print_pdf(tmp_path / "chiuso.pdf", LINES, locked=True), "is encrypted")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_truncated_pdf(tmp_path: Path, share: float) -> None:
    path = print_pdf(tmp_path / "tronco.pdf", LINES * 40)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    refuse(path, "is cut off")


def test_broken_pdf(tmp_path: Path) -> None:
    path = tmp_path / "rotto.pdf"
    path.write_bytes(b"%PDF-1.4\n" + b"niente di buono\n" * 40 + b"%%EOF")
    refuse(path, "is a broken PDF")


def test_something_else_named_pdf(tmp_path: Path) -> None:
    path = tmp_path / "testo.pdf"
    path.write_text("Politica 1: Curare", encoding="utf-8")
    refuse(path, "is no PDF")


def make_bomb(megabytes: int) -> bytes:
    """Return a small PDF whose one page unpacks to ``megabytes`` of blanks."""
    block = b" " * 1_000_000
    squeezer = zlib.compressobj(1)
    stream = zlib.compress(b"".join([*(squeezer.compress(block) for _ in range(megabytes)), squeezer.flush()]))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, words in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, words)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n"
    return data + head + table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)


def test_bomb_dies_in_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bomba.pdf"
    path.write_bytes(make_bomb(300))
    assert path.stat().st_size < 20_000
    monkeypatch.setattr(reading, "MAX_MEMORY", 300 << 20)
    refuse(path, "cannot be read within 300 MB of memory")


def test_too_much_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_CHARACTERS", 40)
    refuse(print_pdf(tmp_path / "lungo.pdf", LINES), "holds more than 40 characters")


def test_clock_of_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_SECONDS", 0.001)
    refuse(print_pdf(tmp_path / "lento.pdf", LINES), "was given up after 0.001 seconds")


@pytest.mark.parametrize("name", ["Comune di Sassuolo", "comune di  Sassuolo", "Sassuolo"])
def test_a_municipality_is_called_by_its_name(tmp_path: Path, name: str) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("Politica 1: Scuola\n", encoding="utf-8")
    assert read_document(plan, municipality=name).record.municipality == "Sassuolo"


def test_the_last_line_of_a_short_page_is_no_foot() -> None:
    pages = ["La via nuova.\nIndicatore: numero 1", "Il parco grande.\nIndicatore: numero 2"]
    text = "\f".join(pages)
    starts = (0, len(pages[0]) + 1)
    lasts = [text.index("Indicatore"), text.rindex("Indicatore")]
    marked = [text[slice(*span)] for span in find_furniture(text, starts, dict(zip(lasts, (60.0, 60.0), strict=True)))]
    assert sum("Indicatore" in words for words in marked) == 2
    marked = [text[slice(*span)] for span in find_furniture(text, starts, dict(zip(lasts, (60.0, 520.0), strict=True)))]
    assert not any("Indicatore" in words for words in marked)


@pytest.mark.parametrize(("gap", "feet"), [(0, []), (20, ["Comune di Alba"] * 2)])
def test_what_two_pages_end_in_is_a_foot_where_it_stands_apart(gap: int, feet: list[str]) -> None:
    text, starts, heights = "", [], {}
    for name in ("Nidi", "Parchi"):
        starts.append(len(text) + 1 if text else 0)
        text += "\f" if text else ""
        for n, line in enumerate((name, "Testo", "Risorse", "Chi: Rossi", "Quando: sempre", "Comune di Alba")):
            heights[len(text)] = 700.0 - 14 * n - gap * (n == 5)
            text += f"{line}\n"
    assert [text[a:b] for a, b in find_furniture(text, starts, heights) if text[a:b].strip()] == feet
