"""A frame in other words: what a question says, and what it may say where no phrase of the catalogue says the same."""

from collections.abc import Iterator
from dataclasses import replace

from dupgraph.ask.catalogue.field_texts import TEXT_FIELDS
from dupgraph.ask.phrases import signs
from dupgraph.ask.phrases.frame import Frame

# What says of a year which objectives are meant.
_WHEN = frozenset({"until", "after", "start"})


def list_readings(frame: Frame) -> Iterator[Frame]:
    """Yield a frame, and what it says in other words, which holds where no phrase says the same."""
    # "Quante scuole ci sono?" is not answered by those that the plan names.
    concepts = frame.concepts if "asked" in frame.concepts else frame.concepts - {"count"}
    yield frame
    if concepts and (frame.items or len(concepts) > 1):
        # "Quanti obiettivi" is "quali obiettivi", counted; but "quanti partner?" is a question of its own.
        yield replace(frame, concepts=concepts)
    if "most" in concepts and [item.sort for item in frame.items] == ["number"]:
        # "I cinque partner più citati" stand first in the list of all.
        yield replace(frame, concepts=concepts, items=())
    if concepts and concepts <= _WHEN and {item.own_roles for item in frame.items} == {frozenset({signs.TIMING})}:
        # "Entro il 2027", "e dopo il 2026?"
        yield replace(frame, concepts=concepts | {signs.OBJECTIVE})
    if concepts == {"plans"} and frame.items and not frame.signs:
        # "I piani per la casa" are no plans of towns.
        yield replace(frame, concepts=frozenset({signs.INSTRUMENT}))
    placed = [item for item in frame.items if item.sort == "thing" and not item.roles >= signs.ROLES - signs.NUMBERED]
    parts = any(item.is_element or signs.PARTNER in item.roles for item in frame.items)
    asks_how = concepts == {"manner"} and frame.signs and not parts
    asks_which = asks_how or not (concepts or any(item.is_element for item in frame.items))
    alone = frame.items[0].sort if len(frame.items) == 1 and not (concepts or frame.unknown) else ""
    if (placed and asks_which) or alone == "text" or is_pair(frame):
        # "Turismo a Palazzo Ducale", "si parla di energia?", "come si aiutano gli anziani?": which objectives do;
        # "turismo e disabilità", "anziani e AUSL"; "quante volte compare la parola giovani?": where it stands.
        yield replace(frame, concepts=frozenset({signs.OBJECTIVE}))
    if concepts in ({"everything"}, {"sentence"}) and len(frame.items) == 1 and not frame.unknown:
        # "Tutto su ...", "che cos'è ...?", "la frase di ..." ask no more than its name does.
        yield from list_readings(replace(frame, concepts=frozenset(), signs=frozenset()))
    if alone == "thing" and frame.items[0].own_roles <= {*TEXT_FIELDS}:
        # "Settore Lavori pubblici", "programma 12.03": what it has.
        yield replace(frame, concepts=frozenset({signs.OBJECTIVE}))
    if alone == "thing":
        # "AUSL", "prefettura", "quante volte è citata l'AUSL?": its sentences; "1.3.3": its text.
        yield replace(frame, concepts=frozenset({"say" if frame.items[0].is_element else "sentence"}))


def is_pair(frame: Frame) -> bool:
    """Whether it is two things and nothing else; of families it is open whether they work along or are served."""
    open_ones = [item for item in frame.items if {signs.PARTNER, signs.BENEFICIARY} <= item.own_roles]
    return len(frame.items) == 2 and not (open_ones or frame.concepts or frame.signs or frame.unknown)
