"""Long parameter values that come before the statement that uses them, in portions: PUT_VALUE."""

from __future__ import annotations

from jsdodbc.errors import Error
from jsdodbc.odbc.codec import Malformed
from jsdodbc.spool import Kept, Spool

MOST_OF_A_QUERY = 16 << 20  # bytes of a value that is compared, computed with or searched for


class KeptValues:
    """The values of one statement's next execution, by the library's numbers; for one thread at a time."""

    def __init__(self) -> None:
        self._spools: dict[int, Spool] = {}

    def append(self, number: int, portion: bytes) -> None:
        """Keep a portion behind those that came. Errors HY000 when the disk refuses."""
        spool = self._spools.get(number)
        if spool is None:
            spool = self._spools[number] = Spool("the value of a parameter")
        spool.append([portion])

    def read(self, number: int, size: int) -> bytes:
        """The whole value. Errors HYC00 when it has more than MOST_OF_A_QUERY bytes, 08S01 when it is not `size`."""
        spool = self._spools.get(number)
        if spool is None or spool.size != size:
            raise Malformed(f"the parameter value {number} did not come whole")
        if size > MOST_OF_A_QUERY:
            raise Error(
                "HYC00",
                f"A parameter value of {size} bytes is too long for a query, which takes up to {MOST_OF_A_QUERY}. "
                "Bind a shorter value.",
            )
        return spool.read(Kept(0, size))

    def forget(self) -> None:
        """Give up all values and their files."""
        spools, self._spools = self._spools, {}
        for spool in spools.values():
            spool.close()
