"""What each argument of a catalog function may be: patterns, names, identifiers, lists, lengths, NULL and nothing."""

from __future__ import annotations

import pytest

from jsdodbc.errors import Error
from jsdodbc.model.catalog import Catalog
from jsdodbc.odbc import patterns
from tests.odbc_seam.catalog_calls import (
    ARGUMENTS,
    COLUMN_RIGHTS,
    COLUMNS,
    FOREIGN,
    PRIMARY,
    PROCEDURE_COLUMNS,
    PROCEDURES,
    RIGHTS,
    SITE,
    SPECIAL,
    STATISTICS,
    TABLES,
    ask,
    refusal,
)

HERE = "site.example"
# The arguments of each function after the catalog: which are patterns.
PATTERNS = {
    COLUMNS: (True, True, True),
    RIGHTS: (True, True),
    COLUMN_RIGHTS: (False, False, True),
    PRIMARY: (False, False),
    STATISTICS: (False, False),
    SPECIAL: (False, False),
}


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
        ("RequestT%s", ["RequestTypeFields", "RequestTypeGroups", "RequestTypes"]),
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


@pytest.mark.parametrize(
    ("function", "count"), [(PRIMARY, 3), (FOREIGN, 6), (STATISTICS, 3), (SPECIAL, 3), (COLUMN_RIGHTS, 4)]
)
def test_functions_about_one_table_want_its_name(function: int, count: int) -> None:
    with pytest.raises(Error) as caught:
        ask(function, *[None] * count, integers=tuple(ARGUMENTS[function][1]))
    assert caught.value.sqlstate == "HY009"


def test_backslash_before_an_ordinary_character_is_itself() -> None:
    assert patterns.pattern("a\\b%", "table")("a\\bc")
    assert not patterns.pattern("a\\b%", "table")("abc")


@pytest.mark.parametrize("function", PATTERNS)
def test_which_arguments_are_patterns(function: int) -> None:
    integers = tuple(ARGUMENTS[function][1])
    plain = ["Jira", "Issues", "IssueId"][: len(PATTERNS[function])]
    whole = ask(function, HERE, *plain, integers=integers)
    assert whole
    for position, is_pattern in enumerate(PATTERNS[function]):
        given = [*plain]
        given[position] = given[position][:-1] + "_"
        assert bool(ask(function, HERE, *given, integers=integers)) is is_pattern


@pytest.mark.parametrize("function", PATTERNS)
def test_the_catalog_is_a_name_everywhere_but_in_tables(function: int) -> None:
    plain = ["Jira", "Issues", "IssueId"][: len(PATTERNS[function])]
    assert ask(function, "site.exampl_", *plain, integers=tuple(ARGUMENTS[function][1])) == []
    assert ask(function, "elsewhere", *plain, integers=tuple(ARGUMENTS[function][1])) == []
    assert ask(function, HERE.upper(), *plain, integers=tuple(ARGUMENTS[function][1]))


@pytest.mark.parametrize(("version", "found"), [(2, False), (3, True), (380, True)])
def test_the_catalog_of_tables_is_a_pattern_since_odbc_3(version: int, found: bool) -> None:
    assert bool(ask(TABLES, "site.%", None, None, None, version=version)) is found
    assert ask(TABLES, HERE, None, None, None, version=version)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("Issues", True),
        ("ISSUES", True),
        ("Issues   ", True),
        ("   Issues", False),
        ('"Issues"', True),
        ('  "Issues"  ', True),
        ('" Issues"', False),
        ("Issue_", False),
        ("%", False),
        ('"', False),
        ('""', False),
    ],
)
def test_identifiers(given: str, found: bool) -> None:
    assert bool(ask(TABLES, HERE, "Jira", given, None, identifier=1)) is found
    assert bool(ask(COLUMNS, HERE, "Jira", given, "IssueId", identifier=1)) is found
    assert bool(ask(PRIMARY, HERE, "Jira", given, identifier=1)) is found


@pytest.mark.parametrize(
    ("function", "names"),
    [
        (TABLES, 3), (COLUMNS, 4), (PRIMARY, 3), (FOREIGN, 6), (STATISTICS, 3), (SPECIAL, 3), (PROCEDURES, 3),
        (PROCEDURE_COLUMNS, 4), (RIGHTS, 3), (COLUMN_RIGHTS, 4),
    ],
)  # fmt: skip
def test_every_identifier_must_be_given(function: int, names: int) -> None:
    types = (None,) if function == TABLES else ()
    integers = tuple(ARGUMENTS[function][1])
    for missing in range(names):
        given = ["x" if position != missing else None for position in range(names)]
        assert refusal(function, *given, *types, integers=integers, identifier=1) == "HY009", missing
    assert refusal(function, *["x"] * names, *types, integers=integers, identifier=1) == ""


@pytest.mark.parametrize(
    ("function", "texts", "sqlstate"),
    [
        (TABLES, ("c" * 511, None, None, None), "HY090"),
        (TABLES, (None, "s" * 257, None, None), "HY090"),
        (TABLES, (None, None, "\\_" * 128, None), ""),
        (TABLES, (None, None, "t" * 257, None), "HY090"),
        (TABLES, (None, None, None, "TABLE," * 1000), ""),
        (COLUMNS, ("c" * 256, None, None, None), "HY090"),
        (COLUMNS, (None, None, None, "\\_" * 255), ""),
        (COLUMNS, (None, None, None, "c" * 511), "HY090"),
        (PRIMARY, (None, None, "t" * 128), ""),
        (PRIMARY, (None, None, "t" * 129), "HY090"),
        (FOREIGN, (None, None, "t" * 129, None, None, None), "HY090"),
        (PROCEDURES, (None, None, "p" * 257), "HY090"),
    ],
)
def test_names_that_are_too_long(function: int, texts: tuple[str | None, ...], sqlstate: str) -> None:
    assert refusal(function, *texts) == sqlstate


def test_enumerations_want_empty_names() -> None:
    everything = len(Catalog(SITE).tables)
    assert len(ask(TABLES, "%", None, None, None)) == everything
    assert len(ask(TABLES, "%", "%", "%", "%")) == everything
    assert len(ask(TABLES, None, None, None, "%")) == everything
    assert len(ask(TABLES, "%", "", "", None, identifier=1)) == 1
