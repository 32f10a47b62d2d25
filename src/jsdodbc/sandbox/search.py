"""Searches: a query's result as numbers, kept so that its next pages need no second walk."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jsdodbc.sandbox.jql.context import Context
from jsdodbc.sandbox.jql.errors import JqlError
from jsdodbc.sandbox.jql.evaluate import run
from jsdodbc.sandbox.jql.parser import Query, parse
from jsdodbc.sandbox.replies import errors

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

KEPT_NUMBERS = 24_000_000
UNBOUNDED = "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."


@dataclass(slots=True)
class Result:
    numbers: Sequence[int]
    warnings: list[str]


class Searches:
    """Results by (query, now, strictness)."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.kept: OrderedDict[tuple[str, int, bool], Result] = OrderedDict()
        self.kept_numbers = 0

    def result(self, jql: str, *, now: int | None = None, strict: bool = True, bounded: bool = False) -> Result:
        """`now`: the moment of the first page. Raises a 400 in Jira's words."""
        moment = (self.site.now() if now is None else now) if self._moves(jql) else 0
        known = self.kept.get((jql, moment, strict))
        if known is None:
            known = self._found(jql, moment or self.site.now(), strict, bounded)
            self._keep((jql, moment, strict), known)
        return known

    @staticmethod
    def _moves(jql: str) -> bool:
        """Whether the answer may depend on the clock; then a moment of its own keeps the pages of one scan together."""
        return any(sign in jql for sign in ("(", "-", "d", "w", "h", "m"))

    def _found(self, jql: str, now: int, strict: bool, bounded: bool) -> Result:
        try:
            query = self._parsed(jql, bounded)
            site = self.site
            context = Context(site.store, site.account, site.zone, now, site.cloud, strict)
            return Result(run(query, context), context.warnings)
        except JqlError as error:
            raise errors(400, *error.messages) from None

    def _parsed(self, jql: str, bounded: bool) -> Query:
        query = parse(jql)
        if bounded and query.where is None:
            raise JqlError(UNBOUNDED)
        return query

    def _keep(self, key: tuple[str, int, bool], result: Result) -> None:
        self.kept[key] = result
        self.kept_numbers += _weight(result)
        while self.kept_numbers > KEPT_NUMBERS or len(self.kept) > 256:
            _, old = self.kept.popitem(last=False)
            self.kept_numbers -= _weight(old)

    def clock(self) -> int:
        """Now, in whole minutes: so that searches repeated within a moment share a result."""
        return int(time.time() // 60) * 60_000


def _weight(result: Result) -> int:
    return 0 if isinstance(result.numbers, range) else len(result.numbers)
