"""AuthScheme=Okta through the built driver: an organization of ours that Okta's own client takes for one, whose SAML is
npm's; Apache's mod_auth_mellon opens the sessions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.peers import Machine
from tests.auth.peers.mellon import ServiceProvider
from tests.auth.peers.okta import CLASSIC, IDENTITY, TOTP, Okta

ISSUES = 30
DONE = [[str(ISSUES)]]


@pytest.fixture(scope="module")
def desk() -> Iterator[Sandbox]:
    with Sandbox("dc", ISSUES, 3, bulky=False) as desk:
        yield desk


@pytest.fixture
def service(desk: Sandbox) -> Iterator[ServiceProvider]:
    with ServiceProvider(desk) as service:
        yield service


@pytest.fixture(params=[CLASSIC, IDENTITY], ids=["classic", "identity"])
def okta(request: pytest.FixtureRequest, service: ServiceProvider) -> Iterator[Callable[..., Okta]]:
    started: list[Okta] = []

    def start(*factors: str, **options: object) -> Okta:
        started.append(Okta(service, request.param, *factors, **options))
        return started[-1]

    yield start
    for each in started:
        each.stop()


def test_password_alone(machine: Machine, service: ServiceProvider, okta: Callable[..., Okta]) -> None:
    org = okta()
    assert machine.ask(org.string(service), COUNT) == machine.ask(org.string(service), COUNT)
    assert machine.ask(org.string(service), COUNT).rows == DONE
    counts = org.test()
    assert (counts["passwords"], counts["answers"], service.people) == (3, 3, {"ann"})


def test_password_that_is_wrong(machine: Machine, service: ServiceProvider, okta: Callable[..., Okta]) -> None:
    org = okta()
    failed = machine.ask(org.string(service).replace("pw;d", "wr0ng"), COUNT)
    assert failed.state == "28000" and "Check User and Password in a browser" in failed.message, failed
    assert "wr0ng" not in failed.message and org.test()["passwords"] == 1


@pytest.mark.parametrize("kind", ["Email", "SMS"])
def test_code_in_two_connects(machine: Machine, service: ServiceProvider, okta: Callable[..., Okta], kind: str) -> None:
    """The first connect has the code sent, the second goes on with it; no second code is sent."""
    org = okta(kind.lower())
    failed = machine.ask(org.string(service, f"MFAType={kind}"), COUNT)
    to = "a***n@example.com" if kind == "Email" else "+1 XXX-XXX-1337"
    assert failed.state == "28000" and f"A code was sent to {to}. Connect again with it" in failed.message, failed
    again = machine.ask(org.string(service, f"MFAType={kind}"), COUNT)
    assert again.state == "28000" and f"A moment ago a code was sent to {to}" in again.message, again
    [code] = org.test()["codes"]
    assert machine.ask(org.string(service, f"MFAType={kind};MFAPassCode={code}"), COUNT).rows == DONE
    counts = org.test()
    assert counts["codes"] == [code] and counts["passwords"] == 1


def test_wrong_code_leaves_the_sign_in_waiting(
    machine: Machine, service: ServiceProvider, okta: Callable[..., Okta]
) -> None:
    org = okta("email")
    assert machine.ask(org.string(service, "MFAType=Email")).state == "28000"
    failed = machine.ask(org.string(service, "MFAType=Email;MFAPassCode=000"))
    assert failed.state == "28000" and "not the code that was sent to a***n@example.com" in failed.message, failed
    [code] = org.test()["codes"]
    assert machine.ask(org.string(service, f"MFAType=Email;MFAPassCode={code}"), COUNT).rows == DONE


def test_remembered_device_and_a_code_that_was_used(
    machine: Machine, service: ServiceProvider, okta: Callable[..., Okta]
) -> None:
    org = okta("email")
    machine.ask(org.string(service, "MFAType=Email"))
    [code] = org.test()["codes"]
    with_code = org.string(service, f"MFAType=Email;MFAPassCode={code}")
    for string in (with_code, with_code, org.string(service)):
        assert machine.ask(string, COUNT).rows == DONE
    counts = org.test()
    assert counts["codes"] == [code] and len(set(counts["devices"])) == 1 and len(counts["devices"][0]) == 32


def test_device_that_is_not_to_be_remembered(
    machine: Machine, service: ServiceProvider, okta: Callable[..., Okta]
) -> None:
    org = okta("email")
    inner = "MFAType=Email;MFARememberDevice=False"
    machine.ask(org.string(service, inner))
    [code] = org.test()["codes"]
    with_code = org.string(service, f"{inner};MFAPassCode={code}")
    assert machine.ask(with_code, COUNT).rows == DONE
    failed = machine.ask(with_code, COUNT)
    assert failed.state == "28000" and "MFAPassCode was used already, so a new code was sent" in failed.message, failed
    assert len(org.test()["codes"]) == 2 and set(org.test()["devices"]) == {""}


def test_code_for_a_sign_in_that_is_over(machine: Machine, service: ServiceProvider, okta: Callable[..., Okta]) -> None:
    org = okta("email")
    machine.ask(org.string(service, "MFAType=Email"))
    org.test("end=transactions")
    [code] = org.test()["codes"]
    failed = machine.ask(org.string(service, f"MFAType=Email;MFAPassCode={code}"))
    assert failed.state == "28000" and "MFAPassCode was not taken, so a new code was sent" in failed.message, failed
    newest = org.test()["codes"][-1]
    assert machine.ask(org.string(service, f"MFAType=Email;MFAPassCode={newest}"), COUNT).rows == DONE


def test_push(machine: Machine, service: ServiceProvider, okta: Callable[..., Okta]) -> None:
    org = okta("push", "totp", "email", number=47)
    log = machine.home / "driver.log"
    string = f"{org.string(service, 'MFAType=OktaVerify')}Logfile={log};"
    assert machine.ask(string, COUNT).rows == DONE
    counts = org.test()
    assert counts["pushes"] == 1 and counts["polls"] >= 2 and "choose 47" in log.read_text()


def test_code_of_okta_verify(machine: Machine, service: ServiceProvider, okta: Callable[..., Okta]) -> None:
    org = okta("push", "totp")
    assert machine.ask(org.string(service, f"MFAType=OktaVerify;MFAPassCode={TOTP}"), COUNT).rows == DONE
    assert org.test()["pushes"] == 0


@pytest.mark.parametrize(
    ("phone", "words"), [("decline", "was declined in Okta Verify"), ("timeout", "")], ids=["declined", "unanswered"]
)
def test_push_that_is_not_approved(
    machine: Machine, service: ServiceProvider, okta: Callable[..., Okta], phone: str, words: str
) -> None:
    org = okta("push", phone=phone)
    failed = machine.ask(org.string(service, "MFAType=OktaVerify"))
    assert failed.state == "28000" and words in failed.message, failed
    assert "Nobody answered" in failed.message or "took too long" in failed.message or words
    assert org.test()["pushes"] == 1
