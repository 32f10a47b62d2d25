"""An engine of canned answers that speaks docs/wire-protocol.md, for tests of the library alone.

The SQL text says what to answer:

    types              a row of every physical layout, one of NULLs, one of extremes
    rows N [B]         N generated rows (id BIGINT, name WVARCHAR, price DECIMAL, made TIMESTAMP, flag BIT), B a batch
    wide N             N rows of 20 columns for measurements
    text               texts outside the basic plane
    echo               the parameters as rows of text, one row a set
    error STATE TEXT   that error
    fetcherror N       N rows, then an error
    stall N            N rows, then what follows answers when cancelled
    lostrow N          N rows, of which FETCH_AT of row 2 answers another batch
    nothing            never answers
    slow               answers when cancelled, or after the query timeout with HYT00
    waiting            answers once another statement or a connect waits for its cancel
    ahead              a row, when the library asks for it before it knows that there is one
    die                the process ends without an answer
    dieafter N         N rows, then the process ends
    multi              two results
    morefails          a result, and an error for the next one
    call               a procedure with three output parameters
    update N           no result set, row count N
    empty              a result without rows
    broken             a batch whose lengths lie
"""

from __future__ import annotations

import os
import queue
import struct
import sys
import threading
import zlib
from decimal import Decimal

BOOL, INT16, INT32, INT64, FLOAT64, DECIMAL, UTF8, BINARY, DATE, TIME, TIMESTAMP, NULLS = range(1, 13)
OK, ERROR, HELLO_OK, CONNECT_OK, NEED_DATA, TEXT, ATTRIBUTE = range(0x100, 0x107)
PREPARED, EXECUTED, BATCH, NO_MORE, BATCH_AT = 0x110, 0x111, 0x112, 0x113, 0x114
FIXED = {INT16: "h", INT32: "i", INT64: "q", FLOAT64: "d", DATE: "i", TIME: "q", TIMESTAMP: "q"}

Column = tuple[str, int, int, int, int]  # name, SQL type, physical, column size, digits

ALL_TYPES: list[Column] = [
    ("flag", -7, BOOL, 1, 0),
    ("small", 5, INT16, 5, 0),
    ("number", 4, INT32, 10, 0),
    ("big", -5, INT64, 19, 0),
    ("real", 8, FLOAT64, 15, 0),
    ("price", 3, DECIMAL, 20, 4),
    ("name", -9, UTF8, 255, 0),
    ("bytes", -3, BINARY, 100, 0),
    ("day", 91, DATE, 10, 0),
    ("clock", 92, TIME, 15, 6),
    ("moment", 93, TIMESTAMP, 26, 6),
    ("nothing", -9, NULLS, 10, 0),
]
ROWS: list[Column] = [
    ("id", -5, INT64, 19, 0),
    ("name", -9, UTF8, 80, 0),
    ("price", 3, DECIMAL, 18, 2),
    ("made", 93, TIMESTAMP, 23, 3),
    ("flag", -7, BOOL, 1, 0),
]
WIDE: list[Column] = [
    *[(f"n{i}", -5 if i < 2 else 4, INT64 if i < 2 else INT32, 19, 0) for i in range(5)],
    *[(f"t{i}", -9, UTF8, 80, 0) for i in range(10)],
    *[(f"d{i}", 93, TIMESTAMP, 23, 3) for i in range(3)],
    *[(f"b{i}", -7, BOOL, 1, 0) for i in range(2)],
]


def text(value: str | None) -> bytes:
    if value is None:
        return struct.pack("<I", 0xFFFFFFFF)
    raw = value.encode()
    return struct.pack("<I", len(raw)) + raw


def items(parts: list[bytes]) -> bytes:
    return struct.pack("<I", len(parts)) + b"".join(parts)


def diagnostic(state: str, message: str, row: int = -1, column: int = -1) -> bytes:
    return text(state) + struct.pack("<i", 400) + text(message) + struct.pack("<qi", row, column)


