"""Each bit that SQLGetInfo sets for a clause, a literal or a conversion stands for SQL that runs."""

from __future__ import annotations

from typing import Any

import pytest

from jsdodbc.odbc import info
from jsdodbc.odbc.info_bits import BITS
from jsdodbc.odbc.sql_info import sql_info
from tests.odbc_seam.engine import Engine

ONE, TWO = "(VALUES (1)) a(x)", "(VALUES (1), (2)) b(y)"
# Information type → its bits, and for each an expression or a query that yields the value (True: one row of any).
SHOWN: dict[int, tuple[str, dict[str, str]]] = {
    48: ("convert", {"CONVERT": "{fn CONVERT('1', SQL_INTEGER)} = 1", "CAST": "CAST('1' AS INTEGER) = 1"}),
    95: (
        "subquery",
        {
            "COMPARISON": "2 = (SELECT MAX(y) FROM (VALUES (1), (2)) b(y))",
            "EXISTS": "EXISTS (SELECT 1)",
            "IN": "1 IN (SELECT 1)",
            "QUANTIFIED": "1 < ALL (SELECT 2)",
            "CORRELATED_SUBQUERIES": f"(SELECT (SELECT MAX(y) FROM {TWO} WHERE y <= x) FROM {ONE}) = 1",
        },
    ),
    96: (
        "union",
        {
            "UNION": "(SELECT COUNT(*) FROM (SELECT 1 UNION SELECT 1) t) = 1",
            "UNION_ALL": "(SELECT COUNT(*) FROM (SELECT 1 UNION ALL SELECT 1) t) = 2",
        },
    ),
    115: (
        "outer join",
        {
            "LEFT": f"(SELECT COUNT(*) FROM {{oj {TWO} LEFT OUTER JOIN {ONE} ON y = x}}) = 2",
            "RIGHT": f"(SELECT COUNT(*) FROM {{oj {ONE} RIGHT OUTER JOIN {TWO} ON y = x}}) = 2",
            "FULL": f"(SELECT COUNT(*) FROM {{oj {ONE} FULL OUTER JOIN {TWO} ON x = y + 5}}) = 3",
            "NESTED": (
                f"(SELECT COUNT(*) FROM {{oj {TWO} LEFT OUTER JOIN "
                f"({ONE} LEFT OUTER JOIN (VALUES (1)) c(z) ON z = x) ON y = x}}) = 2"
            ),
            "NOT_ORDERED": f"(SELECT COUNT(*) FROM {{oj {TWO} LEFT OUTER JOIN {ONE} ON x = y}}) = 2",
            "INNER": f"(SELECT COUNT(*) FROM {{oj {TWO} LEFT OUTER JOIN ({ONE} INNER JOIN {TWO[:-4]} c(z) ON z = x) "
            "ON y = x}) = 2",
            "ALL_COMPARISON_OPS": f"(SELECT COUNT(*) FROM {{oj {TWO} LEFT OUTER JOIN {ONE} ON y > x AND y <> 7}}) = 2",
        },
    ),
    119: (
        "literal",
        {
            "DATE": "DATE '2026-01-31' = {d '2026-01-31'}",
            "TIME": "TIME '01:02:03' = {t '01:02:03'}",
            "TIMESTAMP": "TIMESTAMP '2026-01-31 01:02:03' = {ts '2026-01-31 01:02:03'}",
            **{
                name: f"INTERVAL '1' {name} = {{interval '1' {name}}}"
                for name in ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")
            },
        },
    ),
    155: (
        "datetime function",
        {
            "CURRENT_DATE": "CURRENT_DATE >= DATE '2026-01-01'",
            "CURRENT_TIME": "CURRENT_TIME >= TIME '00:00:00'",
            "CURRENT_TIMESTAMP": "CURRENT_TIMESTAMP >= TIMESTAMP '2026-01-01 00:00:00'",
        },
    ),
    159: (
        "value function",
        {
            "BIT_LENGTH": "BIT_LENGTH('ab') = 16",
            "CHAR_LENGTH": "CHAR_LENGTH('ab') = 2",
            "CHARACTER_LENGTH": "CHARACTER_LENGTH('ab') = 2",
            "EXTRACT": "EXTRACT(YEAR FROM DATE '2026-01-31') = 2026",
            "OCTET_LENGTH": "OCTET_LENGTH('é') = 2",
            "POSITION": "POSITION('b' IN 'ab') = 2",
        },
    ),
    160: (
        "predicate",
        {
            "EXISTS": "EXISTS (SELECT 1)",
            "ISNOTNULL": "1 IS NOT NULL",
            "ISNULL": "NULL IS NULL",
            "LIKE": "'a_b' LIKE 'a\\_b' {escape '\\'}",
            "IN": "1 IN (1, 2)",
            "BETWEEN": "1 BETWEEN 0 AND 2",
            "COMPARISON": "1 < 2 AND 2 >= 1 AND 1 <> 2",
            "QUANTIFIED_COMPARISON": "1 = ANY (SELECT 1)",
        },
    ),
    161: (
        "join",
        {
            "CROSS": f"(SELECT COUNT(*) FROM {ONE} CROSS JOIN {TWO}) = 2",
            "EXCEPT": "(SELECT COUNT(*) FROM (SELECT 1 EXCEPT SELECT 1) t) = 0",
            "FULL_OUTER": f"(SELECT COUNT(*) FROM {ONE} FULL OUTER JOIN {TWO} ON x = y) = 2",
            "INNER": f"(SELECT COUNT(*) FROM {ONE} INNER JOIN {TWO} ON x = y) = 1",
            "INTERSECT": "(SELECT COUNT(*) FROM (SELECT 1 INTERSECT SELECT 1) t) = 1",
            "LEFT_OUTER": f"(SELECT COUNT(*) FROM {TWO} LEFT OUTER JOIN {ONE} ON x = y) = 2",
            "NATURAL": f"(SELECT COUNT(*) FROM {ONE} NATURAL JOIN (VALUES (1), (2)) c(x)) = 1",
            "RIGHT_OUTER": f"(SELECT COUNT(*) FROM {ONE} RIGHT OUTER JOIN {TWO} ON x = y) = 2",
        },
    ),
    163: ("row value", {"VALUE_EXPRESSION": "(1, 2) = (1, 1 + 1)", "NULL": "(1, NULL) IS NOT DISTINCT FROM (1, NULL)"}),
    164: (
        "string function",
        {
            "LOWER": "LOWER('A') = 'a'",
            "UPPER": "UPPER('a') = 'A'",
            "SUBSTRING": "SUBSTRING('abc' FROM 2 FOR 1) = 'b'",
            "TRIM_BOTH": "TRIM(BOTH 'a' FROM 'aba') = 'b'",
            "TRIM_LEADING": "TRIM(LEADING 'a' FROM 'aba') = 'ba'",
            "TRIM_TRAILING": "TRIM(TRAILING 'a' FROM 'aba') = 'ab'",
        },
    ),
    165: (
        "value expression",
        {
            "CASE": "CASE WHEN 1 = 1 THEN 2 ELSE 3 END = 2",
            "CAST": "CAST('2' AS INTEGER) = 2",
            "COALESCE": "COALESCE(NULL, 2) = 2",
            "NULLIF": "NULLIF(1, 1) IS NULL",
        },
    ),
    169: (
        "aggregate",
        {
            **{name: f"(SELECT {name}(y) FROM {TWO}) > 0" for name in ("AVG", "COUNT", "MAX", "MIN", "SUM")},
            "DISTINCT": "(SELECT COUNT(DISTINCT y) FROM (VALUES (1), (1)) b(y)) = 1",
            "ALL": "(SELECT COUNT(ALL y) FROM (VALUES (1), (1)) b(y)) = 2",
        },
    ),
}
ANSWERS: dict[int, Any] = {code: value for code, _, _, value in info.INFO}
SET = [
    (f"{code} {name}", SHOWN[code][1].get(name, ""))
    for code, (kind, _) in SHOWN.items()
    for position, name in enumerate(BITS[kind].split())
    if ANSWERS[code] >> position & 1
]


