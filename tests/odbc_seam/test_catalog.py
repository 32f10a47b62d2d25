"""The catalog functions over the declarations of the model, against what the ODBC reference says of each."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from jsdodbc.errors import Error
from jsdodbc.model.catalog import Catalog
from jsdodbc.odbc import catalog, patterns, wire
from jsdodbc.site.deployment import Deployment

TABLES, COLUMNS, PRIMARY, FOREIGN, STATISTICS, SPECIAL, PROCEDURES, PROCEDURE_COLUMNS, TYPES, RIGHTS, COLUMN_RIGHTS = (
    range(1, 12)
)
NAMES = {
    TABLES: ("TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS "),
    COLUMNS: (
        "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE TYPE_NAME COLUMN_SIZE BUFFER_LENGTH "
        "DECIMAL_DIGITS NUM_PREC_RADIX NULLABLE REMARKS COLUMN_DEF SQL_DATA_TYPE SQL_DATETIME_SUB "
        "CHAR_OCTET_LENGTH ORDINAL_POSITION IS_NULLABLE "
    ),
    PRIMARY: ("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ PK_NAME "),
    FOREIGN: (
        "PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT FKTABLE_SCHEM FKTABLE_NAME "
        "FKCOLUMN_NAME KEY_SEQ UPDATE_RULE DELETE_RULE FK_NAME PK_NAME DEFERRABILITY "
    ),
    STATISTICS: (
        "TABLE_CAT TABLE_SCHEM TABLE_NAME NON_UNIQUE INDEX_QUALIFIER INDEX_NAME TYPE ORDINAL_POSITION "
        "COLUMN_NAME ASC_OR_DESC CARDINALITY PAGES FILTER_CONDITION "
    ),
    SPECIAL: ("SCOPE COLUMN_NAME DATA_TYPE TYPE_NAME COLUMN_SIZE BUFFER_LENGTH DECIMAL_DIGITS PSEUDO_COLUMN "),
    PROCEDURES: (
        "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME NUM_INPUT_PARAMS NUM_OUTPUT_PARAMS NUM_RESULT_SETS "
        "REMARKS PROCEDURE_TYPE "
    ),
    PROCEDURE_COLUMNS: (
        "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME COLUMN_NAME COLUMN_TYPE DATA_TYPE TYPE_NAME COLUMN_SIZE "
        "BUFFER_LENGTH DECIMAL_DIGITS NUM_PREC_RADIX NULLABLE REMARKS COLUMN_DEF SQL_DATA_TYPE "
        "SQL_DATETIME_SUB CHAR_OCTET_LENGTH ORDINAL_POSITION IS_NULLABLE "
    ),
    TYPES: (
        "TYPE_NAME DATA_TYPE COLUMN_SIZE LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE CASE_SENSITIVE "
        "SEARCHABLE UNSIGNED_ATTRIBUTE FIXED_PREC_SCALE AUTO_UNIQUE_VALUE LOCAL_TYPE_NAME MINIMUM_SCALE "
        "MAXIMUM_SCALE SQL_DATA_TYPE SQL_DATETIME_SUB NUM_PREC_RADIX INTERVAL_PRECISION "
    ),
    RIGHTS: ("TABLE_CAT TABLE_SCHEM TABLE_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE "),
    COLUMN_RIGHTS: ("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE "),
}
ARGUMENTS: dict[int, tuple[list[str | None], list[int]]] = {
    TABLES: ([None] * 4, []),
    COLUMNS: ([None] * 4, []),
    PRIMARY: ([None, None, "Requests"], []),
    FOREIGN: ([None, None, "Requests", None, None, None], []),
    STATISTICS: ([None, None, "Requests"], [1, 0]),
    SPECIAL: ([None, None, "Requests"], [1, 0, 1]),
    PROCEDURES: ([None] * 3, []),
    PROCEDURE_COLUMNS: ([None] * 4, []),
    TYPES: ([], [0]),
    RIGHTS: ([None] * 3, []),
    COLUMN_RIGHTS: ([None, None, "Requests", None], []),
}
SETTINGS = SimpleNamespace(url="https://site.example", user="ann", include_custom_fields=False)
SITE: Any = SimpleNamespace(settings=SETTINGS, deployment=Deployment.CLOUD)


def ask(
    function: int, *texts: str | None, integers: tuple[int, ...] = (), version: int = 3, identifier: int = 0
) -> list[dict[str, Any]]:
    message = wire.CatalogCall(1, function, list(texts), list(integers), identifier, wire.Options())
    result = catalog.result(Catalog(SITE), message, SimpleNamespace(odbc_version=version, settings=SETTINGS))
    names = [column.name for column in result.columns]
    rows = [dict(zip(names, row, strict=True)) for batch in result.batches() for row in batch]
    assert len(rows) == result.row_count
    for column in result.columns:
        if not column.nullable:
            assert all(row[column.name] is not None for row in rows), column.name
    return rows


@pytest.mark.parametrize("function", NAMES)
def test_result_sets_have_the_columns_of_the_reference(function: int) -> None:
    texts, integers = ARGUMENTS[function]
    message = wire.CatalogCall(1, function, texts, integers, 0, wire.Options())
    result = catalog.result(Catalog(SITE), message, SimpleNamespace(odbc_version=3, settings=SETTINGS))
    assert [column.name for column in result.columns] == NAMES[function].split()
    assert all(len(row) == len(result.columns) for batch in result.batches() for row in batch)


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
    assert [row["TABLE_SCHEM"] for row in ask(TABLES, "", "%", "", "")] == ["Jira", "JiraServiceDesk"]
    assert [row["TABLE_TYPE"] for row in ask(TABLES, "", "", "", "%")] == ["TABLE", "VIEW"]
    assert {row["TABLE_NAME"] for row in ask(TABLES, "%", "", "", "")} == {None}


@pytest.mark.parametrize("types", [None, "", "%", "VIEW,TABLE,%,", "'TABLE','VIEW'", "table , view"])
def test_lists_of_table_types_that_mean_all(types: str | None) -> None:
    assert len(ask(TABLES, None, None, None, types)) == len(Catalog(SITE).tables)


def test_lists_of_table_types_restrict() -> None:
    assert {row["TABLE_TYPE"] for row in ask(TABLES, None, None, "%", "TABLE,")} == {"TABLE"}
    assert ask(TABLES, None, None, None, "SYSTEM TABLE") == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Requests", ["Requests"]),
        ("requests", ["Requests"]),
        ("Request%s", ["RequestComments", "RequestSLACycles", "RequestTypes", "Requests"]),
        ("_sers", ["Users"]),
        ("\\_sers", []),
        ("Request\\%", []),
        ("", []),
    ],
)
def test_patterns(name: str, found: list[str]) -> None:
    assert sorted(row["TABLE_NAME"] for row in ask(TABLES, None, None, name, None)) == found


def test_empty_names_mean_none_in_patterns_and_any_where_one_table_is_asked_about() -> None:
    assert ask(TABLES, "", None, None, None) == []
    assert ask(TABLES, None, "", None, None) == []
    assert [row["COLUMN_NAME"] for row in ask(PRIMARY, "", "", "Requests")] == ["IssueId"]


def test_identifiers_are_no_patterns() -> None:
    assert ask(TABLES, "site.example", "Jira", "Issue_", "", identifier=1) == []
    assert len(ask(TABLES, "site.example", "JIRA", ' "issues" ', "", identifier=1)) == 1
    with pytest.raises(Error) as caught:
        ask(TABLES, None, "Jira", "Issues", "", identifier=1)
    assert caught.value.sqlstate == "HY009"


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


def test_applications_of_odbc_2_get_its_type_codes() -> None:
    (created,) = ask(COLUMNS, None, None, "Requests", "StatusDate", version=2)
    assert (created["DATA_TYPE"], created["SQL_DATA_TYPE"]) == (11, 9)
    for asked in (11, 93):
        assert [row["DATA_TYPE"] for row in ask(TYPES, integers=(asked,), version=2)] == [11]
        assert [row["DATA_TYPE"] for row in ask(TYPES, integers=(asked,))] == [93]
    assert {9, 10, 11} <= {row["DATA_TYPE"] for row in ask(TYPES, integers=(0,), version=2)}


@pytest.mark.parametrize("code", [12, -9, -3, 93, -1, -10, 4, -5, 8, 3, 2, -7, 91])
def test_type_info_knows_what_applications_ask_for(code: int) -> None:
    (row,) = ask(TYPES, integers=(code,))
    assert row["DATA_TYPE"] == code


def test_type_info_of_an_unknown_type_is_empty() -> None:
    assert ask(TYPES, integers=(4711,)) == []


def test_keys_both_ways() -> None:
    from_requests = ask(FOREIGN, None, None, None, None, None, "Requests")
    assert [(row["FKCOLUMN_NAME"], row["PKTABLE_NAME"]) for row in from_requests] == [
        ("RequestTypeId", "RequestTypes"),
        ("ServiceDeskId", "ServiceDesks"),
    ]
    to_requests = {
        (row["FKTABLE_NAME"], row["FKCOLUMN_NAME"]) for row in ask(FOREIGN, None, None, "Requests", None, None, None)
    }
    assert {("RequestComments", "RequestId"), ("RequestSLACycles", "RequestId")} <= to_requests
    both = ask(FOREIGN, None, None, "ServiceDesks", None, None, "Requests")
    assert [row["FKCOLUMN_NAME"] for row in both] == ["ServiceDeskId"]
    for row in from_requests:
        assert row["PKCOLUMN_NAME"] in [key["COLUMN_NAME"] for key in ask(PRIMARY, None, None, row["PKTABLE_NAME"])]


@pytest.mark.parametrize(
    ("function", "count"), [(PRIMARY, 3), (FOREIGN, 6), (STATISTICS, 3), (SPECIAL, 3), (COLUMN_RIGHTS, 4)]
)
def test_functions_about_one_table_want_its_name(function: int, count: int) -> None:
    with pytest.raises(Error) as caught:
        ask(function, *[None] * count, integers=tuple(ARGUMENTS[function][1]))
    assert caught.value.sqlstate == "HY009"


def test_statistics_and_special_columns_come_from_the_key() -> None:
    first, second = ask(STATISTICS, None, None, "Requests", integers=(1, 1))
    assert (first["TYPE"], first["NON_UNIQUE"], first["COLUMN_NAME"]) == (0, None, None)
    assert (second["TYPE"], second["NON_UNIQUE"], second["COLUMN_NAME"]) == (3, 0, "IssueId")
    assert [row["COLUMN_NAME"] for row in ask(SPECIAL, None, None, "Requests", integers=(1, 0, 0))] == ["IssueId"]
    assert ask(SPECIAL, None, None, "Requests", integers=(2, 0, 1)) == []


def test_a_table_that_does_not_exist_has_no_rows() -> None:
    for function in (PRIMARY, STATISTICS, SPECIAL):
        assert ask(function, None, None, "Nothing", integers=tuple(ARGUMENTS[function][1])) == []


def test_backslash_before_an_ordinary_character_is_itself() -> None:
    assert patterns.pattern("a\\b%")("a\\bc")
    assert not patterns.pattern("a\\b%")("abc")
