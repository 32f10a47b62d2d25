"""OAuth 2.0 on paper: which token is used when, and what is asked for it."""

from __future__ import annotations

import time
from itertools import count
from typing import Any
from urllib.parse import parse_qs

import pytest

from jsdodbc import connection_string, settings
from jsdodbc.auth import scheme_of
from jsdodbc.auth.oauth2 import OAuth2
from jsdodbc.auth.tokens import Tokens
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from tests.auth.fakes import FakeNetwork, Reply, context

TOKENS, SITES = "https://auth.atlassian.com/oauth/token", "https://api.atlassian.com/oauth/token/accessible-resources"
_numbers = count()


def network() -> FakeNetwork:
    fresh = {"access_token": "fr3sh", "refresh_token": "r2", "expires_in": 3600}
    sites = [{"id": "c1", "url": "https://a.atlassian.net"}, {"id": "c2", "url": "https://b.atlassian.net"}]
    return FakeNetwork({TOKENS: Reply(content=fresh), SITES: Reply(content=sites)})


def signed_in(more: str, replies: FakeNetwork, url: str = "https://b.atlassian.net/") -> OAuth2:
    text = f"URL={url};OAuthClientId=i;OAuthClientSecret=s;OAuthSettingsLocation=memory://{next(_numbers)};{more}"
    resolved, notices = settings.resolve(connection_string.parse(text))
    assert notices == []
    scheme = scheme_of(context(resolved, cloud=True, network=replies))
    assert isinstance(scheme, OAuth2)
    scheme.sign_in(Cancellation())
    return scheme


def sent(scheme: OAuth2) -> str:
    return scheme.credentials("GET", scheme.base_url, Cancellation()).headers["Authorization"]


def forms(replies: FakeNetwork) -> list[dict[str, str]]:
    asked = [one for one in replies.asked if one.method == "POST"]
    return [{name: values[0] for name, values in parse_qs((one.body or b"").decode()).items()} for one in asked]


def test_requests_go_to_the_gateway_of_the_site_that_url_names() -> None:
    scheme = signed_in("InitiateOAuth=OFF;OAuthAccessToken=mine", replies := network())
    assert sent(scheme) == "Bearer mine"
    assert scheme.base_url == "https://api.atlassian.com/ex/jira/c2"
    assert scheme.site_url == "https://b.atlassian.net"
    assert forms(replies) == []


def test_cloud_id_spares_the_question() -> None:
    scheme = signed_in("InitiateOAuth=OFF;OAuthAccessToken=mine;CloudId=c9", replies := network())
    assert scheme.base_url.endswith("/c9") and replies.asked == []


def test_several_sites_and_no_url() -> None:
    text = "OAuthClientId=i;OAuthClientSecret=s;OAuthAccessToken=mine;AuthScheme=OAuth"
    resolved, _ = settings.resolve(connection_string.parse(text))
    with pytest.raises(Error, match="more than one site") as caught:
        scheme_of(context(resolved, cloud=True, network=network())).sign_in(Cancellation())
    assert "https://a.atlassian.net, https://b.atlassian.net" in caught.value.message


def test_token_is_refreshed_before_it_ends() -> None:
    now = int(time.time() * 1000)
    given = "InitiateOAuth=REFRESH;OAuthAccessToken=mine;OAuthRefreshToken=r1;OAuthExpiresIn=3600;"
    assert sent(signed_in(f"{given}OAuthTokenTimestamp={now};", network())) == "Bearer mine"
    ending = now - 3_590_000  # ten seconds are left
    scheme = signed_in(f"{given}OAuthTokenTimestamp={ending};", replies := network())
    assert sent(scheme) == "Bearer fr3sh"
    [form] = forms(replies)
    assert form == {"grant_type": "refresh_token", "refresh_token": "r1", "client_id": "i", "client_secret": "s"}


def test_token_that_ends_while_the_connection_is_open() -> None:
    scheme = signed_in("InitiateOAuth=REFRESH;OAuthRefreshToken=r1", replies := network())
    scheme.kept = scheme.keeper.write(scheme.kept.renewed(Tokens("old", "r2", time.time() + 5, 3600)))
    before = scheme.credentials("GET", "", Cancellation()).generation
    assert sent(scheme) == "Bearer fr3sh"
    assert before == 1 and len(forms(replies)) == 2


def test_one_refusal_of_many_requests_refreshes_once() -> None:
    scheme = signed_in("InitiateOAuth=REFRESH;OAuthRefreshToken=r1", replies := network())
    used = [scheme.credentials("GET", "", Cancellation()) for _ in range(5)]
    assert all(scheme.renew(each, Cancellation(), connecting=False) for each in used)
    assert len(forms(replies)) == 2  # one to connect


def test_refresh_is_finished_though_its_statement_is_cancelled() -> None:
    """The server has used up the old refresh token: the answer must be kept."""
    scheme = signed_in("InitiateOAuth=REFRESH;OAuthRefreshToken=r1", replies := network())
    statement = Cancellation()
    answer = replies.send

    def cancelled_meanwhile(method: str, url: str, *, cancellation: Cancellation, **more: Any) -> Reply:
        statement.cancel()
        cancellation.check()
        return answer(method, url, cancellation=cancellation, **more)

    replies.replies[TOKENS] = Reply(content={"access_token": "n3w", "refresh_token": "r3", "expires_in": 3600})
    replies.send = cancelled_meanwhile  # type: ignore[method-assign]
    scheme.renew(scheme.credentials("GET", "", statement), statement, connecting=False)
    assert scheme.keeper.read().tokens.refresh_token == "r3"


def test_given_token_is_never_refreshed() -> None:
    scheme = signed_in("InitiateOAuth=OFF;OAuthAccessToken=mine;OAuthRefreshToken=r1", replies := network())
    assert not scheme.renew(scheme.credentials("GET", "", Cancellation()), Cancellation(), connecting=False)
    assert forms(replies) == []


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("URL=https://h;User=u;Password=p", "Basic"),
        ("URL=https://h;User=u;APIToken=t;OAuthClientId=i", "Basic"),
        ("URL=https://h;InitiateOAuth=GETANDREFRESH", "OAuth 2.0"),
        ("AuthScheme=OAuth;InitiateOAuth=GETANDREFRESH", "OAuth 2.0"),
        ("AuthScheme=OAuthClient;OAuthClientId=i;OAuthClientSecret=s", "OAuthClient"),
        ("URL=https://h;AuthScheme=bearer;PAT=x", "PAT"),
    ],
)
def test_scheme_that_properties_mean(text: str, scheme: str) -> None:
    assert settings.resolve(connection_string.parse(text))[0].auth_scheme == scheme
