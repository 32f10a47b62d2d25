"""The organization that tests sign in at is one to Okta's own client, @okta/okta-auth-js."""

from __future__ import annotations

import json
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.peers import HERE, MODULES
from tests.auth.peers.mellon import ServiceProvider
from tests.auth.peers.okta import CLASSIC, IDENTITY, Okta

FACTORS = ("push", "email", "sms", "totp")


@pytest.fixture(scope="module")
def service() -> Iterator[ServiceProvider]:
    with Sandbox("dc", 3, 3, bulky=False) as desk, ServiceProvider(desk) as service:
        yield service


def client(okta: Okta, **given: str) -> Any:
    """What Okta's client says of each step, or its error."""
    command = ["node", "--no-warnings", str(HERE / "okta_client.mjs"), str(MODULES), okta.url]
    done = subprocess.run(
        [*command, json.dumps({"username": "ann", "password": "pw;d", **given})],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def identity(okta: Okta, **given: str) -> Any:
    with urllib.request.urlopen(okta.login_url, timeout=10) as page:
        [token] = re.findall("stateToken = '([^']*)'", page.read().decode())
    token = re.sub(r"\\x(..)", lambda each: chr(int(each[1], 16)), token)
    return client(okta, kind="idx", stateHandle=token, **given)


def test_classic(service: ServiceProvider) -> None:
    with Okta(service, CLASSIC) as okta:
        assert [each["status"] for each in client(okta)] == ["SUCCESS"]
        assert client(okta, password="wr0ng") == {"error": "E0000004", "message": "Authentication failed"}
        okta.set_user(factors=FACTORS)
        for factor, result in (("email", "CHALLENGE"), ("sms", "CHALLENGE"), ("push", "WAITING")):
            first, second, third = client(okta, factor=factor)
            assert first["status"] == "MFA_REQUIRED" and len(first["factors"]) == len(FACTORS)
            assert (second["status"], second["result"]) == ("MFA_CHALLENGE", result)
            assert third["status"] == "SUCCESS" and third["sessionToken"]
        for status in ("LOCKED_OUT", "PASSWORD_EXPIRED", "MFA_ENROLL"):
            okta.set_user(factors=(), status=status)
            assert [each["status"] for each in client(okta)] == [status]


@pytest.mark.parametrize(("factor", "method"), [("Email", "email"), ("Phone", "sms"), ("Okta Verify", "push")])
def test_identity_engine(service: ServiceProvider, factor: str, method: str) -> None:
    with Okta(service, IDENTITY) as okta:
        assert identity(okta)[-1]["onward"] == "/login/token/redirect"
        failed = identity(okta, password="wr0ng")[-1]
        assert failed["says"] == ["Unable to sign in"] and not failed["succeeded"]
        okta.set_user(factors=FACTORS)
        steps = identity(okta, factor=factor, method=method)
        assert steps[2]["forms"][0] == "select-authenticator-authenticate"
        assert steps[-2]["forms"][0] == "keep-me-signed-in" and steps[-1]["onward"] == "/login/token/redirect", steps
