"""The catalog functions over the declarations of the model, against what the ODBC reference says of each."""

from __future__ import annotations

import pytest

from jsdodbc.model.catalog import Catalog
from jsdodbc.odbc import catalog, catalog_results, wire
from tests.odbc_seam.catalog_calls import (
    ARGUMENTS,
    COLUMN_RIGHTS,
    COLUMNS,
    FOREIGN,
    NAMES,
    PRIMARY,
    PROCEDURE_COLUMNS,
    PROCEDURES,
    RIGHTS,
    SITE,
    SPECIAL,
    STATISTICS,
    TABLES,
    TYPES,
    ask,
)


def result(function: int, version: int) -> catalog_results.CatalogResult:
    texts, integers = ARGUMENTS[function]
    message = wire.CatalogCall(1, function, texts, integers, 0, wire.Options())
    return catalog.CatalogFunctions(Catalog(SITE), "ann", version).result(message)


@pytest.mark.parametrize("function", NAMES)
def test_result_sets_have_the_columns_of_the_reference(function: int) -> None:
    answer = result(function, 3)
    assert [column.name for column in answer.columns] == NAMES[function].split()
    assert all(len(row) == len(answer.columns) for batch in answer.batches() for row in batch)


@pytest.mark.parametrize(
    ("function", "order"),
    [
        (TABLES, ["TABLE_TYPE", "TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME"]),
        (COLUMNS, ["TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "ORDINAL_POSITION"]),
        (FOREIGN, ["FKTABLE_CAT", "FKTABLE_SCHEM", "FKTABLE_NAME", "KEY_SEQ"]),
        (TYPES, ["DATA_TYPE"]),
        (RIGHTS, ["TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "PRIVILEGE", "GRANTEE"]),
        (COLUMN_RIGHTS, ["TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME", "PRIVILEGE"]),
    ],
)
def test_rows_are_in_the_order_of_the_reference(function: int, order: list[str]) -> None:
    texts, integers = ARGUMENTS[function]
    rows = ask(function, *texts, integers=tuple(integers))
    assert len(rows) > 1
    keys = [tuple(row[name] for name in order) for row in rows]
    assert keys == sorted(keys)


def test_the_three_enumerations() -> None:
    assert [row["TABLE_CAT"] for row in ask(TABLES, "%", "", "", "")] == ["site.example"]
    assert [row["TABLE_SCHEM"] for row in ask(TABLES, "", "%", "", "")] == ["Assets", "Jira", "JiraServiceDesk"]
    assert [row["TABLE_TYPE"] for row in ask(TABLES, "", "", "", "%")] == ["TABLE", "VIEW"]
    assert {row["TABLE_NAME"] for row in ask(TABLES, "%", "", "", "")} == {None}


def test_columns_of_a_table() -> None:
    rows = {row["COLUMN_NAME"]: row for row in ask(COLUMNS, None, None, "Requests", None)}
    key, created = rows["IssueKey"], rows["StatusDate"]
    assert (key["DATA_TYPE"], key["SQL_DATA_TYPE"], key["SQL_DATETIME_SUB"]) == (-9, -9, None)
    assert key["CHAR_OCTET_LENGTH"] == 2 * key["COLUMN_SIZE"]
    assert (created["DATA_TYPE"], created["SQL_DATA_TYPE"], created["SQL_DATETIME_SUB"]) == (93, 9, 3)
    assert (created["DECIMAL_DIGITS"], created["BUFFER_LENGTH"], created["NUM_PREC_RADIX"]) == (6, 16, None)
    assert [row["ORDINAL_POSITION"] for row in rows.values()] == list(range(1, len(rows) + 1))
    assert all((row["IS_NULLABLE"] == "YES") == bool(row["NULLABLE"]) for row in rows.values())
    assert [row["COLUMN_NAME"] for row in ask(COLUMNS, None, None, "Requests", "issuek%")] == ["IssueKey"]


def test_a_table_that_does_not_exist_has_no_rows() -> None:
    for function in (PRIMARY, STATISTICS, SPECIAL):
        assert ask(function, None, None, "Nothing", integers=tuple(ARGUMENTS[function][1])) == []


OLD_NAMES = {
    TABLES: "TABLE_QUALIFIER TABLE_OWNER TABLE_NAME TABLE_TYPE REMARKS",
    COLUMNS: (
        "TABLE_QUALIFIER TABLE_OWNER TABLE_NAME COLUMN_NAME DATA_TYPE TYPE_NAME PRECISION LENGTH SCALE RADIX NULLABLE "
        "REMARKS"
    ),
    PRIMARY: "TABLE_QUALIFIER TABLE_OWNER TABLE_NAME COLUMN_NAME KEY_SEQ PK_NAME",
    FOREIGN: (
        "PKTABLE_QUALIFIER PKTABLE_OWNER PKTABLE_NAME PKCOLUMN_NAME FKTABLE_QUALIFIER FKTABLE_OWNER FKTABLE_NAME "
        "FKCOLUMN_NAME KEY_SEQ UPDATE_RULE DELETE_RULE FK_NAME PK_NAME"
    ),
    STATISTICS: (
        "TABLE_QUALIFIER TABLE_OWNER TABLE_NAME NON_UNIQUE INDEX_QUALIFIER INDEX_NAME TYPE SEQ_IN_INDEX COLUMN_NAME "
        "COLLATION CARDINALITY PAGES FILTER_CONDITION"
    ),
    SPECIAL: "SCOPE COLUMN_NAME DATA_TYPE TYPE_NAME PRECISION LENGTH SCALE PSEUDO_COLUMN",
    PROCEDURES: (
        "PROCEDURE_QUALIFIER PROCEDURE_OWNER PROCEDURE_NAME NUM_INPUT_PARAMS NUM_OUTPUT_PARAMS NUM_RESULT_SETS REMARKS "
        "PROCEDURE_TYPE"
    ),
    PROCEDURE_COLUMNS: (
        "PROCEDURE_QUALIFIER PROCEDURE_OWNER PROCEDURE_NAME COLUMN_NAME COLUMN_TYPE DATA_TYPE TYPE_NAME PRECISION "
        "LENGTH SCALE RADIX NULLABLE REMARKS"
    ),
    TYPES: (
        "TYPE_NAME DATA_TYPE PRECISION LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE CASE_SENSITIVE SEARCHABLE "
        "UNSIGNED_ATTRIBUTE MONEY AUTO_INCREMENT LOCAL_TYPE_NAME MINIMUM_SCALE MAXIMUM_SCALE"
    ),
    RIGHTS: "TABLE_QUALIFIER TABLE_OWNER TABLE_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE",
    COLUMN_RIGHTS: "TABLE_QUALIFIER TABLE_OWNER TABLE_NAME COLUMN_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE",
}


@pytest.mark.parametrize("function", OLD_NAMES)
def test_applications_of_odbc_2_get_its_column_names_first(function: int) -> None:
    described = result(function, 2).columns
    assert len(described) == len(NAMES[function].split())
    wanted = OLD_NAMES[function].split()
    assert [column.name for column in described][: len(wanted)] == wanted


def test_a_result_is_made_once_and_read_by_anyone() -> None:
    functions = catalog.CatalogFunctions(Catalog(SITE), "ann", 3)
    message = wire.CatalogCall(1, COLUMNS, [None] * 4, [], 0, wire.Options())
    first, second = functions.result(message), functions.result(message)
    kept = list(first.batches())
    first.close()
    assert kept and all(one is other for one, other in zip(kept, second.batches(), strict=True))


@pytest.mark.parametrize("most", [1, 5, 999, 1000, 1001])
def test_max_rows_bounds_catalog_results_too(most: int) -> None:
    rows = catalog_results.chunks([(number,) for number in range(2500)])
    bounded = catalog_results.CatalogResult([], rows, most)
    found = [row for batch in bounded.batches() for row in batch]
    assert found == [(number,) for number in range(most)]
    assert bounded.row_count == most
