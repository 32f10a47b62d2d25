"""AuthScheme=Crowd through the built driver: a Crowd of ours that PyPI's client takes for one, whose SAML is npm's,
or SimpleSAMLphp in its place; Apache's mod_auth_mellon opens the sessions. Each party has an address of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import pytest
from crowd import CrowdServer

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.flows.test_ways import socks
from tests.auth.peers import Machine
from tests.auth.peers.crowd import APPLICATION, Crowd, connection
from tests.auth.peers.mellon import ServiceProvider
from tests.auth.peers.saml import signed_by
from tests.auth.peers.simplesamlphp import IdentityProvider
from tests.site.machines import PASSWORD, USER, Authority, nginx, squid, tinyproxy


@pytest.fixture(params=["samlconsumer", "samlsso"])
def consumer(request: pytest.FixtureRequest) -> str:
    return str(request.param)


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
def test_token_of_the_application(data_center: Sandbox, machine: Machine, consumer: str, strict: bool) -> None:
    with ServiceProvider(data_center, consumer, strict=strict) as service, Crowd(service) as crowd:
        service.start(crowd.metadata)
        assert machine.ask(connection(service, crowd.login_url, APPLICATION), COUNT).rows == [["900"]]
        counts = crowd.test()
        assert (counts["rest"], counts["forms"], counts["answers"]) == (1, 0, 1)
        assert counts["factors"] == ["127.0.0.1"]
        assert service.people == {"ann"}


def test_login_form_of_crowd(machine: Machine, service: ServiceProvider, crowd: Crowd) -> None:
    assert machine.ask(connection(service, crowd.login_url), COUNT).rows == [["900"]]
    counts = crowd.test()
    assert (counts["rest"], counts["forms"], counts["answers"]) == (0, 1, 1)


def test_others_only(data_center: Sandbox, machine: Machine, consumer: str) -> None:
    """Nothing of ours but the driver and the issues."""
    with ServiceProvider(data_center, consumer) as service, IdentityProvider(service, "ann", "pw;d") as provider:
        service.start(provider.metadata)
        string = connection(service, provider.login_url)
        assert machine.ask(string, COUNT).rows == [["900"]]
        failed = machine.ask(string.replace("pw;d", "wr0ng"))
        assert failed.state == "28000" and "Check User and Password" in failed.message
        assert sum("POST /module.php/core/loginuserpass.php" in line for line in provider.requests) == 2


def test_site_that_starts_no_sign_in(data_center: Sandbox, machine: Machine) -> None:
    with ServiceProvider(data_center, starter=False) as service, Crowd(service) as crowd:
        service.start(crowd.metadata)
        assert machine.ask(connection(service, crowd.login_url, APPLICATION), COUNT).rows == [["900"]]
        assert crowd.test()["answers"] == 1


@pytest.mark.parametrize("application", [APPLICATION, ""], ids=["token", "form"])
def test_crowd_and_site_on_one_host(machine: Machine, consumer: str, application: str) -> None:
    with (
        Sandbox("dc", 9, 1, bulky=False, context="/jira") as desk,
        ServiceProvider(desk, consumer) as service,
        Crowd(service) as crowd,
    ):
        service.neighbour = crowd.url
        login_url = crowd.login_url.replace(crowd.url, service.origin)
        service.start(signed_by(crowd.identity, login_url, crowd.pair))
        assert service.url == f"{service.origin}/jira"
        assert machine.ask(connection(service, login_url, application), COUNT).rows == [["9"]]
        assert crowd.test()["answers"] == 1 and crowd.test()["forms"] == (not application)


def test_token_for_another_address_falls_back_to_the_form(machine: Machine, crowd_string: str, crowd: Crowd) -> None:
    assert machine.ask(f"{crowd_string}SSOProperties='RemoteAddress=10.1.2.3';", COUNT).rows == [["900"]]
    counts = crowd.test()
    assert counts["factors"] == ["10.1.2.3"] and counts["forms"] == 1


def test_each_cookie_stays_with_its_host(
    machine: Machine, service: ServiceProvider, crowd_string: str, crowd: Crowd
) -> None:
    assert machine.ask(crowd_string, COUNT).rows
    counts = crowd.test()
    assert any("mellon" in line for line in service.headers)
    assert not any("mellon" in cookie for cookie in counts["cookies"])
    assert not any("crowd.token_key" in line or counts["tokens"][0] in line for line in service.headers)


@pytest.mark.parametrize(
    ("machinery", "way"),
    [
        (tinyproxy, "ProxyServer=127.0.0.1;ProxyPort={port};ProxyUser={user};ProxyPassword={password};"),
        (squid, "ProxyServer=127.0.0.1;ProxyPort={port};ProxyUser={user};ProxyPassword={password};"),
        (
            squid,
            "FirewallType=TUNNEL;FirewallServer=127.0.0.1;FirewallPort={port};"
            "FirewallUser={user};FirewallPassword={password};",
        ),
        (socks, "FirewallType=SOCKS5;FirewallServer=127.0.0.1;FirewallPort={port};"),
    ],
    ids=["tinyproxy", "squid", "squid as firewall", "dante"],
)
def test_sign_in_goes_the_configured_way(
    machine: Machine,
    service: ServiceProvider,
    crowd_string: str,
    crowd: Crowd,
    machinery: Callable[[Path], AbstractContextManager[int]],
    way: str,
) -> None:
    """Crowd's REST, its pages and the site's: all of a sign-in and the data."""
    with machinery(machine.home) as port:
        assert machine.ask(crowd_string + way.format(port=port, user=USER, password=PASSWORD), COUNT).rows == [["900"]]
    log = (machine.home / "proxy.log").read_text()
    for url in (crowd.url, service.url):
        host = url.removeprefix("http://")
        assert host in log or host.replace(":", ".") in log, log
    assert PASSWORD not in log


def test_certificate_of_crowd_is_checked(data_center: Sandbox, machine: Machine) -> None:
    authority = Authority(machine.home)
    shown, _ = authority.issue("crowd")
    with (
        ServiceProvider(data_center) as service,
        Crowd(service) as crowd,
        nginx(machine.home, crowd.url, shown) as port,
    ):
        login_url = crowd.login_url.replace(crowd.url, f"https://127.0.0.1:{port}")
        service.start(signed_by(crowd.identity, login_url, crowd.pair))
        string = connection(service, login_url, APPLICATION)
        assert machine.ask(f"{string}SSLServerCert={authority.file};", COUNT).rows == [["900"]]
        before = crowd.test()["rest"]
        failed = machine.ask(string)
        assert failed.state == "08001" and "not trusted" in failed.message and "SSOLoginURL" in failed.message
        assert crowd.test()["rest"] == before == 1


def test_no_secret_shows(machine: Machine, service: ServiceProvider, crowd_string: str, crowd: Crowd) -> None:
    log = machine.home / "driver.log"
    given = f"{crowd_string}Logfile={log};Verbosity=5;"
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
