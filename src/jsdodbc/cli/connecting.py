"""Signing in to a site for the length of a command."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from jsdodbc import settings
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Notice
from jsdodbc.execute.connection import Connection
from jsdodbc.site.session import Session


@contextmanager
def connected(given: Sequence[tuple[str, str]], cancellation: Cancellation) -> Iterator[tuple[Connection, Session]]:
    """A signed-in connection, closed at the end; warnings of the settings go to stderr."""
    resolved, notices = settings.resolve(given)
    tell(notices)
    session = Session.open(resolved, cancellation)
    try:
        connection = Connection(session)
        try:
            yield connection, session
        finally:
            connection.close()
    finally:
        session.close()


def tell(notices: Sequence[Notice]) -> None:
    """Warnings, a line each, on stderr."""
    for notice in notices:
        print(f"jsdodbc: [{notice.sqlstate}] {notice.message}", file=sys.stderr)
