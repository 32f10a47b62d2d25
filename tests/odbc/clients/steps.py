"""What every application is asked, and the one right answer to each."""

from __future__ import annotations

from dataclasses import dataclass

from jsdodbc.model.tables import service_desks
from tests.odbc.clients import LISTED

UNIT, RECORD, GROUP, NOTHING, FAILED = "\x1f", "\x1e", "\x1d", "\x15", "\x18"

Row = list[str | None]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of one SQL type, as SQL and as most applications write it."""

    name: str
    kind: str
    sql: str
    text: str


VALUES = (
    Value("boolean", "BOOLEAN", "CAST(TRUE AS BOOLEAN)", "1"),
    Value("smallint", "SMALLINT", "CAST(-32768 AS SMALLINT)", "-32768"),
    Value("integer", "INTEGER", "CAST(2147483647 AS INTEGER)", "2147483647"),
    Value("bigint", "BIGINT", "CAST(-9223372036854775808 AS BIGINT)", "-9223372036854775808"),
    Value("double", "DOUBLE", "CAST(0.1 AS DOUBLE)", "0.1"),
    Value("decimal", "DECIMAL(38,2)", "CAST('-12345678901234567890.12' AS DECIMAL(38,2))", "-12345678901234567890.12"),
    Value("text", "VARCHAR(20)", "CAST('it''s' AS VARCHAR(20))", "it's"),
    Value("empty", "VARCHAR", "''", ""),
    Value("beyond", "VARCHAR", "'東京 é 😀'", "東京 é 😀"),
    Value("date", "DATE", "CAST('2024-02-29' AS DATE)", "2024-02-29"),
    Value("time", "TIME", "CAST('23:59:58' AS TIME)", "23:59:58.000000"),
    Value("stamp", "TIMESTAMP", "CAST('1969-12-31 23:59:59.999999' AS TIMESTAMP)", "1969-12-31 23:59:59.999999"),
    Value("binary", "BLOB", r"CAST('\x00\xFF' AS BLOB)", "00ff"),
)
_DESKS = service_desks.SERVICE_DESKS
TEXT = "aé😀" * 5000
MANY = 100_000


@dataclass(frozen=True, slots=True)
class Step:
    """A verb of the probes with what it is given."""

    verb: str
    given: tuple[str, ...]
    answer: list[Row]


STEPS = {
    "values": Step("rows", ("SELECT " + ", ".join(f"{value.sql} AS {value.name}_" for value in VALUES),), []),
    "nulls": Step("rows", ("SELECT " + ", ".join(f"CAST(NULL AS {value.kind}) AS {value.name}_" for value in VALUES),),
                  [[None] * len(VALUES)]),
    "long text": Step("rows", ("SELECT TO_JSON(REPEAT('aé😀', 5000)) AS x",), [[f'"{TEXT}"']]),
    "full text": Step("rows", ("SELECT REPEAT('東', 7900) AS x",), [["東" * 7900]]),
    "parameters": Step("bind", ("SELECT CAST(? AS INTEGER) AS a, CAST(? AS VARCHAR) AS b, CAST(? AS VARCHAR) AS c",
                                "i:42", "s:東京 é 😀", "n:"), [["42", "東京 é 😀", None]]),
    "filter": Step("bind", ("SELECT Id FROM ServiceDesks WHERE ProjectKey = ? OR ProjectKey = ?", "s:SUP", "s:none"),
                   [["1"]]),
    "many rows": Step("rows", (f"SELECT i, 'row ' || i AS t FROM generate_series(1, {MANY}) AS g(i)",),
                      [[str(index), f"row {index}"] for index in range(1, MANY + 1)]),
    "error": Step("rows", ("SELECT * FROM Nothing",), []),
    "after an error": Step("rows", ("SELECT 1 AS x",), [["1"]]),
    "tables": Step("tables", (), [[name] for _, _, name in
                                  LISTED]),
    "columns": Step("columns", (_DESKS.name,), [[column.name] for column in _DESKS.columns]),
    "keys": Step("keys", (_DESKS.name, _DESKS.schema), [[column.name] for column in _DESKS.columns if column.key]),
    "scroll": Step("scroll", ("SELECT i FROM generate_series(1, 5000) AS g(i)",), [["1"], ["5000"], ["4999"], ["1"]]),
    "blocks": Step("blocks", (f"SELECT i FROM generate_series(1, {MANY}) AS g(i)",),
                   [[str(index)] for index in range(1, MANY + 1)]),
}  # fmt: skip
MESSAGE = "There is no table Nothing."


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a step, or why there are none."""

    rows: list[Row]
    failure: str


def script(names: list[str]) -> str:
    """The steps as probes read them."""
    return "".join(UNIT.join((STEPS[name].verb, *STEPS[name].given)) + "\n" for name in names)


def answers(names: list[str], output: str) -> dict[str, Answer]:
    """What a probe printed, step by step."""
    return dict(zip(names, map(_answer, output.split(GROUP)), strict=False))


def _answer(text: str) -> Answer:
    records, _, failure = text.partition(FAILED)
    rows = [[None if cell == NOTHING else cell for cell in record.split(UNIT)] for record in records.split(RECORD)]
    return Answer(rows[:-1], failure)
