"""Where OAuth 2.0 tokens come from: Atlassian for Cloud, the site's own provider for Data Center."""

from __future__ import annotations

from dataclasses import dataclass, field

from jsdodbc import site_url
from jsdodbc.auth.scheme import SignIn
from jsdodbc.settings import Settings

_ATLASSIAN = "https://auth.atlassian.com"


@dataclass(frozen=True, slots=True)
class Provider:
    """`consent`: further parameters of the page. `redirect_on_refresh`: whether a refresh names CallbackURL too.
    `gateway`: whether requests with its tokens go through Cloud's gateway. `apps`: where applications are registered.
    `revocation_url`: where tokens are given back, "" for nowhere; `grants`: where a person takes consent back.
    """

    authorization_url: str
    token_url: str
    read_scope: str
    write_scope: str
    apps: str
    consent: dict[str, str] = field(default_factory=dict)
    redirect_on_refresh: bool = False
    gateway: bool = False
    revocation_url: str = ""
    grants: str = ""

    def scope(self, settings: Settings) -> str:
        """As given, else no more than Readonly needs."""
        return settings.oauth.scope or (self.read_scope if settings.read_only else self.write_scope)


def provider_of(context: SignIn) -> Provider:
    """The site's provider. Raises Error 08001 when it must be asked what it is and can't be."""
    return _cloud(context.settings) if context.is_cloud() else _data_center(context.settings)


def _cloud(settings: Settings) -> Provider:
    local = site_url.is_local(settings.gateway)
    server = settings.gateway if local else _ATLASSIAN
    read = "read:jira-work read:jira-user read:servicedesk-request"
    write = "write:jira-work write:servicedesk-request manage:servicedesk-customer"
    return Provider(
        settings.oauth.authorization_url or f"{server}/authorize",
        settings.oauth.token_url or f"{server}/oauth/token",
        f"{read} offline_access",
        f"{read} {write} offline_access",
        "https://developer.atlassian.com/console/myapps",
        consent={"audience": "api.atlassian.com", "prompt": "consent"},
        gateway=True,
        revocation_url=settings.oauth.revocation_url or f"{server}/oauth/revoke",
        grants="https://id.atlassian.com/manage-profile/apps",
    )


def _data_center(settings: Settings) -> Provider:
    base = f"{settings.url}/rest/oauth2/latest"
    return Provider(
        settings.oauth.authorization_url or f"{base}/authorize",
        settings.oauth.token_url or f"{base}/token",
        "READ",
        "WRITE",
        f"{settings.url}/plugins/servlet/applinks/listApplicationLinks",
        redirect_on_refresh=True,
        revocation_url=settings.oauth.revocation_url,
        grants=f"{settings.url}/secure/ViewProfile.jspa",
    )
