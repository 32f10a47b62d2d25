"""Each attribute of environments, connections and statements is read and set as declared."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.conformance import connection_attributes, environment_attributes, odbc, statement_attributes
from tests.conformance.declaration import Attribute, Setting
from tests.conformance.headers import constants, named
from tests.conformance.odbc import NTS, Handle, Odbc, number_of

SUFFIXES = {odbc.ENVIRONMENT: "Env", odbc.CONNECTION: "Connect", odbc.STATEMENT: "Stmt"}
WIDTHS = {odbc.ENVIRONMENT: 4, odbc.CONNECTION: 4, odbc.STATEMENT: 8}
UNTOUCHED = 0xA5
SUBJECTS = (
    ("Env", environment_attributes.ATTRIBUTES),
    ("Connect", connection_attributes.ATTRIBUTES),
    ("Stmt", statement_attributes.ATTRIBUTES),
)
UNUSED = (*environment_attributes.UNUSED, *connection_attributes.UNUSED, *statement_attributes.UNUSED)


def _cells(*, settings: bool) -> Iterator[Any]:
    """Each attribute, or each of its settings, for each library that leaves it to the driver."""
    for subject, attributes in SUBJECTS:
        for row in attributes:
            for library in ("driver",) if row.manager else ("driver", "manager"):
                for setting in row.settings if settings else (None,):
                    name = f"{library}-{subject}-{row.name}" + (f"-{setting.value}" if setting else "")
                    yield pytest.param((library, subject), row, *([setting] if setting else []), id=name)


@pytest.fixture
def handle(request: pytest.FixtureRequest, site: Sandbox, _engine: None) -> Iterator[Handle]:
    """A fresh one of the kind, of the library."""
    name, subject = request.param
    library: Odbc = request.getfixturevalue(name)
    if subject == "Stmt":
        shared: Handle = request.getfixturevalue("managed" if library.is_manager else "direct")
        with shared.held(odbc.STATEMENT) as statement:
            yield statement
        return
    environment = odbc.environment(library)
    if subject == "Env":
        yield environment
    else:
        with environment.held(odbc.CONNECTION) as connection:
            odbc.connect(connection, site.connection_string)
            yield connection
            connection.must("SQLDisconnect")
    environment.free()


@pytest.mark.parametrize(("handle", "row"), list(_cells(settings=False)), indirect=["handle"])
def test_it_is_read(handle: Handle, row: Attribute) -> None:
    outcome, value = _read(handle, row)
    assert outcome == row.state
    if row.initial is not None and not outcome:
        assert value == (row.initial if row.kind == "text" else number_of(row.initial))
    assert row.kind != "handle" or value


@pytest.mark.parametrize(("handle", "row", "setting"), list(_cells(settings=True)), indirect=["handle"])
def test_it_is_set(handle: Handle, row: Attribute, setting: Setting) -> None:
    before = _read(handle, row)
    if row.kind == "text":
        text = str(setting.value).encode()
        arguments: tuple[Any, ...] = (text, NTS)
    else:
        arguments = (number_of(setting.value), 0)
    assert handle.outcome(f"SQLSet{SUFFIXES[handle.kind]}Attr", row.number, *arguments) == setting.state
    after = _read(handle, row)
    if setting.reads is not None:
        assert after in ((setting.reads, None), ("", setting.reads), ("", constants().get(str(setting.reads))))
    else:
        assert after == (before if setting.state else ("", number_of(setting.value)))


POINTERS = [each for each in _cells(settings=False) if each.values[1].kind == "pointer" and not each.values[1].state]


@pytest.mark.parametrize(("handle", "row"), POINTERS, indirect=["handle"])
def test_a_pointer_is_kept(handle: Handle, row: Attribute) -> None:
    target = ctypes.c_uint64()
    assert handle.outcome(f"SQLSet{SUFFIXES[handle.kind]}Attr", row.number, ctypes.addressof(target), -4) == ""
    assert _read(handle, row) == ("", ctypes.addressof(target))
    handle.must(f"SQLSet{SUFFIXES[handle.kind]}Attr", row.number, None, -4)


def _read(handle: Handle, row: Attribute) -> tuple[str, Any]:
    buffer = (ctypes.c_ubyte * 512)(*[UNTOUCHED] * 512)
    length = ctypes.c_int(-7)
    outcome = handle.outcome(f"SQLGet{SUFFIXES[handle.kind]}Attr", row.number, buffer, 512, ctypes.byref(length))
    if outcome:
        return outcome, None
    if row.kind == "text":
        return "", bytes(buffer[: length.value]).decode()
    width = WIDTHS[handle.kind] if row.kind == "number" else 8
    assert buffer[width] == UNTOUCHED, "a wider answer than the reference has"
    return "", int.from_bytes(bytes(buffer[:width]), "little")


def test_every_attribute_of_the_headers_is_declared() -> None:
    in_headers = named("SQL_ATTR_")
    declared = {each.name: each.number for _, attributes in SUBJECTS for each in attributes}
    assert in_headers.keys() - declared.keys() == {each.name for each in UNUSED}
    assert {name: in_headers.get(name, constants().get(name)) for name in declared} == declared
