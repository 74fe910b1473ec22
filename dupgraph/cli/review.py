"""``dupgraph review``: look at what was not understood or is doubtful, and decide."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from dupgraph.base.terminal import make_visible
from dupgraph.cli.options import language_option
from dupgraph.cli.printing import BOLD, PLAIN, echo, echo_styled

if TYPE_CHECKING:
    from dupgraph.read.review.queue import Item
    from dupgraph.read.review.session import Review, Step

_WIDTH = 80
_ENDS = {"q", "\x04", "\x03"}


@click.command("review")
@click.argument("source", metavar="PLAN", type=click.Path(path_type=Path))
@click.option("--list", "listed", is_flag=True, help="List what is to be looked at, and ask nothing.")
@click.option("--all", "everything", is_flag=True, help="Look at every link that nobody has confirmed.")
@click.option("--history", is_flag=True, help="List what was decided, the latest first.")
@click.option("--undo", is_flag=True, help="Take the latest decision back.")
@click.option("--rename", nargs=2, metavar="THING NAME", help="Say what a thing is called from now on.")
@click.option("--merge", nargs=2, metavar="THING OTHER", help="Say that a thing is the same as another.")
@click.option("--by", "agent", metavar="NAME", default="", help="Who decides.  [default: the account's name]")
@click.option("--note", default="", help="Why, for --rename and --merge.")
@click.option("--vocabulary", "vocabularies", multiple=True, metavar="FILE",
              help="As for dupgraph build; may be repeated.")  # fmt: skip
@click.option("--profile", metavar="NAME|FILE", help="As for dupgraph build.")
@click.option("--accept-outline", is_flag=True, help="As for dupgraph build.")
@click.option("--istat", help="As for dupgraph build.")
@click.option("--ipa", help="As for dupgraph build.")
@click.option("--publisher", help="As for dupgraph build.")
@click.option("--plan", help="As for dupgraph build.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Of --list and --history.")
@language_option("Language of what is said.")
def command(
    *,
    source: Path,
    listed: bool,
    history: bool,
    undo: bool,
    rename: tuple[str, str] | None,
    merge: tuple[str, str] | None,
    everything: bool,
    note: str,
    form: str,
    lang: str,
    **options: Any,
) -> None:
    """Look at what was read in PLAN and decide: words that were not understood first, then links that are guesses.

    Each is shown in its sentence. A key decides: a accepts, r rejects, 1 to 9 choose what the words name, n gives
    them a new name, w takes other words of the sentence, s skips, u takes back, q ends. Decisions are kept in
    PLAN's .review.ttl, new names in its .names.ttl: the next dupgraph build follows both, also in a changed text.

    \b
    Example:
      dupgraph review piano.pdf
      dupgraph review piano.pdf --list
      dupgraph review piano.pdf --merge "Terzo settore" "Associazioni"
    """
    from dupgraph.read.review.session import open_review

    review = open_review(source, **options)
    if rename or merge:
        step = review.rename(*rename, note=note) if rename else review.merge(*(merge or ()), note=note)
        echo(_say_step(review, step, lang))
    elif undo:
        _undo(review, lang)
    elif history:
        _print_history(review, form, lang)
    elif listed:
        _print_list(review, form, lang, everything=everything)
    else:
        _Dialogue(review, lang).run(everything=everything)


def _say(text: str, lang: str, **facts: object) -> str:
    from dupgraph.language.languages import load_texts

    return load_texts("review", lang)[text].format(**facts)


def _say_step(review: "Review", step: "Step", lang: str) -> str:
    from dupgraph.read.review.wording import describe_step

    return describe_step(review, step, lang)


def _undo(review: "Review", lang: str) -> None:
    step = review.undo()
    echo(_say("undone", lang, what=_say_step(review, step, lang)) if step else _say("nothing_to_undo", lang))


def _print_history(review: "Review", form: str, lang: str) -> None:
    steps = review.list_history()
    if form == "json":
        values = [
            {
                "time": step.time,
                "by": step.decisions[-1].agent,
                "decision": step.decisions[-1].action,
                "said": _say_step(review, step, lang),
                "note": step.decisions[-1].note,
            }
            for step in steps
        ]
        echo(json.dumps(values, ensure_ascii=False, indent=2))
        return
    if not steps:
        echo(_say("no_history", lang))
    for step in steps:
        head = f"{step.time[:16].replace('T', ' ')}  {step.decisions[-1].agent}"
        echo(f"{head}\n  {_say_step(review, step, lang)}")
        if note := step.decisions[-1].note:
            echo(f"  {note}")


def _print_list(review: "Review", form: str, lang: str, *, everything: bool) -> None:
    items = review.list_items(everything=everything)
    if form == "json":
        echo(json.dumps([_describe_item(review, item) for item in items], ensure_ascii=False, indent=2))
        return
    for number, item in enumerate(items, 1):
        echo("\n".join(_draw_item(review, item, number, len(items), lang, plain=True)))
    if not items:
        echo(_say("nothing_left", lang))


def _describe_item(review: "Review", item: "Item") -> dict[str, Any]:
    return {
        "why": item.why,
        "element": item.place.element,
        "start": item.place.start,
        "end": item.place.end,
        "page": item.page,
        "sentence": [item.before, item.words, item.after],
        "property": item.property,
        "thing": review.name_thing(item.thing),
        "places": len(item.places),
        "candidates": [each.label for each in review.find_candidates(item)],
    }


def _draw_item(
    review: "Review", item: "Item", number: int, count: int, lang: str, *, plain: bool = False
) -> Iterator[str]:
    """Yield the lines that show an item: why it is asked about, where it stands, its sentence, what it may be."""
    from dupgraph.schema.links import LINKS

    page = f", {_say('page', lang, page=item.page)}" if item.page else ""
    yield f"{_say('left', lang, number=number, count=count)} · {_say(item.why, lang)} · {item.place.element}{page}"
    mark = "**" if plain else "\x02"
    sentence = mark.join(part.replace(mark, "") for part in (item.before, item.words, item.after))
    lines = wrap(sentence, _WIDTH - 4, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    yield "\n".join(lines) if plain else _embolden("\n".join(lines))
    if item.property:
        link = LINKS[item.property].word("says", lang)
        yield f"  → {_say('is_it', lang, link=link, thing=review.name_thing(item.thing))}"
    elif not plain:
        yield f"  → {_say('what', lang)}"
    yield ""


def _embolden(text: str) -> str:
    """Return text with what stands between two marks in bold, and safe for a terminal."""
    parts = text.split("\x02")
    return "".join(
        f"{BOLD}{make_visible(part)}{PLAIN}" if number % 2 else make_visible(part) for number, part in enumerate(parts)
    )


class _Dialogue:
    """The questions and answers of one review on a terminal; without one, a line of the input is a key."""

    def __init__(self, review: "Review", lang: str) -> None:
        self._review = review
        self._lang = lang
        self._is_terminal = sys.stdin.isatty() and sys.stdout.isatty()

    def run(self, *, everything: bool) -> None:
        """Ask about one item after the other until all are decided or skipped, or somebody wants an end."""
        before = {step.time for step in self._review.list_history()}
        skipped: set[str] = set()
        while items := [i for i in self._review.list_items(everything=everything) if i.key not in skipped]:
            answer = self._ask_about(items[0], len(skipped) + 1, len(items) + len(skipped))
            if answer == "end":
                break
            if answer == "skip":
                skipped.add(items[0].key)
        else:
            self._tell("nothing_left")
        self._close(before)

    def _tell(self, text: str, **facts: object) -> None:
        echo(_say(text, self._lang, **facts))

    def _close(self, before: set[str]) -> None:
        count = sum(len(s.decisions) for s in self._review.list_history() if s.time not in before)
        if not count:
            self._tell("none_saved")
            return
        command = f"dupgraph build {self._review.plan}"
        self._tell("saved_one" if count == 1 else "saved", count=count, path=self._review.path, command=command)

    def _ask_about(self, item: "Item", number: int, count: int) -> str:
        """Show an item and do what the keys say until it is decided; return what came of it: done, skip or end."""
        candidates = self._review.find_candidates(item)
        while True:
            lines = "\n".join(_draw_item(self._review, item, number, count, self._lang, plain=not self._is_terminal))
            echo_styled(lines)
            for place, each in enumerate(candidates, 1):
                echo(f"  {place} {each.label} ({self._name_kind(each.kind)})")
            echo(self._list_keys(item))
            key = self._read_key()
            if key in _ENDS or key is None:
                return "end"
            if key == "s":
                return "skip"
            if key == "w":
                item = self._take_words(item)
                candidates = self._review.find_candidates(item)
            elif self._decide(item, key, candidates):
                return "done"

    def _list_keys(self, item: "Item") -> str:
        reject = "reject" if item.property else "reject_words"
        keys = [("a", "accept")] if item.property else []
        keys += [("r", reject), ("n", "new"), ("w", "words"), ("s", "skip"), ("u", "undo"), ("q", "quit")]
        # No key stands in another line than its word.
        words = " ".join(f"[{key}]\xa0{_say(word, self._lang).replace(' ', chr(0xA0))}" for key, word in keys)
        lines = wrap(words, _WIDTH - 4, initial_indent="  ", subsequent_indent="  ")
        return "\n".join(lines).replace("\xa0", " ")

    def _name_kind(self, kind: str) -> str:
        from dupgraph.schema.links import KINDS

        return KINDS[kind].word("short", self._lang)

    def _read_key(self) -> str | None:
        """Return a key, or a line where there is no terminal; None where the input ends."""
        if self._is_terminal:
            return click.getchar()
        line = sys.stdin.readline()
        return line.strip() if line else None

    def _read_line(self, key: str) -> str:
        echo(f"{_say(key, self._lang)}: ", nl=not self._is_terminal)
        return sys.stdin.readline().strip()

    def _take_words(self, item: "Item") -> "Item":
        from dupgraph.base.errors import DupgraphError

        try:
            return self._review.find_words(item, self._read_line("which_words"))
        except DupgraphError as error:
            echo(error.tell())
            return item

    def _decide(self, item: "Item", key: str, candidates: Any) -> bool:
        """Do what a key says; tell whether that decided the item, or changed what there is to decide."""
        from dupgraph.base.errors import DupgraphError

        try:
            if key == "u":
                _undo(self._review, self._lang)
                return True
            step = self._follow_key(item, key, candidates)
        except DupgraphError as error:
            echo(error.tell())
            return False
        if step is not None:
            echo(f"{_say_step(self._review, step, self._lang)}\n")
        return step is not None

    def _follow_key(self, item: "Item", key: str, candidates: Any) -> "Step | None":
        review = self._review
        if item.why == "cue" and key in (*"123456789", "n"):
            self._tell("needs_words")
            return None
        if key == "a" and item.property:
            return review.accept(item, everywhere=self._is_same(item))
        if key == "r":
            return review.reject(item, everywhere=self._is_same(item))
        if key.isascii() and key.isdigit() and 0 < int(key) <= len(candidates):
            return review.choose(item, candidates[int(key) - 1], everywhere=self._is_same(item))
        if key == "n":
            return self._name_anew(item)
        self._tell("no_key", key=repr(key))
        return None

    def _is_same(self, item: "Item") -> bool:
        """Ask whether the same is to hold wherever the same was found, if that is more than one place."""
        if len(item.places) == 1:
            return False
        self._tell("same", count=len(item.places))
        return (self._read_key() or "").casefold() in {_say("yes", self._lang), "y"}

    def _name_anew(self, item: "Item") -> "Step | None":
        from dupgraph.read.review.session import NEW_KINDS

        self._tell("which_kind")
        for number, kind in enumerate(NEW_KINDS, 1):
            echo(f"  {number} {self._name_kind(kind)}")
        key = self._read_key() or ""
        if not (key.isascii() and key.isdigit() and 0 < int(key) <= len(NEW_KINDS)):
            self._tell("no_key", key=repr(key))
            return None
        return self._review.name_anew(item, NEW_KINDS[int(key) - 1])
