"""Which scans of a statement read the same issues, so that these are asked for once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jsdodbc.cancel import Cancellation
from jsdodbc.execute.explain import nodes
from jsdodbc.execute.run import Run
from jsdodbc.model.column import Column, Filter
from jsdodbc.model.table import Listing, Search, Table
from jsdodbc.plan.feeds import Feed
from jsdodbc.plan.plan import Plan
from jsdodbc.scan.group import Group
from jsdodbc.scan.hints import Hints


@dataclass(frozen=True, slots=True)
class Sharing:
    """`hints`: what to tell scans, by name."""

    hints: Mapping[str, Hints] = field(default_factory=dict)

    def close(self) -> None:
        """The statement has ended."""
        for group in {id(hint.group): hint.group for hint in self.hints.values()}.values():
            if group is not None:
                group.close()

    def spares(self, feed: Feed) -> bool:
        """Whether a scan that follows another needs no keys of it: all its rows come with the issues."""
        hint = self.hints.get(feed.scan.name)
        read = feed.scan.table.read
        whole = isinstance(read, Search) or (isinstance(read, Listing) and read.embedded.startswith("@"))
        return hint is not None and hint.follows and whole


def worthwhile(planned: Plan) -> bool:
    """Whether more than one scan reads issues, or what comes with them."""
    return sum(_of_issues(scan.table) for scan in planned.scans) > 1


def early_feeds(planned: Plan) -> list[Feed]:
    """The feeds whose keys come from elsewhere than issues: they are few, and narrow what issues are searched for."""
    return [feed for feed in planned.feeds if not _of_issues(feed.source.scan.table)]


def shared(planned: Plan, run: Run, plan_text: str, cancellation: Cancellation) -> Sharing:
    """The groups of a statement. `run`: has told DuckDB's plan of it, `plan_text`, so that each source knows what it
    will be asked. `cancellation`: of the statement.
    """
    sources = {one.scan.name: one for one in run.sources.guarded if _of_issues(one.scan.table)}
    groups: dict[tuple[str, ...], Group] = {}
    own: dict[str, Group] = {}
    followers = _followers(planned.feeds) if _each_once(plan_text, len(planned.scans)) else {}
    for name, source in sources.items():
        group = source.group(planned.mentioned.get(name, frozenset()), cancellation) if name not in followers else None
        if group is not None:
            own[name] = groups.setdefault(group.key, group)
            own[name].requests |= group.requests
    hints = {name: Hints(group=group) for name, group in own.items()}
    for name, leader in followers.items():
        if leader in own and name in sources and _light(sources[name].scan.table, sources[leader]):
            hints[name] = Hints(group=own[leader], follows=True)
    for name, hint in hints.items():
        if hint.group is not None:
            sources[name].join(hint.group, planned.mentioned.get(name, frozenset()))
    for feed in planned.feeds:
        if feed.source.scan.name in own and not Sharing(hints).spares(feed):
            own[feed.source.scan.name].members += 1  # its keys are read first
    return Sharing({name: hint for name, hint in hints.items() if hint.group is not None and hint.group.members > 1})


def combined(one: Hints | None, other: Hints | None) -> Hints:
    """What a scan is told by both."""
    if one is None or other is None:
        return one or other or Hints()
    return replace(one, group=other.group, follows=other.follows)


def _of_issues(table: Table) -> bool:
    read = table.read
    parent = read.parent if isinstance(read, Listing) else None
    return isinstance(read, Search) or (parent is not None and parent[0] in ("Requests", "Issues"))


def _followers(feeds: Sequence[Feed]) -> dict[str, str]:
    """Scan → the scan whose very issues its rows belong to, at the end of a chain of joins."""
    led = {feed.scan.name: feed.source.scan.name for feed in feeds if _is_identity(feed)}
    found = {}
    for name, leader in led.items():
        seen = {name}
        while leader in led and leader not in seen:
            seen.add(leader)
            leader = led[leader]
        found[name] = leader
    return found


def _is_identity(feed: Feed) -> bool:
    """Whether the values that are handed over tell the issue of the other table's row."""
    child = feed.scan.table.column(feed.column)
    return child is not None and _identity(child) != "" and _identity(child) == _identity(feed.source.column)


def _identity(column: Column) -> str:
    """ "id" or "key" for a column that tells the issue a row belongs to."""
    pushdown = column.pushdown
    if pushdown is None:
        return ""
    if pushdown.kind is Filter.PARAMETER:
        return pushdown.part
    return {Filter.ID: "id", Filter.KEY: "key"}.get(pushdown.kind, "")


def _light(table: Table, leader: Any) -> bool:
    """Whether the issues may come with what the table needs though only some of them are wanted."""
    read = table.read
    heavy = isinstance(read, Listing) and read.embedded and not read.embedded.startswith("@")
    return not heavy or not leader.accepted


def _each_once(plan_text: str, scans: int) -> bool:
    """Whether DuckDB scans each table of the statement once, so that what it offered a source belongs to one scan."""
    names = [str(node.get("name", "")) for node in nodes(json.loads(plan_text))]
    return sum("SCAN" in name and "CTE" not in name for name in names) == scans
