"""The law of pushdown: whatever the filter, the rows are those that the same filter keeps of the whole table."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jsdodbc.cancel import Cancellation
from jsdodbc.model.column import Column
from jsdodbc.site.paging import search_count
from tests.scan.support import Bench, bench

# Filters a table and kind of site.
EXAMPLES = 150
ODD_TEXTS = (
    "",
    "end",
    "SET",
    "in",
    "EMPTY",
    "null",
    "O'Neil",
    'say "hi"',
    "back\\slash",
    "a\nb",
    "[~x]",
    "10000",
    "-1",
    "é",
    "%",
)
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


@pytest.fixture(scope="module", params=["cloud", "dc"])
def site(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with bench(request.param, properties="IncludeCustomFields=true") as made:
        for table in ("Issues", "Requests"):
            made.copy(table)
        yield made


@pytest.mark.parametrize("table", ["Issues", "Requests"])
def test_pushdown_changes_no_result(site: Bench, table: str) -> None:
    values = column_values(site, table)
    pushed: list[bool] = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(filters(values))
    def check(where: str) -> None:
        expected = site.run(f"SELECT IssueId FROM plain_{table} WHERE {where} ORDER BY 1")
        rows = site.run(f"SELECT IssueId FROM {table} WHERE {where} ORDER BY 1")
        assert rows == expected, (where, [(report.jql, report.requests) for report in site.reports])
        for report in site.reports:
            if report.jql and not report.superset and not report.remaining:
                assert search_count(site.session, report.jql, cancellation=Cancellation()) == len(rows), (
                    where,
                    report.jql,
                )
        pushed.append(any(report.exact or report.superset for report in site.reports))

    check()
    assert sum(pushed) > EXAMPLES // 4, "hardly any filter reached the site"


def column_values(site: Bench, table: str) -> list[tuple[Column, list[Any]]]:
    """The columns worth filtering by, those that are pushed more often, with values that occur."""
    declared = site.catalog.find(table)
    assert declared is not None
    chosen = []
    for column in declared.columns:
        quoted = '"' + column.name.replace('"', '""') + '"'
        rows = site.run(f"SELECT DISTINCT {quoted} FROM plain_{table} WHERE {quoted} IS NOT NULL ORDER BY 1 LIMIT 40")
        weight = 4 if column.pushdown else 1
        chosen += [(column, [row[0] for row in rows])] * weight
    return chosen


@st.composite
def filters(draw: st.DrawFn, values: list[tuple[Column, list[Any]]], depth: int = 0) -> str:
    shape = draw(st.sampled_from(("leaf", "leaf", "leaf", "and", "or", "not") if depth < 3 else ("leaf",)))
    if shape == "leaf":
        return draw(leaves(*draw(st.sampled_from(values))))
    if shape == "not":
        return f"NOT ({draw(filters(values, depth + 1))})"
    word = shape.upper()
    return f"({draw(filters(values, depth + 1))} {word} {draw(filters(values, depth + 1))})"


@st.composite
def leaves(draw: st.DrawFn, column: Column, known: list[Any]) -> str:
    name = '"' + column.name.replace('"', '""') + '"'
    shape = draw(st.sampled_from(("compare", "compare", "in", "not in", "null", "not null", "between")))
    if shape in ("null", "not null"):
        return f"{name} IS {'NOT ' if shape == 'not null' else ''}NULL"
    if shape in ("in", "not in"):
        some = draw(st.lists(constants(column, known), min_size=1, max_size=5))
        return f"{name} {shape.upper()} ({', '.join(some)})"
    if shape == "between":
        return f"{name} BETWEEN {draw(constants(column, known))} AND {draw(constants(column, known))}"
    return f"{name} {draw(st.sampled_from(COMPARISONS))} {draw(constants(column, known))}"


@st.composite
def constants(draw: st.DrawFn, column: Column, known: list[Any]) -> str:
    """A value that occurs, one near it, or an odd one."""
    value = draw(st.sampled_from(known)) if known and draw(st.integers(0, 9)) else draw(odd(column))
    near = draw(st.integers(0, 5))
    if isinstance(value, str):
        value = {0: value.swapcase(), 1: value + "x", 2: value.strip()}.get(near, value)
    elif isinstance(value, datetime.datetime):
        value += datetime.timedelta(milliseconds={0: 1, 1: -1, 2: 59_000, 3: -61_000}.get(near, 0))
        value = value.replace(second=0, microsecond=draw(st.sampled_from((0, 0, 500)))) if near in (4, 5) else value
    elif isinstance(value, datetime.date):
        value += datetime.timedelta(days={0: 1, 1: -1}.get(near, 0))
    elif isinstance(value, float):
        value += {0: 0.1, 1: -1e-7}.get(near, 0)
    return literal(value)


def odd(column: Column) -> st.SearchStrategy[Any]:
    kind = column.type.duckdb
    return {
        "BOOLEAN": st.booleans(),
        "TIMESTAMP": st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2200, 1, 1)),
        "DATE": st.dates(datetime.date(1800, 1, 1), datetime.date(9999, 1, 1)),
        "DOUBLE": st.floats(allow_nan=False, allow_infinity=False),
    }.get(kind, st.integers(-5, 100_000) if "INT" in kind else st.sampled_from(ODD_TEXTS))


def literal(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, datetime.datetime):
        return f"TIMESTAMP '{value.isoformat(sep=' ')}'"
    if isinstance(value, datetime.date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, float):
        return f"{value!r}::DOUBLE"
    return str(value)
