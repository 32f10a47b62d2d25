"""Counting without reading, where JQL says the filter exactly."""

from __future__ import annotations

from collections.abc import Sequence

from duckdb._sources.nodes import Node

from jsdodbc.cancel import Cancellation
from jsdodbc.model.table import Search, Table
from jsdodbc.scan.access import Found, Nothing, choose
from jsdodbc.scan.hints import Hints
from jsdodbc.scan.predicates import Predicate, conjunction, from_node
from jsdodbc.scan.reading import Reader
from jsdodbc.site.session import Session


def count_rows(
    session: Session, table: Table, filters: Sequence[Node] | Predicate, *, cancellation: Cancellation
) -> int | None:
    """The exact number of rows of `table` for which all `filters` are true; None when only reading can tell."""
    if not isinstance(table.read, Search) or table.read.explode or table.read.items:
        return None
    predicate = conjunction(from_node(node, table) for node in filters) if isinstance(filters, Sequence) else filters
    access = choose(session, table, predicate, Hints(count_only=True), cancellation)
    if isinstance(access, Nothing):
        return 0
    if not isinstance(access, Found) or not access.exact or access.cautious is not None:
        return None
    return Reader(session, ("id",), None, cancellation).count(access)
