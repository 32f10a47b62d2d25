"""The interface conformance that SQLGetInfo claims is what the tables prove."""

from __future__ import annotations

import ctypes

import pytest

from tests.conformance import connection_attributes, environment_attributes, functions, statement_attributes
from tests.conformance.features import FEATURES, LEVELS, Feature, lacks, proved_level
from tests.conformance.headers import constants
from tests.conformance.odbc import Handle, number_of

CLAIMS = {"core": "SQL_OIC_CORE", "1": "SQL_OIC_LEVEL1", "2": "SQL_OIC_LEVEL2"}


def test_the_claimed_level_is_the_proved_one(connection: Handle) -> None:
    claimed = ctypes.c_uint32()
    number = number_of("SQL_ODBC_INTERFACE_CONFORMANCE")
    connection.must("SQLGetInfo", number, ctypes.byref(claimed), 4, None)
    assert claimed.value == constants()[CLAIMS[proved_level()]]


@pytest.mark.parametrize("feature", FEATURES, ids=[str(each.number) for each in FEATURES])
def test_a_feature_is_of_rows_that_exist(feature: Feature) -> None:
    assert set(feature.functions.split()) <= {each.name for each in functions.FUNCTIONS}
    attributes = (*connection_attributes.ATTRIBUTES, *statement_attributes.ATTRIBUTES)
    assert {name for name, _ in feature.settings} <= {each.name for each in attributes}
    assert feature.level != "core" or not lacks(feature)


def test_no_core_row_is_refused() -> None:
    assert [each.name for each in functions.FUNCTIONS if each.level == LEVELS[0] and each.state] == []
    attributes = (
        *environment_attributes.ATTRIBUTES,
        *connection_attributes.ATTRIBUTES,
        *statement_attributes.ATTRIBUTES,
    )
    assert {each.level for each in attributes} <= {*LEVELS, "optional"}


@pytest.mark.parametrize(
    "sql", ["SELECT COUNT(*) FROM Jira.Issues", "SELECT COUNT(*) FROM {catalog}.Jira.Issues"], ids=["101", "201"]
)
def test_names_of_two_and_of_three_parts(statement: Handle, connection: Handle, sql: str) -> None:
    catalog = ctypes.create_string_buffer(256)
    connection.must("SQLGetConnectAttr", number_of("SQL_ATTR_CURRENT_CATALOG"), catalog, 256, None)
    named = sql.format(catalog='"' + catalog.value.decode() + '"')
    assert statement.outcome("SQLExecDirect", named.encode(), -3) == ""
