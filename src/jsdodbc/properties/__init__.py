"""Every property of a connection: the one table that parsing, validation, completion, the set-up library and the
reference documentation read.

`PROPERTIES` are understood. `NOT_YET` are names that the commercial driver knows and this one does not act on: they are
accepted with a warning (01S00) that says why. Any other name is a warning with the nearest name that exists.
"""

from __future__ import annotations

from jsdodbc.properties.authentication import AUTHENTICATION
from jsdodbc.properties.connection import CONNECTION
from jsdodbc.properties.data import DATA
from jsdodbc.properties.declaration import Property, folded, index
from jsdodbc.properties.journal import LOGGING
from jsdodbc.properties.manager import MANAGER, MANAGER_KEYS
from jsdodbc.properties.network import NETWORK
from jsdodbc.properties.oauth import OAUTH
from jsdodbc.properties.other import OTHER
from jsdodbc.properties.single_sign_on import SINGLE_SIGN_ON, SSO_PROPERTIES
from jsdodbc.properties.without_effect import LATER, MEANINGLESS, NOT_YET, OTHER_MEANINGLESS

__all__ = [
    "BY_NAME",
    "LATER",
    "LATER_SCHEMES",
    "MANAGER_KEYS",
    "MEANINGLESS",
    "NAMES_NOT_YET",
    "NOT_YET",
    "OTHER",
    "OTHER_REASONS",
    "PROPERTIES",
    "REASONS",
    "SSO_PROPERTIES",
    "Property",
    "folded",
    "index",
    "is_secret",
]

PROPERTIES: tuple[Property, ...] = (
    *AUTHENTICATION,
    *OAUTH,
    *SINGLE_SIGN_ON,
    *CONNECTION,
    *NETWORK,
    *DATA,
    *LOGGING,
    *MANAGER,
)
LATER_SCHEMES: tuple[str, ...] = (
    "OAuthJWT",
    "OAuthPKCE",
    "None",
)

BY_NAME: dict[str, Property] = index(PROPERTIES)
REASONS: dict[str, str] = {folded(name): reason for names, reason in NOT_YET.items() for name in names}
OTHER_REASONS: dict[str, str] = {folded(name): reason for name, reason in OTHER_MEANINGLESS.items()}
NAMES_NOT_YET: dict[str, str] = {folded(name): name for names in NOT_YET for name in names}
SECRET_WORDS: tuple[str, ...] = (
    "password",
    "pwd",
    "token",
    "secret",
    "passcode",
    "authkey",
    "jwtcert",
    "ssoproperties",
    "verifier",
)


def is_secret(name: str) -> bool:
    """Whether the value of `name`, known or not, must never be shown."""
    entry = BY_NAME.get(folded(name))
    return entry.secret if entry else any(word in folded(name) for word in SECRET_WORDS)
