"""A page as one HTML file: it asks the net for nothing, runs nothing, and prints."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from dupgraph.ask.results.answer import Answer
from dupgraph.ask.results.documents.outline import Group, Page, Quotation, draw_page

_STYLE = Path(__file__).with_name("page.css")


def write_page(result: Answer) -> str:
    """Return an answer as HTML."""
    page = draw_page(result)
    style = _STYLE.read_text(encoding="utf-8")
    return "".join(
        (
            f'<!DOCTYPE html>\n<html lang="{page.language}">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
            f"<title>{escape(page.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n",
            f"<h1>{escape(page.title)}</h1>\n",
            f'<div class="lead">{_write_lines(page.lead)}</div>\n<main>\n',
            *map(_write_group, page.groups),
            *_write_table(page),
            f"</main>\n<footer>{_write_lines(page.closing)}</footer>\n</body>\n</html>\n",
        )
    )


def _write_lines(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _write_group(group: Group) -> str:
    return (
        f"<section>\n<h2>{escape(group.heading)}</h2>\n{''.join(map(_write_quotation, group.quotations))}</section>\n"
    )


def _write_quotation(quotation: Quotation) -> str:
    parts = (f"<strong>{escape(text)}</strong>" if bold else escape(text) for text, bold in quotation.parts)
    place = f', <span class="spot">{escape(quotation.place)}</span>' if quotation.place else ""
    facts = "".join(f'<p class="facts">{escape(fact)}</p>' for fact in quotation.facts)
    return f'<blockquote lang="it"><p>{"".join(parts)}{place}</p>{facts}</blockquote>\n'


def _write_table(page: Page) -> Iterator[str]:
    if page.rows:
        kinds = [' class="number"' if is_number else "" for is_number in page.numbers]
        headed = zip(kinds, page.headings, strict=True)
        head = "".join(f'<th scope="col"{kind}>{escape(heading)}</th>' for kind, heading in headed)
        yield f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n"
        for row in page.rows:
            cells = (f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True))
            yield f"<tr>{''.join(cells)}</tr>\n"
        yield "</tbody>\n</table>\n"
