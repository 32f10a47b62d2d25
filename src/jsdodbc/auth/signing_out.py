"""`jsdodbc logout`: tokens are given back where that can be done, and the settings file forgets them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from jsdodbc.auth.application import Application
from jsdodbc.auth.keeping import Keeper
from jsdodbc.auth.provider import Provider
from jsdodbc.auth.scheme import DONE, NOT_DONE, SignIn
from jsdodbc.auth.tokens import Tokens
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error, Notice


def forgotten(keeper: Keeper, give_back: Callable[[Tokens], Notice], cancellation: Cancellation) -> list[Notice]:
    """What was done. Under the lock, so that no other process refreshes meanwhile."""
    place = keeper.store.place
    with keeper.store.locked(cancellation):
        tokens = keeper.read().tokens
        if not tokens.refresh_token and not tokens.access_token:
            return [Notice(DONE, f"{place}: held no tokens of this application for this site")]
        done = give_back(tokens)
        keeper.forget()
    return [done, Notice(DONE, f"{place}: took the tokens out")]


def given_back(
    context: SignIn, provider: Provider, application: Application, tokens: Tokens, cancellation: Cancellation
) -> Notice:
    """As RFC 7009 has it: with the refresh token its access tokens end too."""
    if not provider.revocation_url:
        return not_given_back("The site has no address to give tokens back to.", provider.grants)
    kind = "refresh_token" if tokens.refresh_token else "access_token"
    form = {
        "token": tokens.refresh_token or tokens.access_token,
        "token_type_hint": kind,
        "client_id": application.client_id,
        "client_secret": application.client_secret,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    url, body = provider.revocation_url, urlencode(form).encode()
    try:
        answer = context.network.send("POST", url, headers=headers, body=body, cancellation=cancellation)
    except Error as error:
        return not_given_back(f"The tokens were not given back: {error.message}", provider.grants)
    if answer.status != 200:
        return not_given_back(f"The tokens were not given back: {url} answered {answer.status}.", provider.grants)
    return Notice(DONE, f"{url}: gave the {kind.replace('_', ' ')} back")


def not_given_back(reason: str, page: str) -> Notice:
    """`page`: where a person takes the consent back."""
    return Notice(
        NOT_DONE,
        f"{reason} They stay good until they expire; to end them now, take the consent back at {page}.",
    )
