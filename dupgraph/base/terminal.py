"""Text made safe for a terminal: what would steer it, or turn a line around, is shown as a sign."""

import re

# Control characters but the line feed and the tab; signs of direction; ends of lines that are none to others; what
# shows as nothing at all. Half a surrogate pair cannot be printed. Compiled when a text needs it: few do.
_STEERING = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
    "\ud800-\udfff]"
)


def make_visible(text: str) -> str:
    r"""Return ``text`` with a sign in the place of every character that a terminal would obey.

    >>> make_visible("AUSL\x1b[2J \u202eLSUA")
    'AUSL␛[2J �LSUA'
    """
    return text if text.isprintable() else re.sub(_STEERING, _draw_sign, text)


def _draw_sign(match: re.Match[str]) -> str:
    # Unicode has a picture for each of the oldest ones.
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "�"
