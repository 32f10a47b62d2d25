"""Properties as typed values, a class a group. A field is the property of the same name without its underscores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TypeVar

from jsdodbc.properties.declaration import folded

Group = TypeVar("Group")
Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class OAuth:
    """`oauth_expires_in` in seconds, `oauth_token_timestamp` in ms since 1970; 0 where not known."""

    initiate_oauth: str = "OFF"
    oauth_version: str = "Auto"
    oauth_client_id: str = ""
    oauth_client_secret: str = field(default="", repr=False)
    callback_url: str = "http://localhost:33333"
    scope: str = ""
    cloud_id: str = ""
    oauth_access_token: str = field(default="", repr=False)
    oauth_access_token_secret: str = field(default="", repr=False)
    oauth_refresh_token: str = field(default="", repr=False)
    oauth_expires_in: int = 0
    oauth_token_timestamp: int = 0
    oauth_verifier: str = field(default="", repr=False)
    oauth_settings_location: str = ""
    oauth_settings_passphrase: str = field(default="", repr=False)
    oauth_jwt_cert: str = field(default="", repr=False)
    oauth_jwt_cert_type: str = "AUTO"
    oauth_jwt_cert_password: str = field(default="", repr=False)
    oauth_jwt_cert_subject: str = ""
    auth_token: str = field(default="", repr=False)
    authorization_url: str = ""
    token_url: str = ""
    revocation_url: str = ""
    pkce: bool = True
    browser_timeout: int = 300


@dataclass(frozen=True, slots=True)
class Way:
    """How hosts are reached and trusted. `firewall_port`: 0 for the usual one."""

    ssl_server_cert: str = ""
    ssl_client_cert: str = field(default="", repr=False)
    ssl_client_cert_type: str = "AUTO"
    ssl_client_cert_password: str = field(default="", repr=False)
    ssl_client_cert_subject: str = ""
    proxy_server: str = ""
    proxy_port: int = 80
    proxy_auth_scheme: str = "BASIC"
    proxy_user: str = ""
    proxy_password: str = field(default="", repr=False)
    proxy_ssl_type: str = "AUTO"
    proxy_exceptions: str = ""
    proxy_auto_detect: bool = False
    firewall_type: str = "NONE"
    firewall_server: str = ""
    firewall_port: int = 0
    firewall_user: str = ""
    firewall_password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """From `api_token` on: those of SSOProperties."""

    sso_login_url: str = ""
    sso_exchange_url: str = ""
    sso_app_name: str = ""
    sso_app_password: str = field(default="", repr=False)
    api_token: str = field(default="", repr=False)
    mfa_type: str = ""
    mfa_pass_code: str = field(default="", repr=False)
    mfa_remember_device: bool = True
    remote_address: str = ""


def grouped(group: type[Group], values: Mapping[str, Value]) -> Group:
    """A group filled with `values` (by property name), as far as they are there."""
    known = {folded(name): value for name, value in values.items()}
    return group(
        **{each.name: known[folded(each.name)] for each in fields(group) if folded(each.name) in known}  # type: ignore[arg-type]
    )
