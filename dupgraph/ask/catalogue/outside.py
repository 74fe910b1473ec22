"""Words that a plan's text has outside its elements: in an introduction, the context, what was left out."""

import re

from dupgraph.ask.catalogue.passages import find_texts, fold_words
from dupgraph.ask.parameters import write_iri
from dupgraph.graph.engines import Engine
from dupgraph.language.sentences import find_sentence, list_ends
from dupgraph.schema.lines import join_lines
from dupgraph.schema.namespaces import DCT

_SOURCE = f"SELECT ?text {{ %s <{DCT}source> ?text }}"
_WORD = re.compile(r"\w+")
_PARAGRAPH = "\n\n"


def find_outside(engine: Engine, plan: str, words: str) -> str:
    """Return the first sentence of a plan's whole text that has some words side by side, where no element has them; ""
    where there is none, or the graph has no text.
    """
    wanted = r"\W+".join(map(re.escape, _WORD.findall(fold_words(words))))
    sources = [row[0] for row in engine.select(_SOURCE % write_iri(plan)).list_texts()]
    read_text = find_texts(engine, sources)
    for text in map(read_text, sources if wanted else ()):
        match = re.search(rf"(?<!\w){wanted}(?!\w)", fold_words(text))
        if match:
            start = text.rfind(_PARAGRAPH, 0, match.start()) + 1
            end = text.find(_PARAGRAPH, match.end())
            part = text[start : end if end >= 0 else None]
            first, last = find_sentence(part, match.start() - start, match.end() - start, sorted(list_ends(part)))
            return join_lines(part[first:last])
    return ""
