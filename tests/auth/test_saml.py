"""The SAML form flow: what goes to SSOExchangeUrl, and what doesn't. The whole way is in flows/."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from urllib.parse import parse_qs

import pytest

from jsdodbc.auth import saml
from jsdodbc.auth.browser import Arrival, Browser
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.properties.groups import SingleSignOn
from jsdodbc.settings import Settings
from tests.auth.fakes import FakeNetwork, Reply, context, moved, page

SITE, PROVIDER = "https://j.example", "https://c.example"
CONSUMER = f"{SITE}/plugins/servlet/samlconsumer"
ANSWER = b64encode(b"<Response/>").decode()


def form(action: str, **fields: str) -> str:
    inputs = "".join(f"<input type='hidden' name='{name}' value='{value}'>" for name, value in fields.items())
    return f"<form method='post' action='{action}'>{inputs}</form>"


class Provider(saml.SamlScheme):
    """Shows the page at SSOLoginURL."""

    def arrive(self, browser: Browser) -> Arrival:
        return browser.get(self.sso.sso_login_url)


def provider(replies: dict[str, Reply], **given: Any) -> tuple[Provider, FakeNetwork]:
    network = FakeNetwork(replies)
    sso = SingleSignOn(sso_login_url=f"{PROVIDER}/login", sso_exchange_url=given.pop("exchange", CONSUMER))
    settings = Settings(url=given.pop("url", SITE), user="ann", password="pw", sso=sso)
    return Provider(context(settings, cloud=False, network=network)), network


def signed_in(answer: str, consumed: Reply) -> tuple[Provider, FakeNetwork]:
    scheme, network = provider({f"{PROVIDER}/login": page(answer), CONSUMER: consumed, f"{SITE}/": page("")})
    scheme.sign_in(Cancellation())
    return scheme, network


def test_answer_is_exchanged_for_cookies() -> None:
    answer = form(CONSUMER, SAMLResponse=ANSWER, RelayState="r?s")
    scheme, network = signed_in(answer, moved("/", 302, "JSESSIONID=abc; Path=/", "x=y; Path=/other"))
    assert scheme.cookies == {"JSESSIONID": "abc"}
    posted = next(asked for asked in network.asked if asked.body)
    assert parse_qs((posted.body or b"").decode()) == {"SAMLResponse": [ANSWER], "RelayState": ["r?s"]}
    assert posted.url == CONSUMER and "Authorization" not in posted.headers


def test_relay_state_elsewhere_is_not_followed() -> None:
    answer = form(CONSUMER, SAMLResponse=ANSWER)
    scheme, network = signed_in(answer, moved("https://evil.example/", 302, "JSESSIONID=abc; Path=/"))
    assert scheme.cookies == {"JSESSIONID": "abc"} and len(network.asked) == 2


@pytest.mark.parametrize(
    "action",
    ["https://evil.example/plugins/servlet/samlconsumer", f"{CONSUMER}/x", "http://j.example/plugins/servlet/samlconsumer",
     "https://j.example:8443/plugins/servlet/samlconsumer", ""],
)  # fmt: skip
def test_answer_for_another_address_is_not_sent(action: str) -> None:
    scheme, network = provider({f"{PROVIDER}/login": page(form(action, SAMLResponse=ANSWER))})
    with pytest.raises(Error, match="it was not sent") as raised:
        scheme.sign_in(Cancellation())
    assert raised.value.sqlstate == "28000" and ANSWER not in raised.value.message
    assert [asked.url for asked in network.asked] == [f"{PROVIDER}/login"]


@pytest.mark.parametrize("answer", ["", "%%%", "=" * 8, "A" * (2 << 19) + "AAAA"])
def test_damaged_answer_is_not_sent(answer: str) -> None:
    scheme, network = provider({f"{PROVIDER}/login": page(form(CONSUMER, SAMLResponse=answer))})
    with pytest.raises(Error, match="damaged"):
        scheme.sign_in(Cancellation())
    assert len(network.asked) == 1


def test_site_that_refuses_and_page_without_an_answer() -> None:
    with pytest.raises(Error, match=r"samlconsumer: 403, it says 'Not you'\).*clocks"):
        signed_in(form(CONSUMER, SAMLResponse=ANSWER), page("<title>Not you</title>", status=403))
    with pytest.raises(Error, match="Jira Cloud has none") as raised:
        signed_in(form(CONSUMER, SAMLResponse=ANSWER), page("", status=404))
    assert raised.value.sqlstate == "08001"
    scheme, _ = provider({f"{PROVIDER}/login": page("<title>Pick an app</title>")})
    with pytest.raises(Error, match="gave no SAML answer, it says 'Pick an app'"):
        scheme.sign_in(Cancellation())


def test_addresses_that_would_show_secrets() -> None:
    for given, state, words in (
        ({"exchange": "https://other.example/plugins/servlet/samlsso"}, "HY024", "must be on the site"),
        ({"exchange": "http://j.example/plugins/servlet/samlsso"}, "08001", "not https"),
        ({"exchange": "samlsso"}, "HY024", "SSOExchangeUrl is no web address"),
    ):
        with pytest.raises(Error, match=words) as raised:
            provider({}, **given)
        assert raised.value.sqlstate == state


def test_start_by_product() -> None:
    asks = page(form(f"{PROVIDER}/sso", SAMLRequest="q"))
    own = {f"{SITE}/jira/plugins/servlet/external-login": asks, f"{PROVIDER}/sso": page("own")}
    other = {f"{SITE}/plugins/servlet/samlsso": moved(f"{PROVIDER}/sso?SAMLRequest=q"),
             f"{PROVIDER}/sso?SAMLRequest=q": page("other")}  # fmt: skip
    for replies, consumer in (
        (own, f"{SITE}/jira/plugins/servlet/samlconsumer"),
        (other, f"{SITE}/plugins/servlet/samlsso"),
    ):
        scheme, network = provider(replies)
        browser = Browser(scheme.context, (SITE, PROVIDER), Cancellation())
        assert saml.start(browser, consumer).url.startswith(f"{PROVIDER}/sso")
        assert [asked.url for asked in network.asked] == list(replies)


def test_what_an_ended_session_looks_like() -> None:
    scheme, _ = provider({})
    html, nobody = page("<title>Log in</title>"), Reply(200, {})
    nobody.headers["X-AUSERNAME"] = "anonymous"
    assert all(map(scheme.refused, (Reply(401), moved("/login.jsp"), moved("/x", 303), html, nobody)))
    assert not any(map(scheme.refused, (Reply(200, {}), Reply(403), Reply(404, "<html>"), Reply(500))))


def test_one_renewal_for_many_requests_and_none_after_a_refusal() -> None:
    replies = {f"{PROVIDER}/login": page(form(CONSUMER, SAMLResponse=ANSWER)), CONSUMER: page("", "S=1; Path=/")}
    scheme, network = provider(replies)
    scheme.sign_in(Cancellation())
    used = scheme.credentials("GET", SITE, Cancellation())
    assert scheme.renew(used, Cancellation(), connecting=True) is False
    assert scheme.renew(used, Cancellation(), connecting=False) and scheme.renew(used, Cancellation(), connecting=False)
    assert len(network.asked) == 4
    network.replies[f"{PROVIDER}/login"] = page("<title>Who?</title>")
    renewed = scheme.credentials("GET", SITE, Cancellation())
    for _ in range(3):
        with pytest.raises(Error, match="Who"):
            scheme.renew(renewed, Cancellation(), connecting=False)
    assert len(network.asked) == 5
