"""A quote on the page of the original: the picture, the words on it, and the way from one mention to the next."""

import re
from html import unescape
from pathlib import Path

import pytest
from serving import Served

PDF = "data/036040/plan/dup"
HTML = "data/035024/plan/dup"


def read(server: Served, path: str, status: int = 200) -> str:
    response = server.client.get(path)
    assert response.status_code == status, response.text[:2000]
    return response.text


def list_quotes(page: str) -> list[str]:
    return re.findall(r'href="[^"]*original\.html\?quote=(\d+-\d+)', page)


def test_every_quote_of_an_objective_leads_to_its_page(documents: Served) -> None:
    quotes = list_quotes(read(documents, f"/{PDF}/objective/1.1.1.html"))
    assert len(quotes) >= 3
    for quote in quotes:
        page = read(documents, f"/{PDF}/original.html?quote={quote}")
        assert page.count('id="quote"') == 1
        assert len(re.findall(r'<rect class="[^"]* chosen"', page)) >= 1
    assert list_quotes(read(documents, f"/en/{PDF}/objective/1.1.1.html")) == quotes


def test_the_rows_of_an_answer_lead_to_their_words_or_their_page(documents: Served) -> None:
    quotes = list_quotes(read(documents, f"/{PDF}/questions/evidence.html"))
    assert len(quotes) > 3
    page = read(documents, f"/{PDF}/questions/evidence.html")
    assert ">Partner</td>" in page
    assert "involves" not in page.partition("<tbody>")[2].partition("</tbody>")[0].replace("/", "")
    assert 'id="quote"' in read(documents, f"/{PDF}/original.html?quote={quotes[-1]}")
    outline = read(documents, f"/en/{PDF}/questions/outline.html")
    assert re.search(r'href="[^"]*original\.html\?page=1"', outline)
    # A document without pages has parts, of which the plan's own pages say nothing.
    assert "original.html?page" not in read(documents, f"/{HTML}/questions/outline.html")


def test_a_field_leads_to_where_it_stands(documents: Served) -> None:
    page = read(documents, f"/en/{HTML}/questions/fields-of-objective.html?objective=1.1.1")
    assert ">Start<" not in page
    quote, actors = list_quotes(page)
    assert {quote, actors} <= {*list_quotes(read(documents, f"/{HTML}/objective/1.1.1.html"))}
    shown = read(documents, f"/{HTML}/original.html?quote={quote}")
    assert re.search(r'<td><a class="words chosen" id="quote"[^>]*><mark class="field">Segreteria</mark>', shown)
    assert re.search(r'Campo della scheda: <a [^>]*onto/responsible.html">Responsabile</a>', shown)
    after = re.search(r'rel="next" href="([^"]+)"', shown)
    assert after
    following = read(documents, f"/{HTML}/{unescape(after[1])}")
    assert re.search(r"chosen[^>]*><mark[^>]*>Ufficio tecnico", following)
    assert 'rel="prev"' in following


def test_the_quotes_of_a_map_lead_to_the_original(documents: Served, served: Served) -> None:
    assert '"original":"original.html"' in read(documents, f"/{PDF}/map.html")
    assert '"original":""' in read(served, f"/{PDF}/map.html")


def test_the_picture_is_a_page_and_is_kept(documents: Served) -> None:
    page = read(documents, f"/{PDF}/original.html")
    (source,) = re.findall(r'<img src="([^"]+)"', page)
    assert source == "original/1.png"
    picture = documents.client.get(f"/{PDF}/{source}")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    again = documents.client.get(f"/{PDF}/{source}", headers={"If-None-Match": picture.headers["etag"]})
    assert again.status_code == 304


def test_one_mention_leads_to_the_next_of_the_same_thing(documents: Served) -> None:
    page = read(documents, f"/{PDF}/original.html")
    words = dict(re.findall(r'quote=(\d+-\d+)#quote">«([^»]+)»', page))
    first, *_, last = [quote for quote, said in words.items() if said.lower() == "scuole"]
    after = re.search(r'rel="next" href="([^"]+)"', read(documents, f"/{PDF}/original.html?quote={first}"))
    assert after
    following = read(documents, f"/{PDF}/{unescape(after[1])}")
    assert 'rel="prev"' in following
    assert 'rel="next"' not in read(documents, f"/{PDF}/original.html?quote={last}")


def test_a_document_without_pages_is_read_by_paragraph_and_cell(documents: Served) -> None:
    (quote, *_) = list_quotes(read(documents, f"/{HTML}/objective/1.1.1.html"))
    page = read(documents, f"/{HTML}/original.html?quote={quote}")
    assert re.search(r'<a class="words chosen" id="quote"', page)
    assert re.search(r"<td><a [^>]*><mark [^>]*>Terzo settore</mark>", page)
    assert "<img" not in page


@pytest.mark.parametrize(
    "wish",
    ["page=0", "page=99", "page=x", "page=" + "9" * 400, "quote=5", "quote=999999-9999999", "quote=<script>", "quote="],
)
def test_what_is_not_there_is_a_page_that_says_so(documents: Served, wish: str) -> None:
    page = read(documents, f"/{PDF}/original.html?{wish}", 404)
    assert "L&#39;originale non ha questa pagina." in page
    assert "<script>" not in page


def test_pictures_of_no_page_and_of_no_pdf_are_not_found(documents: Served) -> None:
    for path in (f"{PDF}/original/99.png", f"{PDF}/original/0.png", f"{HTML}/original/1.png", "data/x/original.html"):
        read(documents, f"/{path}", 404)


def test_a_plan_whose_original_nobody_has_says_so(served: Served) -> None:
    assert "non ha il documento originale" in read(served, f"/{PDF}/original.html", 404)
    assert not list_quotes(read(served, f"/{PDF}/objective/1.3.3.html"))


def test_a_page_whose_document_has_gone_draws_no_sheet(documents: Served) -> None:
    document = Path(str(documents.process.args[-1])) / "piano.pdf"
    away = document.rename(document.with_suffix(".away"))
    try:
        page = read(documents, f"/{PDF}/original.html")
    finally:
        away.rename(document)
    assert "Il PDF non è accanto al grafo" in page
    assert 'class="sheet"' not in page
