"""Signing in to a site: one file a scheme, imported when a connection asks for it."""

from __future__ import annotations

from importlib import import_module

from jsdodbc.auth.scheme import Answer, Credentials, Network, Scheme, SignIn

__all__ = ["SCHEMES", "Answer", "Credentials", "Network", "Scheme", "SignIn", "scheme_of"]

# AuthScheme (settings.resolve has made it one of these) -> module and class.
SCHEMES: dict[str, tuple[str, str]] = {
    "Basic": ("jsdodbc.auth.basic", "Basic"),
    "APIToken": ("jsdodbc.auth.basic", "Basic"),
    "PAT": ("jsdodbc.auth.pat", "PersonalAccessToken"),
    "OAuth 1.0": ("jsdodbc.auth.oauth1", "OAuth1"),
    "OAuth 2.0": ("jsdodbc.auth.oauth2", "OAuth2"),
    "Crowd": ("jsdodbc.auth.crowd", "Crowd"),
    "Okta": ("jsdodbc.auth.okta", "Okta"),
    "OAuthClient": ("jsdodbc.auth.oauth_client", "OAuthClient"),
}


def scheme_of(context: SignIn) -> Scheme:
    """The scheme that the settings ask for, not signed in yet. Raises Error 28000 for what can't be sent."""
    module, name = SCHEMES[context.settings.auth_scheme]
    made: Scheme = getattr(import_module(module), name)(context)
    return made
