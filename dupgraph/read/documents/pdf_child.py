"""Runs in a process of its own, as a script: one PDF in, its pages' text as JSON on standard output.

Arguments: path, bytes of memory, seconds of processor time, characters of text. It imports nothing of dupgraph.
"""

import json
import sys

from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]  # it ships no type information

try:
    import resource
except ImportError:  # Windows has no such limits; the parent's clock remains.
    resource = None  # type: ignore[assignment]  # the name of a module, or nothing


def limit_resources(memory: int, seconds: int) -> None:
    """Bind this process to ``memory`` bytes and ``seconds`` of processor time, where the system can."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def read_text(path: str, characters: int) -> dict[str, object]:
    """Return the pages of the PDF at ``path``, or what is wrong with it."""
    try:
        document = PdfDocument(path)
    except PdfiumError as error:
        return {"error": "password" if "password" in str(error).lower() else "broken"}
    pages: list[str] = []
    for number in range(len(document)):
        try:
            page = document[number]
            pages.append(page.get_textpage().get_text_range())
            page.close()
        except PdfiumError:
            return {"error": "page", "page": number + 1}
        characters -= len(pages[-1])
        if characters < 0:
            return {"error": "characters"}
    return {"pages": pages} if pages else {"error": "broken"}


if __name__ == "__main__":
    limit_resources(int(sys.argv[2]), int(sys.argv[3]))
    json.dump(read_text(sys.argv[1], int(sys.argv[4])), sys.stdout)
