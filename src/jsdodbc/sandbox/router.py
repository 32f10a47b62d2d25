"""Which function answers which path."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from jsdodbc.sandbox.http import Reply, Request

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

Handler = Callable[..., Reply]


class Router:
    """Routes by method and path; `{name}` stands for one path piece, handed over as a keyword argument."""

    def __init__(self) -> None:
        self.routes: list[tuple[str, str, re.Pattern[str], Handler, frozenset[str]]] = []

    def add(self, methods: str, *paths: str, flavour: str = "cloud dc") -> Callable[[Handler], Handler]:
        """Decorator: `@router.add("GET POST", "/rest/api/{api}/search")`."""

        def register(handler: Handler) -> Handler:
            for path in paths:
                pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + "/?")
                self.routes.extend(
                    (method, path, pattern, handler, frozenset(flavour.split())) for method in methods.split()
                )
            return handler

        return register

    def find(self, request: Request, flavour: str) -> tuple[Handler, dict[str, str]] | None:
        for method, _, pattern, handler, flavours in self.routes:
            if method == request.method and flavour in flavours:
                matched = pattern.fullmatch(request.path)
                if matched:
                    return handler, matched.groupdict()
        return None

    def answer(self, site: Site, request: Request) -> Reply | None:
        found = self.find(request, site.flavour)
        return found[0](site, request, **found[1]) if found else None


router = Router()
add = router.add
