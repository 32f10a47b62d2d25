"""The table of properties holds together."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from jsdodbc import properties
from jsdodbc.errors import Error
from jsdodbc.properties import (
    LATER,
    MEANINGLESS,
    NOT_YET,
    OTHER,
    OTHER_REASONS,
    PROPERTIES,
    SSO_PROPERTIES,
    Property,
    folded,
    index,
    is_secret,
)
from jsdodbc.settings import checked
from tests.shared_data import facts, needs_shared

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


def test_a_feature_to_come_says_so_and_nothing_has_two_reasons() -> None:
    assert all("still to come" in reason for reason in LATER.values())
    assert not any("to come" in reason for reason in MEANINGLESS.values())
    names = [*chain.from_iterable(LATER), *chain.from_iterable(MEANINGLESS)]
    assert len(names) == len(set(names)) == sum(map(len, NOT_YET))


# Words in the chapter that are written as its properties are, and are none.
_WORDS = (
    "API APIToken BASIC Basic Boolean CData Cloud Crowd Default Discrepancy JDBC JiraServiceDesk JSM MFAPassCode "
    "MFARememberDevice MFAType NEGOTIATE ODBC OAuth OAuthSettings OktaVerify PEMKEY_FILE PEM SELECTed "
    "SSL XMLBLOB XMLFILE"
)
# Properties whose names are such that prose may hold them too.
_ONE_WORD = "Logfile Verbosity Location Tables Views Offline Timeout Other Pagesize Readonly RTK Timezone"


def commercial_names() -> list[str]:
    """The names of the commercial driver's properties: the tables' first cells, and words in mixed case elsewhere."""
    text = facts("seed-product.md").partition("# 2. Connection string options")[2].partition("## 2.11")[0]
    text = re.sub(r"\[[A-Z/]+\]|`[^`]*`", " ", text.partition("## 2.1")[2])
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ") and "Property" not in line[:11]]
    prose = " ".join(line for line in text.splitlines() if not line.startswith("|"))
    mixed = re.findall(r"\b(?=\w*[a-z])(?=\w*[A-Z]\w*[A-Z])\w+\b", prose)
    plain = re.findall(r"\b(?:" + "|".join(_ONE_WORD.split()) + r")\b", prose)
    words = re.findall(r"\w+", re.sub(r"\([^)]*\)", "", " ".join(cells))) + mixed + plain
    return sorted(set(words) - set(_WORDS.split()) | {"APIToken"})


@needs_shared
def test_every_property_of_the_commercial_driver_is_known() -> None:
    names = commercial_names()
    assert {"URL", "SSLServerCert", "FirewallPort", "ProxyPort", "RTK", "MaxRows", "CacheTolerance"} <= set(names)
    assert len(names) > 95
    known = {folded(key) for entry in PROPERTIES for key in (entry.name, *entry.aliases)}
    known |= {folded(name) for name in chain.from_iterable(NOT_YET)}
    known |= {*index(OTHER), *index(SSO_PROPERTIES), *OTHER_REASONS}
    assert [name for name in names if folded(name) not in known] == []


def test_secrets() -> None:
    secret = ["Password", "pwd", "APIToken", "Token", "OAuthClientSecret", "ProxyPassword", "SSOProperties"]
    assert all(is_secret(name) for name in secret)
    assert not any(is_secret(name) for name in ("URL", "User", "UID", "Timeout", "DSN"))
