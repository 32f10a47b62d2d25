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
def odbc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of odbcinst.ini and odbc.ini. unixODBC looks it up once a process, so there is one for all tests."""
    if shutil.which("isql") is None:
        pytest.fail("isql is missing: apt-get install unixodbc (make test does it)")
    try:
        entries = register.driver_entries()
    except Error as error:
        pytest.fail(str(error))
    folder = tmp_path_factory.mktemp("odbc")
    drivers = IniFile([])
    drivers.set(register.NAME, entries)
    drivers.write(folder / "odbcinst.ini")
    (folder / "odbc.ini").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ODBCSYSINI", str(folder))
        patch.setenv("ODBCINI", str(folder / "odbc.ini"))
        yield folder


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
