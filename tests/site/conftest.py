"""Sites of these tests' own making, and sessions with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from jsdodbc.cancel import Cancellation
from jsdodbc.settings import Settings
from jsdodbc.site.session import Session
from tests.site.scripted import Scripted, scripted


@pytest.fixture
def site() -> Iterator[Scripted]:
    with scripted() as site:
        yield site


@pytest.fixture
def settings(site: Scripted) -> Settings:
    """Of an account on that site; repeats come at once so that tests don't wait."""
    return Settings(url=site.url, user="ann", password="open-sesame", retry_delay=0.001)


@pytest.fixture
def connect(settings: Settings) -> Iterator[Callable[..., Session]]:
    """Opens sessions with changes to the settings."""
    sessions: list[Session] = []

    def open_session(**changes: object) -> Session:
        sessions.append(Session.open(replace(settings, **changes), Cancellation(20)))  # type: ignore[arg-type]
        return sessions[-1]

    yield open_session
    for session in sessions:
        session.close()
