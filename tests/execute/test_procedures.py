"""Procedures are looked up, their arguments placed, and their rows come back as text."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

import pytest

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.execute.connection import Connection
from tests.execute.fake import FakeSite


class Scheme:
    def authorization_url(self, given: Mapping[str, str], _: Cancellation) -> dict[str, str]:
        return {"URL": str(sorted(given.items()))}


def connection() -> Connection:
    site = FakeSite({})
    return Connection(SimpleNamespace(scheme=Scheme(), settings=None, account=None), site, site.make)


def called(sql: str, *values: str) -> str:
    made = connection()
    execution = made.execute(made.prepare(sql), [values], cancellation=Cancellation())
    [row] = [row for result in execution.results for batch in result.batches() for row in batch.to_pylist()]
    return str(row["URL"])


def test_arguments_by_name_and_by_place() -> None:
    assert called("EXEC GetOAuthAuthorizationURL @Scope = ?, @State = NULL", "s") == "[('Scope', 's')]"
    assert called("{call getoauthauthorizationurl('c', ?)}", "s") == "[('CallbackURL', 'c'), ('Scope', 's')]"


def test_columns_are_known_before_it_is_run() -> None:
    columns = connection().prepare("EXEC GetOAuthAccessToken").columns
    names = [column.name for column in columns or ()]
    assert names == ["OAuthAccessToken", "OAuthRefreshToken", "ExpiresIn", "OAuthAccessTokenSecret"]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("EXEC GetOAuthAcessToken", "GetOAuthAccessToken"),
        ("CALL duckdb_settings()", "no procedure duckdb_settings"),
        ("EXEC GetOAuthAuthorizationURL @Nothing = 1", "no argument Nothing"),
        ("EXEC GetOAuthAuthorizationURL @Scope = 1, @scope = 2", "Scope twice"),
        ("EXEC GetOAuthAuthorizationURL 1, 2, 3, 4, 5", "at most 4"),
    ],
)
def test_what_cannot_be_called(sql: str, said: str) -> None:
    with pytest.raises(Error, match=said) as caught:
        connection().prepare(sql)
    assert caught.value.sqlstate == "42000"
