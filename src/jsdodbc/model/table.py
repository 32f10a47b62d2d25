"""A table: a declaration of columns and of how its rows are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from jsdodbc.model.column import Column
from jsdodbc.model.write import Write


@dataclass(frozen=True, slots=True)
class Items:
    """What rows are where an object that was read holds a list of them.

    `name`: what the paths of columns call an item; "@index" in it is its place, from 1. `path`: from the object to the
    list. `map`: the members of an object are the items, "@key" their names. `one`: an object there is the only item.
    """

    name: str
    path: tuple[str, ...]
    map: bool = False
    one: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """Rows come from the issue search.

    `bound`: "service desks" (requests only) or "site". `explode`: "" for a row an issue, "sla" for a row an SLA cycle.
    `items`: lists one within the other whose innermost items are the rows; the issue itself is called "issue".
    `jql`: what the search is restricted to besides. `portal`: the list of the portal, read in its place where a
    pseudo-column of the kind Filter.QUERY is given: it tells the `issueId` of each row.
    """

    bound: str
    explode: str = ""
    items: tuple[Items, ...] = ()
    jql: str = ""
    portal: Listing | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows come from a REST list.

    `path`: below the base address. `{Column}`, there or as a value of `query`, stands for the value of a column of this
    table whose own path is ("@parent", column of the parent).
    `style`: "service desk" (start, isLastPage), "linked" (the same, but a page tells the address of the next),
    "offset" (startAt, total), "limit" (offset, limit, total), "numbered" (page, total), "array" (bare arrays until an
    empty one), "whole" (everything at once), "complete" (the same, with a total to hold it against), "single" (one
    object, which is the only row) or "aql" (objects of Assets that a search finds; `query` restricts it).
    `rows`: member that holds the rows, "" for a bare array; `items`: lists one within the other in such a row, which
    the paths of columns then call "row".
    `parent`: (table, its columns …); a list is read for each of its rows, `among`: only where that column is one of
    those values. `gone`: HTTP statuses which tell that one of them has no such list.
    `requires`: pseudo-columns without which the site tells nothing. `only`: (column, value) of rows that count.
    `embedded`: issue field that holds the first of an issue's rows, with their `total`; or `@kind`, the custom field of
    that schema.custom, which holds all of them. `expand`: the same, for what issues are only told with when asked so.
    `bulk`: path of the lists of a thousand issues at once, its member that holds one an issue, and the rows in that.
    """

    path: str
    style: str
    rows: str = "values"
    parent: tuple[str, ...] | None = None
    embedded: str = ""
    query: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
    page_size: int = 0
    items: tuple[Items, ...] = ()
    requires: tuple[str, ...] = ()
    among: tuple[str, tuple[object, ...]] | None = None
    only: tuple[str, str] | None = None
    gone: tuple[int, ...] = ()
    expand: str = ""
    bulk: tuple[str, str, str] | None = None

    @property
    def given(self) -> tuple[str, ...]:
        """What "@parent" paths may name: "id" and "key" of an issue, or the parent's columns."""
        if self.parent is None:
            return ()
        return ("id", "key") if self.parent[0] in OF_ISSUES else self.parent[1:]

    @property
    def named(self) -> tuple[str, ...]:
        """The columns that stand in the path or the query."""
        return tuple(dict.fromkeys(_HOLE.findall(f"{self.path} {self.query}")))


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A kind of site has no way to read the rows. `reason`: a sentence that says what to do instead."""

    reason: str


OF_ISSUES = ("Issues", "Requests")  # parents that are found by the issue search
_HOLE = re.compile(r"\{(\w+)\}")
Read = Search | Listing | Unavailable


@dataclass(frozen=True)
class Table:
    """`name` and `schema` as listed; `kind` is "TABLE" or "VIEW" (never writable).

    `read`: how rows are read; `reads`: where a kind of site does it differently. `extra`: columns only the site knows.
    `needs`: what an account must have to read it, named where the site refuses.
    `writes`: what INSERT, UPDATE and DELETE send; those of a verb in the order in which they are sent.

    `pseudo_columns`: what a statement may tell the site beside conditions on columns, as `JQL = 'project = X'`. Declare
    one as `parts.pseudo(name, description, Pushdown(kind, word))`, of kind Filter.JQL where its value is a search in
    JQL (tables of issues and what belongs to issues), or Filter.QUERY where its value is the query parameter `word` of
    the Listing; with IN a parameter is sent once for each value. That is all: they work in WHERE with `=` and IN,
    joined to other conditions by AND; any other use is refused with 42000. They are not listed and not in SELECT *
    unless the property PseudoColumns says so, and give the value of the condition, NULL without one. A read that needs
    to know their values has them from `scan.given.given(predicate)`.
    """

    name: str
    schema: str
    description: str
    declared: tuple[Column, ...] = field(repr=False)
    read: Read = field(repr=False)
    kind: str = "TABLE"
    reads: Mapping[str, Read] = field(default_factory=dict, repr=False)
    extra: Callable[[], tuple[Column, ...]] | None = field(default=None, repr=False, compare=False)
    needs: str = ""
    writes: tuple[Write, ...] = field(default=(), repr=False)
    pseudo_columns: tuple[Column, ...] = field(default=(), repr=False)

    @cached_property
    def every(self) -> tuple[Column, ...]:
        """All columns, hidden aliases too, in the order a scan numbers them; may ask the site for its custom fields."""
        return self.declared + self.pseudo_columns + (self.extra() if self.extra else ())

    @cached_property
    def plain(self) -> Table:
        """The table without pseudo-columns, for statements that name none: DuckDB may ask for every column there is."""
        return replace(self, pseudo_columns=()) if self.pseudo_columns else self

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are listed and that SELECT * gives."""
        return tuple(column for column in self.every if not column.hidden)

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name.lower(): column for column in reversed(self.every)}

    def column(self, name: str) -> Column | None:
        """The column of that name in any case, hidden ones too."""
        return self._by_name.get(name.lower())

    @property
    def keys(self) -> tuple[Column, ...]:
        """The primary key."""
        return tuple(column for column in self.declared if column.key)

    @property
    def places(self) -> dict[str, int]:
        """Where among the values of a parent (Listing.given) that of a column stands."""
        if not isinstance(self.read, Listing):
            return {}
        from_parent = [each for each in self.declared if each.path[:1] == ("@parent",)]
        return {each.name: self.read.given.index(each.path[1]) for each in from_parent}

    def only(self, deployment: str) -> Table:
        """The table as it is on a site of that kind."""
        mine = tuple(column for column in self.declared if column.deployment in ("", deployment))
        writes = tuple(write for write in self.writes if write.deployment in ("", deployment))
        return replace(self, declared=mine, read=self.reads.get(deployment, self.read), writes=writes)

    def written(self, verb: str) -> tuple[Write, ...]:
        """The writes of INSERT, UPDATE or DELETE."""
        return tuple(write for write in self.writes if write.verb == verb)
