"""The messages of docs/wire-protocol.md, each declared once, and their frames.

`encode(message)` gives a payload, `decode(type, payload)` a message, `header(...)` the 16 bytes in front. Failures are
`Malformed` (08S01). BATCH and BATCH_AT carry buffers behind their declared part; `odbc.batches` makes them.
"""

from __future__ import annotations

import struct
from typing import Annotated, Any, ClassVar

from jsdodbc.odbc.codec import Bytes, Choice, Declared, Kept, Layout, ListOf, Malformed, Number, Record, Text

PROTOCOL_VERSION = 1
HEADER = struct.Struct("<IHHII")  # length, type, flags, target, sequence
MAX_PAYLOAD = 2**31 - 1

U8 = Annotated[int, Number("B")]
U16 = Annotated[int, Number("H")]
U32 = Annotated[int, Number("I")]
U64 = Annotated[int, Number("Q")]
I16 = Annotated[int, Number("h")]
I32 = Annotated[int, Number("i")]
I64 = Annotated[int, Number("q")]
String = Annotated[str, Text()]
NullableString = Annotated[str | None, Text()]

_I32, _I64, _TEXT = Number("i"), Number("q"), Text()

(
    NULL,
    BOOLEAN,
    INTEGER,
    DOUBLE,
    DECIMAL,
    CHARACTER,
    BINARY,
    DATE,
    TIME,
    TIMESTAMP,
    GUID,
    MONTHS,
    MICROSECONDS,
    DEFAULT,
    KEPT_CHARACTER,
    KEPT_BINARY,
) = range(16)
VALUE = Choice(
    {
        NULL: None,
        BOOLEAN: Number("B"),
        INTEGER: _I64,
        DOUBLE: Number("d"),
        DECIMAL: _TEXT,
        CHARACTER: _TEXT,
        BINARY: Bytes(),
        DATE: _I32,
        TIME: _I64,
        TIMESTAMP: _I64,
        GUID: _TEXT,
        MONTHS: _I64,
        MICROSECONDS: _I64,
        DEFAULT: None,
        KEPT_CHARACTER: Kept(),
        KEPT_BINARY: Kept(),
    }
)
RawValue = tuple[int, Any]
INFO_TEXT, INFO_U16, INFO_U32 = range(3)


class ParameterSets:
    """u32 sets, u16 parameters a set, i16 bound type of each, then the values set by set; in Python (types, sets)."""

    def put(self, out: bytearray, value: Any) -> None:
        types, sets = value
        out += struct.pack(f"<IH{len(types)}h", len(sets), len(types), *types)
        for row in sets:
            for item in row:
                VALUE.put(out, item)

    def take(self, data: bytes, at: int) -> tuple[Any, int]:
        sets, width = struct.unpack_from("<IH", data, at)
        types = struct.unpack_from(f"<{width}h", data, at + 6)
        at += 6 + 2 * width
        if sets > 1 and not width:
            raise Malformed("there are sets of no parameters")
        rows = []
        for _ in range(sets):
            row = []
            for _ in range(width):
                item, at = VALUE.take(data, at)
                row.append(item)
            rows.append(row)
        return (types, rows), at


class Diagnostic(Declared):
    sqlstate: String
    native: I32
    message: String
    row: I64 = -1
    column: I32 = -1


class Column(Declared):
    """A column of a result; `physical` is a code of `odbc.physical`."""

    name: String
    base_column: String
    table: String
    schema: String
    catalog: String
    type_name: String
    sql_type: I16
    physical: U8
    column_size: U64
    decimal_digits: I16
    nullable: U8
    flags: U8
    searchable: U8


class Parameter(Declared):
    sql_type: I16
    column_size: U64
    decimal_digits: I16
    nullable: U8 = 1
    direction: U8 = 1
    name: String = ""


class Options(Declared):
    timeout: U32 = 0
    max_rows: U64 = 0
    max_length: U64 = 0


class Info(Declared):
    """An answer of SQLGetInfo: `value` is (INFO_TEXT | INFO_U16 | INFO_U32, value)."""

    type: U16
    value: Annotated[tuple[int, Any], Choice({INFO_TEXT: _TEXT, INFO_U16: Number("H"), INFO_U32: Number("I")})]


class Output(Declared):
    number: U16
    value: Annotated[RawValue, VALUE]


Diagnostics = Annotated[list[Diagnostic], ListOf(Record(Diagnostic))]
Columns = Annotated[list[Column], ListOf(Record(Column))]


class Hello(Declared):
    TYPE: ClassVar[int] = 0x01
    version: U32
    library: String


class Connect(Declared):
    TYPE: ClassVar[int] = 0x02
    kind: U8
    text: NullableString
    user: NullableString
    password: NullableString
    login_timeout: U32
    odbc_version: U32
    read_only: U8


class Disconnect(Declared):
    TYPE: ClassVar[int] = 0x03


class NativeSql(Declared):
    TYPE: ClassVar[int] = 0x04
    sql: String


class SetConnectionAttribute(Declared):
    TYPE: ClassVar[int] = 0x05
    attribute: I32
    text: NullableString
    integer: I64


class GetConnectionAttribute(Declared):
    TYPE: ClassVar[int] = 0x06
    attribute: I32


