"""Where a title begins and ends: at its line's end, at its first full stop, or with the whole bullet."""

import re
from dataclasses import dataclass

from dupgraph.language.lemmas import is_infinitive
from dupgraph.language.lists import list_words, match_words
from dupgraph.language.phrases import is_unfinished
from dupgraph.read.outline.column_names import names_field
from dupgraph.read.outline.names import opens_with_label
from dupgraph.read.outline.profile import TitleEnd

# What stands for a character of furniture, which is no white space.
FURNITURE = "\0"
# Words after which an Italian phrase is not over: a line that ends in one goes on in the next.
_JOINERS = list_words("joining")
# What says something of an element and is not its title.
_VERBS = list_words("stating")
_OPENERS = "\"'“«‘([#"
_PERIOD = re.compile(
    rf"""(?:(?:da|dal|entro|entro[ ]il|a[ ]partire[ ]da|dalla|fino[ ]a)[ ])?
        (?:(?:{match_words("months")})[ ]
           | fine[ ] | (?:I|II|III|IV|primo|secondo)[ ](?:trimestre|semestre)[ ])?
        (?:20)\d\d[ ]?[:–—-][ ]?""",
    re.VERBOSE | re.IGNORECASE,
)
_NAMES = re.compile(r"\s*[–—-]?\s*\((?=[A-Z])[^()]*(?:\([^()]*\)[^()]*)*\)\s*\Z")
# Abbreviations whose full stop ends no sentence whatever follows.
_ABBREVIATIONS = list_words("abbreviations")
# The first mark stands alone: the regex engine runs to one character much faster than to a run of them.
_STOP = re.compile(r"[.!?…][.!?…]*[»”\"’']?")
# A word of several short ones, each with its stop.
_DOTTED = re.compile(r"(?:[A-Z][a-z]{0,3}\.){2}")
_GAP = re.compile(rf"[\n{FURNITURE}][\s{FURNITURE}]*")
# The letter of an item, small as what goes on is.
_LETTER = re.compile(r"[a-z]\)[ \t]")
_BETWEEN_WORDS = re.compile(r"\W")
_LOOK_BACK = 40
_LONGEST_TITLE = 120
_LONGEST_READ = 400
# A heading behind a number of the document's chapters: the law's own model has some of two hundred letters.
LONGEST_NUMBERED = 250
# Some are signs of a font of symbols, pasted as letters.
BULLETS = "•▪●◦■➢✓‣·○□◆❖✔►▶▸→√§Ø☐☑☒❏❑✅➤➔➜▫◾◼★☆–—*-\uf0b7\uf0a7\uf0d8\uf0fc"
# What opens an item of a list, before a blank.
ITEM_MARK = rf"[{re.escape(BULLETS)}]|\d{{1,2}}[.)]|[a-z]\)"
_MOST_LINES = 6
# A title that goes on with the text: from so many characters on, and where a line ends in no mark and the next begins.
_RUNNING = 100
# Signs behind a full stop that are no text.
_FEW = 3
_BREAK = re.compile(r"[^\W\d_]\n[A-ZÀÈÉÌÒÙ][\w’']*:? \w")
# A line that says what it holds.
_FIELD = re.compile(r"[A-ZÀÈÉÌÒÙ][\w’']*(?: [\w’']+){0,3} ?:(?: |\Z)")
# A line is ended on purpose when it, with the next word, takes less than this share of the next one: type that is
# larger, and ragged lines, leave more of it free than nothing.
_ROOM = 0.7


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens an element: its level, the number it prints (or the index gives it), its title's start.

    ``title_end`` is where the title ends, -1 where its level's ``title`` decides. ``printed`` is the number or code
    as it stands in the text, ``coded`` that it is a code. ``stop``: the line opens nothing, and closes this level
    and all below it; with ``ends_items`` no item belongs to what stays open. ``table`` is that of a row,
    ``groups`` says that it names what several rows or cards have in common, and ``rest`` where the title goes on
    that a page's end has cut. ``end`` is where its element's text ends before the next heading, -1 where it goes on up
    to that; what follows is of the element above, of level ``tail`` or higher, and of none with -1. ``heads`` is where
    more of it stands before the heading ("Assessore: ..." above a title), ``cells`` where its row's or card's cells
    do: others may have them, too.
    """

    start: int
    level: int
    number: tuple[str, ...]
    title_start: int
    title_end: int = -1
    printed: str = ""
    coded: bool = False
    stop: bool = False
    ends_items: bool = False
    table: int | None = None
    groups: bool = False
    rest: tuple[tuple[int, int], ...] = ()
    end: int = -1
    tail: int = 99
    heads: tuple[tuple[int, int], ...] = ()
    cells: tuple[tuple[int, int], ...] = ()


def is_title_opening(character: str) -> bool:
    """Say whether a title may begin with ``character``."""
    return character.isupper() or character.isdigit() or character in _OPENERS


def starts_phrase(words: str) -> bool:
    """Say whether small letters after a number begin a title, and do not go on with a sentence about it.

    >>> starts_phrase("e-democracy per tutti"), starts_phrase("è già raggiunto")
    (True, False)
    """
    first = words.split(maxsplit=1)[0].lower() if words.split() else ""
    return first not in _JOINERS and first not in _VERBS and len(first) > 1


def tells(words: str) -> bool:
    """Say whether words have one that says something of an element: they are a sentence.

    >>> tells("Le azioni sono"), tells("La scuola")
    (True, False)
    """
    return not _VERBS.isdisjoint(words.lower().split())


def reads_like_title(words: str) -> bool:
    """Say whether ``words`` can be the title of an element: some words, no sum, date or label, not cut short.

    >>> reads_like_title("Aprire un nido"), reads_like_title("12.500,00"), reads_like_title("secondo")
    (True, False, False)
    """
    letters = sum(map(str.isalpha, words))
    return (
        letters > 2
        and letters * 2 > len(words.replace(" ", ""))
        and len(words) <= _LONGEST_READ
        and words[-1] not in ",:"
        and (is_title_opening(words[0]) or len(words.split()) > 1)
        and not opens_with_label(words)
    )


def opens_with_infinitive(words: str) -> bool:
    """Say whether words begin with the infinitive of a verb, as aims do; a word alone, or an acronym, says none.

    >>> [opens_with_infinitive(words) for words in ("Aprire un nido", "Opere pubbliche", "Mare e pesca")]
    [True, False, False]
    >>> opens_with_infinitive("Abitare"), opens_with_infinitive("INSPIRE: dati")
    (False, False)
    """
    first, *others = _BETWEEN_WORDS.split(words.strip(), maxsplit=1)
    told = any(others) and (words.isupper() or not first.isupper())
    return told and is_infinitive(first.lower())


def strip_period(masked: str, start: int, end: int) -> int:
    """Return where the title starts, after the time by which it is due ("Entro dicembre 2025 - ")."""
    match = _PERIOD.match(masked, start, end)
    return match.end() if match and match.end() < end else start


def strip_names(masked: str, start: int, end: int) -> int:
    """Return where the title ends, before brackets between it and its code that say who acts ("- (AGID e Consip)")."""
    match = _NAMES.search(masked, start, end)
    return match.start() if match and match.start() > start else end


def find_title_end(masked: str, start: int, limit: int, mode: TitleEnd) -> int:
    """Return where the title that starts at ``start`` ends, before ``limit``."""
    find = {"line": _find_line_end, "sentence": _find_sentence_end, "item": _find_item_end}[mode]
    return _trim_title(masked, start, find(masked, start, limit), mode)


def _find_line_end(masked: str, start: int, limit: int) -> int:
    position = start
    for _ in range(_MOST_LINES):
        gap = _GAP.search(masked, position, limit)
        if gap is None:
            return limit
        blank = gap[0].count("\n") > 1 and FURNITURE not in gap[0]
        following = masked[gap.end() : _end_line(masked, gap.end(), limit)]
        if blank or not following or _LETTER.match(masked, gap.end(), limit):
            return gap.start()
        in_capitals = masked[start : gap.start()].isupper()
        goes_on = following.isupper() if in_capitals else following[0].islower()
        if not goes_on and not is_unfinished(masked, gap.start()):
            return gap.start()
        position = gap.end()
    return _end_line(masked, position, limit)


def end_told(masked: str, start: int, end: int) -> int:
    """Return where a title ends that goes on with its text: at its colon, or with its first sentence."""
    sentence = _find_sentence_end(masked, start, end) if end - start > _LONGEST_TITLE else end
    if not masked[sentence:end].strip():
        return end
    colon = masked.find(": ", start, sentence)
    return colon if colon >= 0 else _trim_title(masked, start, sentence, "line")


def _find_sentence_end(masked: str, start: int, limit: int) -> int:
    position = start
    gap = _GAP.search(masked, position, limit)
    while True:
        stop = _STOP.search(masked, position, limit)
        stop_at = stop.start() if stop else limit
        while gap and gap.start() < stop_at:
            if _breaks_off(masked, gap, limit) or ends_on_purpose(masked, gap.start(), gap.end(), limit):
                return gap.start()
            gap = _GAP.search(masked, gap.end(), limit)
        if stop is None:
            return limit
        if _ends_sentence(masked, stop, limit):
            return stop.end()
        position = stop.end()


def _find_item_end(masked: str, start: int, limit: int) -> int:
    position = start
    while gap := _GAP.search(masked, position, limit):
        if _breaks_off(masked, gap, limit) or _opens_field(masked, gap.start(), gap.end(), limit):
            return gap.start()
        position = gap.end()
    return limit


def _breaks_off(masked: str, gap: re.Match[str], limit: int) -> bool:
    """Say whether a blank line ends what stands before it: a page break does not, nor one inside a phrase."""
    if gap[0].count("\n") < 2 or FURNITURE in gap[0]:
        return False
    if gap.end() >= limit or _LETTER.match(masked, gap.end(), limit):
        return True
    return not masked[gap.end()].islower() and not is_unfinished(masked, gap.start())


def ends_on_purpose(masked: str, end: int, start: int, limit: int) -> bool:
    """Say whether somebody ended a line at ``end``: it had room, as the one at ``start`` shows, or that is a field.

    A field is one on the next page, too; room is not.

    >>> ends_on_purpose("Aprire un nido\\nTempi: 2026", 14, 15, 26)
    True
    >>> ends_on_purpose(f"Aprire un nido\\n{FURNITURE}Tempi: 2026", 14, 16, 27)
    True
    """
    gap = masked[end:start]
    if gap.count("\n") != 1 or start >= limit:
        return False
    if FURNITURE in gap or _opens_field(masked, end, start, limit):
        return _opens_field(masked, end, start, limit)
    following = masked[start : _end_line(masked, start, limit)].rstrip()
    word = following.split(maxsplit=1)[0]
    used = end - masked.rfind("\n", 0, end) + len(word)
    return word[0].isupper() and used < _ROOM * len(following) and not is_unfinished(masked, end)


def _opens_field(masked: str, end: int, start: int, limit: int) -> bool:
    """Say whether the line at ``start`` says what it holds ("Tempi: 2026"), and is no part of the one before it."""
    opens = start < limit and _FIELD.match(masked, start, _end_line(masked, start, limit))
    return bool(opens) and not is_unfinished(masked, end)


def runs_on(masked: str, start: int, end: int, mode: TitleEnd) -> bool:
    """Say whether a title seems to go on with its text: it is long, and one of its lines begins a phrase.

    One that ends with its line may go on behind a full stop.

    >>> runs_on("Aprire un nido per il quartiere\\nLavia", 0, 37, "line")
    False
    """
    line = _end_line(masked, start, end)
    if mode == "line" and _find_sentence_end(masked, start, line) < line - _FEW:
        return True
    if end - start < _RUNNING:
        return False
    breaks = _BREAK.finditer(masked, start, end)
    return any(not is_unfinished(masked, found.start() + 1) for found in breaks)


def _ends_sentence(masked: str, stop: re.Match[str], limit: int) -> bool:
    after = masked[stop.end() : min(limit, stop.end() + 200)].lstrip(" \t\n\f\u00a0" + FURNITURE)
    if not after:
        return True
    following = after[0]
    spaced = masked[stop.end()].isspace() or masked[stop.end()] == FURNITURE
    if following.islower() or following in ",;:)":
        return False
    if not spaced and (following.isdigit() or not following.isalpha()):
        return False
    if stop[0] != ".":
        return True
    word = _find_token(masked, stop.start()).strip(".")
    if word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word.isupper()):
        return False
    # "De.Co." is one word.
    return spaced or not ("." in word or _DOTTED.match(masked, stop.start() - len(word)))


def _trim_title(masked: str, start: int, end: int, mode: TitleEnd) -> int:
    while end > start and (masked[end - 1].isspace() or masked[end - 1] == FURNITURE):
        end -= 1
    last = masked[end - 1 : end]
    full_stop = last == "." and masked[end - 2 : end] != ".." and not _is_dotted(masked, end)
    if full_stop or (mode == "item" and last in (";", ",")):
        end -= 1
    # A heading in capitals, of which the text below is what it speaks of.
    if last == ":" and masked[start:end].isupper():
        end -= 1
    while end > start and masked[end - 1].isspace():
        end -= 1
    return end


def _is_dotted(masked: str, end: int) -> bool:
    """Say whether the full stop before ``end`` is that of an abbreviation like S.p.A."""
    return re.search(r"\w\.\w", _find_token(masked, end - 1)) is not None


def _find_token(masked: str, end: int) -> str:
    """Return the run of letters, digits and full stops that ends at ``end``, if one does."""
    start = end
    while start > max(0, end - _LOOK_BACK) and (masked[start - 1].isalnum() or masked[start - 1] in "._"):
        start -= 1
    return masked[start:end]


def _end_line(masked: str, start: int, limit: int) -> int:
    end = masked.find("\n", start, limit)
    return limit if end < 0 else end


def looks_capital(words: str) -> bool:
    """Say whether ``words`` can be a heading in capitals: letters, no sentence, no bullet.

    >>> looks_capital("IL MARE E IL PORTO"), looks_capital("A.N.C.I."), looks_capital("• MARE")
    (True, False, False)
    """
    letters = sum(map(str.isalpha, words))
    return (
        words.isupper()
        and letters > 3
        and letters * 2 > len(words)
        and len(words) <= _LONGEST_TITLE
        and words[0] not in BULLETS
        and words[-1] not in ";,:."
    )


def heads_capital(masked: str, words: str) -> bool:
    """Say whether ``words``, a line of ``masked``, can be a heading in capitals: one with a colon stands there once.

    >>> heads_capital("IL MARE:\\nIl porto.", "IL MARE:"), heads_capital("TEMPI:\\n2026\\nTEMPI:\\n2027", "TEMPI:")
    (True, False)
    """
    bare = words.removesuffix(":").rstrip()
    if bare == words:
        return looks_capital(words)
    return looks_capital(bare) and masked.count(words) == 1 and not names_field(bare)


def looks_alone(words: str) -> bool:
    """Say whether ``words`` can be a heading that nothing marks: short, begins large, is no sentence.

    >>> looks_alone("Il mare e il porto"), looks_alone("Si vedrà."), looks_alone("• Il mare"), looks_alone("")
    (True, False, False, False)
    """
    return bool(words) and (
        len(words) <= 90
        and len(words.split()) <= 14
        and words[0].isupper()
        and words[-1] not in ";,:."
        and not re.search(r"[.;!?] ", words)
        and sum(map(str.isalpha, words)) * 3 > len(words) * 2
    )
