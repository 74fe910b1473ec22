"""Whether every file of a catalogue is as it should be: more than loading asks for, and all faults at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QuerySolutions, Store

from dupgraph.ask.catalogue import run_question
from dupgraph.ask.catalogue.questions import (
    LANGUAGE_PARAMETER,
    PLAN_PARAMETER,
    Question,
    parse_question,
    read_question_text,
)
from dupgraph.ask.catalogue.sentences import rename_columns
from dupgraph.ask.names import fold_label
from dupgraph.ask.results.columns import FILE, Headings, load_headings, read_headings
from dupgraph.base.errors import QueryError
from dupgraph.base.files import find_resource
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.protocol import TRIPLE_COLUMNS
from dupgraph.graph.engines.tokens import parse_tokens
from dupgraph.language.languages import LANGUAGES
from dupgraph.schema.links import KINDS, find_row

# Small words by which a phrase is known to be of one language.
_SMALL_WORDS = {
    "it": "che chi cosa come quale quali quanti quante con di del dello della dei degli delle da per tra fra il lo la "
    "i gli le nel nella sul sulla è sono a al alla ci si senza più dove tutte tutti",
    "en": "which what who whom how where the of with by for from is are has have does do about to there all without "
    "between many and",
}
_SMALL = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_SLOT = re.compile(r"\{(\w+)\}")
_PLAN_COLUMN = "plan"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a file of the catalogue; ``str(fault)`` is one line for a person."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what}"


def check_catalogue(engine: Engine, folder: Path | None = None) -> tuple[int, tuple[Fault, ...]]:
    """Return how many questions a folder holds (the packaged one for None) and all that is wrong with them.

    ``engine`` answers the examples. Raises QueryError when the folder holds no question, GraphError or EndpointError
    when nothing can be asked there.
    """
    folder = find_resource("queries") if folder is None else folder
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        raise QueryError("holds no questions (.rq)", query=str(folder), hint="give a folder of them")
    faults: list[Fault] = []
    headings = _read_headings(folder, faults)
    questions = []
    for path in paths:
        try:
            question = parse_question(path.stem, read_question_text(path))
        except QueryError as error:
            faults.append(Fault(path.name, error.line or 1, _join(error)))
        else:
            questions.append(question)
            faults += (Fault(path.name, line, what) for line, what in _check_question(engine, question, headings))
    faults += _check_twins(questions)
    if len(questions) == len(paths):
        faults += _check_unused(folder, questions)
    return len(paths), tuple(faults)


def _check_twins(questions: list[Question]) -> Iterator[Fault]:
    """Yield the phrases that ask two questions: nobody could tell which is meant."""
    asked: dict[str, str] = {}
    for question in questions:
        lines = question.text.splitlines()
        for phrase in question.asks:
            bare = fold_label(phrase)
            first = asked.setdefault(bare, question.name)
            if first != question.name:
                yield Fault(
                    f"{question.name}.rq", _find_line(lines, r"#\+\s*asks"), f"asks: {phrase!r} also asks {first}"
                )


def _join(error: QueryError) -> str:
    return f"{error.what}; {error.hint}" if error.hint else error.what


def _read_headings(folder: Path, faults: list[Fault]) -> Headings:
    """Return the packaged headings and the folder's own."""
    ours = load_headings()
    if not (folder / FILE).is_file():
        return ours
    try:
        own = read_headings(folder / FILE)
    except QueryError as error:
        faults.append(Fault(FILE, 1, _join(error)))
        return ours
    return Headings({**ours.columns, **own.columns}, {**ours.tags, **own.tags}, {**ours.kinds, **own.kinds})


def _check_unused(folder: Path, questions: list[Question]) -> Iterator[Fault]:
    """Yield the headings and tags of the folder that no question there uses."""
    if not (folder / FILE).is_file():
        return
    try:
        own = read_headings(folder / FILE)
    except QueryError:
        return
    lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    names = {parameter.name for question in questions for parameter in question.parameters}
    columns = names.union(*map(list_columns, questions))
    tags = {tag for question in questions for tag in question.tags}
    for table, known, used in (("column", own.columns, columns), ("tag", own.tags, tags)):
        start = next((number for number, line in enumerate(lines) if line.strip() == f"[{table}]"), 0)
        for name in known:
            if name not in used:
                line = _find_line(lines, rf"{re.escape(name)}\s*=", start)
                yield Fault(FILE, line, f"no question has the {table} {name!r}")


