"""A made-up plan and its reading in one file: what a name is stands around it, ``{kind id:words}``.

Kinds are p partner, b beneficiary, l place, i instrument, several of them with commas between, "?" after one where a
second reader could differ. "# " and "## " open headings, "- " an item, "Label: value" under a card's heading is a row
of its table; "@ themes | disputed themes" follows what it says the themes of.
"""

import html
import re

KINDS = {"p": "partners", "b": "beneficiaries", "l": "places", "i": "instruments"}
MARK = re.compile(r"\{([pbli?,]+) ([\w-]+):([^{}]*)\}")
NUMBERED = re.compile(r"^(?:[A-Z][a-z]+ (?:(?:strategic|programmatic)[ao] )?)?(?:\d+|[A-Z](?=\.\d| -))(?:\.\d+)*(?: -)? ")


def drop_marks(text):
    return MARK.sub(r"\3", text)


def read_segment(title, texts, themes):
    """Return one element of a reading, as the readings of other plans are written."""
    found = {kind: {} for kind in KINDS.values()}
    for letters, name, words in MARK.findall("\n".join(texts)):
        for letter in letters.split(","):
            entry = found[KINDS[letter[0]]].setdefault(name, {"id": name, "surfaces": [], "agreed": True})
            entry["surfaces"].append(words)
            entry["agreed"] &= not letter.endswith("?")
    sure, _, disputed = themes.partition("|")
    lists = {kind: list(entries.values()) for kind, entries in found.items()}
    return {
        "title": NUMBERED.sub("", drop_marks(title)),
        **lists,
        "themes": sure.split(),
        "themes_disputed": disputed.split(),
    }


def read_truth(text):
    """Return the elements of a marked plan, in order."""
    segments, themes = [], []
    for line in filter(None, text.splitlines()):
        if line.startswith("@ "):
            themes[-1] = line[2:]
        elif line.startswith(("# ", "## ", "- ")):
            segments.append([line.lstrip("#- ")])
            themes.append("")
        else:
            segments[-1].append(line)
    return [read_segment(lines[0], lines, said) for lines, said in zip(segments, themes, strict=True)]


def write_sheets(text):
    """Return the plan as HTML: headings, paragraphs, and fields as lines "Label: value"."""
    parts = ["<!DOCTYPE html><html lang='it'><head><meta charset='utf-8'><title>Agenda</title></head><body>"]
    for line in filter(None, drop_marks(text).splitlines()):
        rank = len(line) - len(line.lstrip("#"))
        tag = f"h{rank}" if rank else "p"
        if not line.startswith("@"):
            parts.append(f"<{tag}>{html.escape(line.lstrip('# '))}</{tag}>")
    return "\n".join([*parts, "</body></html>"]) + "\n"


def write_text(text):
    """Return the plan as plain text: headings without numbers, items with hyphens."""
    lines = [line.removeprefix("# ") for line in text.splitlines() if not line.startswith("@")]
    return drop_marks("\n".join(lines)) + "\n"


def write_rows(text):
    """Return the plan as HTML: under each heading one table, a column a label, a row for what "## " opens."""
    parts = ["<!DOCTYPE html><html lang='it'><head><meta charset='utf-8'><title>DUP</title></head><body>"]
    for chapter in re.split(r"^# ", drop_marks(text), flags=re.MULTILINE)[1:]:
        heading, *rows = re.split(r"^## ", re.sub(r"^@.*\n", "", chapter, flags=re.MULTILINE), flags=re.MULTILINE)
        parts.append(f"<h1>{html.escape(heading.strip())}</h1>\n<table border='1'>")
        for number, row in enumerate(rows):
            title, *lines = filter(None, row.splitlines())
            cells = [("Obiettivo operativo", title), *(tuple(line.split(": ", 1)) for line in lines)]
            if number == 0:
                parts.append("<tr>" + "".join(f"<th>{html.escape(label)}</th>" for label, _ in cells) + "</tr>")
            parts.append("<tr>" + "".join(f"<td>{html.escape(value)}</td>" for _, value in cells) + "</tr>")
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>"]) + "\n"


def write_cards(text):
    """Return the plan as HTML: under each heading of the second rank one table of two columns."""
    parts, open_table = (
        ["<!DOCTYPE html><html lang='it'><head><meta charset='utf-8'><title>DUP</title></head><body>"],
        False,
    )
    for line in filter(None, drop_marks(text).splitlines()):
        label, _, value = line.partition(": ")
        if line.startswith("#"):
            parts += ["</table>"] * open_table
            rank = len(line) - len(line.lstrip("#"))
            parts += [f"<h{rank}>{html.escape(line.lstrip('# '))}</h{rank}>"] + ["<table border='1'>"] * (rank == 2)
            open_table = rank == 2
        elif not line.startswith("@"):
            parts.append(f"<tr><td>{html.escape(label)}</td><td>{html.escape(value)}</td></tr>")
    return "\n".join([*parts, "</table></body></html>"]) + "\n"
