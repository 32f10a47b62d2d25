"""AuthScheme=Basic: the account's email and API token on Cloud, its user name and password on Data Center."""

from __future__ import annotations

from base64 import b64encode

from jsdodbc.errors import Error
from jsdodbc.settings import Settings


class Basic:
    """Sends User and secret with each request, unasked: Jira sends no challenge."""

    def __init__(self, settings: Settings, *, cloud: bool) -> None:
        self.base_url = settings.url
        secret = (settings.api_token or settings.password) if cloud else (settings.password or settings.api_token)
        if ":" in settings.user:
            raise Error(
                "28000",
                "User holds a ':', which signing in with AuthScheme=Basic cannot send. Use the account's own name or "
                "email.",
            )
        self._header = "Basic " + b64encode(f"{settings.user}:{secret}".encode()).decode("ascii")

    def headers(self) -> dict[str, str]:
        return {"Authorization": self._header}

    def refresh(self) -> bool:
        """Never: a refused sign-in is not tried twice, because three tries lock an account behind a CAPTCHA."""
        return False

    def __repr__(self) -> str:
        return f"Basic({self.base_url!r})"
