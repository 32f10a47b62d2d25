"""From what a person gives to settings, or to a sentence that says what to change."""

from __future__ import annotations

import pytest

from jsdodbc import connection_string, settings
from jsdodbc.errors import Error, Notice
from jsdodbc.properties import NOT_YET
from jsdodbc.settings import Settings

BASE = "URL=jira.example.com;User=ann;Password=open-sesame"
CLOUD = "URL=acme.atlassian.net;User=ann@example.com"


def resolve(text: str, **sources: dict[str, str]) -> tuple[Settings, list[Notice]]:
    return settings.resolve(connection_string.parse(text), dsn_lookup=lambda name: sources.get(name, {}))


def failure(text: str, **sources: dict[str, str]) -> Error:
    with pytest.raises(Error) as caught:
        resolve(text, **sources)
    assert "open-sesame" not in str(caught.value)
    return caught.value


def test_defaults() -> None:
    found, notices = resolve(BASE)
    assert found == Settings(url="https://jira.example.com", user="ann", password="open-sesame")
    assert (found.timeout, found.max_rows, found.read_only, found.include_custom_fields) == (60, -1, True, False)
    assert (found.page_size, found.max_threads, found.verbosity, found.auth_scheme) == (0, 0, 1, "Basic")
    assert notices == []


def test_everything_given() -> None:
    found, notices = resolve(
        f"{CLOUD};APIToken={{t;k}};AuthScheme=basic;timeout=5;MAXROWS=10;Pagesize=50;IncludeCustomFields=Yes;ServiceDeskID=4;"
        "Readonly=0;Logfile=/tmp/x;Verbosity=3;MaxThreads=4;Other='Retries=1;RetryDelay=0.5;AllowHttp=1';Driver={JSD};Description=d"
    )
    assert notices == []
    assert found == Settings(
        url="https://acme.atlassian.net",
        user="ann@example.com",
        api_token="t;k",
        timeout=5,
        max_rows=10,
        page_size=50,
        include_custom_fields=True,
        service_desk_id="4",
        read_only=False,
        logfile="/tmp/x",
        verbosity=3,
        max_threads=4,
        allow_http=True,
        retries=1,
        retry_delay=0.5,
    )


def test_aliases_and_the_first_of_several() -> None:
    found, _ = resolve("Server=jira.example.com;UID=ann;User=bob;PWD=open-sesame;Password=x;Host=other.example.com")
    assert (found.url, found.user, found.password) == ("https://jira.example.com", "ann", "open-sesame")


def test_data_source_is_filled_in_behind_the_string_and_empty_is_not_given() -> None:
    source = {"URL": "https://desk.example.com", "User": "dsn", "Password": "open-sesame", "Driver": "x", "Trace": "no"}
    found, notices = resolve("DSN=Desk;UID=ann;PWD=", Desk=source)
    assert (found.url, found.user, found.password) == ("https://desk.example.com", "ann", "open-sesame")
    assert found.dsn == "Desk"
    assert notices == []


def test_data_source_that_is_not_there() -> None:
    error = failure("DSN=Nope")
    assert error.sqlstate == "IM002"
    assert "'Nope'" in error.message
    assert resolve(f"DSN=Nope;{BASE}")[0].user == "ann"


def test_of_driver_and_dsn_the_first_counts() -> None:
    source = {"Timeout": "7"}
    assert resolve(f"Driver=x;DSN=Desk;{BASE}", Desk=source)[0].timeout == 60
    assert resolve(f"DSN=Desk;Driver=x;{BASE}", Desk=source)[0].timeout == 7


