"""Primary and foreign keys, statistics and special columns."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from jsdodbc.model.column import Column
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.types import BIGINT
from tests.odbc_seam.catalog_calls import FOREIGN, PRIMARY, SPECIAL, STATISTICS, ask, refusal


def column(name: str, **more: Any) -> Column:
    return Column(name, BIGINT, f"The {name}.", **more)


def table(name: str, *columns: Column) -> Table:
    return Table(name, "S", f"The {name}.", columns, Listing("/x", "array"))


class Model:
    """Cycles have a key of two columns, that laps refer to; halves refer to one of the two, and stops name a cycle of
    the request that they are of.
    """

    name = "site.example"
    schemas = ("S",)
    tables = (
        table("Cycles", column("RequestId", key=True, references=("Requests", "Id")), column("Number", key=True)),
        table("Halves", column("Id", key=True), column("Cycle", references=("Cycles", "Number"))),
        table(
            "Laps",
            column("Id", key=True),
            column("CycleNumber", references=("Cycles", "Number")),
            column("CycleRequest", references=("Cycles", "RequestId")),
            column("Author", references=("Requests", "Id")),
            column("Editor", references=("Requests", "Id")),
            column("Nobody", references=("Elsewhere", "Id")),
        ),
        table("Requests", column("Id", key=True)),
        table(
            "Stops",
            column("Id", key=True),
            column("Request", references=("Requests", "Id")),
            column("Cycle", references=("Cycles", "Number")),
        ),
    )

    def find(self, name: str, schema: str | None = None) -> Table | None:
        return next((each for each in self.tables if each.name == name), None)


def references(*texts: str | None) -> list[tuple[Any, ...]]:
    rows = ask(FOREIGN, *texts, model=Model())
    return [
        (row["FKTABLE_NAME"], row["FKCOLUMN_NAME"], row["PKTABLE_NAME"], row["PKCOLUMN_NAME"], row["KEY_SEQ"])
        for row in rows
    ]


def test_keys_of_several_columns() -> None:
    assert references(None, None, "Cycles", None, None, None) == [
        ("Laps", "CycleRequest", "Cycles", "RequestId", 1),
        ("Laps", "CycleNumber", "Cycles", "Number", 2),
        ("Stops", "Request", "Cycles", "RequestId", 1),
        ("Stops", "Cycle", "Cycles", "Number", 2),
    ]
    assert [row["KEY_SEQ"] for row in ask(PRIMARY, None, None, "Cycles", model=Model())] == [1, 2]
    statistics = ask(STATISTICS, None, None, "Cycles", integers=(0, 0), model=Model())
    assert [row["ORDINAL_POSITION"] for row in statistics] == [None, 1, 2]


def test_a_table_may_refer_to_another_twice() -> None:
    assert references(None, None, "Requests", None, None, "Laps") == [
        ("Laps", "Author", "Requests", "Id", 1),
        ("Laps", "Editor", "Requests", "Id", 1),
    ]
    names = {row["FK_NAME"] for row in ask(FOREIGN, None, None, "Requests", None, None, None, model=Model())}
    assert names == {"FK_Cycles_RequestId", "FK_Laps_Author", "FK_Laps_Editor", "FK_Stops_Request"}


def test_both_sides_in_their_orders() -> None:
    assert [row[:2] for row in references(None, None, None, None, None, "Laps")] == [
        ("Laps", "CycleRequest"),
        ("Laps", "CycleNumber"),
        ("Laps", "Author"),
        ("Laps", "Editor"),
    ]
    to_requests = [row[0] for row in references(None, None, "Requests", None, None, None)]
    assert to_requests == ["Cycles", "Laps", "Laps", "Stops"]
    assert references(None, None, "Cycles", None, None, "Requests") == []


def test_rules_and_deferrability() -> None:
    for row in ask(FOREIGN, None, None, None, None, None, "Requests"):
        assert (row["UPDATE_RULE"], row["DELETE_RULE"], row["DEFERRABILITY"]) == (3, 3, 7)
        assert row["PK_NAME"] == f"PK_{row['PKTABLE_NAME']}"


def test_keys_both_ways() -> None:
    from_requests = ask(FOREIGN, None, None, None, None, None, "Requests")
    assert [(row["FKCOLUMN_NAME"], row["PKTABLE_NAME"]) for row in from_requests] == [
        ("RequestTypeId", "RequestTypes"),
        ("ServiceDeskId", "RequestTypes"),
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


@pytest.mark.parametrize("integers", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_statistics_are_of_the_table_and_its_key(integers: tuple[int, int]) -> None:
    first, second = ask(STATISTICS, None, None, "Requests", integers=integers)
    assert (first["TYPE"], first["NON_UNIQUE"], first["INDEX_NAME"], first["COLUMN_NAME"]) == (0, None, None, None)
    assert (second["TYPE"], second["NON_UNIQUE"], second["COLUMN_NAME"]) == (3, 0, "IssueId")
    assert (second["ORDINAL_POSITION"], second["ASC_OR_DESC"], second["INDEX_NAME"]) == (1, "A", "PK_Requests")


@pytest.mark.parametrize(("integers", "sqlstate"), [((2, 0), "HY100"), ((-1, 0), "HY100"), ((0, 2), "HY101")])
def test_statistics_that_there_are_not(integers: tuple[int, int], sqlstate: str) -> None:
    assert refusal(STATISTICS, None, None, "Requests", integers=integers) == sqlstate


@pytest.mark.parametrize("scope", [0, 1, 2])
@pytest.mark.parametrize("nullable", [0, 1])
def test_the_key_identifies_a_row_for_the_whole_session(scope: int, nullable: int) -> None:
    (row,) = ask(SPECIAL, None, None, "Requests", integers=(1, scope, nullable))
    assert (row["COLUMN_NAME"], row["SCOPE"], row["PSEUDO_COLUMN"]) == ("IssueId", 2, 1)
    assert (row["DATA_TYPE"], row["TYPE_NAME"], row["COLUMN_SIZE"], row["BUFFER_LENGTH"]) == (-9, "VARCHAR", 64, 128)
    assert ask(SPECIAL, None, None, "Requests", integers=(2, scope, nullable)) == []


def test_a_key_that_may_be_null_is_none_for_who_wants_no_nulls() -> None:
    model = SimpleNamespace(name="s", schemas=("S",), tables=(table("T", column("Id", key=True, nullable=True)),))
    assert ask(SPECIAL, None, None, "T", integers=(1, 0, 0), model=model) == []
    assert len(ask(SPECIAL, None, None, "T", integers=(1, 0, 1), model=model)) == 1


@pytest.mark.parametrize(
    ("integers", "sqlstate"), [((3, 0, 0), "HY097"), ((0, 0, 0), "HY097"), ((1, 3, 0), "HY098"), ((1, 0, 2), "HY099")]
)
def test_special_columns_that_there_are_not(integers: tuple[int, int, int], sqlstate: str) -> None:
    assert refusal(SPECIAL, None, None, "Requests", integers=integers) == sqlstate
