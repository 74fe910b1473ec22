"""What a build did not understand as a vocabulary to correct: labels, likely kinds, and the sentence of each."""

from collections.abc import Iterator

from dupgraph.read.build import Build
from dupgraph.read.encode.iris import name_owner
from dupgraph.schema.links import INSTRUMENT, KINDS, ORGANIZATION, PLACE, Kind
from dupgraph.schema.namespaces import DATA, PREFIXES, make_slug, mint_iri, shorten_iri
from dupgraph.schema.values import Unread

_HEAD = """# Names that the plan has and no vocabulary knows, the most frequent and likely first. Each is a guess:
# correct what is wrong, leave out what is no name, and build again with --vocabulary and this file.
"""
# By its first word a name is a place or an instrument; else it is taken for a body.
_PLACES = {
    "via", "viale", "piazza", "parco", "palazzo", "villa", "castello", "borgo", "monte", "fiume", "lago", "ponte",
    "chiesa", "scuola", "teatro", "museo",
}  # fmt: skip
_INSTRUMENTS = {
    "piano", "programma", "progetto", "fondo", "bando", "patto", "protocollo", "legge", "regolamento", "carta", "rete",
}  # fmt: skip
_AROUND = 60
_PREFIXES = ("dup", "skos", "covapit", "clvapit")


def draft_vocabulary(build: Build) -> bytes:
    """Return a Turtle vocabulary of a plan's unknown names, the likely ones first; no names give its head alone."""
    owner = name_owner(build.document.record)
    blocks = [
        block
        for words, group in build.group_unread().items()
        if group[0].reason == "name" and make_slug(words)
        for block in _draft_entry(build, mint_iri(DATA, owner), words, group)
    ]
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in _PREFIXES)
    return "\n".join([_HEAD + prefixes, *blocks]).encode()


def _draft_entry(build: Build, base: str, words: str, group: list[Unread]) -> Iterator[str]:
    kind = _guess_kind(words)
    iri = mint_iri(base, kind.name, make_slug(words))
    label = words.replace("\\", "").replace('"', "'")
    text, first = build.document.text, group[0]
    said = " ".join(text[max(0, first.start - _AROUND) : first.end + _AROUND].split())
    times = f"{len(group)} times" if len(group) > 1 else "once"
    yield (
        f"# {times}, first in {first.element}: ... {said} ...\n<{iri}> a {shorten_iri(kind.classes[0])} ;\n"
        f'    skos:prefLabel "{label}"@it .\n'
    )


def _guess_kind(words: str) -> Kind:
    """Return the kind of thing that the first word of a name suggests."""
    first = words.split(maxsplit=1)[0].casefold()
    if first in _PLACES:
        return KINDS[PLACE]
    return KINDS[INSTRUMENT if first in _INSTRUMENTS else ORGANIZATION]
