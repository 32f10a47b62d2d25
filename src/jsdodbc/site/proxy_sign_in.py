"""Signing in at an HTTP proxy that asks for more than Basic: Digest and NTLM, in answer to its 407."""

from __future__ import annotations

from base64 import b64decode, b64encode
from email.message import Message
from typing import Any

from jsdodbc.errors import Error
from jsdodbc.site.route import Route

STEPS = 4  # answers to one connection; NTLM takes two


class ProxySignIn:
    """One sign-in for one connection to `target`, which is `host:port`."""

    def __init__(self, route: Route, target: str) -> None:
        self._route, self._target = route, target
        self._context: Any = None

    @property
    def headers(self) -> dict[str, str]:
        """What goes with the first request."""
        if self._route.scheme == "NTLM" and self._route.user:
            return self._header(self._step(None))
        return self._route.headers

    def answer(self, refusal: Message) -> dict[str, str]:
        """The headers to try again with; none when it is of no use."""
        word = self._route.scheme.casefold()
        if word not in ("digest", "ntlm"):  # Basic has been sent already
            return {}
        for challenge in refusal.get_all("Proxy-Authenticate") or ():
            name, _, rest = challenge.partition(" ")
            if name.casefold() == word and self._route.user:
                return self._digest(rest) if word == "digest" else self._next(rest.strip())
        return {}

    def _next(self, token: str) -> dict[str, str]:
        return self._header(self._step(b64decode(token))) if token else {}

    def _header(self, token: bytes | None) -> dict[str, str]:
        return {"Proxy-Authorization": f"NTLM {b64encode(token).decode('ascii')}"} if token else {}

    def _step(self, token: bytes | None) -> bytes | None:
        try:
            import spnego
        except ImportError:
            raise Error(
                "HYC00",
                "ProxyAuthScheme=NTLM needs the package pyspnego: pip install 'jsdodbc[proxy]'.",
            ) from None
        route = self._route
        try:
            self._context = self._context or spnego.client(route.user, route.password, protocol="ntlm")
            made: bytes | None = self._context.step(token)
        except spnego.exceptions.SpnegoError as error:
            raise Error("08001", f"Signing in at {route.shown} by NTLM failed: {error.message}.") from error
        return made

    def _digest(self, challenge: str) -> dict[str, str]:
        """RFC 7616, by Python's own."""
        from urllib.request import AbstractDigestAuthHandler, parse_http_list, parse_keqv_list

        told = parse_keqv_list([each for each in parse_http_list(challenge) if "=" in each])
        handler = AbstractDigestAuthHandler(_Passwords(self._route))  # type: ignore[arg-type]
        try:
            made = handler.get_authorization(_Asked(self._target), told)  # type: ignore[arg-type]
        except ValueError as error:
            raise Error("08001", f"{self._route.shown} wants a Digest that is not known here: {error}.") from error
        return {"Proxy-Authorization": f"Digest {made}"} if made else {}


class _Passwords:
    def __init__(self, route: Route) -> None:
        self._found = (route.user, route.password)

    def add_password(self, *_: object) -> None:
        """Nothing more to know."""

    def find_user_password(self, realm: str, uri: str) -> tuple[str, str]:
        return self._found


class _Asked:
    """The request that a Digest is for."""

    data = None

    def __init__(self, target: str) -> None:
        self.selector = self.full_url = target

    def get_method(self) -> str:
        return "CONNECT"
