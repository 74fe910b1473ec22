"""Vocabularies to a lexicon: SKOS labels in Turtle become the plain values that find mentions.

The packaged vocabularies hold what any plan may name; a plan's own vocabulary adds its bodies and places, and
goes first where both know the same words.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, cast

from pyoxigraph import Literal, NamedNode, Quad

from dupgraph.base.errors import VocabularyError
from dupgraph.base.files import find_resource, list_resources
from dupgraph.base.smallfiles import MOST_MARKS, find_control_character, find_stacked_accents, read_bytes
from dupgraph.graph.lexicons import Descriptions, read_compiled, write_compiled
from dupgraph.graph.rdf import parse_turtle
from dupgraph.language.lists import list_words
from dupgraph.language.messages import say
from dupgraph.language.words import KeyCodes, knows_word, list_writings
from dupgraph.schema.links import EARNED, KINDS, STATED, Kind, LinkName, ThingKind
from dupgraph.schema.namespaces import DUP, RDF, SKOS, VOCABULARY
from dupgraph.schema.properties import FOR_READING
from dupgraph.schema.values import Cue, Label, LabelUse, Lexicon, Thing

# The packaged vocabularies that any plan is read with. The others (sassuolo) belong to one plan.
NATIONAL = (
    "actors", "beneficiaries", "bodies", "cues", "fields", "instruments", "involvement", "methods", "missioni",
    "places", "sdg", "themes",
)  # fmt: skip

# How a text says a link by the labels of the thing: by each, or by words that earn it together.
_BY_LABELS = ("names", "words")
_READ: tuple[Kind, ...] = tuple(
    {kind.name: kind for link in STATED if link.found in _BY_LABELS for kind in link.kinds}.values()
)
# The kind of a thing by its class, by its vocabulary, and by the vocabulary of what it stands below.
_CLASSES: dict[str, ThingKind] = {iri: kind.name for kind in _READ for iri in kind.classes}
_SCHEMES: dict[str, ThingKind] = {kind.scheme: kind.name for kind in _READ if kind.scheme and not kind.inner}
_INNER: dict[str, ThingKind] = {f"{kind.scheme}/": kind.name for kind in _READ if kind.inner}
_USES: dict[str, LabelUse] = {
    SKOS + "prefLabel": "sure",
    SKOS + "altLabel": "sure",
    SKOS + "hiddenLabel": "sure",
    DUP + "fixedLabel": "fixed",
    DUP + "cuedLabel": "cued",
    DUP + "excludedLabel": "excluded",
    DUP + "headLabel": "head",
    DUP + "siteLabel": "site",
    DUP + "openLabel": "open",
    DUP + "tailLabel": "tail",
    DUP + "sharedLabel": "shared",
    DUP + "strongTerm": "strong",
    DUP + "weakTerm": "weak",
}
# What an IRI may begin with.
_FORMS = ("http:", "https:", "urn:", "mailto:", "tel:", "geo:")
_BROADER = {SKOS + "broader", *(kind.sort for kind in KINDS.values() if kind.sort.startswith(DUP))}
_WORD = re.compile(r"[^\W_]")
# All that a lexicon is made of; the rest is for who reads about a thing on screen.
_TOLD = frozenset(
    {RDF + "type", SKOS + "inScheme", *_USES, *_BROADER}
    | {DUP + name for name in ("cueFor", "cueAgainst", "suggestsKind", "fieldFor", "relatedMission")}
)  # fmt: skip
_LINKS: dict[str, LinkName] = {link.iri: link.name for link in STATED}
# Signs that no name has: control characters, mark-up, patterns. And what ends every name in a text.
_NEVER = re.compile(r"[\x00-\x1f\x7f-\x9f<>\\\[\]{}|*^$]")
_PARTED = re.compile(r"[,;:!?()]")
_TERMS = frozenset({"strong", "weak", "excluded", "tail"})
_SHOWN_LABELS = frozenset({SKOS + "prefLabel", SKOS + "altLabel"})
# Of two letters an acronym may be anything, and of three that end in a vowel; people and places are called like some.
_FEW, _FEWEST_OPEN = 2, 3
_ALIKE = list_words("given_names") | list_words("called_alike")
# Labels that a person may type to find the thing, though a text needs more than them.
_FINDABLE = {DUP + "fixedLabel", DUP + "cuedLabel"}


# The last vocabulary that was loaded, by the hash of its text: plans of one run share it.
_COMPILED: dict[str, "Vocabulary"] = {}


class Vocabulary(NamedTuple):
    """The vocabularies of one plan: the lexicon for reading, what graphs say of each thing, the hash of their text."""

    lexicon: Lexicon
    descriptions: Descriptions
    version: str


@dataclass(slots=True)
class _Entry:
    """What the vocabularies say of one IRI, gathered triple by triple."""

    kind: ThingKind | None = None
    name: str = ""
    is_cue: bool = False
    purpose: str = ""
    labels: list[Label] = field(default_factory=list)
    broader: set[str] = field(default_factory=set)
    speaks_for: set[LinkName] = field(default_factory=set)
    speaks_against: set[LinkName] = field(default_factory=set)
    involvement: str | None = None
    missions: set[str] = field(default_factory=set)


def load_vocabulary(names: Iterable[str] = ()) -> Vocabulary:
    """Return the packaged vocabularies together with those of one plan.

    ``names`` are packaged vocabularies (``sassuolo``) or paths of Turtle files. ``version`` is a hash of the
    vocabularies' text, cues included: it tells by which words a graph was read. Raises VocabularyError when
    a file is missing or no Turtle, or when two things of one kind go by one label. All is compiled once for this
    text: plans of one run share it, and the next run finds it in the user's cache folder.
    """
    sources = _read_sources(names)
    version = _hash_sources(sources)
    if version not in _COMPILED:
        _COMPILED.clear()
        _COMPILED[version] = _compile_sources(sources, version)
    return _COMPILED[version]


def find_version(names: Iterable[str]) -> str:
    """Return the hash of the vocabularies' text, without compiling it. Raises VocabularyError for a missing file."""
    return _hash_sources(_read_sources(names))


