"""One message of every type, and more where a layout has cases: what tests/odbc/golden_frames.json spells in bytes.

`python -m tests.odbc_seam.examples` writes the file anew, after a deliberate change of docs/wire-protocol.md.
"""

from __future__ import annotations

import datetime
import decimal
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from jsdodbc.odbc import physical, wire
from jsdodbc.odbc.batches import Encoder
from jsdodbc.odbc.scroll import reply

GOLDEN = Path(__file__).parent.parent / "odbc" / "golden_frames.json"

WARNING = wire.Diagnostic("01S00", 0, "'Colour' is not a connection property and was ignored.")
FAILED = wire.Diagnostic("22018", 400, "Größe „x“ ist keine Zahl.", 2, 3)
KEY = wire.Column(
    "Key", "IssueKey", "Requests", "JiraServiceDesk", "site.example", "VARCHAR", -9, physical.UTF8, 255, 0, 0, 2, 3
)
COUNT = wire.Column("COUNT(*)", "", "", "", "", "BIGINT", -5, physical.INT64, 19, 0, 1, 0, 2)
OPTIONS = wire.Options(30, 1000, 4096)
EVERY_VALUE: list[wire.RawValue] = [
    (wire.NULL, None), (wire.BOOLEAN, 1), (wire.INTEGER, -42), (wire.DOUBLE, 1.5), (wire.DECIMAL, "-12.50"),
    (wire.CHARACTER, "é東🙂"), (wire.BINARY, b"\x00\xff"), (wire.DATE, 20780), (wire.TIME, 86399999999),
    (wire.TIMESTAMP, -1), (wire.GUID, "01234567-89ab-cdef-0123-456789abcdef"), (wire.MONTHS, 14),
    (wire.MICROSECONDS, -1500000), (wire.DEFAULT, None),
]  # fmt: skip
KEPT_VALUES: list[wire.RawValue] = [(wire.KEPT_CHARACTER, (1, 2**32 + 1)), (wire.KEPT_BINARY, (2, 7))]
TYPES = (-9, -7, -5, 8, 3, -9, -3, 91, 92, 93, -11, 107, 110, 4)

MESSAGES: dict[str, tuple[int, Any]] = {
    "HELLO": (0, wire.Hello(1, "0.1.0")),
    "CONNECT driver": (1, wire.Connect(0, "DSN=desk;UID=ann;PWD={a;b}}c}", None, None, 15, 380, 0)),
    "CONNECT dsn": (2, wire.Connect(1, "desk", "ann", "secret", 0, 3, 1)),
    "CONNECT browse": (3, wire.Connect(2, "URL=site.example", None, None, 0, 2, 0)),
    "DISCONNECT": (1, wire.Disconnect()),
    "NATIVE_SQL": (1, wire.NativeSql("SELECT {fn UCASE(Summary)} FROM Issues")),
    "SET_CONNECTION_ATTRIBUTE": (1, wire.SetConnectionAttribute(109, "site.example", 0)),
    "GET_CONNECTION_ATTRIBUTE": (1, wire.GetConnectionAttribute(109)),
    "PREPARE": (7, wire.Prepare(1, "SELECT * FROM Requests WHERE IssueKey = ?")),
    "EXECUTE prepared": (7, wire.Execute(1, None, wire.Options(), ((), [[]]))),
    "EXECUTE every value": (7, wire.Execute(1, "INSERT", OPTIONS, (TYPES, [EVERY_VALUE]))),
    "EXECUTE two sets": (7, wire.Execute(1, None, OPTIONS, ((4,), [[(wire.INTEGER, 1)], [(wire.NULL, None)]]))),
    "CATALOG": (8, wire.CatalogCall(1, 1, [None, "", "%", "TABLE"], [], 0, OPTIONS)),
    "CATALOG integers": (8, wire.CatalogCall(1, 6, [None, None, "Requests"], [1, 0, 1], 1, OPTIONS)),
    "FETCH": (7, wire.Fetch(1000, 30)),
    "MORE_RESULTS": (7, wire.MoreResults()),
    "CLOSE_CURSOR": (7, wire.CloseCursor()),
    "FREE_STATEMENT": (7, wire.FreeStatement()),
    "CANCEL": (7, wire.Cancel()),
    "FETCH_AT": (7, wire.FetchAt(2**40 + 5, 30)),
    "PUT_VALUE": (7, wire.PutValue(1, 2, b"\x00\xffbytes")),
    "EXECUTE kept values": (7, wire.Execute(1, "INSERT", OPTIONS, ((-10, -4), [KEPT_VALUES]))),
    "OK": (1, wire.Ok([WARNING])),
    "ERROR": (7, wire.Failure([FAILED, WARNING])),
    "HELLO_OK": (0, wire.HelloOk(1, "0.1.0")),
    "CONNECT_OK": (
        1,
        wire.ConnectOk(
            "URL=https://site.example",
            [
                wire.Info(17, (wire.INFO_TEXT, "Jira")),
                wire.Info(23, (wire.INFO_U16, 2)),
                wire.Info(81, (wire.INFO_U32, 15)),
            ],
            [WARNING],
            "windows-1252",
        ),
    ),
    "CONNECT_NEED_DATA": (3, wire.ConnectNeedData("User={?};*APIToken={?};*Password={?}", [])),
    "TEXT": (1, wire.TextReply("SELECT UPPER(Summary) FROM Issues")),
    "ATTRIBUTE": (1, wire.AttributeReply("site.example", 0)),
    "ATTRIBUTE integer": (1, wire.AttributeReply(None, -1)),
    "PREPARED": (
        7,
        wire.Prepared(
            [wire.Parameter(-9, 255, 0, 1, 1, ""), wire.Parameter(3, 10, 2, 2, 4, "Total")], [KEY, COUNT], []
        ),
    ),
    "EXECUTED": (7, wire.Executed(1, -1, [KEY, COUNT], 1, [], [], [WARNING])),
    "EXECUTED sets": (7, wire.Executed(0, 2, [], 3, [0, 5, 6], [wire.Output(2, (wire.DECIMAL, "1.25"))], [FAILED])),
    "NO_MORE_RESULTS": (7, wire.NoMoreResults()),
}

