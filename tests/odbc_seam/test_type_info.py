"""SQLGetTypeInfo, and the type codes of ODBC 2: what the reference says, and what the engine really does."""

from __future__ import annotations

import pytest

from jsdodbc.odbc import type_info
from tests.odbc_seam.catalog_calls import COLUMNS, PRIMARY, SPECIAL, TYPES, ask, refusal
from tests.odbc_seam.engine import Engine


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


@pytest.mark.parametrize("code", [-2, 1, 6, 7, 8, -4, -6, -8, -11, 5, 10, 92])
def test_types_that_few_ask_for(code: int) -> None:
    assert ask(TYPES, integers=(code,))


@pytest.mark.parametrize("code", [101, 110, 113, -80, -92, -5 + 106])
def test_a_type_of_odbc_that_there_is_not_has_no_rows(code: int) -> None:
    assert ask(TYPES, integers=(code,)) == []


@pytest.mark.parametrize("code", [4711, 13, -12, 99, 114, 100, -79, -93])
def test_what_is_no_type_is_refused(code: int) -> None:
    assert refusal(TYPES, integers=(code,)) == "HY004"


def test_of_types_with_the_same_code_the_nearest_is_first() -> None:
    rows = ask(TYPES, integers=(0,))
    codes = [row["DATA_TYPE"] for row in rows]
    assert codes == sorted(codes)
    first = {row["DATA_TYPE"]: row["TYPE_NAME"] for row in reversed(rows)}
    assert (first[-9], first[93], first[3], first[1]) == ("VARCHAR", "TIMESTAMP", "DECIMAL", "CHAR")


@pytest.mark.parametrize("version", [2, 3, 380])
def test_odbc_2_has_codes_of_its_own_everywhere(version: int) -> None:
    old, new = {9, 10, 11}, {91, 92, 93}
    seen = {row["DATA_TYPE"] for row in ask(TYPES, integers=(0,), version=version)}
    seen |= {row["DATA_TYPE"] for row in ask(COLUMNS, None, None, None, None, version=version)}
    seen |= {row["DATA_TYPE"] for row in ask(SPECIAL, None, None, "Issues", integers=(1, 0, 1), version=version)}
    assert (seen & (old | new)) == (old if version == 2 else new)


@pytest.mark.parametrize("kind", type_info.LISTED, ids=lambda kind: f"{kind.name} {kind.sql_type}")
def test_listed_types_can_be_cast_to(engine: Engine, kind: type_info.SqlType) -> None:
    name = "UUID" if kind.name == "GUID" else kind.name
    assert engine.one(f"SELECT CAST(NULL AS {name})") is None


LITERALS = {
    "CHAR": "a''b", "VARCHAR": "東京 😀", "LONGVARCHAR": "", "DATE": "2026-01-31", "TIME": "13:45:00",
    "TIMESTAMP": "2026-01-31 13:45:00.5", "GUID": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
    "VARBINARY": "00ff", "LONGVARBINARY": "00ff", "BINARY": "00ff",
}  # fmt: skip


@pytest.mark.parametrize("kind", type_info.LISTED, ids=lambda kind: f"{kind.name} {kind.sql_type}")
def test_literals_between_prefix_and_suffix_have_the_type(engine: Engine, kind: type_info.SqlType) -> None:
    text = f"{kind.literal_prefix or ''}{LITERALS.get(kind.name, '1')}{kind.literal_suffix or ''}"
    assert engine.one(f"SELECT CAST({text} AS {kind.duckdb})") is not None
    if kind.literal_prefix:
        (described,) = engine.described(f"SELECT {text}")
        assert described.physical == kind.physical


def test_primary_keys_have_no_types_at_all() -> None:
    assert "DATA_TYPE" not in ask(PRIMARY, None, None, "Requests")[0]
