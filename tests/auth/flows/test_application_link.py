"""OAuth 1.0 through the built driver: Authlib's provider checks every signature, of tokens and of data."""

from __future__ import annotations

import re
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.flows.test_canaries import Journal
from tests.auth.flows.test_headless import code_by_browser
from tests.auth.flows.test_login import asked, login
from tests.auth.peers import Machine, outcome
from tests.auth.peers.link import ApplicationLink

OFF, GET, REFRESH = "InitiateOAuth=OFF;", "InitiateOAuth=GETANDREFRESH;", "InitiateOAuth=REFRESH;"
URL = "EXEC GetOAuthAuthorizationURL"


@pytest.fixture
def site() -> Iterator[Sandbox]:
    with Sandbox("dc", 30, 3, bulky=False) as desk:
        yield desk


@pytest.fixture
def link(site: Sandbox) -> Iterator[ApplicationLink]:
    with ApplicationLink(site) as running:
        yield running


@pytest.fixture
def signed(link: ApplicationLink, machine: Machine) -> str:
    return (
        f"Driver=jsdodbc;AuthScheme=OAuth;OAuthVersion=1.0;URL={link.url};OAuthClientId={link.consumer};"
        f"OAuthClientSecret=testClientSecret;OAuthJWTCert={link.key_file};OAuthJWTCertType=PEMKEY_FILE;"
        f"CallbackURL={machine.callback};Other='RetryDelay=0.01';"
    )


def test_consent_once_then_no_more(machine: Machine, link: ApplicationLink, signed: str) -> None:
    assert machine.ask(signed + GET, COUNT).rows == [["30"]]
    assert machine.ask(signed + GET, COUNT).rows == [["30"]]
    assert machine.ask(signed + REFRESH, COUNT).rows == [["30"]]
    counted = link.test()
    assert (counted["request"], counted["access"], counted["renewed"], machine.opened) == (1, 1, 0, 1)
    assert counted["data"] > 3


def test_awkward_requests_are_signed(machine: Machine, signed: str) -> None:
    query = "SELECT COUNT(*) FROM Issues WHERE Summary <> 'a&b=c+d%2B ä~''()*' AND IssueKey <> '日'"
    assert machine.ask(signed + GET, query).rows == [["30"]]


def test_version_follows_from_the_key(machine: Machine, signed: str) -> None:
    assert machine.ask(signed.replace("OAuthVersion=1.0;", "") + GET, COUNT).rows == [["30"]]


def test_aliases_of_older_connections(machine: Machine, signed: str) -> None:
    older = signed.replace("OAuthJWTCertType", "CertificateStoreType").replace("OAuthJWTCert", "CertificateStore")
    assert machine.ask(older + GET, COUNT).rows == [["30"]]


def test_expired_token_is_renewed_by_its_session_handle(machine: Machine, link: ApplicationLink, signed: str) -> None:
    assert machine.ask(signed + GET, COUNT).rows == [["30"]]
    link.test("end=1")
    started = [machine.start(signed + REFRESH, COUNT) for _ in range(4)]
    assert [outcome(each).rows for each in started] == [[["30"]]] * 4
    assert link.test()["renewed"] == 1


def test_revoked_token_asks_for_consent_or_says_so(machine: Machine, link: ApplicationLink, signed: str) -> None:
    assert machine.ask(signed + GET, COUNT).rows == [["30"]]
    link.test("revoke=1")
    failed = machine.ask(signed + REFRESH, COUNT)
    assert failed.state == "28000" and "token_rejected" in failed.message and "Consent anew" in failed.message
    assert machine.opened == 1
    assert machine.ask(signed + GET, COUNT).rows == [["30"]]
    assert machine.opened == 2


@pytest.mark.parametrize("callback", ["", " @CallbackURL = 'oob'"])
def test_machine_without_browser(callback: str, tmp_path: Path, machine: Machine, signed: str) -> None:
    headless = Machine(tmp_path, machine.callback, browser=False)
    [[url, token, key]] = headless.ask(signed + OFF, URL + callback).rows
    assert f"oauth_token={token}" in url and key
    verifier = shown(url) if callback else code_by_browser(url)
    located = f"{signed}{REFRESH}"
    assert headless.ask(f"{located}OAuthVerifier={verifier};", COUNT).rows == [["30"]]
    assert headless.ask(located, COUNT).rows == [["30"]]
    assert headless.ask(f"{located}OAuthVerifier={verifier};", COUNT).rows == [["30"]]  # one that is left there


def shown(url: str) -> str:
    """The verifier on the page of a link without a callback."""
    import urllib.request

    with urllib.request.urlopen(url, data=b"", timeout=10) as page:
        found = re.search(r"verifier is (\S+)\.", page.read().decode())
    assert found is not None
    return found[1]


def test_tokens_by_procedures(machine: Machine, link: ApplicationLink, signed: str) -> None:
    [[url, token, key]] = machine.ask(signed + OFF, URL).rows
    call = f"EXEC GetOAuthAccessToken @AuthToken = '{token}', @AuthKey = '{key}', @Verifier = '{code_by_browser(url)}'"
    [[access, handle, seconds, secret]] = machine.ask(signed + OFF, call).rows
    assert seconds == "157680000" and secret == f"secret-of-{access}" and handle
    given = f"{signed}{OFF}OAuthAccessToken={access};OAuthAccessTokenSecret={secret};"
    assert machine.ask(given, COUNT).rows == [["30"]]
    [[newer, *_]] = machine.ask(given, f"EXEC RefreshOAuthAccessToken @OAuthRefreshToken = '{handle}'").rows
    assert newer != access
    assert link.test()["renewed"] == 1