_MOMENT = datetime.datetime(2026, 11, 23, 20, 30, 0, 123456)
_AMOUNTS = [decimal.Decimal("-12.50"), None, decimal.Decimal("0.01"), decimal.Decimal(7)]
_DAYS = [_MOMENT.date(), None, datetime.date(1969, 12, 31), datetime.date(1, 1, 1)]
_TIMES = [_MOMENT.time(), None, datetime.time(0), datetime.time(23, 59, 59, 999999)]
_MOMENTS = [_MOMENT, None, datetime.datetime(1969, 12, 31, 23, 59, 59), _MOMENT]
BATCHES: dict[str, tuple[int, Any, int]] = {
    "BOOL": (physical.BOOL, pa.array([True, None, False, True]), 0),
    "INT16": (physical.INT16, pa.array([1, None, -2, 3], pa.int16()), 0),
    "INT32": (physical.INT32, pa.array([1, None, -2, 3], pa.int32()), 0),
    "INT64": (physical.INT64, pa.array([1, 2, -2, 2**63 - 1], pa.int64()), 0),
    "FLOAT64": (physical.FLOAT64, pa.array([1.5, None, -0.25, 1e300]), 0),
    "DECIMAL128": (physical.DECIMAL128, pa.array(_AMOUNTS, pa.decimal128(38, 2)), 2),
    "UTF8": (physical.UTF8, pa.array(["a", None, "", "é東🙂"]), 0),
    "BINARY": (physical.BINARY, pa.array([b"\x00\xff", None, b"", b"abc"]), 0),
    "DATE32": (physical.DATE32, pa.array(_DAYS), 0),
    "TIME64_US": (physical.TIME64_US, pa.array(_TIMES, pa.time64("us")), 6),
    "TIMESTAMP_US": (physical.TIMESTAMP_US, pa.array(_MOMENTS, pa.timestamp("us")), 6),
    "NULLS": (physical.NULLS, pa.nulls(4), 0),
}  # fmt: skip


def batch_columns() -> list[wire.Column]:
    """A column of every physical layout."""
    return [
        wire.Column(name, "", "", "", "", name, 0, code, 0, digits, 1, 0, 3)
        for name, (code, _, digits) in BATCHES.items()
    ]


def batch_payloads() -> Iterator[tuple[str, str, bytes]]:
    """Name, meaning and payload of the BATCH examples."""
    arrays = pa.record_batch([array for _, array, _ in BATCHES.values()], names=list(BATCHES))
    meaning = json.dumps(
        {name: [str(value) for value in array.to_pylist()] for name, (_, array, _) in BATCHES.items()},
        ensure_ascii=False,
    )
    full = b"".join(Encoder(batch_columns()).encode(arrays, last=False, diagnostics=[WARNING]))
    yield "BATCH every layout", f"4 rows, more follow, one warning, columns in the order of the codes: {meaning}", full
    empty = b"".join(Encoder(batch_columns()).encode(None, last=True))
    yield "BATCH empty", "no rows, the last, 12 columns", empty


def scrolled_payloads() -> Iterator[tuple[str, str, bytes]]:
    """The same of BATCH_AT: a column of numbers."""
    encoder = Encoder([COUNT])
    numbers = pa.record_batch([pa.array([7, None, 9], pa.int64())], names=["n"])
    batch = encoder.encode(numbers, last=False)
    yield "BATCH_AT", "rows 1000 to 1002 of an unknown number, one warning", b"".join(reply(1000, -1, [WARNING], batch))
    end = encoder.encode(None, last=True)
    yield "BATCH_AT end", "no such row: there are 1003", b"".join(reply(1003, 1003, [], end))


def frames() -> list[dict[str, Any]]:
    """The content of golden_frames.json; sequence numbers count up from 1."""
    found = [
        (name, message.TYPE, target, repr(message), bytes(wire.encode(message)))
        for name, (target, message) in MESSAGES.items()
    ]
    found += [(name, wire.Batch.TYPE, 7, meaning, payload) for name, meaning, payload in batch_payloads()]
    found += [(name, wire.BatchAt.TYPE, 7, meaning, payload) for name, meaning, payload in scrolled_payloads()]
    return [
        {
            "name": name,
            "type": kind,
            "target": target,
            "sequence": sequence,
            "payload_hex": payload.hex(),
            "header_hex": wire.header(len(payload), kind, target, sequence).hex(),
            "meaning": meaning,
        }
        for sequence, (name, kind, target, meaning, payload) in enumerate(found, 1)
    ]


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(frames(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
