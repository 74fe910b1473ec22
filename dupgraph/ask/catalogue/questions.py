"""The catalogue: one question a file, its header in YAML before the text, checked when it is loaded.

How a file is written, and why so: docs/writing-queries.md.
"""

import re
import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from dupgraph.ask.names import KNOWN_KINDS
from dupgraph.ask.parameters import KINDS, close_text, quote_value, split_name
from dupgraph.base.caches import hash_files, read_cached, write_cached
from dupgraph.base.errors import QueryError, VocabularyError
from dupgraph.base.files import find_resource, list_resources
from dupgraph.base.smallfiles import MOST_OF_QUESTION, parse_yaml, read_text
from dupgraph.graph.engines.faults import explain_syntax
from dupgraph.graph.engines.gate import check_typed
from dupgraph.graph.engines.protocol import Form
from dupgraph.graph.engines.tokens import Token, parse_tokens
from dupgraph.language.languages import FIRST, LANGUAGES, WHOLE, get_text
from dupgraph.language.messages import say, suggest

# Every question may ask for the language of its labels and for one plan of several; no header needs to say so.
LANGUAGE_PARAMETER = "lang"
PLAN_PARAMETER = "plan"
IMPLIED = (LANGUAGE_PARAMETER, PLAN_PARAMETER)
# Questions that were checked before are kept by this name; what a question may say, and what is checked of it.
_NAME, _CODE = "questions", ("questions.py", "../parameters.py", "../names/labels.py")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question wants to know first.

    ``accepts`` names the kinds of thing that an IRI may be, ``of`` the property whose words a literal is looked for in;
    ``default`` is the value when none is given.
    """

    name: str
    kind: str
    accepts: tuple[str, ...] = ()
    example: str = ""
    default: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One file of the catalogue. Texts for people are by language; ``absent`` is what no rows mean."""

    name: str
    text: str
    form: Form
    summary: dict[str, str]
    description: dict[str, str]
    parameters: tuple[Parameter, ...] = ()
    tags: tuple[str, ...] = ()
    asks: tuple[str, ...] = field(default=())
    absent: dict[str, str] = field(default_factory=dict)

    @property
    def needed(self) -> set[str]:
        """The parameters that must be given."""
        return {parameter.name for parameter in self.parameters if not parameter.default}

    def explain_absence(self, language: str) -> str:
        """Return what it means that there are no rows."""
        return self.absent.get(language) or get_text("answers", "no_rows", language)


def load_question(name: str) -> Question:
    """Return the question called ``name``. Raises QueryError when there is none, or its file is wrong."""
    paths = _find_files()
    if not isinstance(name, str):
        raise QueryError(f"the name of a query is a string, not {type(name).__name__}", hint="see: dupgraph queries")
    if name not in paths:
        near = get_close_matches(name[:100], paths, n=3, cutoff=0.5)
        what = say("unknown_question", words=quote_value(name), near=suggest(near))
        raise QueryError(what, hint=say("see_queries"))
    return read_questions((paths[name],))[0]


def load_catalogue() -> tuple[Question, ...]:
    """Return all questions, by name. Raises QueryError for the first file that is wrong."""
    return read_questions(tuple(_find_files().values()))


@cache
def _find_files() -> dict[str, Path]:
    """Return the packaged files, by name; they do not change while we run."""
    return {path.stem: path for path in sorted(list_resources("queries", ".rq"), key=lambda path: path.stem)}


@cache
def read_questions(paths: tuple[Path, ...]) -> tuple[Question, ...]:
    """Return the questions in some files, read once. Raises QueryError."""
    texts = {path: read_question_text(path) for path in paths}
    marks = {
        path: sha256(f"{path.stem}\n{text}".encode("utf-8", "replace")).hexdigest() for path, text in texts.items()
    }
    kept = read_cached(_NAME, _find_key())
    # By the marks of their texts. To read a header and to try its query takes milliseconds.
    compiled = kept if isinstance(kept, dict) else {}
    found = {path: _unpack(text, compiled.get(marks[path])) for path, text in texts.items()}
    questions = {path: found[path] or parse_question(path.stem, text) for path, text in texts.items()}
    if None in found.values():
        others = compiled if len(paths) < len(compiled) else {}
        packed = {marks[path]: _pack(question) for path, question in questions.items()}
        write_cached(_NAME, _find_key(), others | packed)
    return tuple(questions.values())


