"""Signing in to a site: one file a scheme."""

from __future__ import annotations

from jsdodbc.auth.basic import Basic
from jsdodbc.auth.scheme import Authenticator
from jsdodbc.settings import Settings

__all__ = ["Authenticator", "authenticator"]


def authenticator(settings: Settings, *, cloud: bool) -> Authenticator:
    """The scheme that `settings` ask for, on a Cloud site or not. Raises Error 28000 when a secret is missing."""
    return Basic(settings, cloud=cloud)