def _read_sources(names: Iterable[str]) -> list["_Source"]:
    packaged = [find_resource("ontology", "vocabularies", f"{name}.ttl") for name in NATIONAL]
    sources = [_Source(path, _read_source(path), own=False) for path in packaged]
    return sources + [_Source(path, _read_source(path), own=True) for path in map(_find_file, names)]


def _hash_sources(sources: Iterable["_Source"]) -> str:
    return sha256(b"".join(source.data for source in sources)).hexdigest()


def _read_source(path: Path) -> bytes:
    if not path.exists():
        raise VocabularyError(say("no_such_file"), path=path, hint=say("do_vocabulary_path"))
    return read_bytes(path)


def _compile_sources(sources: list["_Source"], version: str) -> Vocabulary:
    """Return the vocabulary of some files, which comes from the cache where it was compiled before."""
    compiled = read_compiled(version)
    if compiled is None:
        compiled = _compile_quads(sources)
        write_compiled(version, *compiled)
    return Vocabulary(*compiled, version[:12])


def _compile_quads(sources: list["_Source"]) -> tuple[Lexicon, Descriptions]:
    stated, entries = defaultdict[str, list[Quad]](list), dict[str, _Entry]()
    seen: dict[tuple[ThingKind, bool, str], str] = {}
    for path, data, own in sources:
        quads = list(parse_turtle(data, path))
        if own:
            # What comes with dupgraph is checked when it is made.
            _check_terms(quads, data.decode(errors="replace"), path)
        for quad in quads:
            # Nested triples were refused while parsing.
            stated[cast("NamedNode", quad.subject).value].append(quad)
            if quad.predicate.value in _TOLD:
                _gather_quad(entries, quad, path, own=own)
        told = dict.fromkeys(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))
        _check_labels({iri: entries[iri] for iri in told if iri in entries}, seen, path)
    descriptions = {iri: "\n".join(_describe(quads)) for iri, quads in stated.items()}
    return _make_lexicon(entries), Descriptions({iri: lines for iri, lines in descriptions.items() if lines})


def _describe(stated: Sequence[Quad]) -> Iterator[str]:
    """Yield what a graph says of a thing: all but what tells how to find it, yet the labels that a person may type."""
    shown = {quad.object for quad in stated if quad.predicate.value in _SHOWN_LABELS}
    for quad in sorted(stated, key=str):
        predicate, value = quad.predicate.value, quad.object
        if predicate in _FINDABLE and isinstance(value, Literal):
            if value not in shown:
                yield f"{SKOS}hiddenLabel {value}"
        elif predicate not in FOR_READING and isinstance(value, NamedNode | Literal):
            yield f"{predicate} {value}"


