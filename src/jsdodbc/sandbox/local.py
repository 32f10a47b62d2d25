"""A sandbox on a thread of this process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from typing import Any

from jsdodbc.sandbox.faults import Faults
from jsdodbc.sandbox.http import Reply, Request, serve
from jsdodbc.sandbox.routes import ALL
from jsdodbc.sandbox.site import Logged, Site

assert ALL  # the routes are registered by being imported


class Local:
    """`make`: the site for a base URL; it is called once the port is known."""

    def __init__(self, make: Callable[[str], Site], host: str, port: int, context: str) -> None:
        self.make, self.host, self.port, self.context = make, host, port, context
        self.site: Site
        self.failure: BaseException | None = None
        self.started = threading.Event()
        self.thread = threading.Thread(target=self._run, name="sandbox", daemon=True)
        self.thread.start()
        self.started.wait()
        if self.failure is not None:
            raise self.failure

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as failure:
            self.failure = failure
            self.started.set()

    async def _serve(self) -> None:
        self.loop, self.ended = asyncio.get_running_loop(), asyncio.Event()
        await serve(self._answer, self.host, self.port, self._ready, self.ended)

    def _ready(self, port: int) -> None:
        self.site = self.make(f"http://{self.host}:{port}{self.context}")
        self.started.set()

    def _answer(self, request: Request) -> Reply:
        return self.site.answer(request)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.ended.set)
        self.thread.join()

    @property
    def url(self) -> str:
        return self.site.base

    @property
    def faults(self) -> Faults:
        return self.site.faults

    @property
    def requests(self) -> list[Logged]:
        return list(self.site.traffic.ring)

    @property
    def most_at_once(self) -> int:
        return self.site.traffic.most

    def clear(self) -> None:
        self.site.clear()

    def set(self, **settings: Any) -> None:
        self.site.set(**settings)

    def serve(
        self, method: str, path: str, body: object, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        self.site.serve(method, path, body, status, headers)