@cache
def _find_key() -> str:
    """Return what kept questions are good for: this code, the kinds of things there are, and the languages."""
    files = [*(Path(__file__).parent / name for name in _CODE), find_resource("ontology", "links.toml")]
    return hash_files(files, " ".join(LANGUAGES))


def _pack(question: Question) -> dict[str, Any]:
    return {key: value for key, value in asdict(question).items() if key != "text"}


def _unpack(text: str, facts: Mapping[str, Any] | None) -> Question | None:
    """Return the question whose text was checked before; None for one that was not."""
    if facts is None:
        return None
    try:
        parameters = tuple(Parameter(**{**each, "accepts": tuple(each["accepts"])}) for each in facts["parameters"])
        lists = {key: tuple(facts[key]) for key in ("tags", "asks")}
        return Question(**{**facts, **lists, "text": text, "parameters": parameters})
    except (TypeError, KeyError):
        return None


def find_sql(question: Question) -> str:
    """Return the SQL that asks the same of tables; empty where there is none.

    Only ours, for questions of ours: what somebody else's SQL may do is looked at by no gate.
    """
    path = _find_files().get(question.name)
    beside = None if path is None else path.with_suffix(".sql")
    if path is None or beside is None or not beside.is_file() or read_question_text(path) != question.text:
        return ""
    return read_question_text(beside)


def read_question_text(path: Path) -> str:
    """Return what a question's file holds. Raises QueryError when it is none, too large, or not in UTF-8."""
    try:
        return read_text(path, MOST_OF_QUESTION)
    except VocabularyError as error:
        raise QueryError(error.what, query=path.name, line=error.line, hint=error.hint) from None


def parse_question(name: str, text: str) -> Question:
    """Return the question that a file's text holds.

    Raises QueryError when the header is no YAML or lacks a summary, when header and text do not speak of the same
    parameters, when the gate refuses the text, or when it is not SPARQL before or after its parameters are filled in.
    """
    header = _parse_header(name, text)
    question = Question(
        name=name,
        text=text,
        form=_find_form(name, text),
        summary=_read_texts(name, header, "summary"),
        description=_read_texts(name, header, "description"),
        parameters=tuple(_read_parameter(name, key, facts) for key, facts in _read_params(name, header).items()),
        tags=tuple(map(str, header.get("tags") or ())),
        asks=tuple(map(str, header.get("asks") or ())),
        absent=_read_texts(name, header, "absent") if "absent" in header else {},
    )
    _check_parameters(question)
    _check_text(question)
    return question


def drop_header(text: str) -> str:
    """Return the text of a question without the catalogue's header, which is no part of what runs."""
    return "\n".join(line for line in text.split("\n") if not line.startswith("#+"))


def _parse_header(name: str, text: str) -> dict[str, Any]:
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    try:
        header = parse_yaml("\n".join(lines), Path(f"{name}.rq"))
    except VocabularyError as error:
        raise QueryError(f"the header (#+) {error.what}", query=name, line=error.line, hint=error.hint) from None
    if not isinstance(header, dict):
        raise QueryError("no header: lines '#+ key: value' come first", query=name)
    return header


def _find_form(name: str, text: str) -> Form:
    # A folder that somebody else wrote is checked in this process, where brackets could crash it and SERVICE ask.
    try:
        form = check_typed(text)
    except QueryError as error:
        raise error.within(name) from None
    if form == "ask":
        raise QueryError("a question answers in rows or triples: SELECT, CONSTRUCT or DESCRIBE, not ASK", query=name)
    return form


def _read_texts(name: str, header: dict[str, Any], key: str) -> dict[str, str]:
    """Return a text in each language, else in English; the key without a suffix is that one, as grlc shows it."""
    keys = {language: key if language == WHOLE else f"{key}_{language}" for language in LANGUAGES}
    missing = [keys[language] for language in (WHOLE, FIRST) if not header.get(keys[language])]
    if missing:
        raise QueryError(f"the header lacks {' and '.join(missing)}", query=name)
    return {language: str(header.get(own) or header[key]) for language, own in keys.items()}


