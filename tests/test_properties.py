"""The table of properties holds together."""

from __future__ import annotations

from itertools import chain

import pytest

from jsdodbc import properties
from jsdodbc.errors import Error
from jsdodbc.properties import NOT_YET, OTHER, PROPERTIES, Property, folded, is_secret
from jsdodbc.settings import checked

TYPES = {"string", "boolean", "integer", "number", "enum", "path"}


def test_no_name_means_two_things() -> None:
    names = [folded(name) for entry in PROPERTIES for name in {folded(key) for key in (entry.name, *entry.aliases)}]
    names += [folded(name) for name in chain.from_iterable(NOT_YET)]
    names += list(properties.MANAGER_KEYS)
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("entry", [*PROPERTIES, *OTHER], ids=lambda entry: entry.name)
def test_entry(entry: Property) -> None:
    assert entry.type in TYPES
    assert entry.text.endswith((".", "'"))
    assert bool(entry.values) == (entry.type == "enum")
    assert entry.minimum is None or entry.type in ("integer", "number")
    checked(entry, entry.default)


@pytest.mark.parametrize("entry", [entry for entry in (*PROPERTIES, *OTHER) if entry.type not in ("string", "path")])
def test_impossible_value_is_told_with_what_is_allowed(entry: Property) -> None:
    for value in ("nonsense", str((entry.maximum or 0) + 1) if entry.maximum else "nonsense", "-7", "nan"):
        with pytest.raises(Error) as caught:
            checked(entry, value)
        assert caught.value.sqlstate == "HY024"
        assert entry.name in caught.value.message
        assert repr(value) in caught.value.message
        assert "must be" in caught.value.message


@pytest.mark.parametrize("reason", NOT_YET.values())
def test_reasons_are_sentences_that_can_follow_a_colon(reason: str) -> None:
    assert reason[0].islower()
    assert not reason.endswith(".")


def test_secrets() -> None:
    secret = ["Password", "pwd", "APIToken", "Token", "OAuthClientSecret", "ProxyPassword", "SSOProperties"]
    assert all(is_secret(name) for name in secret)
    assert not any(is_secret(name) for name in ("URL", "User", "UID", "Timeout", "DSN"))
