"""An engine's connection without a site, for SQL that needs no table."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.execute.connection import Connection
from jsdodbc.settings import Settings
from jsdodbc.site.deployment import Deployment


class _Session:
    api = "/rest/api/2"

    def request(self, *_: object, **__: object) -> bytes:
        raise Error("HY000", "There is no site.")

    def note(self, text: str) -> None:
        assert "There is no site." in text

    deployment = Deployment.CLOUD
    settings = Settings("https://site.example", user="ann")
    account = SimpleNamespace(identifier="ann", display_name="Ann", time_zone="UTC")


class Engine:
    def __init__(self) -> None:
        self._connection = Connection(_Session())  # type: ignore[arg-type]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self._run(sql)[1]

    def one(self, sql: str) -> Any:
        """The one value of the one row."""
        ((value,),) = self.rows(sql)
        return value

    def described(self, sql: str) -> Sequence[Any]:
        """The columns of the result."""
        return self._run(sql)[0]

    def _run(self, sql: str) -> tuple[Sequence[Any], list[tuple[Any, ...]]]:
        prepared = self._connection.prepare(sql)
        columns: list[Any] = []
        rows: list[tuple[Any, ...]] = []
        for result in self._connection.execute(prepared, cancellation=Cancellation()).results:
            columns = list(result.columns)
            for batch in result.batches():
                cells = [column.to_pylist() for column in batch.columns]
                rows += zip(*cells, strict=True)
        return columns, rows

    def close(self) -> None:
        self._connection.close()
