"""Which issues a session changed lately: the site's search index may not know yet."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping

MOST = 1_000
SECONDS = 300.0  # after which the index surely knows


class Recent:
    """Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._issues: OrderedDict[str, tuple[float, bool]] = OrderedDict()

    def add(self, issue: str, *, gone: bool = False) -> None:
        """An issue, by id or key, was changed or deleted."""
        with self._lock:
            self._issues.pop(issue, None)
            self._issues[issue] = (time.monotonic(), gone)
            while len(self._issues) > MOST:
                self._issues.popitem(last=False)

    def issues(self) -> Mapping[str, bool]:
        """Ids and keys of what was changed, with whether it was deleted."""
        with self._lock:
            if not self._issues:
                return {}
            oldest = time.monotonic() - SECONDS
            return {name: gone for name, (moment, gone) in self._issues.items() if moment > oldest}

    def resolved(self, key: str, identifier: str) -> None:
        """The id of a key is known now; "" when there is no such issue any more."""
        with self._lock:
            entry = self._issues.pop(key, None)
            if entry is not None and identifier:
                self._issues.setdefault(identifier, entry)

    def settled(self, names: Mapping[str, bool]) -> None:
        """The index knows these."""
        with self._lock:
            for name in names:
                self._issues.pop(name, None)