class _Source(NamedTuple):
    """A vocabulary's file and its bytes; ``own`` says that it is the plan's."""

    path: Path
    data: bytes
    own: bool


def _find_file(name: str) -> Path:
    path = Path(name)
    if path.suffix == ".ttl" or path.parent != Path():
        return path
    packaged = find_resource("ontology", "vocabularies", f"{name}.ttl")
    if packaged.is_file():
        return packaged
    known = ", ".join(p.stem for p in list_resources("ontology/vocabularies", ".ttl") if p.stem not in NATIONAL)
    raise VocabularyError(say("no_vocabulary", name=name), hint=say("do_vocabulary", names=known))


def _check_terms(quads: Iterable[Quad], text: str, path: Path) -> None:
    """Refuse what no table, page or release could hold later: control characters, and IRIs that run as a program."""
    for quad in quads:
        term = quad.object
        if isinstance(term, Literal):
            if code := find_control_character(term.value):
                words = repr(term.value[:40])
                what = say("label_control", name=str(quad.subject), code=code, words=words)
                raise VocabularyError(what, path=path, line=_find_line(text, code), hint=say("do_write_without"))
            if find_stacked_accents(term.value):
                what = say("label_accents", name=str(quad.subject), most=MOST_MARKS)
                raise VocabularyError(what, path=path, hint=say("do_write_without"))
            continue
        for iri in (quad.subject, quad.predicate, term):
            if isinstance(iri, NamedNode) and not iri.value.lower().startswith(_FORMS):
                line = text.count("\n", 0, max(0, text.find(iri.value))) + 1
                what = say("no_address", name=f"<{iri.value[:60]}>", forms=", ".join(_FORMS))
                raise VocabularyError(what, path=path, line=line, hint=say("do_address"))


def _find_line(text: str, code: str) -> int | None:
    """Return the line that holds a character, as it is or as Turtle may write it; None where it stands otherwise."""
    number = int(code.removeprefix("U+"), 16)
    found = re.search(rf"(?i:\\u0*{number:04x})|{re.escape(chr(number))}", text)
    return None if found is None else text.count("\n", 0, found.start()) + 1


def _gather_quad(entries: dict[str, _Entry], quad: Quad, path: Path, *, own: bool) -> None:
    # A vocabulary's subjects are IRIs: what hangs on a blank node is of no use to a lexicon.
    if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode | Literal):
        return
    entry = entries.setdefault(quad.subject.value, _Entry())
    predicate, value = quad.predicate.value, quad.object.value
    if isinstance(quad.object, Literal):
        _gather_words(entry, quad.subject.value, predicate, quad.object, path, own=own)
    elif predicate == RDF + "type":
        entry.kind = _CLASSES.get(value, entry.kind)
        entry.is_cue = entry.is_cue or value == DUP + "Cue"
    elif predicate in _BROADER:
        entry.broader.add(value)
        # A theme stands below a group of themes; the groups themselves earn nothing.
        entry.kind = next((kind for scheme, kind in _INNER.items() if value.startswith(scheme)), entry.kind)
    elif predicate == SKOS + "inScheme":
        entry.kind = _SCHEMES.get(value, entry.kind)
    elif predicate == DUP + "cueFor":
        entry.speaks_for.add(_read_link(value, path))
    elif predicate == DUP + "cueAgainst":
        entry.speaks_against.add(_read_link(value, path))
    elif predicate == DUP + "relatedMission":
        entry.missions.add(value)
    elif predicate == DUP + "suggestsKind":
        entry.involvement = value


def _gather_words(entry: _Entry, iri: str, predicate: str, literal: Literal, path: Path, *, own: bool) -> None:
    # The plans are in Italian: labels in other languages are for the reader on screen.
    if literal.language not in {"it", None}:
        return
    if predicate == SKOS + "prefLabel":
        entry.name = literal.value
    elif predicate == DUP + "fieldFor":
        entry.purpose = literal.value
    if use := _USES.get(predicate):
        _check_label(iri, literal.value, path, shown=predicate == SKOS + "prefLabel" or use in _TERMS)
        entry.labels.append(Label(literal.value, iri, use, own))


