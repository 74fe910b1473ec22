"""Templates as code, kept where Python keeps compiled modules: in ``__pycache__`` beside them, if that may be written.

Such code is trusted as far as a module's: whoever can put some there can change the package. The user's cache has none.
"""

import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from jinja2.bccache import Bucket, FileSystemBytecodeCache


class CompiledTemplates(FileSystemBytecodeCache):
    """The code of a folder's templates: that of pages, which escapes, apart from that of plain text."""

    def __init__(self, folder: Path, *, escapes: bool) -> None:
        kind = "page" if escapes else "text"
        home = Path(cache_from_source(str(folder / kind))).parent
        super().__init__(str(home), f"%s.{sys.implementation.cache_tag}-{kind}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read the code of a template; what is damaged, or may not be read, is as if it were not there."""
        with suppress(Exception):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template where Python would keep a module's; where it would not, each process compiles."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(parents=True, exist_ok=True)
                super().dump_bytecode(bucket)
