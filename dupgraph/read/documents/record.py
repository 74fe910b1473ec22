"""The TOML file beside a plan: what its text does not state about itself."""

import os
import re
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from os.path import realpath
from pathlib import Path

from dupgraph.base.errors import VocabularyError
from dupgraph.base.smallfiles import MOST_OF_TOML, parse_toml, read_text
from dupgraph.language.messages import say
from dupgraph.schema.values import PlanRecord

KEYS = tuple(field.name for field in fields(PlanRecord))
_LISTS = ("vocabularies",)
# What a value must look like, and the keys of what is wrong with one that does not, and of what to do.
_FORMS = {
    "language": ("[a-z]{2,3}", "value_language", "do_value_language"),
    "istat": ("[0-9]{6}", "value_istat", "do_value_istat"),
    "ipa": ("[A-Za-z0-9][A-Za-z0-9_-]{1,29}", "value_ipa", "do_value_ipa"),
    # As check_iri has it. Said here, with the line, and not when the graph is made.
    "licence": (r"https?://[^\s/<>\"{}|^`\\][^\s<>\"{}|^`\\]*", "value_licence", "do_value_licence"),
}
_RESOURCES = {"profile": ".toml", "vocabularies": ".ttl"}


def read_record(path: Path, overrides: Mapping[str, object]) -> PlanRecord:
    """Return the record of the plan at ``path``: its TOML file's keys, then ``overrides`` that say something.

    A profile or vocabulary that is named with a folder or a suffix is a path, relative to the TOML file (an
    override: to the working folder), and comes back absolute; a bare name comes back as it is.

    Raises VocabularyError for ill-formed TOML, an unknown key, or a value of the wrong type.
    """
    beside = path.with_suffix(".toml")
    values = _read_keys(beside) if beside != path and beside.exists() else {}
    for key, value in overrides.items():
        if value is None or value in ("", (), []):
            continue
        values[key] = _check_value(key, value, "", None, Path.cwd())
    return PlanRecord(**values)  # type: ignore[arg-type]  # _check_value has checked each key's type


def merge_record(
    record: PlanRecord, stated: Mapping[str, object], folder: Path, otherwise: Mapping[str, object]
) -> PlanRecord:
    """Return ``record`` with what is ``stated`` elsewhere, which goes before it, and ``otherwise`` where it is empty.

    Paths in both are relative to ``folder``. Raises VocabularyError as ``read_record`` does.
    """
    known = asdict(record)
    given = {**{key: value for key, value in otherwise.items() if not known.get(key)}, **stated}
    checked = {key: _check_value(key, value, "", None, folder) for key, value in given.items()}
    return replace(record, **checked)  # type: ignore[arg-type]  # _check_value has checked each key's type


def _read_keys(path: Path) -> dict[str, str | tuple[str, ...]]:
    text = read_text(path, MOST_OF_TOML)
    table = parse_toml(text, path, hint='texts stand in quotes: istat = "036040"')
    return {key: _check_value(key, value, str(path), find_line(text, key), path.parent) for key, value in table.items()}


def _check_value(key: str, value: object, path: str, line: int | None, folder: Path) -> str | tuple[str, ...]:
    if key not in KEYS:
        from difflib import get_close_matches

        near = get_close_matches(key, KEYS, 1)
        hint = say("perhaps", name=repr(near[0])) if near else say("known_keys", names=", ".join(KEYS))
        if key in ("levels", "stops"):
            hint = say("do_profile")
        raise VocabularyError(say("unknown_key", key=key), path=path, line=line, hint=hint)
    if key in _LISTS:
        if not isinstance(value, list | tuple) or not all(
            isinstance(item, str) and item and _is_text(item) for item in value
        ):
            raise VocabularyError(say("no_list", key=key), path=path, line=line, hint=say("do_list", key=key))
        return tuple(_resolve_name(key, item, folder) for item in value)
    if not isinstance(value, str):
        raise VocabularyError(say("no_text", key=key), path=path, line=line, hint=say("do_quote", key=key))
    # A byte that is no UTF-8 comes from a terminal as half a surrogate pair: no graph can hold it.
    if not _is_text(value):
        signs = say("no_signs", key=key, value=repr(value))
        raise VocabularyError(signs, path=path, line=line, hint=say("do_line"))
    # "Comune di Sassuolo" is Sassuolo: the graph says itself what kind of body it is.
    value = re.sub(r"^comune di\s+(?=\S)", "", value, flags=re.IGNORECASE) if key == "municipality" else value
    form, wrong, remedy = _FORMS.get(key, ("", "", ""))
    if (value or key == "language") and form and not re.fullmatch(form, value):
        raise VocabularyError(say("value", value=value, what=say(wrong)), path=path, line=line, hint=say(remedy))
    return _resolve_name(key, value, folder) if key in _RESOURCES else value


def _is_text(value: str) -> bool:
    return value.isprintable() and not re.search(r"[\ud800-\udfff]", value)


def _resolve_name(key: str, name: str, folder: Path) -> str:
    if "/" in name or os.sep in name or name.endswith(_RESOURCES[key]):
        return realpath(folder / name)
    return name


def find_line(text: str, key: str) -> int | None:
    """Return the number of the line of a TOML text that sets ``key`` (or opens a table of that name), if one does."""
    match = re.search(rf"^[^\S\n]*\[*[^\S\n]*[\"']?{re.escape(key)}[\"']?[^\S\n]*[\]=.]", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else None