class Prepare(Declared):
    TYPE: ClassVar[int] = 0x10
    connection: U32
    sql: String


class Execute(Declared):
    TYPE: ClassVar[int] = 0x11
    connection: U32
    sql: NullableString
    options: Annotated[Options, Record(Options)]
    parameters: Annotated[tuple[tuple[int, ...], list[list[RawValue]]], ParameterSets()]


class CatalogCall(Declared):
    TYPE: ClassVar[int] = 0x12
    connection: U32
    function: U16
    texts: Annotated[list[str | None], ListOf(Text())]
    integers: Annotated[list[int], ListOf(_I32)]
    metadata_id: U8
    options: Annotated[Options, Record(Options)]


class Fetch(Declared):
    TYPE: ClassVar[int] = 0x13
    rows: U32
    timeout: U32


class MoreResults(Declared):
    TYPE: ClassVar[int] = 0x14


class CloseCursor(Declared):
    TYPE: ClassVar[int] = 0x15


class FreeStatement(Declared):
    TYPE: ClassVar[int] = 0x16


class Cancel(Declared):
    TYPE: ClassVar[int] = 0x17


class FetchAt(Declared):
    """Asks for the batch with row `row`, counted from 0, of a result that is scrolled in."""

    TYPE: ClassVar[int] = 0x18
    row: U64
    timeout: U32


class PutValue(Declared):
    """A portion of a value that the next EXECUTE of the statement names as KEPT_CHARACTER or KEPT_BINARY."""

    TYPE: ClassVar[int] = 0x19
    connection: U32
    number: U32
    portion: Annotated[bytes, Bytes()]


class Ok(Declared):
    TYPE: ClassVar[int] = 0x100
    diagnostics: Diagnostics


class Failure(Declared):
    TYPE: ClassVar[int] = 0x101
    diagnostics: Diagnostics


class HelloOk(Declared):
    TYPE: ClassVar[int] = 0x102
    version: U32
    engine: String


class ConnectOk(Declared):
    TYPE: ClassVar[int] = 0x103
    connection_string: String
    info: Annotated[list[Info], ListOf(Record(Info))]
    diagnostics: Diagnostics
    charset: String


class ConnectNeedData(Declared):
    TYPE: ClassVar[int] = 0x104
    browse_result: String
    diagnostics: Diagnostics


class TextReply(Declared):
    TYPE: ClassVar[int] = 0x105
    text: String


class AttributeReply(Declared):
    TYPE: ClassVar[int] = 0x106
    text: NullableString
    integer: I64


class Prepared(Declared):
    TYPE: ClassVar[int] = 0x110
    parameters: Annotated[list[Parameter], ListOf(Record(Parameter))]
    columns: Columns
    diagnostics: Diagnostics


class Executed(Declared):
    TYPE: ClassVar[int] = 0x111
    has_result_set: U8
    row_count: I64
    columns: Columns
    sets_processed: U32
    set_status: Annotated[list[int], ListOf(Number("H"))]
    outputs: Annotated[list[Output], ListOf(Record(Output))]
    diagnostics: Diagnostics


class Batch(Declared):
    """What precedes the buffers of a BATCH."""

    TYPE: ClassVar[int] = 0x112
    rows: U32
    last: U8
    diagnostics: Diagnostics


class NoMoreResults(Declared):
    TYPE: ClassVar[int] = 0x113


class BatchAt(Declared):
    """What precedes the BATCH of a BATCH_AT, padded to 8 bytes. `total` rows in all, -1 while that is not known."""

    TYPE: ClassVar[int] = 0x114
    first: U64
    total: I64
    diagnostics: Diagnostics


Message = Any  # one of the message classes below
MESSAGES: tuple[type[Any], ...] = (
    *(Hello, Connect, Disconnect, NativeSql, SetConnectionAttribute, GetConnectionAttribute),
    *(Prepare, Execute, CatalogCall, Fetch, MoreResults, CloseCursor, FreeStatement, Cancel, FetchAt, PutValue),
    *(Ok, Failure, HelloOk, ConnectOk, ConnectNeedData, TextReply, AttributeReply),
    *(Prepared, Executed, Batch, NoMoreResults, BatchAt),
)
_LAYOUTS: dict[int, Layout] = {kind.TYPE: Record(kind) for kind in MESSAGES}


def header(length: int, kind: int, target: int, sequence: int) -> bytes:
    """The 16 bytes in front of a payload of `length` bytes."""
    return HEADER.pack(length, kind, 0, target, sequence)


def encode(message: Message) -> bytearray:
    """The payload of a message."""
    out = bytearray()
    _LAYOUTS[message.TYPE].put(out, message)
    return out


def decode(kind: int, payload: bytes) -> Message:
    """The message of type `kind` in `payload`; of a BATCH or a BATCH_AT the part in front of its buffers."""
    layout = _LAYOUTS.get(kind)
    if layout is None:
        raise Malformed(f"there is no message 0x{kind:x}")
    try:
        message, end = layout.take(payload, 0)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Malformed(f"message 0x{kind:x} cannot be read ({error})") from error
    if end != len(payload) and kind not in (Batch.TYPE, BatchAt.TYPE):
        raise Malformed(f"message 0x{kind:x} has {len(payload) - end} bytes too many")
    return message