def column(entry: Column) -> bytes:
    name, sql_type, physical, size, digits = entry
    names = b"".join(text(part) for part in (name, name, "Things", "Fake", "catalog", "TYPE" + str(sql_type)))
    return names + struct.pack("<hBQhBBB", sql_type, physical, size, digits, 1, 2, 3)


def padded(raw: bytes) -> bytes:
    return raw + b"\0" * (-len(raw) % 8)


def bitmap(bits: list[bool]) -> bytes:
    raw = bytearray((len(bits) + 7) // 8)
    for index, bit in enumerate(bits):
        raw[index // 8] |= bit << (index % 8)
    return bytes(raw)


def buffers(physical: int, values: list[object]) -> tuple[bytes, bytes, bytes]:
    present = [value is not None for value in values]
    validity = b"" if all(present) or physical == NULLS else bitmap(present)
    if physical == NULLS:
        return b"", b"", b""
    if physical == BOOL:
        return validity, b"", bitmap([bool(value) for value in values])
    if physical == DECIMAL:
        return validity, b"", b"".join(int(value or 0).to_bytes(16, "little", signed=True) for value in values)  # type: ignore[call-overload]
    if physical in (UTF8, BINARY):
        parts = [b"" if v is None else v.encode() if isinstance(v, str) else v for v in values]  # type: ignore[misc]
        offsets = [0]
        for part in parts:
            offsets.append(offsets[-1] + len(part))  # type: ignore[arg-type]
        return validity, struct.pack(f"<{len(offsets)}i", *offsets), b"".join(parts)  # type: ignore[arg-type]
    return validity, b"", struct.pack(f"<{len(values)}{FIXED[physical]}", *[value or 0 for value in values])


def batch(
    columns: list[Column], rows: list[tuple[object, ...]], last: bool, warnings: list[bytes] | None = None
) -> bytes:
    head = padded(struct.pack("<IB", len(rows), last) + items(warnings or []))
    sides = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    parts = [buffers(entry[2], list(side)) for entry, side in zip(columns, sides, strict=True)]
    sizes = b"".join(struct.pack("<QQQ", *map(len, part)) for part in parts)
    return head + sizes + b"".join(padded(buffer) for part in parts for buffer in part)


def at(first: int, total: int) -> bytes:
    return padded(struct.pack("<Qq", first, total) + items([]))


def executed(
    columns: list[Column] | None,
    count: int = -1,
    sets: int = 1,
    status: list[int] | None = None,
    warnings: list[bytes] | None = None,
    outputs: list[bytes] | None = None,
) -> bytes:
    statuses = [struct.pack("<H", value) for value in status or []]
    return (
        struct.pack("<Bq", columns is not None, count)
        + items([column(entry) for entry in columns or []])
        + struct.pack("<I", sets)
        + items(statuses)
        + items(outputs or [])
        + items(warnings or [])
    )


def type_rows() -> list[tuple[object, ...]]:
    return [
        (
            True,
            1,
            2,
            3,
            1.5,
            12345,
            "Zürich 東京 😀",
            b"\x00\x01\xff",
            20000,
            3_600_000_000,
            1_700_000_000_123_456,
            None,
        ),
        (None,) * 12,
        (False, -32768, -(2**31), -(2**63), -1e300, -(10**19), "", b"", -1, 86_399_999_999, -1, None),
    ]


def made_row(index: int) -> tuple[object, ...]:
    name = None if index % 7 == 3 else f"name {index}"
    return index, name, index * 100 + 7, 1_600_000_000_000_000 + index * 1000, index % 2 == 0


def wide_row(index: int) -> tuple[object, ...]:
    name = f"some text of a usual length {index % 1000}"
    return (
        *([index] * 5),
        *([name] * 7),
        None,
        None,
        "é" * 20,
        *([1_600_000_000_000_000 + index] * 3),
        True,
        index % 3 == 0,
    )


class Reader:
    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0
        self.kept: dict[int, tuple[int, int]] = {}  # values that came before: bytes, checksum

    def take(self, form: str) -> int:
        (value,) = struct.unpack_from("<" + form, self.raw, self.at)
        self.at += struct.calcsize("<" + form)
        return value  # type: ignore[no-any-return]

    def bytes(self) -> bytes | None:
        length = self.take("I")
        if length == 0xFFFFFFFF:
            return None
        self.at += length
        return self.raw[self.at - length : self.at]

    def text(self) -> str | None:
        raw = self.bytes()
        return None if raw is None else raw.decode()

    def value(self) -> str | None:
        """A parameter value as `tag:text`."""
        tag = self.take("B")
        forms = {1: "B", 2: "q", 3: "d", 7: "i", 8: "q", 9: "q", 11: "q", 12: "q"}
        if tag == 0:
            return None
        if tag == 13:
            return "13:"
        if tag in (14, 15):
            number, size = self.take("I"), self.take("Q")
            kept, check = self.kept[number]
            return f"{tag}:{kept}:{check:08x}" if kept == size else f"{tag}: {kept} bytes, not {size}"
        if tag == 6:
            raw = self.bytes() or b""
            return "6:" + raw.hex()
        if tag in forms:
            return f"{tag}:{self.take(forms[tag])}"
        return f"{tag}:{self.text()}"


class Statement:
    def __init__(self) -> None:
        self.sql = ""
        self.results: list[tuple[list[Column], object]] = []
        self.cancelled = threading.Event()
        self.batches: object = iter(())
        self.columns: list[Column] = []
        self.kept: list[tuple[int, int, bytes]] = []  # of FETCH_AT: first row, rows, BATCH
        self.failed: tuple[str, str] | None = None
        self.values: dict[int, tuple[int, int]] = {}  # of PUT_VALUE: bytes, checksum
        self.stop = self.cancelled  # of the request under way
        self.requests: queue.SimpleQueue[tuple[threading.Event, tuple[int, int, int, bytes]]] = queue.SimpleQueue()


class Engine:
    def __init__(self) -> None:
        self.out = threading.Lock()
        self.statements: dict[int, Statement] = {}
        self.connects: dict[int, threading.Event] = {}
        self.prebuilt: dict[tuple[str, int], list[bytes]] = {}
        self.stops: list[threading.Event] = []  # of what waits for its cancel
        self.waits = threading.Condition()

    def wait(self, stop: threading.Event, seconds: int = 0) -> bool:
        """Wait for a cancel, in sight of those who ask for `waiting`; False when time is over."""
        with self.waits:
            self.stops.append(stop)
            self.waits.notify_all()
        stopped = stop.wait(seconds or 60)
        with self.waits:
            self.stops.remove(stop)
        return stopped

    def met(self) -> bool:
        """Whether something waits for its cancel, now or soon; what was stopped already doesn't count."""
        with self.waits:
            return self.waits.wait_for(lambda: any(not stop.is_set() for stop in self.stops), 60)

    def reply(self, kind: int, target: int, sequence: int, payload: bytes = b"") -> None:
        frame = struct.pack("<IHHII", len(payload), kind, 0, target, sequence) + payload
        with self.out:
            view = memoryview(frame)
            while view:
                view = view[os.write(1, view) :]

    def error(self, target: int, sequence: int, state: str, message: str) -> None:
        self.reply(ERROR, target, sequence, items([diagnostic(state, message)]))

    def serve(self) -> None:
        source = open(0, "rb", buffering=1 << 16)  # noqa: SIM115
        while header := source.read(16):
            length, kind, _, target, sequence = struct.unpack("<IHHII", header)
            payload = source.read(length)
            if kind == 0x17:
                self.cancel(target)
            elif 0x10 <= kind <= 0x19:
                self.enqueue(kind, target, sequence, payload)
            else:
                threading.Thread(target=self.guarded, args=(kind, target, sequence, payload), daemon=True).start()

    def cancel(self, target: int) -> None:
        if target in self.statements:
            self.statements[target].cancelled.set()
        else:
            self.connects.setdefault(target, threading.Event()).set()

    def enqueue(self, kind: int, target: int, sequence: int, payload: bytes) -> None:
        """Requests about one statement are done in order; those that end its work stop what is under way."""
        statement = self.statement(target)
        if kind in (0x10, 0x11, 0x12, 0x19):
            statement.cancelled = threading.Event()
        elif kind in (0x15, 0x16):
            statement.cancelled.set()
        statement.requests.put((statement.cancelled, (kind, target, sequence, payload)))

    def statement(self, target: int) -> Statement:
        if target not in self.statements:
            self.statements[target] = Statement()
            threading.Thread(target=self.work, args=(self.statements[target],), daemon=True).start()
        return self.statements[target]

    def work(self, statement: Statement) -> None:
        while True:
            statement.stop, request = statement.requests.get()
            self.guarded(*request)
            if request[0] == 0x16:
                return

    def guarded(self, kind: int, target: int, sequence: int, payload: bytes) -> None:
        try:
            self.answer(kind, target, sequence, payload)
        except Exception as problem:
            self.error(target, sequence, "HY000", f"fake engine: {problem!r}")

    def answer(self, kind: int, target: int, sequence: int, payload: bytes) -> None:
        reader = Reader(payload)
        if kind in (0x10, 0x12, 0x15):
            self.statement(target).values = {}
        if kind == 0x01:
            self.reply(HELLO_OK, 0, sequence, struct.pack("<I", 1) + text("fake"))
        elif kind == 0x02:
            self.connect(reader, target, sequence)
        elif kind == 0x04:
            self.reply(TEXT, target, sequence, text("native: " + (reader.text() or "")))
        elif kind == 0x06:
            self.reply(ATTRIBUTE, target, sequence, text("the catalog") + struct.pack("<q", 0))
        elif kind == 0x10:
            self.prepare(reader, target, sequence)
        elif kind == 0x11:
            self.execute(reader, target, sequence)
        elif kind == 0x12:
            self.catalog(reader, target, sequence)
        elif kind == 0x13:
            self.fetch(target, sequence)
        elif kind == 0x14:
            self.more(target, sequence)
        elif kind == 0x19:
            self.put_value(reader, target, sequence)
        elif kind == 0x18:
            self.fetch_at(reader.take("Q"), target, sequence)
        else:
            self.reply(OK, target, sequence, items([]))

    def connect(self, reader: Reader, target: int, sequence: int) -> None:
        kind, string = reader.take("B"), reader.text() or ""
        if "refuse" in string:
            return self.error(target, sequence, "28000", "The fake engine refuses: write another connection string.")
        if "slow" in string:
            user_password, seconds = (reader.text(), reader.text()), reader.take("I")
            assert user_password == (None, None)
            late = not self.wait(self.connects.setdefault(target, threading.Event()), seconds)
            return self.error(target, sequence, "HYT00" if late else "HY008", "Late." if late else "Cancelled.")
        if kind == 2 and "token" not in string:
            return self.reply(NEED_DATA, target, sequence, text("User:User=?;*token:Token=?") + items([]))
        info = [
            struct.pack("<HB", 17, 0) + text("Fake"),
            struct.pack("<HB", 6, 0) + text("libjsdodbc.so"),
            struct.pack("<HB", 18, 0) + text("01.00.0000"),
            struct.pack("<HB", 7, 0) + text("00.01.0000"),
            struct.pack("<HBH", 23, 1, 1),
            struct.pack("<HBH", 24, 1, 1),
            struct.pack("<HBI", 8, 2, 1),
            struct.pack("<HB", 29, 0) + text('"'),
            struct.pack("<HBH", 46, 1, 0),
            struct.pack("<HB", 10002, 0) + text("Y"),
        ]
        charset = next((part[8:] for part in string.split(";") if part.startswith("Charset=")), "")
        warnings = [diagnostic("01S00", "There is no property odd.")] if "odd" in string else []
        answer = text(string + ";Completed=1") + items(info) + items(warnings) + text(charset)
        self.reply(CONNECT_OK, target, sequence, answer)
        return None

    def put_value(self, reader: Reader, target: int, sequence: int) -> None:
        """Keeps how long a value is and its checksum."""
        statement = self.statement(target)
        reader.take("I")
        number, portion = reader.take("I"), reader.bytes() or b""
        size, check = statement.values.get(number, (0, 0))
        statement.values[number] = size + len(portion), zlib.crc32(portion, check)
        if b"the disk is full" in portion:
            return self.error(target, sequence, "HY000", "The disk is full.")
        return self.reply(OK, target, sequence, items([]))

    def prepare(self, reader: Reader, target: int, sequence: int) -> None:
        reader.take("I")
        sql = reader.text() or ""
        if sql.startswith("error"):
            return self.error(target, sequence, *self.words(sql))
        self.statement(target).sql = sql
        marks = [struct.pack("<hQhBB", -9, 255, 0, 1, 1) + text("") for _ in range(sql.count("?"))]
        columns = self.plan(sql)[0]
        self.reply(PREPARED, target, sequence, items(marks) + items([column(entry) for entry in columns]) + items([]))
        return None

    @staticmethod
    def words(sql: str) -> tuple[str, str]:
        _, state, message = sql.split(" ", 2)
        return state, message

    def plan(self, sql: str) -> tuple[list[Column], object]:
        """Columns, and batches as payloads (a result set), or () and None."""
        word, *rest = sql.split() or [""]
        if word == "types":
            return ALL_TYPES, iter([batch(ALL_TYPES, type_rows(), True)])
        if word == "rows":
            return ROWS, self.generated(
                ROWS, made_row, int(rest[0]), int(rest[1]) if len(rest) > 1 and rest[1] != "?" else 4096
            )
        if word == "wide":
            return WIDE, self.generated(WIDE, wide_row, int(rest[0]), 8192)
        if word == "text":
            columns: list[Column] = [("t", -9, UTF8, 100, 0)]
            return columns, iter([batch(columns, [("😀" * 20,), ("x" * 10_000 + "é",), ("",), (None,)], True)])
        if word == "echo":
            return [(f"p{i}", -9, UTF8, 4000, 0) for i in range(max(1, sql.count("?")))], None
        if word == "fetcherror":
            return ROWS, self.failing(int(rest[0]))
        if word == "stall":
            return ROWS, self.stalling(int(rest[0]))
        if word == "lostrow":
            return ROWS, self.generated(ROWS, made_row, int(rest[0]), 2)
        if word == "dieafter":
            return ROWS, self.dying(int(rest[0]))
        if word in ("multi", "morefails", "slowfetch"):
            return ROWS, self.generated(ROWS, made_row, 3, 3)
        if word == "ahead":
            return ROWS, self.generated(ROWS, made_row, 1, 1)
        if word == "empty":
            return ROWS, iter([batch(ROWS, [], True)])
        if word == "warn":
            return ROWS, iter([batch(ROWS, [made_row(0)], True, [diagnostic("01000", "The service warns.")])])
        if word == "broken":
            good = bytearray(batch(ROWS, [made_row(1)], True))
            good[0:4] = struct.pack("<I", 1_000_000)
            return ROWS, iter([bytes(good)])
        if word == "badoffsets":
            raw = batch([("t", -9, UTF8, 100, 0)], [("abc",), ("def",)], True)
            return [("t", -9, UTF8, 100, 0)], iter(
                [raw.replace(struct.pack("<3i", 0, 3, 6), struct.pack("<3i", 0, 2**30, -5))]
            )
        return [], None

    def generated(self, columns: list[Column], make: object, count: int, size: int) -> object:
        key = (columns[0][0], size)
        known = self.prebuilt.setdefault(key, [])
        for number, start in enumerate(range(0, count, size)):
            rows = min(size, count - start)
            last = start + size >= count
            if rows == size and not last and number < len(known):
                yield known[number]
                continue
            made = batch(columns, [make(index) for index in range(start, start + rows)], last)  # type: ignore[operator]
            if rows == size and not last and len(known) == number:
                known.append(made)
            yield made
        if count == 0:
            yield batch(columns, [], True)

    def failing(self, count: int) -> object:
        yield batch(ROWS, [made_row(index) for index in range(count)], False)
        yield ("08S01", "The service cut the connection in mid-page.")

    def stalling(self, count: int) -> object:
        yield batch(ROWS, [made_row(index) for index in range(count)], False)
        yield None

    def dying(self, count: int) -> object:
        yield batch(ROWS, [made_row(index) for index in range(count)], False)
        print("fake engine: dying as asked", file=sys.stderr, flush=True)
        os._exit(3)

    def execute(self, reader: Reader, target: int, sequence: int) -> None:
        reader.take("I")
        statement = self.statement(target)
        statement.sql = reader.text() or statement.sql
        statement.columns, statement.batches, statement.results = [], iter(()), []
        statement.kept, statement.failed = [], None
        reader.kept, statement.values = statement.values, {}
        timeout = reader.take("I")
        reader.take("Q"), reader.take("Q")
        sets, count = reader.take("I"), reader.take("H")
        types = [reader.take("h") for _ in range(count)]
        values = [tuple(reader.value() for _ in range(count)) for _ in range(sets)]
        sql = statement.sql
        if sql.startswith("error"):
            return self.error(target, sequence, *self.words(sql))
        if sql.startswith("die") and not sql.startswith("dieafter"):
            print("fake engine: dying as asked", file=sys.stderr, flush=True)
            os._exit(3)
        if sql == "nothing":
            return None
        if sql.startswith("slow") and not sql.startswith("slowfetch"):
            late = not self.wait(statement.stop, timeout)
            state = "HYT00" if late else "HY008"
            return self.error(target, sequence, state, "Time ran out." if late else "Cancelled.")
        if sql == "waiting":
            if not self.met():
                return self.error(target, sequence, "HYT00", "Nothing waits for a cancel.")
            return self.reply(EXECUTED, target, sequence, executed(None, 1, sets))
        if sql == "ahead" and not self.asked_ahead(statement):
            return self.error(target, sequence, "HY000", "Nobody asked for rows yet.")
        if sql.startswith("update"):
            return self.reply(EXECUTED, target, sequence, executed(None, int(sql.split()[1]), sets))
        if sql.startswith("call"):
            outputs = [
                struct.pack("<HB", 1, 4) + text("12.345"),
                struct.pack("<HB", 2, 5) + text("Zürich"),
                struct.pack("<HB", 3, 0),
            ]
            return self.reply(EXECUTED, target, sequence, executed(None, -1, sets, outputs=outputs))
        if sql.startswith("partly"):
            status = [5 if index == 1 else 0 for index in range(sets)]
            return self.reply(
                EXECUTED,
                target,
                sequence,
                executed(None, sets - 1, sets, status, [diagnostic("22018", "Set 2 is wrong.", 2)]),
            )
        statement.columns, statement.batches = self.plan(sql)
        if sql.startswith("echo"):
            statement.columns = [(f"p{i}", -9, UTF8, 4000, 0) for i in range(max(1, count))]
            rows = [
                tuple(f"{t}|{v}" if v is not None else None for t, v in zip(types, row, strict=True)) for row in values
            ]
            statement.batches = iter([batch(statement.columns, rows if count else [("",)], True)])  # type: ignore[list-item]
        if not statement.columns:
            return self.error(target, sequence, "42000", f"The fake engine does not know: {sql}")
        statement.results = [(ROWS, self.generated(ROWS, made_row, 2, 2))] if sql.startswith("multi") else []
        return self.reply(EXECUTED, target, sequence, executed(statement.columns, -1, sets))

    @staticmethod
    def asked_ahead(statement: Statement) -> bool:
        """Waits for the request behind the one under way."""
        try:
            statement.requests.put(statement.requests.get(timeout=60))
        except queue.Empty:
            return False
        return True

    def catalog(self, reader: Reader, target: int, sequence: int) -> None:
        reader.take("I")
        function = reader.take("H")
        texts = [reader.text() for _ in range(reader.take("I"))]
        integers = [reader.take("i") for _ in range(reader.take("I"))]
        columns: list[Column] = [("function", 4, INT32, 10, 0), ("arguments", -9, UTF8, 4000, 0)]
        if function == 9:  # a result that pyodbc's questions about types are content with
            columns = [("TYPE_NAME", -9, UTF8, 128, 0), ("DATA_TYPE", 5, INT16, 5, 0), ("COLUMN_SIZE", 4, INT32, 10, 0)]
            rows: list[tuple[object, ...]] = [("TYPE", integers[0], 255)]
        else:
            rows = [
                (
                    function,
                    "|".join("NULL" if t is None else f"'{t}'" for t in texts) + "|" + ",".join(map(str, integers)),
                )
            ]
        statement = self.statement(target)
        statement.columns, statement.batches, statement.results = columns, iter([batch(columns, rows, True)]), []
        statement.kept, statement.failed = [], None
        self.reply(EXECUTED, target, sequence, executed(columns))

    def fetch(self, target: int, sequence: int) -> None:
        statement = self.statement(target)
        if statement.sql.startswith("slowfetch"):
            self.wait(statement.stop)
            return self.error(target, sequence, "HY008", "Cancelled.")
        payload = next(statement.batches, None)  # type: ignore[call-overload]
        if payload is None:
            return self.error(target, sequence, "24000", "There is nothing left to fetch.")
        if isinstance(payload, tuple):
            return self.error(target, sequence, *payload)
        return self.reply(BATCH, target, sequence, payload)

    def fetch_at(self, row: int, target: int, sequence: int) -> None:
        """Keeps the batches, in memory: that the real engine does better is no matter of the library."""
        statement = self.statement(target)
        rows = sum(count for _, count, _ in statement.kept)
        total = -1
        while row >= rows and total < 0:
            if statement.failed is None:
                payload = next(statement.batches, b"")  # type: ignore[call-overload]
                if payload is None:
                    self.wait(statement.stop)
                    payload = ("HY008", "Cancelled.")
                statement.failed = payload if isinstance(payload, tuple) else None
            if statement.failed is not None:
                return self.error(target, sequence, *statement.failed)
            count = struct.unpack_from("<I", payload)[0] if payload else 0
            if not count:
                total = rows
            else:
                statement.kept.append((rows, count, payload[:4] + b"\0" + payload[5:]))
                rows += count
        if row >= rows:
            return self.reply(BATCH_AT, target, sequence, at(rows, total) + batch(statement.columns, [], True))
        if statement.sql.startswith("lostrow") and row == 2:
            row = 0
        first, _, payload = next(kept for kept in statement.kept if kept[0] + kept[1] > row)
        return self.reply(BATCH_AT, target, sequence, at(first, total) + payload)

    def more(self, target: int, sequence: int) -> None:
        statement = self.statement(target)
        statement.kept, statement.failed = [], None
        if statement.sql.startswith("morefails"):
            return self.error(target, sequence, "HY000", "The second result failed.")
        if not statement.results:
            return self.reply(NO_MORE, target, sequence)
        statement.columns, statement.batches = statement.results.pop(0)
        return self.reply(EXECUTED, target, sequence, executed(statement.columns))


def decimal(unscaled: int, scale: int) -> Decimal:
    return Decimal(unscaled).scaleb(-scale)


if __name__ == "__main__":
    Engine().serve()
