"""docs/odbc-conformance.md, written from the rows that tests/conformance hold against the built library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from jsdodbc.odbc.info import INFO
from tests.conformance import connection_attributes, environment_attributes, statement_attributes
from tests.conformance.conversions_to_c import states as states_to_c
from tests.conformance.conversions_to_sql import bound
from tests.conformance.conversions_to_sql import states as states_to_sql
from tests.conformance.data_types import C_TYPES, SQL_TYPES, CType, SqlType, converts
from tests.conformance.declaration import Attribute, Function, Information, Setting
from tests.conformance.descriptor_fields import DESCRIPTORS, FIELDS, Field
from tests.conformance.diagnostic_fields import DIAGNOSTICS
from tests.conformance.features import FEATURES, Feature, lacks, proved_level
from tests.conformance.functions import FUNCTIONS
from tests.conformance.info_types import INFORMATION
from tests.conformance.sqlstates import MORE, STATES, State

INTRODUCTION = """# ODBC conformance

What an application can rely on, row by row. Every row and every cell is a test in `tests/conformance`, run against the
built library, through unixODBC and without it; other tests there hold the rows against the names in `sql.h`, `sqlext.h`
and `sqlucode.h`, so that none is missing.

* **✓** works as the ODBC reference says. SQLSTATEs beside it are those that the reference gives to values that don't
  fit, each provoked by the cell's test.
