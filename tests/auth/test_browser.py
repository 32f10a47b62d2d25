"""A browser of two hosts: where it goes, and which cookies it takes along."""

from __future__ import annotations

import pytest

from jsdodbc.auth.browser import Browser, below, origin, same_place, shown
from jsdodbc.auth.pages import Form
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.properties.groups import SingleSignOn
from jsdodbc.settings import Settings
from tests.auth.fakes import FakeNetwork, Reply, context, moved, page

SITE, CROWD = "https://j.example", "https://c.example"


def browser(replies: dict[str, Reply]) -> tuple[Browser, FakeNetwork]:
    network = FakeNetwork(replies)
    settings = Settings(url=SITE, sso=SingleSignOn(sso_login_url=f"{CROWD}/crowd/console/x"))
    return Browser(context(settings, cloud=False, network=network), (SITE, CROWD), Cancellation()), network


def sent_cookies(network: FakeNetwork) -> list[str]:
    return [asked.headers.get("Cookie", "") for asked in network.asked]


def test_redirects_between_known_hosts_each_with_its_own_cookies() -> None:
    made, network = browser(
        {
            f"{SITE}/a": moved(f"{CROWD}/b?q=1#frag", 302, "JSESSIONID=site; Path=/; HttpOnly"),
            f"{CROWD}/b?q=1": moved("/c", 303, "crowd=idp; Path=/", "other=x; Path=/elsewhere"),
            f"{CROWD}/c": moved(f"{SITE}/a/end"),
            f"{SITE}/a/end": page("<title>There</title>"),
        }
    )
    assert made.get(f"{SITE}/a").page.words == "There"
    assert sent_cookies(network) == ["", "", "crowd=idp", "JSESSIONID=site"]
    assert made.cookies(f"{CROWD}/elsewhere/x") == {"other": "x", "crowd": "idp"}


def test_cookies_of_two_applications_on_one_host() -> None:
    made, _ = browser({f"{SITE}/crowd/x": page("", "JSESSIONID=crowd; Path=/crowd")})
    made.get(f"{SITE}/crowd/x")
    made.keep(f"{SITE}/jira/login", ["JSESSIONID=jira; Path=/jira"])
    assert made.cookies(f"{SITE}/jira/") == {"JSESSIONID": "jira"}
    assert made.cookies(f"{SITE}/crowd/") == {"JSESSIONID": "crowd"}


def test_cookie_taken_back() -> None:
    made, _ = browser({})
    made.keep(f"{SITE}/", ["a=1; Path=/", "b=2; Path=/", "foreign=3; Domain=c.example"])
    made.keep(f"{SITE}/", ["a=gone; Path=/; Expires=Thu, 01-Jan-1970 00:00:00 GMT", "b=; Path=/; Max-Age=0"])
    assert made.cookies(f"{SITE}/") == {}


def test_cookies_as_old_servers_write_them() -> None:
    made, _ = browser({})
    made.keep(f"{SITE}/login", ['a="x y"; Version=1; Path=/; HttpOnly', "b=c=d==", "=nameless", "", "Path=/", "bare"])
    kept = made.cookies(f"{SITE}/")
    assert (kept["a"], kept["b"]) == ('"x y"', "c=d==")


def test_no_third_party_is_asked() -> None:
    made, network = browser({f"{SITE}/a": moved("https://evil.example/?x=1"), f"{SITE}/b": moved("http://j.example/")})
    assert made.get(f"{SITE}/a").elsewhere == "https://evil.example"
    assert made.get(f"{SITE}/b").elsewhere == "http://j.example"
    foreign = ("https://evil.example/", "//[x", "https://[::1", "https://c.example:8443/",
               "https://c.example@evil.example/", "file:///x")  # fmt: skip
    for url in foreign:
        with pytest.raises(Error) as raised:
            made.post(Form(url, {"SAMLResponse": "secret"}))
        assert raised.value.sqlstate == "28000" and "secret" not in raised.value.message
    assert len(network.asked) == 2


def test_a_body_never_crosses_hosts_by_redirect() -> None:
    made, network = browser({f"{CROWD}/login": moved(f"{SITE}/p", 307), f"{CROWD}/again": moved("/login", 308)})
    assert made.post(Form(f"{CROWD}/again", {"password": "pw"})).elsewhere == SITE
    assert [(asked.method, asked.url) for asked in network.asked] == [
        ("POST", f"{CROWD}/again"),
        ("POST", f"{CROWD}/login"),
    ]


def test_redirects_end() -> None:
    made, network = browser({f"{SITE}/a": moved("/a?x=s3cret"), f"{SITE}/a?x=s3cret": moved("/a")})
    with pytest.raises(Error, match=r"redirected more than 12 times, last to https://j\.example/a") as raised:
        made.get(f"{SITE}/a")
    assert "s3cret" not in raised.value.message and len(network.asked) == 12


def test_pages_have_a_size() -> None:
    made, _ = browser({f"{SITE}/a": page("x" * 3_000_000)})
    with pytest.raises(Error, match="too many for a page"):
        made.get(f"{SITE}/a")


def test_addresses() -> None:
    assert origin("HTTPS://J.example.:443/x") == origin("https://j.example") == "https://j.example"
    assert origin("http://[::1]:80/") == "http://[::1]" and origin("http://h:443") == "http://h:443"
    assert shown("https://h/p;jsessionid=AB12?x=y") == "https://h/p"
    assert same_place("https://h:443/p/?x", "https://h/p") and not same_place("https://h/p", "https://h/p/q")
    assert below("https://h/crowd/x", "https://h/crowd") and not below("https://h/crowds", "https://h/crowd")
    assert below("https://h/x", "https://h") and not below("https://g/crowd/x", "https://h/crowd")
