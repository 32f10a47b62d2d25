"""Searches: a query's result as numbers, kept so that its next pages need no second walk."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jsdodbc.sandbox.jql.context import Context
from jsdodbc.sandbox.jql.errors import JqlError
from jsdodbc.sandbox.jql.evaluate import run
from jsdodbc.sandbox.jql.parser import parse
from jsdodbc.sandbox.replies import errors

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

KEPT_NUMBERS = 24_000_000
KEPT_RESULTS = 256
UNBOUNDED = "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."


@dataclass(slots=True)
class Result:
    numbers: Sequence[int]
    warnings: list[str]


class Searches:
    """Results by query; those that depend on the clock by their moment too: the pages of one scan belong together."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.kept: OrderedDict[tuple[str, int | None, bool], Result] = OrderedDict()
        self.kept_numbers = 0

    def result(self, jql: str, *, now: int | None = None, strict: bool = True, bounded: bool = False) -> Result:
        """`now`: the moment of the first page. Raises a 400 in Jira's words."""
        moment = self.site.now() // 1000 * 1000 if now is None else now
        known = self.kept.get((jql, None, strict)) or self.kept.get((jql, moment, strict))
        if known is None:
            known = self._found(jql, moment, strict, bounded)
        return known

    def forget(self) -> None:
        """Search anew: issues were changed."""
        self.kept.clear()
        self.kept_numbers = 0

    def _found(self, jql: str, now: int, strict: bool, bounded: bool) -> Result:
        site = self.site
        context = Context(site.store, site.account, site.zone, now, site.cloud, strict)
        try:
            query = parse(jql)
            if bounded and query.where is None:
                raise JqlError(UNBOUNDED)
            found = Result(self._there(run(query, context)), context.warnings)
        except JqlError as error:
            raise errors(400, *error.messages) from None
        self._keep((jql, now if context.asked_the_clock else None, strict), found)
        return found

    def _there(self, numbers: Sequence[int]) -> Sequence[int]:
        """Without the issues that were deleted."""
        gone = getattr(self.site.store, "gone", ())
        return [index for index in numbers if index not in gone] if gone else numbers

    def _keep(self, key: tuple[str, int | None, bool], result: Result) -> None:
        self.kept[key] = result
        self.kept_numbers += _weight(result)
        while (self.kept_numbers > KEPT_NUMBERS or len(self.kept) > KEPT_RESULTS) and len(self.kept) > 1:
            _, old = self.kept.popitem(last=False)
            self.kept_numbers -= _weight(old)


def _weight(result: Result) -> int:
    return 0 if isinstance(result.numbers, range) else len(result.numbers)
