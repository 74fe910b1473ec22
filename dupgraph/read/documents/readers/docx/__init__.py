"""Word documents (DOCX, ECMA-376): automatic numbers, styles, tables, notes; tracked deletions left out."""

import posixpath
from collections.abc import Iterator

from lxml import etree

from dupgraph.base.errors import DocumentError
from dupgraph.language.messages import say
from dupgraph.read.documents.pieces import Contents, Piece, make_furniture, settle_tables
from dupgraph.read.documents.readers.archive import Archive
from dupgraph.read.documents.readers.docx.body import Body
from dupgraph.read.documents.readers.docx.names import make_transitional, w
from dupgraph.read.documents.readers.docx.numbering import Numbering
from dupgraph.read.documents.readers.docx.styles import Styles

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}


def read_docx(data: bytes) -> Contents:
    """Return the contents of a Word document. Nothing that it points to outside itself is read, no macro is run.

    Raises DocumentError when the file is damaged, locked, too large or no Word document.
    """
    archive = Archive(data)
    main = _find_main(archive)
    parts = _list_parts(archive, main)
    styles = Styles(_parse_first(archive, parts.get("styles", [])))
    body = Body(
        styles=styles,
        numbering=Numbering(_parse_first(archive, parts.get("numbering", [])), styles),
        notes=_read_notes(archive, parts),
    )
    root = make_transitional(archive.parse(main)).find(w("body"))
    if root is None:
        raise DocumentError(say("not_word"), hint=say("do_anew"))
    body.read_blocks(root)
    pieces = (*settle_tables(body.finish()), *make_furniture(_read_heads(archive, parts, styles)))
    return Contents(pieces, _list_warnings(archive))


def _find_main(archive: Archive) -> str:
    """Return the name of the part that holds the document's body."""
    for kind, target in _read_relations(archive, "_rels/.rels", ""):
        if kind == "officeDocument":
            if target.startswith("xl/"):
                raise DocumentError(say("not_sheet"), hint=say("do_plan"))
            if target.startswith("ppt/"):
                raise DocumentError(say("not_slides"), hint=say("do_plan"))
            return target
    raise DocumentError(say("not_word"), hint=say("do_anew"))


def _list_parts(archive: Archive, main: str) -> dict[str, list[str]]:
    """Return the names of the parts that the main one uses, by what they are to it."""
    folder, name = posixpath.split(main)
    relations = f"{folder}/_rels/{name}.rels"
    parts: dict[str, list[str]] = {}
    for kind, target in _read_relations(archive, relations, folder) if relations in archive.names else ():
        if target in archive.names:
            parts.setdefault(kind, []).append(target)
    return parts


def _read_relations(archive: Archive, name: str, folder: str) -> list[tuple[str, str]]:
    """Return what a file of relations names inside the document: what each is, and its name."""
    found = []
    for relation in archive.parse(name).iter(_RELATION):
        if relation.get("TargetMode") == "External":
            continue
        target, kind = relation.get("Target") or "", (relation.get("Type") or "").rpartition("/")[2]
        absolute = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found.append((kind, absolute))
    return found


def _parse_first(archive: Archive, names: list[str]) -> etree._Element | None:
    return make_transitional(archive.parse(names[0])) if names else None


def _read_notes(archive: Archive, parts: dict[str, list[str]]) -> dict[tuple[str, str], etree._Element]:
    notes = {}
    for kind in ("footnotes", "endnotes"):
        root = _parse_first(archive, parts.get(kind, []))
        for note in [] if root is None else root.findall(w(kind.removesuffix("s"))):
            if note.get(w("type")) not in _SEPARATORS:
                notes[kind, note.get(w("id")) or ""] = note
    return notes


def _read_heads(archive: Archive, parts: dict[str, list[str]], styles: Styles) -> Iterator[Piece]:
    """Yield the paragraphs of the pages' heads and feet."""
    for name in (*parts.get("header", []), *parts.get("footer", [])):
        body = Body(styles=styles, numbering=Numbering(None, styles), notes={})
        body.read_blocks(make_transitional(archive.parse(name)))
        yield from body.finish()


def _list_warnings(archive: Archive) -> tuple[str, ...]:
    if any(name.endswith("vbaProject.bin") for name in archive.names):
        return (say("mended_macros"),)
    return ()
