"""SQLProcedures and SQLProcedureColumns. Procedures have no catalog and no schema."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from jsdodbc.model.procedures import PROCEDURES, TEXT, Procedure
from jsdodbc.model.shown import Shown
from jsdodbc.odbc import patterns, type_info
from jsdodbc.odbc.catalog_tables import Texts
from jsdodbc.odbc.rows import Row

_PROCEDURE_TYPE = 1  # SQL_PT_PROCEDURE: it returns no value of its own
_RESULT_SETS = 1


class _ColumnType(IntEnum):
    INPUT = 1
    RESULT_COLUMN = 3


def procedures(texts: Texts, identifier: bool) -> list[Row]:
    """Ordered by PROCEDURE_NAME."""
    return [
        (None, None, each.name, len(each.inputs), 0, _RESULT_SETS, each.text, _PROCEDURE_TYPE)
        for each in _matching(texts, identifier)
    ]


def columns(texts: Texts, identifier: bool, odbc_version: int, seen: Shown) -> Iterator[Row]:
    """Ordered by PROCEDURE_NAME and, in it, arguments before the columns of the result."""
    matches = patterns.pattern(texts[3], "column", identifier=identifier)
    for each in _matching(texts[:3], identifier):
        inputs = [(name, _ColumnType.INPUT, TEXT, text) for name, text in each.inputs]
        outputs = [(name, _ColumnType.RESULT_COLUMN, of, "") for name, of in each.outputs]
        kinds = [*enumerate(inputs, 1), *enumerate(outputs, 1)]
        for position, (name, kind, of, text) in kinds:
            if matches(name):
                before, after = type_info.in_catalog(seen(of), odbc_version)
                yield (None, None, each.name, name, int(kind), *before, 1, text, None, *after, position, "YES")


def _matching(texts: Texts, identifier: bool) -> list[Procedure]:
    in_catalog = patterns.ordinary(texts[0], "catalog", identifier=identifier)
    of_schema = patterns.pattern(texts[1], "schema", identifier=identifier)
    matches = patterns.pattern(texts[2], "procedure", identifier=identifier)
    found = [each for each in PROCEDURES if in_catalog("") and of_schema("") and matches(each.name)]
    return sorted(found, key=lambda each: each.name)
