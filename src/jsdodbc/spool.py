"""Bytes that are kept for later, so that memory does not grow with them.

They lie in memory while they are few, and then in an unlinked temporary file that only this user can read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from jsdodbc.errors import Error

Part = bytes | bytearray | memoryview
_IN_MEMORY = 1 << 20  # bytes; more go to the file


class Kept(NamedTuple):
    """Where something lies in the spool."""

    offset: int
    size: int


class Spool:
    """Bytes that are appended and read back in any order. Errors HY000 when the disk refuses.

    `content` is what they are, in a sentence for the user, `instead` what to do when the disk has no room for them.
    """

    def __init__(self, content: str, instead: str = "", in_memory: int = _IN_MEMORY) -> None:
        import tempfile  # slow to import, and connecting must not wait

        self._file = tempfile.SpooledTemporaryFile(in_memory, "w+b", prefix="jsdodbc-")  # noqa: SIM115
        self.size = 0
        self._content = content
        self._instead = instead

    def append(self, parts: Sequence[Part]) -> Kept:
        try:
            self._file.seek(self.size)
            for part in parts:
                self._file.write(part)
            self._file.flush()
        except OSError as error:
            raise self._refusal(error) from error
        kept = Kept(self.size, sum(map(len, parts)))
        self.size += kept.size
        return kept

    def read(self, kept: Kept) -> bytes:
        try:
            self._file.seek(kept.offset)
            data = self._file.read(kept.size)
        except OSError as error:
            raise self._refusal(error) from error
        if len(data) != kept.size:
            raise Error("HY000", f"The temporary file of {self._content} is shorter than what was written to it.")
        return data

    def close(self) -> None:
        self._file.close()

    def _refusal(self, error: OSError) -> Error:
        import tempfile

        return Error(
            "HY000",
            f"There is no keeping {self._content} in {tempfile.gettempdir()} ({error.strerror}). "
            f"Free space there, or name another folder with the environment variable TMPDIR{self._instead}.",
        )
