"""A table: a declaration of columns and of how its rows are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from jsdodbc.model.column import Column
from jsdodbc.model.write import Write


@dataclass(frozen=True, slots=True)
class Search:
    """Rows come from the issue search.

    `bound`: "service desks" (requests only) or "site". `explode`: "" for a row an issue, "sla" for a row an SLA cycle.
    """

    bound: str
    explode: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows come from a REST list.

    `path`: below the base address, `{Column}` stands for a parent's key. `style`: "service desk" (start, isLastPage),
    "offset" (startAt, total), "array" (bare arrays until an empty one), "whole" (one bare array) or "single" (one
    object, which is the only row).
    `rows`: member that holds the rows, "" for a bare array. `parent`: (table, column) the `{Column}` values come from.
    `embedded`: issue field that holds the first of an issue's rows, with their `total`; or `@kind`, the custom field of
    that schema.custom, which holds all of them.
    """

    path: str
    style: str
    rows: str = "values"
    parent: tuple[str, str] | None = None
    embedded: str = ""
    query: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
    page_size: int = 0


@dataclass(frozen=True)
class Table:
    """`name` and `schema` as listed; `kind` is "TABLE" or "VIEW" (never writable).

    `read`: how rows are read; `reads`: where a kind of site does it differently. `extra`: columns only the site knows.
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
    read: Search | Listing = field(repr=False)
    kind: str = "TABLE"
    reads: Mapping[str, Search | Listing] = field(default_factory=dict, repr=False)
    extra: Callable[[], tuple[Column, ...]] | None = field(default=None, repr=False, compare=False)
    writes: tuple[Write, ...] = field(default=(), repr=False)
    pseudo_columns: tuple[Column, ...] = field(default=(), repr=False)

    @cached_property
    def every(self) -> tuple[Column, ...]:
        """All columns, hidden aliases too, in the order a scan numbers them; may ask the site for its custom fields."""
        return self.declared + self.pseudo_columns + (self.extra() if self.extra else ())

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

    def only(self, deployment: str) -> Table:
        """The table as it is on a site of that kind."""
        mine = tuple(column for column in self.declared if column.deployment in ("", deployment))
        writes = tuple(write for write in self.writes if write.deployment in ("", deployment))
        return replace(self, declared=mine, read=self.reads.get(deployment, self.read), writes=writes)

    def written(self, verb: str) -> tuple[Write, ...]:
        """The writes of INSERT, UPDATE or DELETE."""
        return tuple(write for write in self.writes if write.verb == verb)
