"""AuthScheme=Crowd through the built driver: a Crowd of ours that PyPI's client takes for one, whose SAML is npm's,
or SimpleSAMLphp in its place; Apache's mod_auth_mellon opens the sessions. Each party has an address of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyodbc
import pytest
from crowd import CrowdServer

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.peers import Machine, free_port
from tests.auth.peers.crowd import Crowd
from tests.auth.peers.mellon import ServiceProvider
from tests.auth.peers.saml import signed_by
from tests.auth.peers.simplesamlphp import IdentityProvider
from tests.site.machines import Authority, nginx, tinyproxy

ISSUES = 900
APPLICATION = "SSOAppName=jira;SSOAppPassword={apple;pie};"


@pytest.fixture(scope="module")
def desk() -> Iterator[Sandbox]:
    with Sandbox("dc", ISSUES, 3, bulky=False, clamp=20) as desk:
        yield desk


@pytest.fixture(params=["samlconsumer", "samlsso"])
def consumer(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def service(desk: Sandbox) -> Iterator[ServiceProvider]:
    with ServiceProvider(desk) as service:
        yield service


@pytest.fixture
def crowd(service: ServiceProvider) -> Iterator[Crowd]:
    with Crowd(service) as crowd:
        service.start(crowd.metadata)
        yield crowd


@pytest.fixture
def string(service: ServiceProvider, crowd: Crowd) -> str:
    return connection(service, crowd.login_url, APPLICATION)


def slowly(desk: Sandbox) -> None:
    """Most of a query's requests are still to come when its first row is there."""
    desk.set(latency=0.1)


def connection(service: ServiceProvider, login_url: str, more: str = "") -> str:
    return (
        f"Driver=jsdodbc;AuthScheme=Crowd;Url={service.url};SSOLoginURL='{login_url}';User=ann;Password={{pw;d}};"
        f"SSOExchangeUrl={service.consumer};{more}Other='RetryDelay=0.01';"
    )


def test_crowd_of_ours_is_one_to_others(crowd: Crowd) -> None:
    client = CrowdServer(f"{crowd.url}/crowd", "jira", "apple;pie")
    assert client.auth_ping() and not CrowdServer(f"{crowd.url}/crowd", "jira", "wrong").auth_ping()
    assert client.get_cookie_conf()["name"] == "crowd.token_key"
    assert client.auth_user("ann", "pw;d")["name"] == "ann" and client.auth_user("ann", "wrong") is None
    session = client.get_session("ann", "pw;d", "127.0.0.9")
    assert session["user"]["name"] == "ann" and client.get_session("bob", "x") is None
    assert client.validate_session(session["token"], "127.0.0.9")["token"] == session["token"]
    assert client.validate_session(session["token"], "127.0.0.8") is None
    assert client.terminate_session(session["token"]) and client.validate_session(session["token"], "127.0.0.9") is None


@pytest.mark.parametrize("strict", [False, True], ids=["401", "login page"])
def test_token_of_the_application(desk: Sandbox, machine: Machine, consumer: str, strict: bool) -> None:
    with ServiceProvider(desk, consumer, strict=strict) as service, Crowd(service) as crowd:
        service.start(crowd.metadata)
        assert machine.ask(connection(service, crowd.login_url, APPLICATION), COUNT).rows == [[str(ISSUES)]]
        counts = crowd.test()
        assert (counts["rest"], counts["forms"], counts["answers"]) == (1, 0, 1)
        assert counts["factors"] == ["127.0.0.1"]
        assert service.people == {"ann"}


def test_login_form_of_crowd(machine: Machine, service: ServiceProvider, crowd: Crowd) -> None:
    assert machine.ask(connection(service, crowd.login_url), COUNT).rows == [[str(ISSUES)]]
    counts = crowd.test()
    assert (counts["rest"], counts["forms"], counts["answers"]) == (0, 1, 1)


def test_others_only(desk: Sandbox, machine: Machine, consumer: str) -> None:
    """Nothing of ours but the driver and the issues."""
    with ServiceProvider(desk, consumer) as service, IdentityProvider(service, "ann", "pw;d") as provider:
        service.start(provider.metadata)
        string = connection(service, provider.login_url)
        assert machine.ask(string, COUNT).rows == [[str(ISSUES)]]
        failed = machine.ask(string.replace("pw;d", "wr0ng"))
        assert failed.state == "28000" and "Check User and Password" in failed.message
        assert sum("POST /module.php/core/loginuserpass.php" in line for line in provider.requests) == 2


def test_site_that_starts_no_sign_in(desk: Sandbox, machine: Machine) -> None:
    with ServiceProvider(desk, starter=False) as service, Crowd(service) as crowd:
        service.start(crowd.metadata)
        assert machine.ask(connection(service, crowd.login_url, APPLICATION), COUNT).rows == [[str(ISSUES)]]
        assert crowd.test()["answers"] == 1


