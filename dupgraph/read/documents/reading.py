"""A file's bytes become canonical text with blocks: in the limited child for all but plain text."""

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dupgraph.base.errors import DocumentError
from dupgraph.read.documents.blocks import find_blocks
from dupgraph.read.documents.formats import PDF, TEXT, Format
from dupgraph.read.documents.furniture import find_furniture, find_index
from dupgraph.read.documents.pdf import read_pages
from dupgraph.read.documents.pieces import Piece, join_pieces, list_furniture
from dupgraph.read.documents.text import decode_bytes, join_pages, make_canonical, split_pages
from dupgraph.schema.values import Block, Span

MAX_MEMORY = 1 << 30
MAX_CPU_SECONDS = 60
MAX_SECONDS = 120
_BOOT = """
import json, sys
sys.path += json.loads(sys.argv[1])
import resource
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)); resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from dupgraph.base.errors import DocumentError
from dupgraph.read.documents.child import answer_request
try:
    answer = answer_request(json.loads(sys.argv[2]), sys.stdin.buffer.read())[0]
except DocumentError as error:
    answer = {"error": [error.what, error.page, error.hint]}
json.dump(answer, sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file's bytes say: the fields of ``Document`` that come from them."""

    text: str
    pages: tuple[int, ...] = ()
    furniture: tuple[Span, ...] = ()
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()


def read_bytes(path: Path, data: bytes, form: Format) -> Reading:
    """Return what ``data``, the file at ``path``, says when read as ``form``.

    Raises DocumentError when it cannot be read so, or not within the limits of the child.
    """
    if form is TEXT:
        raw, warnings = decode_bytes(path, data)
        text = make_canonical(raw)
        return _read_text(text, split_pages(text), warnings)
    if form is PDF:
        pages, warnings = read_pages(path, data)
        return _read_text(*join_pages(pages), warnings)
    answer = _run_reader(path, data, form)
    pieces = [Piece(**facts) for facts in answer["pieces"]]
    text, blocks, _ = join_pieces(pieces)
    return _mark_index(text, blocks, tuple(f"{path.name} {words}" for words in answer["warnings"]))


def _read_text(text: str, pages: tuple[int, ...], warnings: tuple[str, ...]) -> Reading:
    furniture = find_furniture(text, pages)
    return Reading(text, pages, furniture, find_blocks(text, furniture, pages), warnings)


def _mark_index(text: str, blocks: tuple[Block, ...], warnings: tuple[str, ...]) -> Reading:
    """Return the reading with the lines of a typed index marked, which no style says to be one."""
    index = {span.start for span in find_index(text)}
    marked = tuple(replace(block, kind="furniture") if block.start in index else block for block in blocks)
    return Reading(text, (), list_furniture(marked), marked, warnings)


def _run_reader(path: Path, data: bytes, form: Format) -> dict[str, Any]:
    request = {"reader": form.reader, "options": {}}
    homes = [str(Path(__file__).parents[3])]
    for name in form.libraries:
        spec = find_spec(name)
        if spec and spec.origin:
            homes.append(str(Path(spec.origin).parents[1]))
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-c", _BOOT, json.dumps(homes), json.dumps(request)],
        input=data,
        capture_output=True,
        timeout=MAX_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise DocumentError(
            "cannot be read within the limits" + done.stderr.decode()[-2000:],
            path=path,
            hint="save its text in a plain document",
        )
    answer: dict[str, Any] = json.loads(done.stdout)
    if "error" in answer:
        what, page, hint = answer["error"]
        raise DocumentError(what, path=path, page=page, hint=hint)
    return answer
