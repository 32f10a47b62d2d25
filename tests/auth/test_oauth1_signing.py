"""Signatures of OAuth 1.0, beside those of requests-oauthlib and a provider's own check."""

from __future__ import annotations

import re
from random import Random
from urllib.parse import quote, unquote

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from requests_oauthlib import OAuth1

from jsdodbc.auth.oauth1_signing import authorization

KEY = rsa.generate_private_key(65537, 2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
).decode()
_FIELD = re.compile(r'(oauth_\w+)="([^"]*)"')
_PIECES = [*"a+ä日&=~'(*%/?é;", "A z", "%2B", "100%", "", "\u00a0"]


def awkward(number: int) -> str:
    """An address whose query is encoded in one of the ways that are allowed."""
    random = Random(number)
    host = random.choice(["Jira.Example.com", "jira.example.com:443", "jira.example.com:8443", "127.0.0.1:80"])
    scheme = random.choice(["http", "https", "HTTPS"])
    parts = [quote(random.choice(_PIECES), safe=random.choice(["", "~'()*"])) for _ in range(random.randint(1, 4))]
    path = "/".join(parts)
    names = [random.choice(["jql", "fields", "a", "ä", "b[c]"]) for _ in range(random.randint(0, 5))]
    values = ["".join(random.choice(_PIECES) for _ in range(random.randint(0, 4))) for _ in names]
    safe = random.choice(["", "~", "'()*~"])
    pairs = (f"{quote(name, safe='')}={quote(value, safe=safe)}" for name, value in zip(names, values, strict=True))
    query = "&".join(pairs)
    return f"{scheme}://{host}/{path}" + (f"?{query}" if query else "")


def fields(header: str) -> dict[str, str]:
    return {name: unquote(value) for name, value in _FIELD.findall(header)}


@pytest.mark.parametrize("number", range(200))
def test_same_as_requests_oauthlib(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    url, method = awkward(number), ("GET", "POST", "PUT", "DELETE")[number % 4]
    prepared = requests.Request(method, url).prepare()
    assert prepared.url is not None
    monkeypatch.setattr("oauthlib.oauth1.rfc5849.generate_nonce", lambda: f"nonce-{number}")
    monkeypatch.setattr("oauthlib.oauth1.rfc5849.generate_timestamp", lambda: "1790000000")
    theirs = OAuth1("link", resource_owner_key="t+k", signature_method="RSA-SHA1", rsa_key=PEM)(prepared)
    header = theirs.headers["Authorization"]
    ours = authorization("link", KEY, method, prepared.url, token="t+k")
    assert fields(ours) == fields(header if isinstance(header, str) else header.decode())
    assert fields(ours)["oauth_signature"] and fields(ours)["oauth_token"] == "t+k"


def test_every_signature_is_fresh() -> None:
    first, second = (fields(authorization("link", KEY, "GET", "https://a.example/x")) for _ in range(2))
    assert first["oauth_nonce"] != second["oauth_nonce"] and first["oauth_signature"] != second["oauth_signature"]


def test_session_handle_is_signed() -> None:
    plain = fields(authorization("link", KEY, "POST", "https://a.example/x", token="t"))
    renewing = fields(authorization("link", KEY, "POST", "https://a.example/x", token="t", session_handle="h"))
    assert renewing["oauth_session_handle"] == "h" and "oauth_session_handle" not in plain
