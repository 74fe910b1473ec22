"""Words to pieces: the names, expressions, numbers and texts of one sentence, in their order."""

from dataclasses import dataclass, field

from dupgraph.ask.catalogue.field_texts import RESPONSIBLE
from dupgraph.ask.phrases.joining import NUMBERED_NOUNS, join_pieces
from dupgraph.ask.phrases.lexis import Lexis
from dupgraph.ask.phrases.names import PLAN, Names
from dupgraph.ask.phrases.pieces import Item, Piece
from dupgraph.ask.phrases.signs import NUMBERED, PLACE, SIGNS, Sign
from dupgraph.ask.phrases.text import Word

# What a plan may call a level of its own.
_LEVELS = NUMBERED_NOUNS | {PLACE}
_GENERAL = ("light", "concept")


@dataclass(frozen=True, slots=True)
class Cutter:
    """What cutting needs: a language's words and the names of a graph; of a phrase, the slots in it and no names."""

    lexis: Lexis
    names: Names | None = None
    slots: dict[str, Item] = field(default_factory=dict)

    def cut_words(self, words: list[Word]) -> list[Piece]:
        """Return one sentence in pieces: at each word the longest name or expression that begins there."""
        pieces: list[Piece] = []
        first = 0
        while first < len(words):
            last, piece = self._cut_piece(words, first)
            alone = words[first].is_letter and not (words[first + 1 :] and words[first + 1].lead == ".")
            if alone and pieces and pieces[-1].value in NUMBERED_NOUNS:
                # "Area strategica A", which is no "a", nor "A.1".
                last, piece = first + 1, Piece("number", words[first].form, words[first].form)
            piece.defined, piece.apart = words[first].defined, words[first].apart
            pieces.append(piece)
            first = last
            if piece.sort == "number" and self.names is not None:
                # "Missione 12 Diritti sociali": a number, and again what has it.
                first += self.names.count_titled(piece.value, words[last:])
        return join_pieces(pieces, self.names, self.lexis.lists)

    def _cut_piece(self, words: list[Word], first: int) -> tuple[int, Piece]:
        """Return the piece that begins at word ``first``, and where the next begins."""
        word = words[first]
        if word.word in self.slots:
            return first + 1, Piece("thing", word.form, item=self.slots[word.word])
        named = None if self.names is None else self.names.find_name(words, first)
        said = None if word.quoted else self._find_sign(words, first)
        is_acronym = word.form.isupper() and len(word.form) > 1 and word.word not in self.lexis.lists["small"]
        defined = any(each.defined for each in words[max(first - 1, 0) : first + 1])
        is_noun = defined and word.word in self.lexis.lists["noun"]
        if said and said[1].sort == "light" and (is_acronym or is_noun):
            # "Obiettivi con il FAI", "con lo Stato".
            said = None
        # The longer goes first; of two as long a general noun for what is asked ("quali enti") is no name, nor is what
        # the municipality calls itself.
        is_said = said and named and said[0] == named[0] and named[1][0].kind != PLAN and said[1].sort in _GENERAL
        if named and not (is_said or (said and said[0] > named[0])):
            last, senses = named
            text = word.form + "".join(part.lead + part.form for part in words[first + 1 : last])
            return last, Piece(PLAN if senses[0].kind == PLAN else "thing", text, item=Item(text, senses=senses))
        if said:
            last, sign = said
            text = " ".join(part.form if sign.sort == "unknown" else part.word for part in words[first:last])
            return last, Piece(sign.sort, text, sign.value, sign.roles, sign.then)
        return first + 1, self._read_single(word)

    def _find_sign(self, words: list[Word], first: int) -> tuple[int, Sign] | None:
        """Return the longest expression at word ``first``; but "nel Comune di Sassuolo" is not "in comune", nor is
        "nell'ambito strategico 2" "in ambito" where the plan has such.

        What the plan calls its own levels says which these are: "linea strategica" is a policy in one, in others not.
        """
        folded = [word.word for word in words]
        said = self.lexis.find_sign(folded, first)
        if self.names is None:
            return said
        level = self.names.find_level(words, first)
        if level and level[1] == RESPONSIBLE and "in" in folded[max(first - 2, 0) : first]:
            # "In quali aree si interviene?" asks for places, "quale area ha più obiettivi?" for an office.
            level = None
        # "Area strategica" is longer than "area", and "area" alone is no place where the plan's areas are meant.
        if level and (said is None or said[0] < level[0] or (said[0] == level[0] and said[1].value in _LEVELS)):
            return level[0], SIGNS[level[1]]
        # "In più di una linea strategica": where policies are called so, it says what "in più di una politica" does.
        for place in range(first + 1, min(first + 4, len(words))):
            level = self.names.find_level(words, place)
            for noun in self.lexis.nouns.get(level[1], ()) if level and level[1] != RESPONSIBLE else ():
                whole = self.lexis.find_sign([*folded[:place], noun], first)
                if level and whole and whole[0] > place:
                    return level[0], whole[1]
        if said is None or said[0] == first + 1:
            return said
        last = said[0] - 1
        town, level = self.names.find_name(words, last), self.names.find_level(words, last)
        # "Scheda dell'obiettivo 2" is one all the same.
        own = level and self.lexis.find_sign([folded[last]], 0) is None
        numbered = own and any(word.is_letter or word.word[:1].isdigit() for word in words[last + 1 : last + 2])
        named = town and town[0] > said[0] and town[1][0].role not in NUMBERED
        # "Quali fondi europei": no "quali fondi", but "quali" all the same.
        longer = named or numbered or (level and level[0] > said[0])
        return self.lexis.find_sign(folded[:last], first) if longer else said

    def _read_single(self, word: Word) -> Piece:
        """Return the piece of a word that is neither name nor expression."""
        if word.quoted:
            return Piece("quote", word.form)
        if word.word in self.lexis.tiers:
            return Piece("prep", word.form, word.word)
        number = str(self.lexis.numbers.get(word.word, word.word))
        return Piece("number", word.form, number) if number.replace(".", "").isdigit() else Piece("unknown", word.form)