def list_columns(question: Question) -> tuple[str, ...]:
    """Return the columns of a question's answer.

    >>> from dupgraph.ask.catalogue import load_question
    >>> list_columns(load_question("statistics"))
    ('measure', 'label', 'value', 'plan')
    """
    answer = Store().query(question.text)
    if isinstance(answer, QuerySolutions):
        return rename_columns([variable.value for variable in answer.variables])
    return TRIPLE_COLUMNS if question.form == "construct" else ("answer",)


def _find_line(lines: list[str], pattern: str, start: int = 0) -> int:
    """Return the number of the first line that begins with a pattern; of the first line where none does."""
    return next((number + 1 for number in range(start, len(lines)) if re.match(pattern, lines[number])), 1)


def _check_question(engine: Engine, question: Question, headings: Headings) -> Iterator[tuple[int, str]]:
    lines = question.text.splitlines()
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", question.name):
        yield 1, "the name of the file is not words in small letters joined by hyphens"
    yield from ((_find_line(lines, r"#\+\s*asks"), what) for what in _check_asks(question))
    yield from ((_find_line(lines, r"#\+\s*tags"), what) for what in _check_tags(question, headings))
    select = _find_line(lines, r"\s*(SELECT|CONSTRUCT)\b")
    yield from ((select, what) for what in _check_columns(question, headings))
    if question.form == "select" and not _is_ordered(question):
        yield len(lines), "the rows have no ORDER BY"
    for parameter in question.parameters:
        named = parameter.accepts or (parameter.of or parameter.kind,)
        unknown = [kind for kind in named if not (kind in headings.kinds or kind in KINDS or find_row(kind))]
        if unknown:
            yield _find_line(lines, rf"#\+\s+{re.escape(parameter.name)}:"), f"nobody knows the kind {unknown[0]!r}"
    params = _find_line(lines, r"#\+\s*params")
    yield from ((params, what) for what in _check_examples(engine, question))


def _check_asks(question: Question) -> Iterator[str]:
    known = {parameter.name for parameter in question.parameters}
    wanted = question.needed
    for phrase in question.asks:
        slots = set(_SLOT.findall(phrase))
        yield from (f"asks: {phrase!r} does not say {{{name}}}" for name in sorted(wanted - slots))
        yield from (
            f"asks: {phrase!r} says {{{name}}}, and no parameter is called so" for name in sorted(slots - known)
        )
    spoken = {language for phrase in question.asks for language in _find_languages(phrase)}
    yield from (
        f"asks: no phrase is {name}" for key, name in (("it", "Italian"), ("en", "English")) if key not in spoken
    )


def _find_languages(phrase: str) -> set[str]:
    words = set(re.findall(r"\w+", _SLOT.sub(" ", phrase.casefold())))
    return {language for language, small in _SMALL.items() if words & small}


def _check_tags(question: Question, headings: Headings) -> Iterator[str]:
    if not question.tags:
        yield "there is no tag"
    yield from (f"nobody knows the tag {tag!r}; name it in {FILE}" for tag in question.tags if tag not in headings.tags)


def _check_columns(question: Question, headings: Headings) -> Iterator[str]:
    columns = list_columns(question)
    for column in columns:
        if column not in headings.columns:
            yield f"the column {column!r} has no heading; give it one in {FILE}"
    tokens = [token.text for token in parse_tokens(question.text)]
    if "dup:Plan" in tokens and question.form == "select" and columns[-1] != _PLAN_COLUMN:
        yield f"the last column is {columns[-1]!r}, and not {_PLAN_COLUMN!r}"
    if "dup:Plan" in tokens and f"?_{PLAN_PARAMETER}_literal" not in tokens:
        yield f"--plan changes nothing: no FILTER has ?_{PLAN_PARAMETER}_literal"


def _is_ordered(question: Question) -> bool:
    """Whether the rows themselves have an order, not only those of a subquery."""
    depth, before = 0, ""
    for token in parse_tokens(question.text):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and (before, token.text.upper()) == ("ORDER", "BY"):
            return True
        before = token.text.upper()
    return False


def _check_examples(engine: Engine, question: Question) -> Iterator[str]:
    """Yield what is wrong with the answer to the examples; an example that names nothing is wrong too."""
    for language in LANGUAGES:
        values = {parameter.name: parameter.example for parameter in question.parameters}
        try:
            result = run_question(engine, question, {**values, LANGUAGE_PARAMETER: language})
        except QueryError as error:
            yield f"the examples have no answer: {_join(error)}"
            return
        if not result.rows and not question.absent:
            yield f"the examples have no rows in {engine.location}"
            return
