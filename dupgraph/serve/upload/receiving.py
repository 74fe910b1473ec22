"""An uploaded file: from the request's body to the disk, within limits of size and time."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

MOST_BYTES = 50 * 1000 * 1000
# What stands around a file in a form.
_AROUND = 64 * 1024
# A body may pause so long, and take so long as a whole: at 100 kB a second the largest file needs less.
PAUSE_SECONDS, WHOLE_SECONDS = 20.0, 600.0
_PIECE = 1 << 20
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came whole: what its sender called it, and where it is now."""

    name: str
    path: Path


class ReceiveError(Exception):
    """A file did not come; ``status`` is that of the answer, ``reason`` the key of the sentence that says why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


async def receive_file(request: Request, target: Path) -> Received:
    """Write the file of a form to ``target``. Raises ReceiveError, and then has left nothing there."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise ReceiveError(415, "upload_no_form")
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > MOST_BYTES + _AROUND:
        raise ReceiveError(413, "upload_large")
    try:
        async with asyncio.timeout(WHOLE_SECONDS):
            return await _parse_form(request, target)
    except TimeoutError:
        raise ReceiveError(408, "upload_slow") from None
    except ClientDisconnect:
        raise ReceiveError(400, "upload_cut") from None
    except OSError:
        # The disk is full, say, where parts of the body are kept until all of them have come.
        target.unlink(missing_ok=True)
        raise ReceiveError(507, "upload_room") from None


async def _parse_form(request: Request, target: Path) -> Received:
    parser = MultiPartParser(request.headers, _count_bytes(request), max_files=1, max_fields=4, max_part_size=4096)
    try:
        form = await parser.parse()
    except MultiPartException:
        raise ReceiveError(400, "upload_cut") from None
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            raise ReceiveError(400, "upload_missing")
        if not file.size:
            raise ReceiveError(400, "upload_empty")
        if file.size > MOST_BYTES:
            raise ReceiveError(413, "upload_large")
        with target.open("xb") as copy:
            while piece := await file.read(_PIECE):
                copy.write(piece)
        return Received(file.filename.replace("\\", "/").rpartition("/")[2][:_LONGEST_NAME], target)
    finally:
        await form.close()


async def _count_bytes(request: Request) -> AsyncGenerator[bytes, None]:
    """Yield a body's pieces. Raises ReceiveError for one too many, TimeoutError where the next does not come."""
    size = 0
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(PAUSE_SECONDS):
                piece = await anext(stream)
        except StopAsyncIteration:
            return
        size += len(piece)
        if size > MOST_BYTES + _AROUND:
            raise ReceiveError(413, "upload_large")
        yield piece
