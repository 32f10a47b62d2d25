"""AuthScheme=PAT: a personal access token of Data Center, sent as Bearer."""

from __future__ import annotations

from jsdodbc.auth.scheme import Credentials, Scheme, SignIn
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error


class PersonalAccessToken(Scheme):
    """Jira 8.14 and later, Service Management 4.15 and later. Cloud has none."""

    def __init__(self, context: SignIn) -> None:
        super().__init__(context)
        self.cookies = None  # a request with a token ends the session of the cookie that comes with it

    def sign_in(self, cancellation: Cancellation) -> None:
        if self.context.is_cloud():
            raise Error(
                "28000",
                "Jira Cloud has no personal access tokens. Use AuthScheme=APIToken with User (the account's email "
                "address) and an API token.",
            )

    def credentials(self, method: str, url: str, cancellation: Cancellation) -> Credentials:
        token = self.settings.api_token or self.settings.password
        return Credentials({"Authorization": f"Bearer {token}"})

    def remedy(self, *, cloud: bool, version: int) -> str:
        return (
            "The personal access token in APIToken is wrong, expired or revoked. Make one under Profile > Personal "
            f"Access Tokens ({self.settings.url}/secure/ViewProfile.jspa); Jira has them from 8.14 on."
        )
