"""What a page may safely hold of what others wrote: data that stay data, and scripts of its own alone."""

from base64 import b64encode
from hashlib import sha256
from html import escape
from json import dumps

# Of a page in a notebook, in pixels.
FRAME_HEIGHT = 760


def write_json(data: object, *, is_sorted: bool = False) -> str:
    """Return ``data`` as JSON that no words inside it can bring out of its script element; keys sorted, or as given.

    >>> write_json({"name": "</script><b>"})
    '{"name":"\\\\u003c/script\\\\u003e\\\\u003cb\\\\u003e"}'
    """
    text = dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=is_sorted)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def write_policy(style: str, *scripts: str, has_files: bool = False) -> str:
    """Return the content security policy by which a page has this style and these scripts, and loads nothing.

    One that ``has_files`` loads scripts of its own site.

    >>> write_policy("p {}").split("; ")[2:]
    ['img-src data:', "base-uri 'none'", "form-action 'none'"]
    """
    sources = [*(["'self'"] if has_files else []), *map(_hash_source, scripts)]
    allowed = f"script-src {' '.join(sources)}; " if sources else ""
    return (
        f"default-src 'none'; {allowed}style-src {_hash_source(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash_source(source: str) -> str:
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"


def frame_page(html: str, allowed: str = "allow-scripts") -> str:
    """Return a page as a frame in a notebook, where it may do what ``allowed`` says."""
    size = f'width="100%" height="{FRAME_HEIGHT}"'
    return f'<iframe srcdoc="{escape(html)}" {size} style="border:0" sandbox="{allowed}"></iframe>'
