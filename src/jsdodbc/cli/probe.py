"""`jsdodbc dsn test`: connects and says what there is to see, how long it took, or exactly what fails."""

from __future__ import annotations

import time
from collections.abc import Sequence

from jsdodbc.cancel import Cancellation
from jsdodbc.cli import connecting
from jsdodbc.errors import Error
from jsdodbc.execute.connection import Connection

# What an account may or may not see, each for itself.
TABLES = ("ServiceDesks", "Requests", "Issues", "Users", "Fields")


def test(pairs: Sequence[tuple[str, str]]) -> int:
    """Print site, account, and for each table whether it can be read; exit code 1 when one can't. Raises Error when
    the sign-in fails.
    """
    cancellation = Cancellation()
    begun = time.perf_counter()
    with connecting.connected(pairs, cancellation) as (connection, session):
        _line("site", f"{session.settings.url} ({session.site.deployment.value} {session.site.version}".rstrip() + ")")
        _line("user", f"{session.account.display_name} ({session.account.identifier}), {session.account.time_zone}")
        _line("signed in", _seconds(begun))
        _line("statements", "read only" if session.settings.read_only else "may change the site")
        return max([_probe(connection, table, cancellation) for table in TABLES])


def _probe(connection: Connection, table: str, cancellation: Cancellation) -> int:
    """Asks for one row of a table; 1 when the site refuses."""
    begun = time.perf_counter()
    try:
        found = _rows(connection, f"SELECT * FROM {table} LIMIT 1", cancellation)
    except Error as error:
        _line(table, str(error))
        return 1
    _line(table, f"{'can be read' if found else 'nothing that the account may see'}, {_seconds(begun)}")
    return 0


def _rows(connection: Connection, sql: str, cancellation: Cancellation) -> int:
    count = 0
    for result in connection.execute(connection.prepare(sql), [[]], cancellation=cancellation).results:
        count += sum(batch.num_rows for batch in result.batches())
        result.close()
    return count


def _seconds(begun: float) -> str:
    return f"{time.perf_counter() - begun:.2f} s"


def _line(what: str, text: str) -> None:
    print(f"{what:<14}{text}")