def test_token_for_another_address_falls_back_to_the_form(machine: Machine, string: str, crowd: Crowd) -> None:
    assert machine.ask(f"{string}SSOProperties='RemoteAddress=10.1.2.3';", COUNT).rows == [[str(ISSUES)]]
    counts = crowd.test()
    assert counts["factors"] == ["10.1.2.3"] and counts["forms"] == 1


@pytest.mark.parametrize("application", [APPLICATION, ""], ids=["token", "form"])
@pytest.mark.parametrize(
    ("user", "change", "state", "words"),
    [
        ({"password": "other"}, {}, "28000", "Check User and Password in a browser"),
        ({"expired": True}, {}, "28000", "The password has expired"),
        ({"active": False}, {}, "08004", "The account is deactivated"),
        ({}, {"attempts": 0}, "08004", "The account is locked"),
    ],
    ids=["password", "expired", "inactive", "locked"],
)
def test_refused_people(
    machine: Machine, service: ServiceProvider, crowd: Crowd, application: str, user: dict[str, object],
    change: dict[str, object], state: str, words: str,
) -> None:  # fmt: skip
    crowd.set(users={"ann": {"password": "pw;d", "active": True, **user}}, **change)
    failed = machine.ask(connection(service, crowd.login_url, application))
    if not application and words not in ("Check User and Password in a browser", "The account is locked"):
        words, state = "Check User and Password in a browser", "28000"  # a page's words only say why
    assert failed.state == state and words in failed.message, failed
    counts = crowd.test()
    assert counts["rest"] + counts["forms"] == 1 and counts["answers"] == 0


@pytest.mark.parametrize(
    ("written", "instead", "state", "words"),
    [
        ("apple;pie", "wr0ng", "28000", "SSOAppPassword is wrong"),
        ("SSOAppName=jira", "SSOAppName=other", "28000", "does not know the application SSOAppName=other"),
        ("User=ann", "User=nobody", "28000", "no such User"),
        ("{crowd}", "http://127.0.0.1:{closed}/crowd", "08001", "This is the host of SSOLoginURL"),
        ("{crowd}", "{crowd}/nowhere", "08001", "answered 404 instead of a session"),
        ("SSOExchangeUrl={url}", "SSOExchangeUrl=http://127.0.0.3", "HY024", "must be on the site"),
        ("SSOExchangeUrl={url}", "SSOLoginUrl=x;Ignored={url}", "28000", "SSOExchangeUrl"),
        ("{crowd}", "http://crowd.example.com/crowd", "08001", "not https"),
    ],
)
def test_refused_applications_and_addresses(
    machine: Machine, service: ServiceProvider, crowd: Crowd, string: str, written: str, instead: str, state: str,
    words: str,
) -> None:  # fmt: skip
    names = {"crowd": f"{crowd.url}/crowd", "url": service.url, "closed": free_port()}
    written, instead = written.format(**names), instead.format(**names)
    assert written in string
    failed = machine.ask(string.replace(written, instead))
    assert failed.state == state and words in failed.message, failed
    assert crowd.test()["answers"] == 0 and crowd.test()["rest"] <= 1


def test_machine_that_crowd_does_not_know(machine: Machine, crowd: Crowd, string: str) -> None:
    crowd.set(refuseMachine=True)
    failed = machine.ask(string)
    assert failed.state == "08004" and "remote addresses" in failed.message


def test_password_is_not_sent_to_a_foreign_form(machine: Machine, service: ServiceProvider, crowd: Crowd) -> None:
    with Sandbox("dc", 1, 1, bulky=False) as thief:
        crowd.set(foreignForm=f"{thief.url}/login")
        failed = machine.ask(connection(service, crowd.login_url))
        assert failed.state == "28000" and "Password was not sent" in failed.message and thief.url in failed.message
        assert not thief.requests


def test_answer_is_not_sent_to_a_foreign_address(machine: Machine, crowd: Crowd, string: str) -> None:
    with Sandbox("dc", 1, 1, bulky=False) as thief:
        crowd.set(post=f"{thief.url}/plugins/servlet/samlconsumer")
        failed = machine.ask(string)
        assert failed.state == "28000" and "it was not sent" in failed.message and thief.url in failed.message
        assert not thief.requests


def test_answer_that_the_site_refuses(machine: Machine, service: ServiceProvider, crowd: Crowd, string: str) -> None:
    crowd.set(consumer="http://127.0.0.2:1/elsewhere", post=service.consumer)
    failed = machine.ask(string)
    assert failed.state == "28000" and "refused the identity provider's answer" in failed.message


def test_account_that_may_not_use_the_site(desk: Sandbox, machine: Machine) -> None:
    """A session is opened, but its account is none of Jira's."""
    for strict in (False, True):
        with ServiceProvider(desk, strict=strict, account="nobody:x") as service, Crowd(service) as crowd:
            service.start(crowd.metadata)
            failed = machine.ask(connection(service, crowd.login_url, APPLICATION))
            assert failed.state == "28000" and "the site opened no session" in failed.message


