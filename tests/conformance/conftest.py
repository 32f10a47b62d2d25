"""One engine, one small site, and a connection through the driver manager and one without it, for all cells."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.conformance import odbc
from tests.conformance.odbc import Handle, Odbc


@pytest.fixture(scope="session")
def site() -> Iterator[Sandbox]:
    with Sandbox("cloud", 20, 1, bulky=False) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def _engine() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JSDODBC_ENGINE_PYTHON", sys.executable)
        yield


@pytest.fixture(scope="session")
def manager() -> Odbc:
    return Odbc(odbc.MANAGER)


@pytest.fixture(scope="session")
def driver() -> Odbc:
    if not odbc.DRIVER.exists():
        pytest.fail("the library is not built: make native")
    return Odbc(odbc.DRIVER)


@pytest.fixture(scope="session", params=["driver", "manager"])
def library(request: pytest.FixtureRequest) -> Odbc:
    """Each of the two: a test that takes it runs through the driver manager and without one."""
    found: Odbc = request.getfixturevalue(request.param)
    return found


def _connection(library: Odbc, site: Sandbox) -> Iterator[Handle]:
    handle = odbc.environment(library).child(odbc.CONNECTION)
    odbc.connect(handle, site.connection_string)
    yield handle
    handle.must("SQLDisconnect")
    handle.free()


@pytest.fixture(scope="session")
def connection(library: Odbc, site: Sandbox, _engine: None) -> Iterator[Handle]:
    """Connected through each of the libraries; tests leave it as it was."""
    yield from _connection(library, site)


@pytest.fixture(scope="session")
def direct(driver: Odbc, site: Sandbox, _engine: None) -> Iterator[Handle]:
    """A connection made by the driver's own functions; tests leave it as it was."""
    yield from _connection(driver, site)


@pytest.fixture(scope="session")
def managed(manager: Odbc, site: Sandbox, _engine: None) -> Iterator[Handle]:
    """A connection through the driver manager; tests leave it as it was."""
    yield from _connection(manager, site)


@pytest.fixture
def statement(connection: Handle) -> Iterator[Handle]:
    with connection.held(odbc.STATEMENT) as handle:
        yield handle


@pytest.fixture
def direct_statement(direct: Handle) -> Iterator[Handle]:
    with direct.held(odbc.STATEMENT) as handle:
        yield handle
