"""A backend that answers without a site: statements are words that say what happens.

`one`: a row with 1. `rows N`: N rows of number and text. `wait`: runs until it is stopped. `wait fetch`: one
batch, then the same. `fail`, `fail fetch`: raise. `count N`: no rows, row count N. `two`: two results. `say`: prints.
`stuck`: asks nobody whether to stop, but is interrupted.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pyarrow as pa

from jsdodbc import connection_string
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error, Notice
from jsdodbc.odbc import physical

INTEGER = SimpleNamespace(
    name="n", base_column="", table="", schema="", catalog="", type_name="BIGINT", sql_type=-5, physical=physical.INT64,
    column_size=19, decimal_digits=0, nullable=1, flags=0, searchable=2,
)  # fmt: skip
TEXT = SimpleNamespace(
    **{**vars(INTEGER), "name": "t", "type_name": "VARCHAR", "sql_type": -9, "physical": physical.UTF8}
)


@dataclass
class FakeResult:
    columns: Sequence[Any]
    row_count: int
    rows: Iterator[Any] = field(default_factory=lambda: iter(()))
    notices: list[Notice] = field(default_factory=list)
    closed: bool = False
    waits: bool = True

    def batches(self) -> Iterator[Any]:
        return self.rows

    def close(self) -> None:
        self.closed = True


@dataclass
class FakePrepared:
    sql: str
    parameters: Sequence[Any] = ()
    columns: Sequence[Any] | None = ()


class FakeExecutor:
    def __init__(self) -> None:
        self.started = threading.Event()
        self.bound: list[Any] = []
        self.results: list[FakeResult] = []
        self.closed = False

    def prepare(self, sql: str) -> FakePrepared:
        if sql.startswith("nonsense"):
            raise Error("42000", "There is no statement that begins with nonsense.")
        return FakePrepared(sql, columns=(INTEGER,))

    def scratch_tables(self) -> tuple[Any, ...]:
        return ()

    def native_sql(self, sql: str) -> str:
        return sql.upper()

    def execute(
        self, prepared: Any, parameter_sets: Any, *, cancellation: Cancellation, max_rows: int = 0, max_length: int = 0
    ) -> Any:
        self.bound = parameter_sets
        word, _, rest = prepared.sql.partition(" ")
        found = getattr(self, f"_{word}")(rest, cancellation)
        self.results = list(found)
        return SimpleNamespace(results=iter(found), refused={})

    def close(self) -> None:
        self.closed = True

    def _one(self, _: str, __: Cancellation) -> list[FakeResult]:
        return [FakeResult((INTEGER,), 1, iter([_batch(1, 2)]))]

    def _rows(self, count: str, _: Cancellation) -> list[FakeResult]:
        pages = (_rows(start, min(start + 1000, int(count))) for start in range(0, int(count), 1000))
        return [FakeResult((INTEGER, TEXT), -1, pages)]

    def _wait(self, where: str, cancellation: Cancellation) -> list[FakeResult]:
        def pages() -> Iterator[Any]:
            yield _batch(0, 10)
            self._until_stopped(cancellation)

        if where == "fetch":
            return [FakeResult((INTEGER,), -1, pages())]
        self._until_stopped(cancellation)
        return []

    def _stuck(self, _: str, cancellation: Cancellation) -> list[FakeResult]:
        # Like DuckDB: asks nobody, but is interrupted, and then raises what it likes.
        stopped = threading.Event()
        cancellation.on_cancel(stopped.set)
        self.started.set()
        stopped.wait()
        raise RuntimeError("INTERRUPT Error: Interrupted!")

    def _fail(self, where: str, _: Cancellation) -> list[FakeResult]:
        def pages() -> Iterator[Any]:
            yield _batch(0, 10)
            raise Error("08S01", "The connection broke in mid-page.", native=502)

        if where == "fetch":
            return [FakeResult((INTEGER,), -1, pages())]
        raise KeyError("s3cret")

    def _count(self, count: str, _: Cancellation) -> list[FakeResult]:
        return [FakeResult((), int(count), notices=[Notice("01000", "Counted.")])]

    def _say(self, text: str, _: Cancellation) -> list[FakeResult]:
        print(text, flush=True)
        return [FakeResult((), 0)]

    def _two(self, _: str, __: Cancellation) -> list[FakeResult]:
        return [FakeResult((INTEGER,), -1, iter([_batch(0, 3)])), FakeResult((), 7)]

    def _until_stopped(self, cancellation: Cancellation) -> None:
        self.started.set()
        while True:
            cancellation.wait(60)


@dataclass(frozen=True)
class FakeSettings:
    url: str
    read_only: bool = True
    secret: str = "s3cret"
    user: str = "ann"
    charset: str = ""
    scratch_location: str = ""

    def redact(self, text: str) -> str:
        return text.replace(self.secret, "***")


@dataclass
class FakeSession:
    settings: FakeSettings
    closed: bool = False
    site: Any = field(default_factory=lambda: SimpleNamespace(version="1001.0.0-SNAPSHOT"))
    log: list[str] = field(default_factory=list)

    def note(self, text: str, level: int = 2) -> None:
        self.log.append(text)

    def close(self) -> None:
        self.closed = True


class FakeBackend:
    def __init__(self) -> None:
        self.warm = threading.Event()
        self.warm.set()
        self.executors: list[FakeExecutor] = []
        self.sessions: list[FakeSession] = []

    def warm_up(self) -> None:
        self.warm.wait()

    def parse(self, text: str) -> list[tuple[str, str]]:
        return connection_string.parse(text)

    def build(self, pairs: Any) -> str:
        return connection_string.build(pairs)

    def browse(self, pairs: Any) -> str:
        return "" if any(key == "Password" for key, _ in pairs) else "Password={?}"

    def resolve(self, pairs: Any) -> tuple[FakeSettings, list[Notice]]:
        given = dict(pairs)
        if "URL" not in given:
            raise Error("HY024", "URL is missing.")
        unknown = [Notice("01S00", f"{key} is unknown.") for key in given if key == "Colour"]
        return replace(FakeSettings(given["URL"]), secret=given.get("Password", "-")), unknown

    def sign_in(self, settings: FakeSettings, cancellation: Cancellation) -> FakeSession:
        if "slow" in settings.url:
            cancellation.wait(60)
        session = FakeSession(settings)
        self.sessions.append(session)
        return session

    def catalog(self, session: Any) -> Any:
        return None

    def executor(self, session: Any) -> FakeExecutor:
        executor = FakeExecutor()
        self.executors.append(executor)
        return executor


def _batch(start: int, stop: int) -> Any:
    return pa.record_batch([pa.array(range(start, stop), pa.int64())], names=["n"])


def _rows(start: int, stop: int) -> Any:
    texts = [None if number % 7 == 0 else f"row {number}" for number in range(start, stop)]
    return pa.record_batch([pa.array(range(start, stop), pa.int64()), pa.array(texts, pa.string())], names=["n", "t"])
