"""`jsdodbc login` asks, signs in, and says what it wrote where; the data source then works."""

from __future__ import annotations

import subprocess
import sys

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.flows.test_headless import code_by_browser
from tests.auth.peers import SECRET, Machine, Peer
from tests.auth.peers.crowd import Crowd
from tests.auth.peers.mellon import ServiceProvider
from tests.auth.peers.okta import Okta


def login(machine: Machine, arguments: list[str], *answers: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jsdodbc.cli.main", "login", *arguments],
        env={**machine.environment, "ODBCINI": str(machine.home / "odbc.ini")},
        input="".join(f"{answer}\n" for answer in answers),
        capture_output=True,
        text=True,
        timeout=120,
    )


def asked(machine: Machine, name: str) -> list[list[str]]:
    environment = {**machine.environment, "ODBCINI": str(machine.home / "odbc.ini")}
    command = [sys.executable, "-m", "jsdodbc.cli.main", "query", COUNT, "--dsn", name, "--format", "csv"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return [line.split(",") for line in done.stdout.split()[-1:]]


def oauth_arguments(desk: Sandbox, provider: Peer, machine: Machine) -> list[str]:
    other = f"AuthorizationURL={provider.url}/authorize;TokenURL={provider.url}/oauth/token"
    return [f"URL={desk.url}", "OAuthClientId=desk", f"CallbackURL={machine.callback}", f"Other='{other}'"]


def test_api_token_asked_for(machine: Machine) -> None:
    with Sandbox("cloud", 7, 1, bulky=False) as desk:
        done = login(machine, ["Desk"], "1", desk.url, desk.user, desk.token)
        assert done.returncode == 0, done.stderr
        assert f"signed in to {desk.url} as " in done.stdout
        assert desk.token not in done.stdout and "APIToken = ***" in done.stdout
        assert asked(machine, "Desk") == [["7"]]


def test_refused_secret_writes_nothing(machine: Machine) -> None:
    with Sandbox("dc", 7, 1, bulky=False) as desk:
        done = login(machine, ["Desk", f"URL={desk.url}", "AuthScheme=PAT"], "wr0ng")
    assert done.returncode == 1 and "[28000]" in done.stderr
    assert not (machine.home / "odbc.ini").exists()


def test_consent_in_a_browser(machine: Machine, provider: Peer, desk: Sandbox) -> None:
    done = login(machine, ["Desk", "AuthScheme=OAuth", *oauth_arguments(desk, provider, machine)], SECRET)
    assert done.returncode == 0, done.stderr
    kept = machine.home / "state" / "jsdodbc" / "OAuthSettings.txt"
    assert f"{kept}: wrote the tokens" in done.stdout and kept.exists()
    assert "InitiateOAuth = REFRESH" in done.stdout and SECRET not in done.stdout
    assert asked(machine, "Desk") == [["30"]]
    assert machine.opened == 1


def test_consent_elsewhere(machine: Machine, provider: Peer, desk: Sandbox) -> None:
    arguments = ["--no-browser", "Desk", "AuthScheme=OAuth", *oauth_arguments(desk, provider, machine)]
    command = [sys.executable, "-u", "-m", "jsdodbc.cli.main", "login", *arguments]
    environment = {**machine.environment, "ODBCINI": str(machine.home / "odbc.ini")}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(f"{SECRET}\n")
        url = next(line.strip() for line in process.stdout if line.startswith("http"))
        process.stdin.write(f"{machine.callback}/?code={code_by_browser(url)}&state=x\n")
        process.stdin.close()
        said = process.stdout.read()
    assert process.returncode == 0 and "wrote [Desk]" in said
    assert asked(machine, "Desk") == [["30"]]
    assert "OAuthVerifier" not in (machine.home / "odbc.ini").read_text()


@pytest.mark.parametrize("application", [("jira", "apple;pie"), ("",)], ids=["application", "login page"])
def test_crowd(machine: Machine, application: tuple[str, ...]) -> None:
    with Sandbox("dc", 7, 1, bulky=False) as desk, ServiceProvider(desk) as service, Crowd(service) as crowd:
        service.start(crowd.metadata)
        done = login(machine, ["Desk"], "6", service.url, crowd.login_url, "", "ann", "pw;d", *application)
        assert done.returncode == 0, done.stderr
        assert f"signed in to {service.url} as " in done.stdout and "Password = ***" in done.stdout
        assert "pw;d" not in done.stdout + done.stderr and "apple;pie" not in done.stdout + done.stderr
        assert asked(machine, "Desk") == [["7"]]
        assert crowd.test()["rest"] == 2 * (application != ("",))


def test_okta(machine: Machine) -> None:
    with Sandbox("dc", 7, 1, bulky=False) as desk, ServiceProvider(desk) as service, Okta(service) as okta:
        done = login(machine, ["Desk"], "7", service.url, okta.login_url, "", "ann", "pw;d", "")
        assert done.returncode == 0, done.stderr
        assert f"signed in to {service.url} as " in done.stdout and "pw;d" not in done.stdout + done.stderr
        assert asked(machine, "Desk") == [["7"]]
