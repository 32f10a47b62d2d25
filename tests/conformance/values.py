"""C values in memory: written and read as an application has them (sqltypes.h)."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.conformance.data_types import INTERVALS, CType, fields_of

_CODES = {1: "b", 2: "h", 4: "i", 8: "q"}
_KINDS_OF_INTERVAL = {fields: number for number, (fields, _) in enumerate(INTERVALS, 1)}
_PLACES = {"YEAR": 0, "MONTH": 1, "DAY": 0, "HOUR": 1, "MINUTE": 2, "SECOND": 3}


def _integer_code(c: CType) -> str:
    code = _CODES[c.size]
    return code.upper() if c.least == 0 else code


def _read_numeric(data: bytes) -> Decimal:
    _, scale, positive = struct.unpack_from("<BbB", data)
    number = Decimal(int.from_bytes(data[3:19], "little")).scaleb(-scale)
    return number if positive else -number


def _write_numeric(value: Decimal) -> bytes:
    scale = max(0, -int(value.as_tuple().exponent))
    return struct.pack("<BbB", 38, scale, value >= 0) + int(abs(value).scaleb(scale)).to_bytes(16, "little")


def _fields(c: CType) -> tuple[str, ...]:
    first, _, last = fields_of(c).partition("_TO_")
    names = ("YEAR", "MONTH") if first in ("YEAR", "MONTH") else ("DAY", "HOUR", "MINUTE", "SECOND")
    return names[names.index(first) : names.index(last or first) + 1]


def _read_interval(data: bytes, c: CType) -> tuple[int, ...]:
    """The fields of the type; the fraction of a second, in microseconds, last."""
    kind, _sign, *numbers = struct.unpack_from("<ih2x5I", data)
    assert kind == _KINDS_OF_INTERVAL[fields_of(c)], "the type in the structure"
    fields = _fields(c)
    return (*(numbers[_PLACES[name]] for name in fields), *((numbers[4],) if fields[-1] == "SECOND" else ()))


def _write_interval(value: tuple[int, ...], c: CType) -> bytes:
    numbers = [0] * 5
    fields = _fields(c)
    for name, number in zip(fields, value, strict=False):
        numbers[_PLACES[name]] = number
    if len(value) > len(fields):
        numbers[4] = value[-1]
    return struct.pack("<ih2x5I", _KINDS_OF_INTERVAL[fields_of(c)], 0, *numbers)


def read(c: CType, data: bytes, length: int) -> Any:
    """What the buffer of a C type holds, as the plain Python value that the tables write."""
    readers: dict[str, Callable[[], Any]] = {
        "character": lambda: data[: data.index(0)].decode(),
        "wide": lambda: data.decode("utf-16-le", "surrogatepass").partition("\0")[0],
        "binary": lambda: data[: min(length, len(data))],
        "bit": lambda: data[0],
        "integer": lambda: struct.unpack_from("<" + _integer_code(c), data)[0],
        "real": lambda: struct.unpack_from("<f" if c.size == 4 else "<d", data)[0],
        "numeric": lambda: _read_numeric(data),
        "date": lambda: struct.unpack_from("<hHH", data),
        "time": lambda: struct.unpack_from("<HHH", data),
        "timestamp": lambda: struct.unpack_from("<hHHHHHI", data),
        "interval": lambda: _read_interval(data, c),
        "guid": lambda: str(uuid.UUID(bytes_le=data[:16])),
    }
    return readers[c.kind]()


def write(c: CType, value: Any) -> bytes:
    """The bytes an application would bind for a value."""
    writers: dict[str, Callable[[], bytes]] = {
        "character": lambda: value.encode(),
        "wide": lambda: value.encode("utf-16-le"),
        "binary": lambda: value,
        "bit": lambda: bytes([value]),
        "integer": lambda: struct.pack("<" + _integer_code(c), value),
        "real": lambda: struct.pack("<f" if c.size == 4 else "<d", value),
        "numeric": lambda: _write_numeric(Decimal(value)),
        "date": lambda: struct.pack("<hHH", *value),
        "time": lambda: struct.pack("<HHH", *value),
        "timestamp": lambda: struct.pack("<hHHHHHI", *value),
        "interval": lambda: _write_interval(value, c),
        "guid": lambda: uuid.UUID(value).bytes_le,
    }
    return writers[c.kind]()