@pytest.mark.parametrize("condition", [condition for _, condition in SET], ids=[name for name, _ in SET])
def test_what_is_declared_runs(engine: Engine, condition: str) -> None:
    assert engine.one(f"SELECT {condition}") is True


SAMPLES = {
    "CHAR": "CAST('{}' AS CHAR)", "VARCHAR": "'{}'", "LONGVARCHAR": "CAST('{}' AS LONGVARCHAR)",
    "WCHAR": "{{fn CONVERT('{}', SQL_WCHAR)}}", "WVARCHAR": "'{}'", "WLONGVARCHAR": "'{}'",
    "BIT": "CAST(1 AS BIT)", "TINYINT": "CAST(1 AS TINYINT)", "SMALLINT": "CAST(1 AS SMALLINT)", "INTEGER": "1",
    "BIGINT": "CAST(1 AS BIGINT)", "REAL": "CAST(1 AS REAL)", "FLOAT": "CAST(1 AS FLOAT)", "DOUBLE": "1e0",
    "DECIMAL": "1.0", "NUMERIC": "CAST(1 AS NUMERIC)",
    "BINARY": "X'61'", "VARBINARY": "X'61'", "LONGVARBINARY": "X'61'",
    "DATE": "{{d '2026-01-31'}}", "TIME": "{{t '01:02:03'}}", "TIMESTAMP": "{{ts '2026-01-31 01:02:03'}}",
    "GUID": "{{fn CONVERT('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', SQL_GUID)}}",
}  # fmt: skip
TEXTS = {
    "DATE": "2026-01-31", "TIME": "01:02:03", "TIMESTAMP": "2026-01-31 01:02:03",
    "GUID": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
}  # fmt: skip
CONVERSIONS = {name.removeprefix("CONVERT_"): code for code, name, *_ in info.INFO if name.startswith("CONVERT_")}
SOURCES = [name for name in CONVERSIONS if name != "FUNCTIONS" and ANSWERS[CONVERSIONS[name]]]


