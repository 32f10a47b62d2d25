"""AuthScheme=Crowd: what Crowd is asked, and what its refusals are told as. The whole way is in flows/."""

from __future__ import annotations

import json
import socket
from base64 import b64decode

import pytest

from jsdodbc import connection_string, settings
from jsdodbc.auth import Scheme, scheme_of
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from tests.auth.fakes import FakeNetwork, Reply, context, moved, page

SITE, CROWD = "https://yoursitename.atlassian.net", "https://crowd.example.com/crowd"
COMMERCIAL = (
    f"AuthScheme=Crowd;Url={SITE};SSOLoginURL='{CROWD}/console/secure/saml/sso.action';User=crowdUserName;"
    f"Password=crowdPassword;SSOExchangeUrl={SITE}/plugins/servlet/samlconsumer;SSOAppName=CrowdAppName;"
    "SSOAppPassword=CrowdAppPassword;"
)
REST = f"{CROWD}/rest/usermanagement/1"
START, SSO = f"{SITE}/plugins/servlet/external-login", f"{CROWD}/console/secure/saml/sso.action"
ANSWER = f"<form action='{SITE}/plugins/servlet/samlconsumer'><input name='SAMLResponse' value='PHg+'></form>"
GOOD = {
    f"{REST}/config/cookie": Reply(200, {"domain": ".example.com", "secure": True, "name": "crowd.token_key"}),
    f"{REST}/session": Reply(201, {"token": "t0ken", "user": {"name": "crowdUserName"}}),
    START: moved(f"{SSO}?SAMLRequest=q&RelayState=r"),
    f"{SSO}?SAMLRequest=q&RelayState=r": page(ANSWER),
    SSO: page(ANSWER),
    f"{SITE}/plugins/servlet/samlconsumer": page("", "JSESSIONID=site; Path=/; Secure"),
}


@pytest.fixture(autouse=True)
def _only_a_proxy_knows_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)


def crowd(string: str = COMMERCIAL, **replies: Reply) -> tuple[Scheme, FakeNetwork]:
    """`replies`: instead of those to config, session, start, sso."""
    places = {"config": f"{REST}/config/cookie", "session": f"{REST}/session", "start": START, "sso": SSO}
    network = FakeNetwork({**GOOD, **{places[name]: reply for name, reply in replies.items()}})
    resolved, _ = settings.resolve(connection_string.parse(string))
    return scheme_of(context(resolved, cloud=False, network=network)), network


def refused(string: str = COMMERCIAL, **replies: Reply) -> Error:
    scheme, _ = crowd(string, **replies)
    with pytest.raises(Error) as raised:
        scheme.sign_in(Cancellation())
    assert not any(secret in raised.value.message for secret in ("crowdPassword", "CrowdAppPassword", "t0ken"))
    return raised.value


def test_string_of_the_commercial_driver() -> None:
    scheme, network = crowd()
    scheme.sign_in(Cancellation())
    assert scheme.cookies == {"JSESSIONID": "site"}
    by_url = {asked.url: asked for asked in network.asked}
    session = by_url[f"{REST}/session"]
    assert b64decode(session.headers["Authorization"].removeprefix("Basic ")) == b"CrowdAppName:CrowdAppPassword"
    content = json.loads(session.body or b"")
    assert (content["username"], content["password"]) == ("crowdUserName", "crowdPassword")
    assert content["validation-factors"] == {"validationFactors": []}
    assert by_url[f"{SSO}?SAMLRequest=q&RelayState=r"].headers["Cookie"] == "crowd.token_key=t0ken"
    for url, asked in by_url.items():
        assert ("Authorization" in asked.headers) == url.startswith(REST)
        assert "t0ken" not in asked.headers.get("Cookie", "") or url.startswith(CROWD)


def test_address_that_crowd_sees() -> None:
    scheme, network = crowd(f"{COMMERCIAL}SSOProperties='RemoteAddress=192.0.2.7';")
    scheme.sign_in(Cancellation())
    [session] = [json.loads(asked.body or b"") for asked in network.asked if asked.url.endswith("/session")]
    assert session["validation-factors"] == {"validationFactors": [{"name": "remote_address", "value": "192.0.2.7"}]}


@pytest.mark.parametrize("start", [page("", status=404), moved("https://okta.example.com/x"), page("Hi")])
def test_site_that_asks_nobody_or_another(start: Reply) -> None:
    scheme, network = crowd(start=start)
    scheme.sign_in(Cancellation())
    assert scheme.cookies == {"JSESSIONID": "site"}
    assert [asked.url for asked in network.asked][2:4] == [START, SSO]


@pytest.mark.parametrize(
    ("replies", "state", "words"),
    [
        ({"session": Reply(400, {"reason": "INVALID_USER_AUTHENTICATION"})}, "28000", "User=crowdUserName. Check"),
        ({"session": Reply(400, {"reason": "USER_NOT_FOUND"})}, "28000", "no such User"),
        ({"session": Reply(400, {"reason": "EXPIRED_CREDENTIAL", "message": "x."})}, "28000", "says: x. The password"),
        ({"session": Reply(400, {"reason": "INACTIVE_ACCOUNT"})}, "08004", "deactivated"),
        ({"session": Reply(403, {"reason": "APPLICATION_ACCESS_DENIED"})}, "08004", "let User use the application"),
        ({"session": Reply(400, {"reason": "INVALID_USER_AUTHENTICATION", "message": "Account is locked"})}, "08004",
         "locked"),
        ({"session": Reply(400, {"reason": "ILLEGAL_ARGUMENT"})}, "08001", "answered 400 (ILLEGAL_ARGUMENT)"),
        ({"session": Reply(201, {"token": "a; Domain=evil"})}, "08001", "gave no token"),
        ({"config": Reply(401, "<html>")}, "28000", "SSOAppPassword is wrong"),
        ({"config": Reply(403, "<html>")}, "08004", "remote addresses"),
        ({"config": Reply(404, "<html>")}, "08001", "Check that SSOLoginURL is Crowd's"),
        ({"config": moved("https://elsewhere.example/")}, "08001", "answered 302"),
        ({"config": Reply(503, "<html>")}, "08001", "that Crowd is well"),
        ({"start": page("", status=404), "sso": page("<title>Starting</title>")}, "28000", "says 'Starting'"),
    ],
)  # fmt: skip
def test_refusals(replies: dict[str, Reply], state: str, words: str) -> None:
    error = refused(**replies)
    assert error.sqlstate == state and words in error.message, error


def test_password_in_crowds_words_is_hidden() -> None:
    said = {"reason": "INVALID_USER_AUTHENTICATION", "message": "crowdPassword is wrong"}
    assert "It says: *** is wrong. Check" in refused(session=Reply(400, said)).message


def test_missing_properties_are_named() -> None:
    for name in ("SSOLoginURL", "SSOExchangeUrl", "User", "Password"):
        with pytest.raises(Error, match=name) as raised:
            crowd(COMMERCIAL.replace(f"{name}=", "SSOAppName="))
        assert raised.value.sqlstate == "28000"
