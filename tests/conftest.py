"""What every test can use: nothing of the user's own configuration, a clear word where data are missing."""

from __future__ import annotations

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