@pytest.mark.parametrize("source", SOURCES)
def test_declared_conversions_run(engine: Engine, source: str) -> None:
    mask = ANSWERS[CONVERSIONS[source]]
    for position, target in enumerate(BITS["type"].split()):
        if mask >> position & 1:
            value = SAMPLES[source].format(TEXTS.get(target, "1"))
            assert engine.one(f"SELECT {{fn CONVERT({value}, SQL_{target})}}") is not None, target


# Information type → its bits, and for each a statement that shows it.
CHANGES: dict[int, tuple[str, dict[str, str]]] = {
    132: (
        "create table",
        {
            "CREATE_TABLE": "CREATE TABLE t (a INTEGER, b VARCHAR(5))",
            "COLUMN_CONSTRAINT": "CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY, b INTEGER UNIQUE CHECK (b > 0))",
            "COLUMN_DEFAULT": "CREATE TABLE t (a INTEGER DEFAULT 7)",
            "TABLE_CONSTRAINT": "CREATE TABLE t (a INTEGER, b INTEGER, PRIMARY KEY (a, b), UNIQUE (b), CHECK (a > b))",
            "CONSTRAINT_NAME_DEFINITION": "CREATE TABLE t (a INTEGER, CONSTRAINT one UNIQUE (a))",
        },
    ),
    141: (
        "drop table",
        {"DROP_TABLE": "DROP TABLE gone", "RESTRICT": "DROP TABLE gone RESTRICT", "CASCADE": "DROP TABLE gone CASCADE"},
    ),
    149: (
        "view",
        {
            name: f"SELECT * INTO t FROM INFORMATION_SCHEMA.{name}"
            for name in ("COLUMNS", "KEY_COLUMN_USAGE", "SCHEMATA", "TABLE_CONSTRAINTS", "TABLES")
        },
    ),
    172: (
        "insert",
        {
            "LITERALS": "INSERT INTO gone (a) VALUES (1), (2)",
            "SEARCHED": "INSERT INTO gone SELECT 2 AS a",
            "SELECT_INTO": "SELECT 1 AS a INTO t",
        },
    ),
}
CHANGING = [
    (f"{code} {name}", CHANGES[code][1].get(name, ""))
    for code, (kind, _) in CHANGES.items()
    for position, name in enumerate(BITS[kind].split())
    if ANSWERS[code] >> position & 1
]