* A **SQLSTATE** alone is the whole answer: the driver offers nothing there.
* **level** is the interface conformance level that demands it: core, 1 or 2; blank: none does.
"""

# Of cells, where no value of a test can show it.
DEVIATIONS = (
    "SQLGetData with a buffer of no bytes asks for the length, for fixed types too: 01004, not 22003",
    "pieces of wide text are full, so a pair of surrogates may be split between two; a bound buffer never splits one",
)


def page() -> str:
    parts = [
        INTRODUCTION,
        *_level_claimed(),
        *_functions(),
        *_information(),
        *_attributes(),
        *_descriptor_fields(),
        *_diagnostics(),
    ]
    parts += [*_conversions(), *_states()]
    return "\n".join(parts)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return [*lines, *(f"| {' | '.join(cells)} |" for cells in rows), ""]


def _level(level: str) -> str:
    return "" if level == "optional" else level


def _level_claimed() -> Iterator[str]:
    yield "## Interface conformance\n"
    yield f"SQLGetInfo claims (SQL_ODBC_INTERFACE_CONFORMANCE): **{proved_level()}**, the highest level whose features"
    yield "are all supported by the rows below; a test compares the two. Of higher levels, what is marked is there.\n"
    yield from _table(("feature", "level", "", ""), map(_feature, FEATURES))


def _feature(row: Feature) -> tuple[str, ...]:
    missing = lacks(row)
    return f"{row.number} {row.meaning}", row.level, missing or "✓", ", ".join(row.functions.split())


def _functions() -> Iterator[str]:
    yield "## Functions\n"
    yield from _table(("function", "number", "level", "", ""), map(_function, FUNCTIONS))


def _function(row: Function) -> tuple[str, ...]:
    name = f"{row.name}, {row.name}W" if row.wide else row.name
    answer = row.state or "✓" if row.by == "driver" else "driver manager"
    return name, str(row.number), _level(row.level), answer, row.remark


def _information() -> Iterator[str]:
    yield "## Information: SQLGetInfo\n"
    yield "A number of 32 bits whose values are bits is written in hexadecimal.\n"
    answers = {number: value for number, _, _, value in INFO}
    rows = (_information_row(row, answers.get(row.number)) for row in INFORMATION)
    yield from _table(("type", "number", "width", "answer", ""), rows)


def _information_row(row: Information, value: object) -> tuple[str, ...]:
    return row.name, str(row.number), row.kind, _answer(row, value), row.remark


def _answer(row: Information, value: object) -> str:
    if row.by != "driver" or row.state:
        return row.state or "driver manager"
    if value is None or callable(value):
        return "✓ of the connection"
    if isinstance(value, int):
        return f"0x{value:X}" if row.mask and value else str(value)
    return f"`{value}`" if value else "(blank)"


def _attributes() -> Iterator[str]:
    for title, attributes in (
        ("Environment attributes", environment_attributes.ATTRIBUTES),
        ("Connection attributes", connection_attributes.ATTRIBUTES),
        ("Statement attributes", statement_attributes.ATTRIBUTES),
    ):
        yield f"## {title}\n"
        yield from _table(("attribute", "number", "level", "at first", "set to", ""), map(_attribute, attributes))


def _attribute(row: Attribute) -> tuple[str, ...]:
    initial = row.state or ("" if row.initial is None else str(row.initial).removeprefix("SQL_"))
    settings = "<br>".join(map(_setting, row.settings)) or ("✓" if row.kind in ("pointer", "handle") else "")
    remarks = "; ".join(filter(None, (row.remark, row.manager)))
    return row.name, str(row.number), _level(row.level), initial, settings, remarks


def _setting(row: Setting) -> str:
    value = str(row.value).removeprefix("SQL_")
    reads = f", becomes {str(row.reads).removeprefix('SQL_')}" if row.state.startswith("01") else ""
    return f"{value}: {row.state or '✓'}{reads}"


def _descriptor_fields() -> Iterator[str]:
    yield "## Descriptor fields\n"
    yield "Setting what can only be read answers HY091, in the implementation row descriptor HY016. A blank cell is a"
    yield "field that means nothing there: reading it is no error, as the reference has it; its value is undefined.\n"
    heads = ("field", "number", "level", "type", *DESCRIPTORS, "")
    yield from _table(heads, map(_descriptor_field, FIELDS))


def _descriptor_field(row: Field) -> tuple[str, ...]:
    cells = (row.access(name) for name in DESCRIPTORS)
    return row.name, str(row.number), _level(row.level), row.kind, *cells, row.remark


def _diagnostics() -> Iterator[str]:
    yield "## Diagnostic fields\n"
    rows = (
        (row.name, str(row.number), "header" if row.header else "record", row.kind, row.remark) for row in DIAGNOSTICS
    )
    yield from _table(("field", "number", "of the", "type", ""), rows)


def _conversions() -> Iterator[str]:
    yield "## Conversions from SQL types to C types\n"
    yield "By SQLGetData, SQLBindCol and output parameters. NULL is NULL in every cell that converts.\n"
    told = [sql for sql in SQL_TYPES if sql.cast]
    yield from _matrix(told, C_TYPES, lambda sql, c: _cell(converts(sql, c), states_to_c(sql, c)))
    yield "No column of a result has one of these types:\n"
    yield from (f"* {', '.join(names)}: {remark}" for remark, names in _untold())
    yield "\n## Conversions from C types to SQL types\n"
    yield "By parameters: the C type that is bound, the SQL type that SQLBindParameter names.\n"
    yield from _matrix(SQL_TYPES, C_TYPES, lambda sql, c: _cell(converts(sql, c), states_to_sql(c, sql)))
    remarks = dict.fromkeys(each.remark for sql in SQL_TYPES for c in C_TYPES for each in bound(c, sql) if each.remark)
    yield "Otherwise than the reference:\n"
    yield from (f"* {remark}" for remark in (*remarks, *DEVIATIONS))
    yield ""


def _untold() -> Iterator[tuple[str, list[str]]]:
    without = sorted((sql for sql in SQL_TYPES if not sql.cast), key=lambda sql: sql.remark)
    for remark, rows in groupby(without, key=lambda sql: sql.remark):
        yield remark, [sql.name for sql in rows]


def _cell(converted: bool, states: Iterable[str]) -> str:
    return " ".join(("✓", *states)) if converted else "07006"


def _states() -> Iterator[str]:
    yield "## SQLSTATEs\n"
    yield "Those of the reference's appendix A, and what else the driver says. Each that the driver says is provoked by"
    yield "the test named; its sentences are in [sqlstates.md](sqlstates.md).\n"
    yield from _table(("SQLSTATE", "", "said by", ""), map(_state, sorted((*STATES, *MORE), key=lambda row: row.state)))


def _state(row: State) -> tuple[str, ...]:
    held = f"`{row.held}`" if row.held else ""
    return row.state, row.meaning, row.by, "; ".join(filter(None, (row.remark, held)))


def _matrix(rows: Sequence[SqlType], columns: Sequence[CType], cell: Callable[[SqlType, CType], str]) -> Iterator[str]:
    """A table a group of C types that every SQL type treats alike; SQL types with the same cells share a line."""
    alike: dict[tuple[str, ...], list[CType]] = {}
    for column in columns:
        alike.setdefault(tuple(cell(row, column) for row in rows), []).append(column)
    by_cells: dict[tuple[str, ...], list[SqlType]] = {}
    for number, row in enumerate(rows):
        by_cells.setdefault(tuple(cells[number] for cells in alike), []).append(row)
    yield from _table(
        ("C type", *(_lines(row.name for row in group) for group in by_cells.values())),
        (
            (_lines(column.name for column in group), *(line[number] for line in by_cells))
            for number, group in enumerate(alike.values())
        ),
    )


def _lines(names: Iterable[str]) -> str:
    return "<br>".join(name.removeprefix("SQL_") for name in names)
