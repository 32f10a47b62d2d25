"""OAuth 1.0 on paper: what is sent to get and renew tokens."""

from __future__ import annotations

import re
import threading
import time
from email.message import Message
from itertools import count
from urllib.parse import unquote

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from jsdodbc import connection_string, settings
from jsdodbc.auth import scheme_of
from jsdodbc.auth.oauth1 import OAuth1
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from tests.auth.fakes import FakeNetwork, Reply, context

SITE = "https://jira.example.com/jira"
ACCESS = f"{SITE}/plugins/servlet/oauth/access-token"
REQUEST = f"{SITE}/plugins/servlet/oauth/request-token"
KEY = rsa.generate_private_key(65537, 2048).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)
ENDED = f"OAuthExpiresIn=10;OAuthTokenTimestamp={int(time.time() * 1000) - 60_000};"
_numbers = count()


class Text(Reply):
    """An answer as Jira gives it: fields of a form."""

    @property
    def body(self) -> bytes:
        return str(self.content).encode()


class Site(FakeNetwork):
    """Answers of one address in turn, the last one again."""

    def __init__(self, url: str, *answers: Text) -> None:
        super().__init__()
        self.turns = list(answers)
        self.url = url

    def send(self, method: str, url: str, **more: object) -> Reply:  # type: ignore[override]
        self.replies[self.url] = self.turns.pop(0) if len(self.turns) > 1 else self.turns[0]
        return super().send(method, url, **more)  # type: ignore[arg-type]


def scheme(more: str, network: FakeNetwork) -> OAuth1:
    location = f"OAuthSettingsLocation=memory://one{next(_numbers)};Other='RetryDelay=0'"
    pairs = [("OAuthJWTCert", KEY.decode()), *connection_string.parse(f"URL={SITE};OAuthClientId=i;{location};{more}")]
    resolved, notices = settings.resolve(pairs)
    assert notices == []
    made = scheme_of(context(resolved, cloud=False, network=network))
    assert isinstance(made, OAuth1)
    return made


def sent(network: FakeNetwork) -> list[dict[str, str]]:
    found = [re.findall(r'(oauth_\w+)="([^"]*)"', one.headers["Authorization"]) for one in network.asked]
    return [{name: unquote(value) for name, value in pairs} for pairs in found]


def test_token_that_ended_before_the_connect_is_renewed_with_its_handle() -> None:
    site = Site(ACCESS, Text(200, "oauth_token=n3w&oauth_expires_in=157680000"))
    signed_in = scheme(f"InitiateOAuth=REFRESH;OAuthAccessToken=old;OAuthRefreshToken=handle;{ENDED}", site)
    signed_in.sign_in(Cancellation())
    [asked] = sent(site)
    assert (asked["oauth_token"], asked["oauth_session_handle"]) == ("old", "handle")
    assert 'oauth_token="n3w"' in signed_in.credentials("GET", SITE, Cancellation()).headers["Authorization"]


def test_session_handle_stays_when_a_renewal_gives_no_other() -> None:
    site = Site(ACCESS, Text(200, "oauth_token=n3w&oauth_expires_in=157680000"))
    signed_in = scheme(f"InitiateOAuth=REFRESH;OAuthAccessToken=old;OAuthRefreshToken=handle;{ENDED}", site)
    signed_in.sign_in(Cancellation())
    assert signed_in.keeper.read().tokens.refresh_token == "handle"


def test_busy_site_is_asked_again_with_another_nonce() -> None:
    site = Site(REQUEST, Text(503, "<html>"), Text(429, ""), Text(200, "oauth_token=t&oauth_token_secret=s"))
    row = scheme("InitiateOAuth=OFF", site).authorization_url({}, Cancellation())
    assert row["URL"] == f"{SITE}/plugins/servlet/oauth/authorize?oauth_token=t"
    asked = sent(site)
    assert len({each["oauth_nonce"] for each in asked}) == len({each["oauth_signature"] for each in asked}) == 3


@pytest.mark.parametrize(
    ("status", "state", "words"),
    [(404, "08001", "Check URL"), (503, "08S01", "Try again later"), (401, "28000", "signature_invalid")],
)
def test_answer_without_a_token(status: int, state: str, words: str) -> None:
    headers = Message()
    if status == 401:
        headers["WWW-Authenticate"] = 'OAuth realm="x", oauth_problem="signature_invalid"'
    with pytest.raises(Error, match=words) as caught:
        scheme("InitiateOAuth=OFF", Site(REQUEST, Text(status, "", headers))).authorization_url({}, Cancellation())
    assert caught.value.sqlstate == state


def refusal(problem: str) -> Text:
    headers = Message()
    headers["WWW-Authenticate"] = f'OAuth realm="x", oauth_problem="{problem}"'
    return Text(401, "", headers)


def test_what_one_request_is_refused_for_is_not_taken_for_anothers() -> None:
    """Pages are fetched side by side: between a refusal and its cure another request may be refused."""
    site = Site(ACCESS, Text(200, "oauth_token=n3w&oauth_session_handle=handle"))
    signed_in = scheme("InitiateOAuth=REFRESH;OAuthAccessToken=old;OAuthRefreshToken=handle;", site)
    signed_in.sign_in(Cancellation())
    used = signed_in.credentials("GET", SITE, Cancellation())
    assert signed_in.refused(refusal("token_expired"))
    other = threading.Thread(target=signed_in.refused, args=(refusal("nonce_used"),))
    other.start()
    other.join()
    assert signed_in.renew(used, Cancellation(), connecting=False)
    assert 'oauth_token="n3w"' in signed_in.credentials("GET", SITE, Cancellation()).headers["Authorization"]


def test_properties_that_the_seed_document_lists_are_enough() -> None:
    text = f"URL={SITE};OAuthClientId=i;OAuthClientSecret=testClientSecret;OAuthJWTCertType=PEMKEY_FILE;"
    pairs = [("OAuthJWTCert", "/home/me/key.pem"), *connection_string.parse(f"{text}InitiateOAuth=GETANDREFRESH")]
    resolved, notices = settings.resolve(pairs)
    assert resolved.auth_scheme == "OAuth 1.0" and notices == []