def _check_label(iri: str, words: str, path: Path, *, shown: bool) -> None:
    """Raise VocabularyError when ``words`` can never be found in a text; what is only shown on screen may have more."""
    if not _WORD.search(words):
        what = say("label_letters", name=f"<{iri}>", words=repr(words))
        raise VocabularyError(what, path=path, line=_find_label(path, words), hint=say("do_label_letters"))
    if _NEVER.search(words) or (not shown and _PARTED.search(words)):
        what = say("review_never", name=f"<{iri}>", words=repr(words))
        raise VocabularyError(what, path=path, line=_find_label(path, words), hint=say("do_label_plain"))


def _find_label(path: Path, words: str) -> int | None:
    """Return the line of ``path`` on which ``words`` stand first, as far as they are written there as they are."""
    before, found, _ = read_bytes(path, hint="check the path").decode(errors="replace").partition(f'"{words}"')
    return before.count("\n") + 1 if found else None


def _read_link(iri: str, path: Path) -> LinkName:
    if iri not in _LINKS:
        hint = say("known_links", names=", ".join(f"dup:{name}" for name in _LINKS.values()))
        raise VocabularyError(say("no_link", name=f"<{iri}>"), path=path, hint=hint)
    return _LINKS[iri]


def _check_labels(entries: dict[str, _Entry], seen: dict[tuple[ThingKind, bool, str], str], path: Path) -> None:
    """Raise VocabularyError when two things of one kind go by the same label, in one layer.

    ``seen`` are the labels of earlier files, to which those of ``entries`` are added.
    """
    for iri, entry in entries.items():
        for label in entry.labels:
            if entry.kind is None or entry.kind in EARNED or label.use not in {"sure", "fixed"}:
                continue
            key = (entry.kind, label.own, " ".join(label.words.casefold().split()))
            if (other := seen.setdefault(key, iri)) != iri:
                things = {"kind": entry.kind, "words": repr(label.words), "one": f"<{other}>", "other": f"<{iri}>"}
                raise VocabularyError(say("label_twice", **things), path=path, hint=say("do_label_twice"))


def _make_lexicon(entries: dict[str, _Entry]) -> Lexicon:
    things = {
        iri: Thing(iri, entry.kind, entry.name, frozenset(entry.broader))
        for iri, entry in entries.items()
        if entry.kind is not None
    }
    labels = tuple(label for iri in things for label in _narrow_labels(entries[iri].labels))
    cues = tuple(
        Cue(label.words, frozenset(entry.speaks_for), frozenset(entry.speaks_against), entry.involvement)
        for entry in entries.values()
        if entry.is_cue
        for label in entry.labels
    )
    fields = {label.words: entry.purpose for entry in entries.values() if entry.purpose for label in entry.labels}
    written = [*(label.words for label in labels), *(cue.words for cue in cues)]
    keys = KeyCodes()
    codes = {words: keys.encode(words) for name in written for words in list_writings(name)}
    acronyms = frozenset(label.words for label in labels if _is_unlike_words(label.words))
    budget = {iri: entry.name for iri, entry in entries.items() if iri.startswith(VOCABULARY + "missioni/")}
    return Lexicon(things, labels, cues, fields, _group_missions(entries), dict(keys), codes, acronyms, budget)


def _is_unlike_words(acronym: str) -> bool:
    # Here, once for a vocabulary: to open the English dictionary takes as long as to read a plan.
    # One that ends like a word is longer: "Piao", "Peba", but not "Gori".
    fewest = _FEWEST_OPEN if acronym.endswith(tuple("AEIOU")) else _FEW
    unlike = acronym.isupper() and len(acronym) > fewest and acronym.lower() not in _ALIKE
    return unlike and not (knows_word(acronym, "it") or knows_word(acronym.lower(), "en"))


def _group_missions(entries: dict[str, _Entry]) -> dict[str, frozenset[str]]:
    missions: dict[str, set[str]] = {}
    for iri, entry in entries.items():
        for mission in entry.missions:
            missions.setdefault(mission, set()).add(iri)
    return {mission: frozenset(themes) for mission, themes in missions.items()}


def _narrow_labels(labels: list[Label]) -> Iterator[Label]:
    """Yield the labels; one that is also given as fixed or cued counts in that way alone.

    A concept is called "Famiglie" on screen, and its vocabulary says elsewhere when "famiglie" names it.
    """
    narrow = {label.words.casefold() for label in labels if label.use in {"fixed", "cued"}}
    yield from (label for label in labels if label.use != "sure" or label.words.casefold() not in narrow)
