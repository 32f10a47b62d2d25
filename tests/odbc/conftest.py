"""The built library, registered in a folder of its own, and sites for it to read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from jsdodbc.cli import register
from jsdodbc.cli.ini import IniFile
from jsdodbc.errors import Error
from jsdodbc.sandbox.server import Sandbox
from tests.odbc.clients import Client

FLAVOURS = ("cloud", "dc")


@pytest.fixture(scope="session", autouse=True)
def odbc(odbc_folder: Path) -> Path:
    """The folder of odbcinst.ini and odbc.ini, with the driver registered."""
    if shutil.which("isql") is None:
        pytest.fail("isql is missing: apt-get install unixodbc (make test does it)")
    try:
        entries = register.driver_entries()
    except Error as error:
        pytest.fail(str(error))
    entries["Driver"] = os.environ.get("JSDODBC_TEST_LIBRARY", entries["Driver"])  # make test-sanitized has its own
    drivers = IniFile([])
    drivers.set(register.NAME, entries)
    drivers.write(odbc_folder / "odbcinst.ini")
    return odbc_folder


@pytest.fixture(scope="session", params=FLAVOURS)
def site(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A site that tests only read."""
    with Sandbox(request.param, 300, 1, time_zone="Australia/Lord_Howe", bulky=False) as sandbox:
        yield sandbox


@pytest.fixture
def own_site() -> Iterator[Sandbox]:
    """A site that a test may break."""
    with Sandbox("cloud", 250, 2, bulky=False) as sandbox:
        yield sandbox


@pytest.fixture
def client(odbc: Path, site: Sandbox) -> Client:
    return Client.of(site, odbc)


@pytest.fixture
def own_client(odbc: Path, own_site: Sandbox) -> Client:
    return Client.of(own_site, odbc)


@pytest.fixture
def needs_php() -> None:
    if shutil.which("php") is None or os.system("php -m | grep -qi '^odbc$'"):
        pytest.skip("PHP with its odbc extension is not installed: apt-get install php-cli php-odbc")
