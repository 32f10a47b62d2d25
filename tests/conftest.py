"""What every test can use: nothing of the user's own configuration, a clear word where data are missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.shared_data import SHARED

# A busy machine is no failure: nothing here is judged by the clock. No database: a run leaves no files behind.
settings.register_profile("jsdodbc", deadline=None, database=None, print_blob=True)
settings.load_profile("jsdodbc")

_HINT = "recorded answers and specifications are not at hand: no ../shared/payloads beside the project"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED is None:
        for item in items:
            if item.get_closest_marker("needs_shared"):
                item.add_marker(pytest.mark.skip(reason=_HINT), append=False)


@pytest.fixture(autouse=True)
def _own_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection string, certificate or data source of the person who runs the tests."""
    for name in ("JSDODBC_CONNECTION_STRING", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def odbc_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of odbcinst.ini and odbc.ini, empty at first. One for all: unixODBC looks it up once a process."""
    folder = tmp_path_factory.mktemp("odbc")
    for name in ("odbcinst.ini", "odbc.ini"):
        (folder / name).touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ODBCSYSINI", str(folder))
        patch.setenv("ODBCINI", str(folder / "odbc.ini"))
        yield folder
