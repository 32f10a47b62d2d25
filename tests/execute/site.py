"""Rows of the fake site, and a short way to run SQL over them."""

from __future__ import annotations

import datetime
from typing import Any

from jsdodbc.cancel import Cancellation
from jsdodbc.execute.connection import Connection
from tests.execute.fake import FakeSite

START = datetime.datetime(2026, 1, 1)


def site(requests: int = 100, page: int = 10) -> FakeSite:
    """Requests, three desks, two comments for each request with an even number."""
    return FakeSite(
        {
            "Requests": [request(number) for number in range(requests)],
            "Issues": [request(number) for number in range(0, requests, 2)],
            "ServiceDesks": [{"Id": str(number), "Name": f"Desk {number}"} for number in range(4)],
            "RequestComments": [
                {"RequestId": str(number), "Id": str(1000 + 2 * number + part), "Body": f"comment {part} of {number}"}
                for number in range(0, requests, 2)
                for part in range(2)
            ],
        },
        page,
    )


def request(number: int) -> dict[str, Any]:
    created = START + datetime.timedelta(days=number)
    return {
        "IssueId": str(number),
        "IssueKey": f"A-{number}",
        "ServiceDeskId": str(number % 3) if number % 10 else None,
        "Summary": f"summary {number}" if number % 7 else None,
        "CreatedDate": created,
        "Votes": number % 11,
        "Score": number / 2,
        "Created": created,
    }


def rows(connection: Connection, sql: str, *values: Any, **options: Any) -> list[tuple[Any, ...]]:
    """All rows of the last result."""
    cancellation = options.pop("cancellation", None) or Cancellation()
    execution = connection.execute(connection.prepare(sql), [values], cancellation=cancellation, **options)
    found: list[tuple[Any, ...]] = []
    for result in execution.results:
        found = []
        for batch in result.batches():
            found += zip(*(column.to_pylist() for column in batch.columns), strict=True)
    return found
