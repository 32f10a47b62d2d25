"""One site of each flavour for the tests that only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.sandbox.client import Client

ISSUES = 400
ZONE = "Australia/Lord_Howe"


@pytest.fixture(scope="session")
def cloud() -> Iterator[Sandbox]:
    with Sandbox("cloud", ISSUES, time_zone=ZONE) as site:
        yield site


@pytest.fixture(scope="session")
def dc() -> Iterator[Sandbox]:
    with Sandbox("dc", ISSUES, time_zone=ZONE) as site:
        yield site


@pytest.fixture(params=["cloud", "dc"])
def site(request: pytest.FixtureRequest) -> Sandbox:
    found: Sandbox = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def client(site: Sandbox) -> Client:
    return Client(site)
