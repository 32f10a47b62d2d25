"""A secret in every secret property: recorded requests hold each where it belongs and nowhere else; no log, message,
file or process list holds any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.parse import quote, quote_plus
from urllib.request import ProxyHandler, build_opener

import pytest

from jsdodbc.properties import PROPERTIES
from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import oauth
from tests.auth.flows.test_canaries import Journal, issued
from tests.auth.flows.test_headless import code_by_browser
from tests.auth.flows.test_service_accounts import client
from tests.auth.peers import SECRET, Machine, Peer
from tests.auth.peers.crowd import Crowd
from tests.auth.peers.link import ApplicationLink
from tests.auth.peers.mellon import ServiceProvider
from tests.auth.peers.okta import API_TOKEN, CLASSIC, IDENTITY, Okta
from tests.auth.peers.recorder import Recorder, recording
from tests.site.machines import CERT_PASSWORD, PASSWORD, USER, Authority, nginx

# The file of a certificate is named, its key is not; those of the proxy and of the file are what opens them.
_REAL = {"OAuthClientSecret": SECRET, "ProxyPassword": PASSWORD, "SSLClientCertPassword": CERT_PASSWORD}
CANARIES = {
    entry.name: _REAL.get(entry.name, f"c4nary of+{entry.name} 100%&")
    for entry in PROPERTIES
    if entry.secret and entry.name != "SSLClientCert"
}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def recorder(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Recorder]:
    with recording(tmp_path_factory.mktemp("recorder"), authority) as found:
        yield found


@pytest.fixture
def others(recorder: Recorder, authority: Authority) -> str:
    """Every secret property, and the way through the recorder. Of a repeated property the first counts."""
    file = authority.issue("client")[0].with_suffix(".p12")
    given = "".join(f"{name}={{{value}}};" for name, value in CANARIES.items())
    return f"{given}SSLClientCert={file};SSLServerCert={recorder.authority};{recorder.properties}"


@pytest.fixture
def journal(machine: Machine) -> Journal:
    return Journal(machine)


def check(recorder: Recorder, journal: Journal, secrets: dict[str, str], meant: dict[str, set[str]]) -> None:
    """Sent where it is `meant`, and found nowhere else."""
    assert recorder.sightings(secrets) == meant
    assert journal.found(list(secrets.values())) == set()
    processes = recorder.processes()
    assert "jsdodbc" in processes and {name for name, secret in secrets.items() if secret in processes} == set()


def test_password(recorder: Recorder, others: str, journal: Journal) -> None:
    with Sandbox("dc", 9, 1, bulky=False, password=CANARIES["Password"]) as desk:
        string = f"Driver=jsdodbc;URL={desk.url};AuthScheme=Basic;User={desk.user};APIToken=;"
        string += others.replace("APIToken=", "Ignored=")
        assert journal.ask(string).rows == [["9"]]
        assert journal.ask(string, "EXPLAIN SELECT IssueKey FROM Issues").rows
        assert journal.ask(string, "SELECT * FROM sys_connection_props").rows
        assert journal.ask(string.replace("Password={c4nary", "Password={c4nary wr0ng", 1)).state == "28000"
        here = desk.url.removeprefix("http://")
    check(recorder, journal, CANARIES, {"Password": {f"{here} authorization"}})


def test_certificate_as_text(recorder: Recorder, others: str, journal: Journal, authority: Authority) -> None:
    """What SSLClientCert holds is a secret where it is the key itself."""
    text = authority.issue("client")[0].read_text()
    lines = text[text.index("PRIVATE KEY-----") :].splitlines()
    with Sandbox("dc", 9, 1, bulky=False) as desk:
        string = f"Driver=jsdodbc;URL={desk.url};AuthScheme=PAT;APIToken={desk.pat};"
        given = string + "SSLClientCert={" + text.replace("\n", "\\n") + "};" + others
        assert journal.ask(given).rows == [["9"]]
        assert journal.ask(given.replace(desk.pat, "wr0ng")).state == "28000"
        assert journal.ask(given.replace("PRIVATE KEY-----", "PRIVATE KEI-----")).state == "HY024"
    check(recorder, journal, {"key": lines[1], "more of it": lines[2]}, {})


@pytest.mark.parametrize("scheme", ["APIToken", "PAT"])
def test_tokens_of_persons(recorder: Recorder, others: str, journal: Journal, scheme: str) -> None:
    secret = CANARIES["APIToken"]
    flavour = "cloud" if scheme == "APIToken" else "dc"
    with Sandbox(flavour, 9, 1, bulky=False, token=secret, pat=secret, scoped=flavour == "cloud") as desk:
        string = f"Driver=jsdodbc;URL={desk.url};AuthScheme={scheme};User={desk.user};{others}"
        assert journal.ask(string).rows == [["9"]]
        assert journal.ask(string.replace("APIToken={c4nary", "APIToken={c4nary wr0ng")).state == "28000"
        here = desk.url.removeprefix("http://")
    check(recorder, journal, CANARIES, {"APIToken": {f"{here} authorization"}})


@pytest.fixture
def secure(desk: Sandbox, provider: Peer, callback: str, authority: Authority, machine: Machine) -> Iterator[str]:
    """A string for the site and its tokens' server over TLS."""
    shown = authority.issue("site")[0]
    folders = machine.home / "site", machine.home / "tokens"
    for each in folders:
        each.mkdir()
    with nginx(folders[0], desk.url, shown) as site, nginx(folders[1], provider.url, shown) as tokens:
        string = oauth(desk, provider, callback).replace(desk.url, f"https://127.0.0.1:{site}")
        yield string.replace(f"TokenURL={provider.url}", f"TokenURL=https://127.0.0.1:{tokens}")


