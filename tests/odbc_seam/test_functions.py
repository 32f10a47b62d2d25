"""Every scalar function that SQLGetInfo declares runs, written as ODBC applications write it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from jsdodbc.cancel import Cancellation
from jsdodbc.execute.connection import Connection
from jsdodbc.odbc import info
from jsdodbc.odbc.info_bits import BITS
from jsdodbc.settings import Settings
from jsdodbc.site.deployment import Deployment

DAY, MOMENT = "{d '2026-01-02'}", "{ts '2026-01-02 03:04:05'}"
EXAMPLES: dict[int, tuple[str, dict[str, str]]] = {
    49: (
        "numeric",
        {
            "ATAN2": "ATAN2(1, 1)", "MOD": "MOD(5, 3)", "PI": "PI()", "RAND": "RAND()", "POWER": "POWER(2, 3)",
            "ROUND": "ROUND(1.55, 1)", "TRUNCATE": "TRUNCATE(1.55, 1)",
        },
    ),
    50: (
        "string",
        {
            "CONCAT": "CONCAT('a', 'b')", "DIFFERENCE": "DIFFERENCE('a', 'b')", "INSERT": "INSERT('abc', 1, 1, 'x')",
            "LEFT": "LEFT('abc', 2)",
            "LOCATE": "LOCATE('b', 'abc')", "REPEAT": "REPEAT('a', 2)", "REPLACE": "REPLACE('abc', 'b', 'x')",
            "RIGHT": "RIGHT('abc', 2)", "SUBSTRING": "SUBSTRING('abc', 1, 2)", "CHAR": "CHAR(65)", "SPACE": "SPACE(3)",
            "LOCATE_2": "LOCATE('b', 'abcb', 3)", "POSITION": "POSITION('b' IN 'abc')",
        },
    ),
    51: ("system", {"USERNAME": "USER()", "DBNAME": "DATABASE()", "IFNULL": "IFNULL(NULL, 1)"}),
    52: (
        "time",
        {
            **{name: f"{name}()" for name in ("NOW", "CURDATE", "CURTIME")},
            **{name: f"{name}()" for name in ("CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP")},
            **{name: f"{name}({MOMENT})" for name in ("HOUR", "MINUTE", "SECOND")},
            "TIMESTAMPADD": f"TIMESTAMPADD(SQL_TSI_DAY, 1, {MOMENT})",
            "TIMESTAMPDIFF": f"TIMESTAMPDIFF(SQL_TSI_DAY, {DAY}, {DAY})", "EXTRACT": f"EXTRACT(YEAR FROM {DAY})",
        },
    ),
    109: ("interval", {name: f"TIMESTAMPADD(SQL_TSI_{name}, 1, {MOMENT})" for name in BITS["interval"].split()}),
    110: (
        "interval",
        {name: f"TIMESTAMPDIFF(SQL_TSI_{name}, {MOMENT}, {MOMENT})" for name in BITS["interval"].split()},
    ),
}  # fmt: skip
ORDINARY = {"numeric": "1", "string": "'a'", "time": DAY}


def declared() -> list[tuple[str, str]]:
    """Name and call of every function whose bit is set."""
    masks = {code: value for code, _, _, value in info.INFO}
    calls = []
    for code, (kind, examples) in EXAMPLES.items():
        mask = masks[code]
        assert isinstance(mask, int)
        for position, name in enumerate(BITS[kind].split()):
            if mask >> position & 1:
                calls.append((f"{code} {name}", examples.get(name) or f"{name}({ORDINARY[kind]})"))
    return calls


@pytest.fixture(scope="module")
def connection() -> Connection:
    settings = Settings("https://site.example", user="ann")
    account = SimpleNamespace(identifier="ann", display_name="Ann", time_zone="UTC")
    return Connection(_Session(settings, account))


class _Session:
    deployment = Deployment.CLOUD

    def __init__(self, settings: object, account: object) -> None:
        self.settings = settings
        self.account = account


NULL_CALLS = ("CONCAT('a', NULL)", "CONCAT(NULL, 'a', 'b')", "CONCAT(NULL)", "INSERT('abc', 1, 1, NULL)")


@pytest.mark.parametrize("call", NULL_CALLS)
def test_null_joined_to_text_is_null(connection: Connection, call: str) -> None:
    prepared = connection.prepare(f"SELECT {{fn {call}}} AS joined, CONCAT('a', 1, 2 > 1) AS whole")
    results = connection.execute(prepared, cancellation=Cancellation()).results
    rows = [row for result in results for batch in result.batches() for row in batch.to_pylist()]
    assert rows == [{"joined": None, "whole": "a1true"}]


@pytest.mark.parametrize("call", [call for _, call in declared()], ids=[name for name, _ in declared()])
def test_declared_functions_run(connection: Connection, call: str) -> None:
    prepared = connection.prepare(f"SELECT {{fn {call}}}")
    for result in connection.execute(prepared, cancellation=Cancellation()).results:
        rows = [row for batch in result.batches() for row in batch.to_pylist()]
        assert len(rows) == 1
