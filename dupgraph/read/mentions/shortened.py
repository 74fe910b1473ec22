"""Short names to what they stand for: a general name means the special one that the stretch says in full."""

from dupgraph.language.words import TOKENS, Words
from dupgraph.read.mentions.nouns import is_definite
from dupgraph.read.mentions.ties import Link
from dupgraph.schema.links import INSTRUMENT
from dupgraph.schema.values import Thing

_ANY = frozenset({"un", "ogni", "alcuno", "nessuno", "nessun", "qualche", "qualsiasi", "ciascuno"})
# Of fewer words a name is no short form of another.
_FEWEST_WORDS = 2
_TELLING = frozenset({"di", "che"})


def resolve_short_names(words: Words, links: list[Link]) -> list[Link]:
    """Return the links, each short name as the thing that the same stretch names in full, anywhere or before it."""
    return _resolve_bare(words, _resolve_begun(words, links))


def _resolve_begun(words: Words, links: list[Link]) -> list[Link]:
    """Give a name of two or more words to the special one that begins with it, wherever the stretch says it in full.

    Under the title "Accoglienza dei minori stranieri", these are the "minori stranieri non accompagnati" of the text.
    "Le comunità montane" are not the "Comunità montana Corno", nor is any "scuola dell'infanzia" before it the one that
    is named later; "i fondi europei" are all of them, whichever is named beside.
    """
    forms = [tuple(words.tokens[link.match.first : link.match.last]) for link in links]
    longer = {
        (general, _list_words(name[:count], link.thing), link.thing.coined): link
        for link, name in reversed(list(zip(links, forms, strict=True)))
        if len(name) > _FEWEST_WORDS and link.thing.kind != INSTRUMENT
        for general in link.thing.broader
        for count in range(_FEWEST_WORDS, len(name))
    }
    if not longer:
        return links
    return [
        link._replace(thing=full.thing) if full and _may_mean(words, link.match.first, full) else link
        for link, name in zip(links, forms, strict=True)
        for full in [
            longer.get((link.thing.iri, tuple(TOKENS[token].key for token in name), False))
            or longer.get((link.thing.iri, tuple(TOKENS[token].form.casefold() for token in name), True))
        ]
    ]


def _may_mean(words: Words, index: int, full: Link) -> bool:
    """Whether the short name at word ``index`` may mean what is named in ``full``: no single body that comes later,
    nor where any one of several is meant, as "in alcuna Comunità montana"."""
    return not full.thing.coined or (full.match.first < index and not (index and words.get_key(index - 1) in _ANY))


def _list_words(tokens: tuple[str, ...], thing: Thing) -> tuple[str, ...]:
    """Return the words of a name by which one that is shorter is known: in any form, of one single body as written."""
    named = (TOKENS[token] for token in tokens)
    return tuple(token.form.casefold() if thing.coined else token.key for token in named)


def _resolve_bare(words: Words, links: list[Link]) -> list[Link]:
    """Give a bare general name to the special one before it that begins with the same word.

    After "associazioni e società sportive", "le associazioni" are those; after "l'Università di Modena e
    Reggio Emilia", "l'Università" is that one, but not "l'Università di Roma Tre".
    """
    resolved: list[Link] = []
    special: dict[tuple[str, str], tuple[Thing, str]] = {}
    for link in links:
        match, thing = link.match, link.thing
        head, form = words.get_key(match.first), words.get_form(match.first).casefold()
        if match.length == 1 and (head, thing.iri) in special and not _has_complement(words, match.last):
            named, called = special[head, thing.iri]
            # "Le scuole" after "la scuola Pascoli", "i Comuni" after "i Comuni di Vignola e Zocca" are more than that.
            plural = form[-1] in "ie" and form != head
            if not named.coined or (form == called and not plural and is_definite(words, match.first)):
                resolved.append(link._replace(thing=named))
                continue
        for general in thing.broader:
            special[head, general] = thing, form
        resolved.append(link)
    return resolved


def _has_complement(words: Words, index: int) -> bool:
    """Whether "di" or "che" right at word ``index`` says of what is named before it which one it is."""
    return index + 1 < len(words.tokens) and words.get_key(index) in _TELLING and not words.get_gap(index).strip()