@pytest.mark.parametrize(
    ("text", "sqlstate", "words"),
    [
        ("User=ann;Password=x", "HY024", "URL is missing"),
        ("URL=jira.example.com;Password=open-sesame", "28000", "Set User"),
        ("URL=jira.example.com;User=ann", "28000", "Set APIToken"),
        (f"{CLOUD};Password=open-sesame", "28000", "API token"),
        (f"{BASE};AuthScheme=APIToken", "28000", "APIToken"),
        (f"{BASE};AuthScheme=OAuthJWT", "HYC00", "AuthScheme=Basic"),
        (f"{BASE};AuthScheme=Okta", "28000", "SSOLoginURL and SSOExchangeUrl missing"),
        (f"{BASE};AuthScheme=Okta;SSOProperties='MFAType=Pigeon'", "HY024", "must be one of OktaVerify, Email, SMS"),
        (f"{BASE};AuthScheme=Kerberos", "HY024", "Basic"),
        (f"{BASE};Readonly=maybe", "HY024", "true or false"),
        (f"{BASE};Timeout=soon", "HY024", "from 0 to 86400"),
        (f"{BASE};Timeout=-1", "HY024", "'-1'"),
        (f"{BASE};MaxRows=-2", "HY024", "from -1"),
        (f"{BASE};Verbosity=9", "HY024", "from 1 to 5"),
        (f"{BASE};Other='Retries=many'", "HY024", "Retries"),
        ("URL=http://jira.example.com;User=ann;Password=open-sesame", "08001", "clear text"),
        ("URL=https://ann:open-sesame@jira.example.com;User=ann;Password=x", "HY024", "APIToken"),
    ],
)
def test_what_cannot_be(text: str, sqlstate: str, words: str) -> None:
    error = failure(text)
    assert error.sqlstate == sqlstate
    assert words in error.message


def test_unknown_property_is_a_warning_with_the_nearest_name() -> None:
    _, notices = resolve(f"{BASE};Tiemout=5;Frobnicate=1;InculdeCustomFields=1;Other='Retry=1'")
    assert [notice.sqlstate for notice in notices] == ["01S00"] * 4
    assert "Did you mean Timeout?" in notices[0].message
    assert "Did you mean" not in notices[1].message
    assert "Did you mean IncludeCustomFields?" in notices[2].message
    assert "Retries" in notices[3].message


@pytest.mark.parametrize("name", [name for names in NOT_YET for name in names])
def test_property_without_effect_says_why(name: str) -> None:
    _, notices = resolve(f"{BASE};{name.upper()}=open-sesame")
    assert [notice.sqlstate for notice in notices] == ["01S00"]
    assert name in notices[0].message
    assert "open-sesame" not in notices[0].message


def test_how_types_are_shown() -> None:
    found, notices = resolve(
        f"{BASE};MaximumColumnSize=4000;MapToLongVarchar=255;MapToWVarchar=false;Other='DefaultColumnSize=2000;RecordToFile=x'"
    )
    assert (found.maximum_column_size, found.long_text_from, found.wide_text) == (4000, 255, False)
    assert found.unknown_text_size == 2000
    assert [notice.message for notice in notices] == [
        "RecordToFile in Other has no effect: Logfile with Verbosity=5 writes the site's answers down."
    ]


def test_secrets_do_not_show() -> None:
    found, _ = resolve(f"{BASE};APIToken=t0ken")
    assert "open-sesame" not in repr(found)
    assert "t0ken" not in repr(found)
    assert found.redact("x open-sesame y YW5uOm9wZW4tc2VzYW1l t0ken") == "x *** y *** ***"


def test_browsing_asks_for_what_is_missing() -> None:
    def browse(text: str) -> str:
        return settings.browse(connection_string.parse(text), dsn_lookup=lambda name: {})

    assert browse("Driver=x") == "URL:URL={?};User:User={?};*APIToken:APIToken={?};*Password:Password={?}"
    assert browse(CLOUD) == "APIToken:APIToken={?}"
    assert browse(BASE) == ""


def test_completed_string_is_what_was_given() -> None:
    assert settings.completed([("DSN", "Desk"), ("PWD", "a;b")]) == "DSN=Desk;PWD={a;b}"


def test_pairs_inside_a_property_that_are_none() -> None:
    with pytest.raises(Error, match="Other can't be read") as caught:
        settings.resolve(connection_string.parse("URL=https://a.example;User=u;Password=p;Other='nonsense'"))
    assert caught.value.sqlstate == "HY024"
    found, notices = settings.resolve(
        connection_string.parse("URL=https://a.example;User=u;Password=p;SSOProperties='nonsense'")
    )
    assert found.auth_scheme == "Basic" and notices == []