def hosts(string: str) -> tuple[str, str]:
    """Those of the site and of the tokens."""
    found = re.search(r";URL=https://([^;]+);.*TokenURL=https://([^/]+)/", string)
    assert found is not None
    return found[1], found[2]


def test_consent_codes_and_refreshes(
    recorder: Recorder, others: str, journal: Journal, provider: Peer, secure: str
) -> None:
    first = secure + others.replace("OAuthVerifier=", "Ignored=").replace("OAuthRefreshToken=", "Ignored=")
    assert journal.ask(f"{first}InitiateOAuth=GETANDREFRESH;").rows == [["30"]]
    provider.test("end=AccessToken")
    assert journal.ask(f"{first}InitiateOAuth=REFRESH;").rows == [["30"]]
    without = first.replace("OAuthAccessToken=", "Ignored=")
    [[url, *_]] = journal.ask(f"{without}InitiateOAuth=OFF;", "EXEC GetOAuthAuthorizationURL").rows
    code = code_by_browser(url)
    elsewhere = f"{first}InitiateOAuth=REFRESH;OAuthSettingsLocation=memory://x;"
    assert journal.ask(f"{elsewhere}OAuthVerifier={code};").rows == [["30"]]
    provider.test("end=AccessToken")
    provider.test("end=RefreshToken")
    assert journal.ask(f"{first}InitiateOAuth=REFRESH;").state == "28000"
    desk, tokens = hosts(secure)
    meant = {"OAuthAccessToken": {f"{desk} authorization"}, "OAuthClientSecret": {f"{tokens} body of /oauth/token"}}
    check(recorder, journal, CANARIES, meant)  # the token that is given is tried before a person is asked
    found = recorder.sightings({each: each for each in issued(provider)})
    assert set().union(*found.values()) == {f"{desk} authorization", f"{tokens} body of /oauth/token"}
    assert all(len(places) == 1 for places in found.values())
    assert journal.found(issued(provider)) == set()


def test_tokens_given(recorder: Recorder, others: str, journal: Journal, secure: str) -> None:
    """None of them is any good, so each is tried where it belongs, and refused."""
    string = f"{secure}OAuthSettingsLocation=memory://x;"
    assert journal.ask(f"{string}{others}InitiateOAuth=OFF;").state == "28000"
    assert journal.ask(f"{string}{others}InitiateOAuth=REFRESH;").state == "28000"
    later = others.replace("OAuthVerifier=", "Ignored=").replace("OAuthAccessToken=", "Ignored=")
    assert journal.ask(f"{string}{later}InitiateOAuth=REFRESH;").state == "28000"
    desk, tokens = hosts(secure)
    names = ("OAuthClientSecret", "OAuthVerifier", "OAuthRefreshToken")
    meant = {name: {f"{tokens} body of /oauth/token"} for name in names}
    check(recorder, journal, CANARIES, {**meant, "OAuthAccessToken": {f"{desk} authorization"}})


def test_client_credentials(recorder: Recorder, others: str, journal: Journal, secure: str) -> None:
    assert journal.ask(client(secure) + others).rows == [["30"]]
    tokens = hosts(secure)[1]
    check(recorder, journal, CANARIES, {"OAuthClientSecret": {f"{tokens} body of /oauth/token"}})


def test_searches_find_what_is_there(recorder: Recorder, others: str, journal: Journal, machine: Machine) -> None:
    with Sandbox("dc", 9, 1, bulky=False) as desk:
        string = f"Driver=jsdodbc;URL={desk.url};AuthScheme=PAT;APIToken={desk.pat};{others}"
        assert journal.ask(string).rows == [["9"]]
        wrong = quote_plus(f"x {CANARIES['APIToken']}").encode()
        through = ProxyHandler({"http": f"http://{USER}:{PASSWORD}@127.0.0.1:{recorder.port}"})
        with pytest.raises(HTTPError):
            build_opener(through).open(f"{desk.url}/nowhere?a={quote(CANARIES['Password'])}", wrong)
        here = desk.url.removeprefix("http://")
    path = f"/nowhere?a={quote(CANARIES['Password'])}"
    seen = recorder.sightings(CANARIES)
    assert seen == {"Password": {f"{here} path"}, "APIToken": {f"{here} body of {path}"}}
    (machine.home / "left.txt").write_text(CANARIES["OAuthVerifier"])
    assert journal.found(list(CANARIES.values())) == {CANARIES["OAuthVerifier"]}


