"""The OAuth application: the user's own, or the one that whoever packaged the driver has filled in.

The driver ships none: an application has a secret, and a secret in public source is none. Packagers and organisations
put theirs into `oauth_application.ini` beside this package, or into the file that the environment variable
JSDODBC_OAUTH_APPLICATION names:

    [oauth_app]
    client_id = …
    client_secret = …
    callback_url = http://localhost:33333
"""

from __future__ import annotations

import configparser
import os
from dataclasses import dataclass, field
from pathlib import Path

from jsdodbc.auth.provider import Provider
from jsdodbc.errors import Error
from jsdodbc.settings import Settings

VARIABLE = "JSDODBC_OAUTH_APPLICATION"
FILE = "oauth_application.ini"


@dataclass(frozen=True, slots=True)
class Application:
    client_id: str
    client_secret: str = field(repr=False)
    callback_url: str


def application(settings: Settings, provider: Provider) -> Application:
    """The one to sign in with. Raises Error 28000 that says how to make one."""
    oauth = settings.oauth
    if oauth.oauth_client_id and oauth.oauth_client_secret:
        return Application(oauth.oauth_client_id, oauth.oauth_client_secret, oauth.callback_url)
    if oauth.oauth_client_id or oauth.oauth_client_secret:
        absent = "OAuthClientSecret" if oauth.oauth_client_id else "OAuthClientId"
        raise Error("28000", f"{absent} is missing. Both are on the application's page at {provider.apps}.")
    return _packaged() or _missing(settings, provider)


def _packaged() -> Application | None:
    path = Path(os.environ.get(VARIABLE) or Path(__file__).parents[1] / FILE)
    if not path.is_file():
        return None
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(path.read_text("utf-8"))
        found = parser["oauth_app"]
        return Application(
            found["client_id"], found["client_secret"], found.get("callback_url", "http://localhost:33333")
        )
    except (OSError, configparser.Error, KeyError, UnicodeDecodeError):
        raise Error(
            "28000", f"{path} is no OAuth application. It wants [oauth_app] with client_id and client_secret."
        ) from None


def _missing(settings: Settings, provider: Provider) -> Application:
    scope = provider.scope(settings)
    if provider.gateway:
        raise Error(
            "28000",
            f"There is no OAuth application built in. Make one: (1) at {provider.apps} create an OAuth 2.0 "
            "integration; "
            "(2) under Permissions add the Jira API and the Jira Service Management API, with the scopes "
            f"{scope.replace(' offline_access', '')}; (3) under Authorization set the callback "
            f"{settings.oauth.callback_url}; (4) under Settings copy client id and secret; (5) set OAuthClientId, "
            "OAuthClientSecret and CallbackURL to these, and connect again.",
        )
    raise Error(
        "28000",
        f"There is no OAuth application built in. Make one: (1) as an administrator open {provider.apps}; (2) create a "
        f"link to an external application, incoming; (3) give it the callback {settings.oauth.callback_url} and the "
        f"permission {scope}; (4) copy client id and secret; (5) set OAuthClientId, OAuthClientSecret and CallbackURL "
        "to these, and connect again.",
    )
