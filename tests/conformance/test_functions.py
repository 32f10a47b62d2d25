"""Each function is exported, or refused, as declared, and SQLGetFunctions says the same."""

from __future__ import annotations

import ctypes

import pytest

from tests.conformance.declaration import Function
from tests.conformance.functions import FUNCTIONS, UNUSED
from tests.conformance.headers import named
from tests.conformance.odbc import Handle, Odbc

OURS = [each for each in FUNCTIONS if each.by == "driver"]
ASKED = [each for each in OURS if not each.manager]
NOT_OURS = [each for each in FUNCTIONS if each.by != "driver"]
ALL = 999


def _names(functions: list[Function]) -> list[str]:
    return [each.name for each in functions]


@pytest.mark.parametrize("function", OURS, ids=_names(OURS))
def test_the_driver_has_it(driver: Odbc, direct: Handle, function: Function) -> None:
    assert driver.has(function.name)
    assert driver.has(function.name + "W") == function.wide
    assert _supported(direct, function.number) == (function.state == "")


@pytest.mark.parametrize("function", ASKED, ids=_names(ASKED))
def test_an_application_is_told_so(connection: Handle, function: Function) -> None:
    assert _supported(connection, function.number) == (function.state == "")


@pytest.mark.parametrize("function", NOT_OURS, ids=_names(NOT_OURS))
def test_the_driver_leaves_it_to_the_manager(driver: Odbc, manager: Odbc, function: Function) -> None:
    assert not driver.has(function.name)
    assert manager.has(function.name)


def test_all_at_once_are_the_same(direct: Handle) -> None:
    bits = (ctypes.c_ushort * 250)()
    direct.must("SQLGetFunctions", ALL, bits)
    told = {number for number in range(4000) if bits[number >> 4] >> (number & 15) & 1}
    assert told == {each.number for each in OURS if not each.state}


def test_every_function_of_the_headers_is_declared() -> None:
    declared = {f"SQL_API_{each.name.upper()}": each.number for each in FUNCTIONS}
    in_headers = named("SQL_API_")
    assert in_headers.keys() - {each.name for each in UNUSED} == declared.keys() & in_headers.keys()
    assert {name: declared[name] for name in declared.keys() & in_headers.keys()} == {
        name: in_headers[name] for name in declared.keys() & in_headers.keys()
    }
    assert declared.keys() - in_headers.keys() == {"SQL_API_SQLCOMPLETEASYNC"}  # newer than these headers


def _supported(connection: Handle, number: int) -> bool:
    answer = ctypes.c_ushort(7)
    connection.must("SQLGetFunctions", number, ctypes.byref(answer))
    return answer.value == 1
