"""AuthScheme=Basic: the account's email and API token on Cloud, its user name and password on Data Center."""

from __future__ import annotations

import threading
from base64 import b64encode

from jsdodbc.auth import cloud_sites
from jsdodbc.auth.scheme import Credentials, Scheme, SignIn
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.settings import Settings

_TOKENS = "https://id.atlassian.com/manage-profile/security/api-tokens"
_MYSELF = "/rest/api/2/myself"


class Basic(Scheme):
    """Sends User and secret with each request, unasked: Jira sends no challenge.

    An API token with scopes is taken by Cloud's gateway only, and doesn't show that it is one: when the site refuses
    a token, the gateway is asked.
    """

    def __init__(self, context: SignIn) -> None:
        super().__init__(context)
        if ":" in self.settings.user:
            raise Error(
                "28000",
                "User holds a ':', which signing in with AuthScheme=Basic cannot send. Use the account's own name or "
                "email.",
            )
        self._secret = ""
        self._headers: dict[str, str] = {}
        self._lock = threading.Lock()
        self._generation = 0

    def sign_in(self, cancellation: Cancellation) -> None:
        settings = self.settings
        self._secret = _secret(settings, cloud=self._takes_token())
        sent = b64encode(f"{settings.user}:{self._secret}".encode()).decode("ascii")
        self._headers = {"Authorization": f"Basic {sent}"}

    def credentials(self, method: str, url: str, cancellation: Cancellation) -> Credentials:
        return Credentials(self._headers, self._generation)

    def renew(self, used: Credentials, cancellation: Cancellation, *, connecting: bool) -> bool:
        """A password never: three refusals lock an account behind a CAPTCHA. A token once, at the gateway."""
        if not connecting or self._secret != self.settings.api_token:
            return False
        with self._lock:
            if used.generation != self._generation:
                return True
            if self._generation or not self.context.is_cloud():
                return False
            return self._to_gateway(cancellation)

    def remedy(self, *, cloud: bool, version: int) -> str:
        settings = self.settings
        if cloud:
            secret = "" if settings.api_token else " Cloud takes an API token, no password: set APIToken."
            return (
                f"Check that User={settings.user} is the account's email address and that APIToken has not expired or "
                f"been revoked ({_TOKENS}).{secret} The token was tried at the site and, for tokens with scopes, at "
                "Atlassian's gateway."
            )
        hint = (
            f"Check User={settings.user} and Password in a browser before trying again: after a few failures the site "
            "wants a CAPTCHA."
        )
        if version >= 11:
            hint += (
                " Jira 11 has signing in with a password (Basic) turned off unless an administrator has turned it on; "
                "use AuthScheme=PAT with a personal access token."
            )
        return hint

    def _takes_token(self) -> bool:
        """Whether to send the token rather than the password: what kind of site it is matters when both are given."""
        settings = self.settings
        if settings.api_token and settings.password:
            return self.context.is_cloud()
        return bool(settings.api_token)

    def _to_gateway(self, cancellation: Cancellation) -> bool:
        try:
            base = self._gateway(cancellation)
        except Error as error:
            self.context.note(f"the gateway could not be asked: {error.message}")
            return False
        if not base:
            return False
        self.base_url = base
        self._generation += 1
        self.context.note(f"the site refused the token, {base} takes it: it is one with scopes")
        return True

    def _gateway(self, cancellation: Cancellation) -> str:
        """The site's address at the gateway, if that takes the token."""
        cloud_id = cloud_sites.told_by_site(self.context, cancellation)
        base = f"{self.settings.gateway}/ex/jira/{cloud_id}"
        if not cloud_id:
            return ""
        headers = {"Accept": "application/json", **self._headers}
        answer = self.context.network.send("GET", f"{base}{_MYSELF}", headers=headers, cancellation=cancellation)
        return base if answer.status == 200 and not self.refused(answer) else ""


def _secret(settings: Settings, *, cloud: bool) -> str:
    return (settings.api_token or settings.password) if cloud else (settings.password or settings.api_token)