@pytest.mark.parametrize("application", ["SSOAppName=jira;", ""], ids=["token", "form"])
def test_crowd(recorder: Recorder, others: str, journal: Journal, application: str) -> None:
    """What is the person's and what is the application's go to Crowd; the site sees neither."""
    with Sandbox("dc", 9, 1, bulky=False) as desk, ServiceProvider(desk) as service, Crowd(service) as crowd:
        service.start(crowd.metadata)
        crowd.set(
            users={"ann": {"password": CANARIES["Password"], "active": True}},
            application={"name": "jira", "password": CANARIES["SSOAppPassword"]},
        )
        string = (
            f"Driver=jsdodbc;AuthScheme=Crowd;URL={service.url};SSOLoginURL='{crowd.login_url}';User=ann;"
            f"SSOExchangeUrl={service.consumer};SSOProperties='RemoteAddress=127.0.0.1';{application}{others}"
        )
        assert journal.ask(string).rows == [["9"]]
        assert journal.ask(string.replace("Password={c4nary", "Password={c4nary wr0ng", 1)).state == "28000"
        here = crowd.url.removeprefix("http://")
    rest = f"{here} body of /crowd/rest/usermanagement/1/session"
    meant = {"Password": {rest}, "SSOAppPassword": {f"{here} authorization"}} if application else {}
    seen = recorder.sightings(CANARIES)
    if not application:
        assert len(seen["Password"]) == 1 and next(iter(seen["Password"])).startswith(f"{here} body of /crowd/")
        meant = {"Password": seen["Password"]}
    check(recorder, journal, CANARIES, meant)


@pytest.mark.parametrize("pipeline", [CLASSIC, IDENTITY])
@pytest.mark.parametrize("trusted", ["", f"APIToken={API_TOKEN}"], ids=["", "trusted"])
def test_okta(recorder: Recorder, others: str, journal: Journal, pipeline: str, trusted: str) -> None:
    """The password goes to Okta alone, and so does the token of a trusted application."""
    with Sandbox("dc", 9, 1, bulky=False) as desk, ServiceProvider(desk) as service, Okta(service, pipeline) as okta:
        okta.set_user(password=CANARIES["Password"])
        string = (
            f"Driver=jsdodbc;AuthScheme=Okta;URL={service.url};SSOLoginURL='{okta.login_url}';User=ann;"
            f"SSOExchangeUrl={service.consumer};SSOProperties='{trusted or 'MFARememberDevice=False'}';{others}"
        )
        done = journal.ask(string)
        assert done.rows == [["9"]], done
        assert journal.ask(string.replace("Password={c4nary", "Password={c4nary wr0ng", 1)).state == "28000"
        here = okta.url.removeprefix("http://")
    secrets = CANARIES | {"API token": API_TOKEN}
    seen = recorder.sightings(secrets)
    assert all(place.startswith(f"{here} body of /") for place in seen["Password"])
    meant = {"Password": seen["Password"]} | ({"API token": {f"{here} authorization"}} if trusted else {})
    check(recorder, journal, secrets, meant)


def test_application_link(recorder: Recorder, others: str, journal: Journal, machine: Machine) -> None:
    """Nothing of what signs is sent; tokens go to the site alone, in the header."""
    first = others
    for name in ("OAuthAccessToken", "OAuthVerifier", "AuthToken", "OAuthRefreshToken", "OAuthSettingsPassphrase"):
        first = first.replace(f"{name}=", "Ignored=")
    with Sandbox("dc", 9, 1, bulky=False) as desk, ApplicationLink(desk) as link:
        string = (
            f"Driver=jsdodbc;AuthScheme=OAuth;OAuthVersion=1.0;URL={link.url};OAuthClientId={link.consumer};"
            f"OAuthJWTCert={link.encrypted(CANARIES['OAuthJWTCertPassword'])};CallbackURL={machine.callback};{first}"
        )
        done = journal.ask(f"{string}InitiateOAuth=GETANDREFRESH;")
        assert done.rows == [["9"]], done
        link.test("end=1")
        assert journal.ask(f"{string}InitiateOAuth=REFRESH;").rows == [["9"]]
        link.test("revoke=1")
        assert journal.ask(f"{string}InitiateOAuth=REFRESH;").state == "28000"
        tokens = link.test()["issued"]
        here = link.url.removeprefix("http://")
    check(recorder, journal, CANARIES, {})
    sent = recorder.sightings({each: each for each in tokens})
    assert len(sent) > 2 and set().union(*sent.values()) == {f"{here} authorization"}
    assert journal.found(tokens) == set()