def _read_params(name: str, header: dict[str, Any]) -> dict[str, dict[str, Any]]:
    params = header.get("params") or {}
    if not isinstance(params, dict) or not all(isinstance(facts, dict) for facts in params.values()):
        raise QueryError("params is not a list of names with their facts", query=name)
    return params


def _read_parameter(name: str, key: str, facts: dict[str, Any]) -> Parameter:
    kind = str(facts.get("type", ""))
    if kind not in KINDS:
        raise QueryError(f"parameter {key!r} has type {kind!r}; known are {', '.join(KINDS)}", query=name)
    if facts.get("example") in (None, ""):
        raise QueryError(f"parameter {key!r} has no example", query=name)
    if key in IMPLIED:
        raise QueryError(f"parameter {key!r} is every question's; leave it out of the header", query=name)
    accepts = tuple(map(str, facts.get("is") or ()))
    unknown = [word for word in accepts if word not in KNOWN_KINDS]
    if unknown or (kind == "iri") != bool(accepts):
        what = f"parameter {key!r}: an iri, and nothing else, says with 'is' what it may be"
        raise QueryError(what, query=name, hint=f"known are {', '.join(KNOWN_KINDS)}")
    default = str(facts.get("default", ""))
    if default and kind == "iri":
        raise QueryError(f"parameter {key!r}: a thing has no default, since no graph need hold it", query=name)
    for value in filter(None, (default, "" if kind == "iri" else str(facts["example"]))):
        try:
            KINDS[kind].write(value)
        except QueryError as error:
            raise QueryError(f"parameter {key!r}: {error.what}", query=name) from None
    return Parameter(str(key), kind, accepts, str(facts["example"]), default, str(facts.get("of") or ""))


def _check_parameters(question: Question) -> None:
    """Refuse a text and a header that do not speak of the same parameters."""
    used = {split_name(t.text[1:]) for t in parse_tokens(question.text) if re.match(r"[?$]_", t.text)}
    declared = {(parameter.name, parameter.kind) for parameter in question.parameters}
    implied = {(name, "literal") for name in IMPLIED}
    for name, kind in sorted(used - declared - implied):
        raise QueryError(f"the text uses ?_{name}_{kind}, and the header's params do not name it", query=question.name)
    for name, kind in sorted(declared - used):
        raise QueryError(f"the header names {name!r}, and the text has no ?_{name}_{kind}", query=question.name)


def _check_text(question: Question) -> None:
    """Refuse a text that is not SPARQL as it stands, or with its parameters filled in.

    A parameter that is projected, or stands where the grammar wants a variable, shows here: a term cannot.
    """
    if any(before.text.upper() == "SELECT" and token.text == "*" for before, token in _pair_tokens(question.text)):
        raise QueryError("SELECT * does not name its columns", query=question.name)
    samples = {parameter.name: KINDS[parameter.kind].sample for parameter in question.parameters}
    closed = close_text(question.text, {**samples, LANGUAGE_PARAMETER: LANGUAGES[0], PLAN_PARAMETER: ""})
    empty = Store()
    for text, state in ((question.text, "as it stands"), (closed, "with its parameters filled in")):
        try:
            empty.query(text)
        except SyntaxError as error:
            fault = explain_syntax(str(error), text)
            what = f"{state}: {fault.what}"
            raise QueryError(what, query=question.name, line=fault.line, column=fault.column) from None


def _pair_tokens(text: str) -> list[tuple[Token, Token]]:
    tokens = [token for token in parse_tokens(text) if token.text.upper() not in ("DISTINCT", "REDUCED")]
    return list(pairwise(tokens))


def write_command(name: str, values: Mapping[str, str], language: str, options: Mapping[str, str] | None = None) -> str:
    """Return the command line that asks the same.

    >>> write_command("objectives-by-partner", {"partner": "Terzo settore"}, "it", {"--plan": "Sassuolo"})
    "dupgraph query objectives-by-partner -p 'partner=Terzo settore' --plan Sassuolo"
    """
    words = ["dupgraph", "query", name]
    for key, value in values.items():
        words += ["-p", f"{key}={value}"]
    for option, value in {**({"--lang": "en"} if language == "en" else {}), **(options or {})}.items():
        words += [option, value] if value else []
    return shlex.join(words)
