"""The one way to read small files that people write: TOML, the YAML of a header, vocabularies, tables.

Such a file may be a pipe that never ends, larger than the memory, or written so that its parser runs for hours: what
is no file, too large or too deep is refused with a sentence.
"""

import os
import re
import stat
from pathlib import Path
from typing import Any
from unicodedata import combining

from dupgraph.base.errors import VocabularyError, word_reason
from dupgraph.base.messages import Message, make_message

# The longest of the packaged vocabularies has 0.3 MB.
MOST_BYTES = 16 << 20
# A plan's or profile's TOML has some hundred lines.
MOST_OF_TOML = 256 << 10
# A question's text and header; the gate lets no longer text pass.
MOST_OF_QUESTION = 64 << 10
# Unicode's own bound for texts in a stream (UAX 15) is 30. Python sorts them in a time that grows with the square.
MOST_MARKS = 100
# Where so many may stand: accents are neither letters nor blanks.
_MARKS = rf"[^\w\s\x00-\x7f]{{{MOST_MARKS + 1},}}"
# For a dotted key the TOML reader needs the square of its length, in time and memory.
_DEEP_KEY = r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*"|'[^'\n]*')[ \t]*+\.[ \t]*+){33}"""
_DEEPEST_YAML = 32
# What Python's reader of TOML says most, where other languages have words for it.
_TOML_FAULTS = {
    "Expected '=' after a key in a key/value pair": "toml_equals",
    "Expected newline or end of document after a statement": "toml_statement",
    "Cannot overwrite a value": "toml_twice",
    "Invalid value": "toml_value",
    "Invalid statement": "toml_statement_invalid",
    "Unclosed array": "toml_array",
    "Unterminated string": "toml_string",
    "Expected ']' at the end": "toml_header",
    "Expected ']]' at the end": "toml_headers",
}
# A terminal, a table and XML know none of these; a tab, a line feed and a carriage return are blanks.
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]"


def _say(text: str, key: str, **facts: object) -> Message:
    return make_message(text, key, facts)


_CHECK_NAME = _say("check the name and the folder", "do_check_name")


def read_bytes(path: Path, most: int = MOST_BYTES, *, hint: str = _CHECK_NAME) -> bytes:
    """Return what a regular file holds. Raises VocabularyError when it is none, too large, or cannot be read."""
    try:
        # A pipe without a writer would wait for one.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                hint = _say("copy what it gives into a file", "do_copy_file")
                raise VocabularyError(_say("is no regular file", "small_no_file"), path=path, hint=hint)
            data = file.read(most + 1)
    except OSError as error:
        reason = word_reason(error)
        raise VocabularyError(
            _say(f"cannot be read: {reason}", "small_unread", reason=reason), path=path, hint=hint
        ) from None
    if len(data) > most:
        what = _say(f"is too large: the limit is {most:,} bytes", "small_large", limit=f"{most:,}")
        hint = _say("leave out what is not needed, or split it", "do_split_file")
        raise VocabularyError(what, path=path, hint=hint)
    return data


def read_text(path: Path, most: int = MOST_BYTES) -> str:
    """Return the text of a file in UTF-8, with or without a mark at its beginning. Raises VocabularyError."""
    try:
        text = read_bytes(path, most).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        hint = _say("save it as UTF-8", "do_save_utf8")
        raise VocabularyError(_say("is not UTF-8", "small_utf8"), path=path, line=line, hint=hint) from None
    if found := find_stacked_accents(text):
        what = _say(f"heaps more than {MOST_MARKS} accents upon one letter", "small_accents", most=MOST_MARKS)
        raise VocabularyError(what, path=path, line=found)
    return text


def find_stacked_accents(text: str) -> int | None:
    """Return the line of a letter with more accents than any language has; None when there is none."""
    # Of signs so far apart one would be an accent.
    if not any(map(combining, text[:: MOST_MARKS + 1])):
        return None
    for match in re.finditer(_MARKS, text):
        row = 0
        for sign in match[0]:
            row = row + 1 if combining(sign) else 0
            if row > MOST_MARKS:
                return text.count("\n", 0, match.start()) + 1
    return None


def find_control_character(text: str) -> str:
    """Return the first character of a text that no label, title or table can have, as ``U+001B``; empty for none."""
    match = re.search(_CONTROL, text)
    return "" if match is None else f"U+{ord(match[0]):04X}"


def parse_toml(text: str, path: Path, *, hint: str = "") -> dict[str, Any]:
    """Return the table that a TOML text holds. Raises VocabularyError when it is ill-formed or too deep."""
    if found := re.search(_DEEP_KEY, text):
        first = text.count("\n", 0, found.start()) + 1
        what = _refuse_toml(_say("a key has too many parts", "toml_parts"))
        raise VocabularyError(what, path=path, line=first, hint=hint)
    # Late, as YAML is: most questions are asked without either.
    from tomllib import TOMLDecodeError, loads

    try:
        return loads(text)
    except TOMLDecodeError as error:
        message, line = _locate_fault(str(error), text)
        raise VocabularyError(_refuse_toml(message), path=path, line=line, hint=hint) from None
    except RecursionError:
        what = _refuse_toml(_say("it is nested too deeply", "toml_deep"))
    except ValueError:
        what = _refuse_toml(_say("a number in it has too many digits", "toml_digits"))
    raise VocabularyError(what, path=path, hint=hint)


def _refuse_toml(reason: str) -> Message:
    return _say(f"is not well-formed TOML: {reason}", "not_toml", reason=reason)


def _locate_fault(message: str, text: str) -> tuple[str, int | None]:
    """Split tomllib's words into what is wrong and the line where."""
    match = re.fullmatch(r"(?P<what>.*?) \(at (?:line (?P<line>\d+), column \d+|end of document)\)", message)
    said = message if match is None else match["what"]
    key = next((key for words, key in _TOML_FAULTS.items() if said.startswith(words)), "")
    what = said[:1].lower() + said[1:]
    line = None if match is None else int(match["line"] or len(text.splitlines()))
    return _say(what, key) if key else what, line


def parse_yaml(text: str, path: Path) -> Any:
    """Return what a YAML text holds, which names nothing twice (no aliases). Raises VocabularyError."""
    # Half of what starting up takes: only what reads YAML pays for it.
    import yaml

    # The safe loader in C, where it was built, reads fifty headers in a tenth of the time.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    line: int | None = None
    depth = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            # One line of aliases stands for a million others.
            if isinstance(event, yaml.AliasEvent):
                line = _find_yaml_line(event.start_mark)
                raise VocabularyError(
                    "holds an alias (*)", path=path, line=line, hint="write the words out, or put them in quotes"
                )
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST_YAML:
                # The library's loader in C would overflow its stack.
                raise RecursionError
        return yaml.load(text, Loader=loader)  # noqa: S506  a safe loader, both of them
    except yaml.YAMLError as error:
        line = _find_yaml_line(getattr(error, "problem_mark", None))
        what = "is not valid YAML"
    except RecursionError:
        what = "is not valid YAML: it is nested too deeply"
    except ValueError:
        what = "is not valid YAML: a number or a date in it is none"
    raise VocabularyError(what, path=path, line=line, hint="quote its texts")


def _find_yaml_line(mark: Any) -> int | None:
    return None if mark is None else mark.line + 1
