"""What Crowd, its pages and the site refuse, and what is never sent."""

from __future__ import annotations

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.peers import Machine, free_port
from tests.auth.peers.crowd import APPLICATION, Crowd, connection
from tests.auth.peers.mellon import ServiceProvider


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
    machine: Machine, service: ServiceProvider, crowd: Crowd, crowd_string: str, written: str, instead: str, state: str,
    words: str,
) -> None:  # fmt: skip
    names = {"crowd": f"{crowd.url}/crowd", "url": service.url, "closed": free_port()}
    written, instead = written.format(**names), instead.format(**names)
    assert written in crowd_string
    failed = machine.ask(crowd_string.replace(written, instead))
    assert failed.state == state and words in failed.message, failed
    assert crowd.test()["answers"] == 0 and crowd.test()["rest"] <= 1


def test_machine_that_crowd_does_not_know(machine: Machine, crowd: Crowd, crowd_string: str) -> None:
    crowd.set(refuseMachine=True)
    failed = machine.ask(crowd_string)
    assert failed.state == "08004" and "remote addresses" in failed.message


def test_password_is_not_sent_to_a_foreign_form(machine: Machine, service: ServiceProvider, crowd: Crowd) -> None:
    with Sandbox("dc", 1, 1, bulky=False) as thief:
        crowd.set(foreignForm=f"{thief.url}/login")
        failed = machine.ask(connection(service, crowd.login_url))
        assert failed.state == "28000" and "Password was not sent" in failed.message and thief.url in failed.message
        assert not thief.requests


def test_answer_is_not_sent_to_a_foreign_address(machine: Machine, crowd: Crowd, crowd_string: str) -> None:
    with Sandbox("dc", 1, 1, bulky=False) as thief:
        crowd.set(post=f"{thief.url}/plugins/servlet/samlconsumer")
        failed = machine.ask(crowd_string)
        assert failed.state == "28000" and "it was not sent" in failed.message and thief.url in failed.message
        assert not thief.requests


def test_answer_that_the_site_refuses(
    machine: Machine, service: ServiceProvider, crowd: Crowd, crowd_string: str
) -> None:
    crowd.set(consumer="http://127.0.0.2:1/elsewhere", post=service.consumer)
    failed = machine.ask(crowd_string)
    assert failed.state == "28000" and "refused the identity provider's answer" in failed.message


def test_account_that_may_not_use_the_site(data_center: Sandbox, machine: Machine) -> None:
    """A session is opened, but its account is none of Jira's."""
    for strict in (False, True):
        with ServiceProvider(data_center, strict=strict, account="nobody:x") as service, Crowd(service) as crowd:
            service.start(crowd.metadata)
            failed = machine.ask(connection(service, crowd.login_url, APPLICATION))
            assert failed.state == "28000" and "the site opened no session" in failed.message
