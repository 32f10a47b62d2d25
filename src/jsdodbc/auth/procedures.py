"""The procedures that get tokens without a browser on this machine, as data; a scheme's method does each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignInProcedure:
    """`method`: of Scheme. `inputs`: name and what it is; all may be left out. `outputs`: columns of the one row."""

    name: str
    method: str
    text: str
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[str, ...]


_CALLBACK = ("CallbackURL", "Where the browser is sent back to. Default: the property CallbackURL.")
_SCOPE = ("Scope", "What the tokens are to be good for. Default: the property Scope, or what Readonly needs.")
_TOKENS = ("OAuthAccessToken", "OAuthRefreshToken", "ExpiresIn", "OAuthAccessTokenSecret")
_STATE = ("State", "Comes back in the address. Default: random.")

PROCEDURES: tuple[SignInProcedure, ...] = (
    SignInProcedure(
        "GetOAuthAuthorizationURL",
        "authorization_url",
        "The address to open in a browser anywhere; the address that this leads to holds the code for OAuthVerifier.",
        (_CALLBACK, _SCOPE, _STATE, ("Prompt", "What the page asks for. Default: consent.")),
        ("URL", "AuthToken", "AuthKey"),
    ),
    SignInProcedure(
        "GetOAuthAccessToken",
        "access_token",
        "Tokens for a code, or from a browser on this machine.",
        (
            ("AuthMode", "WEB: for Verifier. APP: in a browser. Default: WEB with a verifier, else APP."),
            ("Verifier", "The code. Default: the property OAuthVerifier."),
            _CALLBACK,
            _SCOPE,
            _STATE,
            ("AuthToken", "OAuth 1.0: what GetOAuthAuthorizationURL returned. Default: the last of it."),
            ("AuthKey", "OAuth 1.0: the same; a signature by a private key doesn't need it."),
        ),
        _TOKENS,
    ),
    SignInProcedure(
        "RefreshOAuthAccessToken",
        "refreshed_token",
        "New tokens for a refresh token, which is used up.",
        (("OAuthRefreshToken", "Default: the property OAuthRefreshToken."),),
        _TOKENS,
    ),
)
