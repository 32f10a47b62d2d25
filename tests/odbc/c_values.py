"""Values in C types, as text."""

from __future__ import annotations

import struct

from tests.conformance.headers import constants
from tests.conformance.odbc import NULL_DATA

_INTEGERS = {
    "SQL_C_LONG": "<i", "SQL_C_SLONG": "<i", "SQL_C_ULONG": "<I", "SQL_C_SHORT": "<h", "SQL_C_SSHORT": "<h",
    "SQL_C_SBIGINT": "<q", "SQL_C_BIT": "<B", "SQL_C_DOUBLE": "<d",
}  # fmt: skip
_TIMESTAMP = ("<hHHHHHI", "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:09}")
_STAMPS = ("SQL_C_TYPE_TIMESTAMP", "SQL_C_TIMESTAMP")


def value_of(c_type: int, data: bytes, length: int) -> str:
    """A value of a C type: numbers and timestamps formatted, NULL as such, other types as hexadecimal digits.

    Without a length (SQL_NTS) a text goes up to its terminator.
    """
    if length == NULL_DATA:
        return "NULL"
    for name, form in _INTEGERS.items():
        if constants()[name] == c_type:
            return str(struct.unpack_from(form, data)[0])
    if c_type in (constants()[name] for name in _STAMPS):
        return _TIMESTAMP[1].format(*struct.unpack_from(_TIMESTAMP[0], data))
    encoding = {constants()["SQL_C_WCHAR"]: "utf-16-le", constants()["SQL_C_CHAR"]: "utf-8"}.get(c_type)
    if encoding is None:
        return data[: max(length, 0)].hex()
    text = data[:length] if 0 <= length <= len(data) else data
    return text.decode(encoding).partition("\0")[0]
