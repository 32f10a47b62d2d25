"""Statements broken in many ways: each is a clear error with an SQLSTATE, without internal names."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from jsdodbc.errors import Error
from jsdodbc.sql.tokens import Kind, tokens
from tests.execute.site import site

WHOLE = """
SELECT TOP 3 r.IssueKey, COUNT(*) AS n FROM Requests r LEFT JOIN ServiceDesks d ON d.Id = r.ServiceDeskId GROUP BY 1
SELECT {fn UCASE(Summary)}, {d '2026-01-01'} FROM Requests WHERE Summary LIKE 'a%' {escape '!'} AND Votes IN (1, 2)
WITH x AS (SELECT * FROM Issues) SELECT CASE WHEN Votes > 1 THEN 'a' ELSE 'b' END FROM x ORDER BY Votes DESC LIMIT 5
SELECT CAST(Votes AS VARCHAR(10)), RANK() OVER (PARTITION BY Summary ORDER BY Votes) FROM Requests WHERE Votes BETWEEN 1 AND 2
SELECT CONVERT(Votes, SQL_VARCHAR), DATEADD(day, 1, CreatedDate) FROM Requests UNION ALL SELECT 'a', NULL
INSERT INTO t (a, b) VALUES (1, 'x'), (2, NULL)
CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY, b VARCHAR(20))
UPDATE t SET a = 1 WHERE b = (SELECT MAX(Votes) FROM Requests)
""".strip().splitlines()  # noqa: E501
STATES = re.compile(r"42...|HYC00|54001|22018|22007|21000|07...")
INTERNAL = re.compile(r"sqlglot|duckdb|class '|\bscan \d|Traceback|object at 0x|<Token", re.IGNORECASE)
LEAST = 300


def broken() -> Iterator[str]:
    """Each statement without one of its pieces, with one twice, with two swapped, with one replaced, and cut short."""
    for sql in WHOLE:
        pieces = [token.text for token in tokens(sql) if token.kind is not Kind.SPACE]
        for number, piece in enumerate(pieces):
            before, after = pieces[:number], pieces[number + 1 :]
            for changed in ([], [piece, piece], [*after[:1], piece], [")"], ["SELECT"], ["☃"]):
                rest = after[1:] if changed[1:] and changed[1] is piece and changed[0] is not piece else after
                yield " ".join([*before, *changed, *rest])
            yield " ".join(before)


@pytest.fixture(scope="module")
def failures() -> list[tuple[str, Error]]:
    connection = site(1).connect()
    found: list[tuple[str, Error]] = []
    for sql in dict.fromkeys(broken()):
        try:
            connection.prepare(sql)
        except Error as error:
            found.append((sql, error))
    return found


def test_enough_of_them_are_broken(failures: list[tuple[str, Error]]) -> None:
    assert len(failures) >= LEAST


def test_each_has_a_fitting_sqlstate_and_no_internal_name(failures: list[tuple[str, Error]]) -> None:
    wrong = [(sql, str(error)) for sql, error in failures if not STATES.fullmatch(error.sqlstate)]
    assert wrong == []
    assert [(sql, str(error)) for sql, error in failures if INTERNAL.search(error.message)] == []


def test_syntax_errors_tell_where(failures: list[tuple[str, Error]]) -> None:
    told = [error for _, error in failures if error.message.startswith("Syntax error")]
    assert told
    assert all(re.search(r"line \d+, column \d+|quote that is not closed", error.message) for error in told)


def test_nearly_all_tell_where(failures: list[tuple[str, Error]]) -> None:
    silent = [sql for sql, error in failures if not re.search(r"line \d+, column \d+", error.message, re.IGNORECASE)]
    assert len(silent) < len(failures) // 50