@pytest.mark.parametrize("statement", [statement for _, statement in CHANGING], ids=[name for name, _ in CHANGING])
def test_declared_definitions_run(statement: str) -> None:
    engine = Engine()
    engine.one("CREATE TABLE gone (a INTEGER); SELECT 1 AS a")
    assert engine.one(f"{statement}; SELECT 1 AS a") == 1


def test_the_table_of_answers_says_the_same() -> None:
    told = sql_info()
    for name, kind in (("STRING_FUNCTIONS", "string"), ("NUMERIC_FUNCTIONS", "numeric"), ("SUBQUERIES", "subquery")):
        assert told[name] == ", ".join(BITS[kind].split())
    assert told["INSERT_STATEMENT"] == "LITERALS, SEARCHED, SELECT_INTO"
    assert told["CREATE_TABLE"].startswith("CREATE_TABLE, COLUMN_CONSTRAINT")


def test_interval_conversions_are_not_claimed() -> None:
    intervals = {BITS["type"].split().index(f"INTERVAL_{kind}") for kind in ("YEAR_MONTH", "DAY_TIME")}
    for name in SOURCES:
        assert not any(ANSWERS[CONVERSIONS[name]] >> bit & 1 for bit in intervals)


@pytest.mark.parametrize(
    ("code", "value", "condition"),
    [
        (22, 0, "('a' || NULL) IS NULL"),
        (27, "Y", "(SELECT COUNT(*) FROM (SELECT y FROM (VALUES (1)) b(y) ORDER BY y + 1) t) = 1"),
        (74, 2, "(SELECT MAX(anything.y) FROM (VALUES (1)) anything(y)) = 1"),
        (85, 4, "(SELECT LIST(y) FROM (SELECT y FROM (VALUES (NULL), (1)) b(y) ORDER BY y)) = [1, NULL]"),
        (85, 4, "(SELECT LIST(y) FROM (SELECT y FROM (VALUES (NULL), (1)) b(y) ORDER BY y DESC)) = [1, NULL]"),
        (87, "Y", "(SELECT other FROM (SELECT 1 AS other) t) = 1"),
        (88, 2, "(SELECT MAX(z) FROM (VALUES (1, 2)) b(y, z) GROUP BY y) = 2"),
        (90, "N", "(SELECT z FROM (VALUES (2, 1), (1, 2)) b(y, z) ORDER BY y LIMIT 1) = 2"),
        (113, "Y", "'a%' LIKE 'a!%' {escape '!'}"),
    ],
)
def test_how_sql_behaves(engine: Engine, code: int, value: object, condition: str) -> None:
    assert ANSWERS[code] == value
    assert engine.one(f"SELECT {condition}") is True


def test_keywords_are_names_in_quotes(engine: Engine) -> None:
    for word in str(ANSWERS[89]).split(","):
        assert engine.one(f'SELECT t."{word}" FROM (SELECT 1 AS "{word}") t WHERE "{word}" = 1') == 1, word


def test_names_ignore_case_in_quotes_too(engine: Engine) -> None:
    assert (ANSWERS[28], ANSWERS[93], ANSWERS[29]) == (4, 4, '"')
    assert engine.one('SELECT "NAME" FROM (SELECT 1 AS nAmE) t WHERE Name = 1') == 1
