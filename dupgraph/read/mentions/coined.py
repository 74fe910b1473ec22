"""The things that one plan names and no vocabulary knows: the same name is the same thing."""

import re
from collections.abc import Iterable

from dupgraph.language.lists import list_words
from dupgraph.language.words import FOLDED, list_forms
from dupgraph.read.mentions.concepts import HAMLETS
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Name
from dupgraph.read.mentions.towns import Towns
from dupgraph.schema.links import PLACE, ThingKind
from dupgraph.schema.values import Thing

# As signs and letters have them: "V.le Roma" is "viale Roma".
_SHORT = {
    "c so": "corso", "v le": "viale", "v lo": "vicolo", "p zza": "piazza", "p za": "piazza", "p le": "piazzale",
    "l go": "largo", "c da": "contrada", "f ne": "frazione",
}  # fmt: skip
_STREAMS, _RIVERS, _PAIR = frozenset({"fiume", "torrente"}), list_words("rivers"), 2
_MARKS = re.compile(r"[“”\"«»‘]|(?<=\s)[’']")
# A single mark that opens, which another closes: "asilo ‘Parco’".
_SINGLE = re.compile(r"‘|\s[’']")


class Coined:
    """The things made of the names of one plan, in the order in which it names them."""

    def __init__(self, towns: Towns) -> None:
        """Make no parts of town of what ``towns`` know."""
        self.towns = towns
        self._things: dict[str, Thing] = {}

    def list_things(self) -> tuple[Thing, ...]:
        """Return the things made so far."""
        return tuple(self._things.values())

    def make(self, kind: ThingKind, words: str, broader: Iterable[str] = ()) -> Thing:
        """Return the thing of ``kind`` that the plan calls by ``words``, made when it is first named."""
        label = " ".join(_MARKS.sub(" ", words.replace("\x1e", " ")).split())
        if _SINGLE.search(words):
            label = label.rstrip("’'")
        # "Prati/Wiesen" is Prati, "fiume Ofanto" the Ofanto.
        forms = [FOLDED[form] for form in list_forms(label.partition("/")[0] if kind == PLACE else label)]
        if kind == PLACE and (noun := _SHORT.get(" ".join(forms[:2]))):
            forms[:2] = [noun]
        if kind == PLACE and len(forms) == _PAIR and forms[0] in _STREAMS and forms[1] in _RIVERS:
            del forms[0]
        key = f"{kind}/{' '.join(forms)}"
        thing = Thing(key, kind, label[:1].upper() + label[1:], frozenset(broader), coined=True)
        return self._things.setdefault(key, thing)

    def make_part(self, words: str, *, listed: bool = False) -> Thing | None:
        """Return the part of town of this name; None for the town itself, another of the lists, and a country.

        One that is ``listed`` with others is no town far away that is called alike.
        """
        town = self.towns.knows(words) and not (listed and self.towns.is_far(words))
        return None if town or self.towns.knows_land(words) else self.make(PLACE, words, {HAMLETS})

    def make_place(self, words: str) -> Thing | None:
        """Return the town near by of this name, or a place of no kind: a town far away, or a part of this one."""
        if (near := self.towns.find_near(words)) is not None:
            return self.keep(near)
        far = self.towns.is_far(words) or not self.towns.knows(words)
        return self.make(PLACE, words) if far and not self.towns.knows_land(words) else None

    def keep(self, thing: Thing) -> Thing:
        """Return ``thing``; one that only this plan, a list or a citation knows is described with what it makes."""
        return self._things.setdefault(thing.iri, thing) if thing.coined else thing

    def keep_all(self, match: Match[Name]) -> Match[Name]:
        """Return the match with what it means kept."""
        return match._replace(meaning=tuple(sense._replace(thing=self.keep(sense.thing)) for sense in match.meaning))
