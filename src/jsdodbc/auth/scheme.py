"""What the rest of the driver knows of a way of signing in."""

from __future__ import annotations

from typing import Protocol


class Authenticator(Protocol):
    """Makes requests those of an account."""

    @property
    def base_url(self) -> str:
        """Where requests go: `https://host[:port][/path]`, without a slash at the end."""

    def headers(self) -> dict[str, str]:
        """Headers that go with each request to `base_url`, and to nothing else."""

    def refresh(self) -> bool:
        """Called once when a request was refused (401): whether trying it again makes sense. Raises Error 28000."""
