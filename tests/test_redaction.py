"""Secrets are made unreadable, words are not."""

from __future__ import annotations

import pytest

from jsdodbc.redaction import redacted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x open sesame y", "x *** y"),
        ("https://host/?code=open%20sesame", "https://host/?code=***"),
        ("password=open+sesame&a=b", "password=***&a=b"),
        ("Basic YW5uOm9wZW4gc2VzYW1l", "Basic ***"),
        ("open the sesame", "open the sesame"),
    ],
)
def test_long_secrets_go_wherever_they_stand(text: str, shown: str) -> None:
    assert redacted(text, ["open sesame"], "ann") == shown


def test_json_of_a_secret() -> None:
    assert redacted(r'{"password": "say \"x\""}', ['say "x"'], "ann") == '{"password": "***"}'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The proxy could not be reached: x", "The proxy could not be reached: x"),
        ("Password=x;User=ann", "Password=***;User=ann"),
        ("password=x", "password=***"),
        ("PWD={x};", "PWD={***};"),
        ('{"password": "x", "next": 1}', '{"password": "***", "next": 1}'),
        ("it's 'x' and 'xy'", "it's '***' and 'xy'"),
        ("Basic YW5uOng=", "Basic ***"),
        ("a=xy;b=x1", "a=xy;b=x1"),
    ],
)
def test_short_secrets_go_where_they_stand_as_values(text: str, shown: str) -> None:
    assert redacted(text, ["x"], "ann") == shown