def test_verifier_without_its_request_token(machine: Machine, signed: str) -> None:
    failed = machine.ask(f"{signed}{REFRESH}OAuthVerifier=nonsense;", COUNT)
    assert failed.state == "28000" and "GetOAuthAuthorizationURL" in failed.message
    machine.ask(signed + OFF, URL)
    failed = machine.ask(f"{signed}{REFRESH}OAuthVerifier=nonsense;", COUNT)
    assert failed.state == "28000" and "verifier_invalid" in failed.message


def test_consent_declined(machine: Machine, signed: str) -> None:
    machine.does = "decline"
    failed = machine.ask(signed + GET, COUNT)
    assert failed.state == "28000" and "Consent was declined" in failed.message


def test_another_key_than_the_link_has(machine: Machine, signed: str, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    subprocess.run(["openssl", "genrsa", "-out", str(other), "2048"], check=True, capture_output=True)
    failed = machine.ask(re.sub(r"OAuthJWTCert=[^;]*", f"OAuthJWTCert={other}", signed) + GET, COUNT)
    assert failed.state == "28000" and "signature_invalid" in failed.message and machine.opened == 0


def test_unknown_consumer(machine: Machine, link: ApplicationLink, signed: str) -> None:
    failed = machine.ask(signed.replace(f"OAuthClientId={link.consumer}", "OAuthClientId=nobody") + GET, COUNT)
    assert failed.state == "28000" and "consumer_key_unknown" in failed.message


def test_clocks_that_differ(machine: Machine, link: ApplicationLink, signed: str) -> None:
    assert machine.ask(signed + GET, COUNT).rows == [["30"]]
    link.test("clock=4000")
    failed = machine.ask(signed + GET, COUNT)
    assert failed.state == "28000"
    assert "timestamp_refused" in failed.message and "Set this machine's clock" in failed.message
    assert machine.opened == 1


def test_settings_file_opens_with_the_key_only(machine: Machine, signed: str, tmp_path: Path) -> None:
    assert machine.ask(signed + GET, COUNT).rows == [["30"]]
    other = tmp_path / "other.pem"
    subprocess.run(["openssl", "genrsa", "-out", str(other), "2048"], check=True, capture_output=True)
    failed = machine.ask(re.sub(r"OAuthJWTCert=[^;]*", f"OAuthJWTCert={other}", signed) + REFRESH, COUNT)
    assert failed.state == "28000" and "another OAuthJWTCert" in failed.message


def test_no_secret_is_anywhere_else(machine: Machine, link: ApplicationLink, signed: str) -> None:
    journal = Journal(machine)
    assert journal.ask(signed + GET).rows
    link.test("end=1")
    assert journal.ask(signed + REFRESH).rows
    link.test("revoke=1")
    assert journal.ask(signed + REFRESH).state == "28000"
    [[*_, key]] = journal.ask(signed + OFF, URL).rows
    key_text = Path(link.key_file).read_text().splitlines()[1]
    issued = link.test()["issued"]  # a request token is part of the browser's address
    assert len(issued) == 4
    assert journal.found([*issued, key, key_text, "testClientSecret"]) == set()


def test_neither_a_key_nor_its_password_is_anywhere_else(machine: Machine, link: ApplicationLink, signed: str) -> None:
    journal = Journal(machine)
    command = ["openssl", "pkcs8", "-topk8", "-in", link.key_file, "-passout", "pass:k3y-word"]
    sealed = subprocess.run(command, check=True, capture_output=True).stdout
    blob = b64encode(sealed).decode()
    given = f"OAuthJWTCert={blob};OAuthJWTCertType=PEMKEY_BLOB;OAuthJWTCertPassword={{}};"
    string = re.sub(r"OAuthJWTCert=[^;]*;OAuthJWTCertType=[^;]*;", given, signed)
    assert journal.ask(string.format("k3y-word") + GET).rows == [["30"]]
    failed = journal.ask(string.format("wr0ng-word") + REFRESH)
    assert failed.state == "HY024" and "OAuthJWTCertPassword" in failed.message
    assert journal.found(["k3y-word", "wr0ng-word", blob, sealed.decode().splitlines()[1]]) == set()


def test_answer_for_another_sign_in_is_refused_and_the_right_one_awaited(machine: Machine, signed: str) -> None:
    machine.does = "foreign"
    assert machine.ask(signed + GET, COUNT).rows == [["30"]]


def test_login(machine: Machine, link: ApplicationLink) -> None:
    arguments = ["Desk", "AuthScheme=OAuth", "OAuthVersion=1.0", f"CallbackURL={machine.callback}"]
    done = login(machine, arguments, link.url, link.consumer, link.key_file, "")
    assert done.returncode == 0, done.stderr
    assert "encrypted with OAuthJWTCert" in done.stdout
    assert asked(machine, "Desk") == [["30"]]