@pytest.mark.parametrize("shows_as", [401, 303, 200], ids=["401", "login page", "answers to nobody"])
def test_session_that_ends_in_mid_query(desk: Sandbox, odbc: Path, shows_as: int) -> None:
    """One silent sign-in for all requests that were under way; the statement goes on."""
    desk.set(anonymous=shows_as == 200)
    with ServiceProvider(desk, strict=shows_as == 303) as service, Crowd(service) as crowd:
        service.start(crowd.metadata)
        rows = pyodbc.connect(connection(service, crowd.login_url, f"{APPLICATION}MaxThreads=4;"), autocommit=True)
        slowly(desk)
        cursor = rows.execute("SELECT IssueKey, Summary FROM Issues")
        keys = [cursor.fetchone()[0]]
        service.forget_sessions()
        desk.set(latency=0)
        keys += [key for key, _ in cursor.fetchall()]
        assert service.strangers.count(f"POST /rest/api/2/search {shows_as}") > 1
        assert len(keys) == len(set(keys)) == ISSUES
        assert crowd.test()["rest"] == 2
        rows.close()
    desk.set(anonymous=False)


def test_password_that_changed_meanwhile_is_sent_once(service: ServiceProvider, crowd: Crowd, string: str) -> None:
    rows = pyodbc.connect(f"{string}MaxThreads=4;", autocommit=True)
    assert rows.execute(COUNT).fetchval() == ISSUES
    crowd.set(users={"ann": {"password": "new", "active": True}})
    service.forget_sessions()
    for statement in ("SELECT IssueKey, Summary FROM Issues", COUNT):
        with pytest.raises(pyodbc.Error, match="Check User and Password") as raised:
            rows.execute(statement).fetchall()
        assert raised.value.args[0] == "28000"
    assert crowd.test()["rest"] == 2
    rows.close()


def test_each_cookie_stays_with_its_host(machine: Machine, service: ServiceProvider, string: str, crowd: Crowd) -> None:
    assert machine.ask(string, COUNT).rows
    counts = crowd.test()
    assert any("mellon" in line for line in service.headers)
    assert not any("mellon" in cookie for cookie in counts["cookies"])
    assert not any("crowd.token_key" in line or counts["tokens"][0] in line for line in service.headers)


def test_sign_in_goes_through_the_proxy(machine: Machine, service: ServiceProvider, string: str, crowd: Crowd) -> None:
    with tinyproxy(machine.home) as port:
        way = f"ProxyServer=127.0.0.1;ProxyPort={port};ProxyUser=gate;ProxyPassword=canary-proxy-9hT;"
        assert machine.ask(string + way, COUNT).rows == [[str(ISSUES)]]
    log = (machine.home / "proxy.log").read_text()
    for asked in (f"{crowd.url}/crowd/rest/usermanagement/1/session", crowd.login_url, service.consumer):
        assert asked.removeprefix("http://") in log, log


def test_certificate_of_crowd_is_checked(desk: Sandbox, machine: Machine) -> None:
    authority = Authority(machine.home)
    shown, _ = authority.issue("crowd")
    with ServiceProvider(desk) as service, Crowd(service) as crowd, nginx(machine.home, crowd.url, shown) as port:
        login_url = crowd.login_url.replace(crowd.url, f"https://127.0.0.1:{port}")
        service.start(signed_by(crowd.identity, login_url, crowd.pair))
        string = connection(service, login_url, APPLICATION)
        assert machine.ask(f"{string}SSLServerCert={authority.file};", COUNT).rows == [[str(ISSUES)]]
        before = crowd.test()["rest"]
        failed = machine.ask(string)
        assert failed.state == "08001" and "not trusted" in failed.message and "SSOLoginURL" in failed.message
        assert crowd.test()["rest"] == before == 1


def test_no_secret_shows(machine: Machine, service: ServiceProvider, string: str, crowd: Crowd) -> None:
    log = machine.home / "driver.log"
    given = f"{string}Logfile={log};Verbosity=5;"
    said = [machine.ask(given, COUNT).message, machine.ask(given.replace("pw;d", "wr0ng-password")).message]
    said.append(machine.ask(given.replace("apple;pie", "wr0ng-application")).message)
    crowd.set(post="http://127.0.0.3:1/x")
    said.append(machine.ask(given).message)
    counts = crowd.test()
    text = "\n".join([*said, log.read_text()])
    secrets = ["pw;d", "wr0ng-password", "apple;pie", "wr0ng-application", *counts["tokens"], *counts["sessions"]]
    secrets += [line.partition("=")[2].partition(";")[0] for line in service.headers if line.startswith("mellon")]
    assert len(secrets) > 7 and "GET /rest/api/2/myself 200" in text
    assert [secret for secret in secrets if secret in text or quote(secret, safe="") in text] == []
    assert "SAMLResponse" not in text and json.dumps("pw;d") not in text
