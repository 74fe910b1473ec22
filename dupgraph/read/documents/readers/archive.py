"""A document that is a ZIP of XML files (DOCX, ODT, EPUB), opened with care."""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812  it is named like a function

from lxml import etree

from dupgraph.base.errors import DocumentError
from dupgraph.language.messages import say

# A plan of 500 pages has some 10 MB of XML; what says more of itself is a bomb.
MAX_PART = 80_000_000
MAX_FILES = 20_000
_DOCTYPE = re.compile(rb"<!DOCTYPE|<\0!\0D\0O\0C|\0<\0!\0D\0O\0C")


class Archive:
    """The files of one ZIP, each read when asked for. Raises DocumentError for one that is broken or locked."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(data))
            self.names = frozenset(self._zip.namelist())
        except (BadZipFile, ValueError, OverflowError, NotImplementedError, UnicodeDecodeError):
            raise DocumentError(say("not_cut"), hint=say("do_anew")) from None
        if len(self.names) > MAX_FILES:
            raise DocumentError(say("not_many_files", count=f"{len(self.names):,}"), hint=say("do_anew"))

    def read(self, name: str) -> bytes:
        """Return the bytes of the file ``name``. Raises DocumentError when it is missing, locked or too large."""
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise DocumentError(say("not_protected"), hint=say("do_password"))
            if info.file_size > MAX_PART:
                what = say("not_small", size=MAX_PART // 10**6, name=name)
                raise DocumentError(what, hint=say("do_save"))
            # zipfile stops at the size that the file states, whatever the bytes would unpack to.
            return self._zip.read(info)
        except KeyError:
            raise DocumentError(say("not_complete", name=name), hint=say("do_anew")) from None
        except (BadZipFile, ZlibError, EOFError, NotImplementedError, ValueError):
            raise DocumentError(say("not_unpacked", name=name), hint=say("do_anew")) from None

    def parse(self, name: str) -> etree._Element:
        """Return the root of the XML file ``name``; nothing outside it is read. Raises DocumentError."""
        return parse_xml(self.read(name), name)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Return the root of an XML text. Raises DocumentError for one with a DOCTYPE, ill-formed or nested too deep.

    Raises MemoryError where the limits leave too little room for it.
    """
    if _DOCTYPE.search(data):
        what = f"is refused: {name} has a DOCTYPE, which could name files elsewhere"
        raise DocumentError(what, hint=say("do_save"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        if "depth" in str(error).lower():
            raise DocumentError(say("not_flat_part", name=name), hint=say("do_plain")) from None
        raise DocumentError(say("not_xml", name=name), hint=say("do_anew")) from None
