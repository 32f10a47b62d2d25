"""Pseudo-columns (Table.pseudo_columns): what a statement gives to a scan instead of asking for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pyarrow as pa

from jsdodbc.errors import Error
from jsdodbc.model.column import Column, Filter
from jsdodbc.model.table import Listing
from jsdodbc.scan.predicates import And, Comparison, Leaf, Membership, Or, Predicate

Given = dict[str, tuple[str, ...]]


def given(predicate: Predicate) -> Given:
    """Name of each pseudo-column that the predicate gives → its values. Error 42000 for any other use of one."""
    found: Given = {}
    for part in predicate.parts if isinstance(predicate, And) else (predicate,):
        for column in _pseudo(part):
            values = _values(part)
            if not values or column.name in found:
                raise refusal(column.name)
            found[column.name] = values
    return found


def refusal(name: str) -> Error:
    return Error(
        "42000",
        f"{name} is told to the site, which can be done in one way only: once, as {name} = '…' or "
        f"{name} IN ('…', '…') in WHERE, joined to other conditions by AND.",
    )


def asked(columns: Iterable[Column], known: Given) -> None:
    """Error 42000 for a pseudo-column that has to give a value which no condition gave to this scan."""
    for column in columns:
        if column.pseudo and column.name not in known:
            raise refusal(column.name)


def with_given(batch: pa.RecordBatch, columns: Sequence[Column], known: Given) -> pa.RecordBatch:
    """The rows with the given values as columns."""
    for column in columns:
        if column.name in known:
            values = pa.repeat(pa.scalar(known[column.name][0], column.type.arrow), batch.num_rows)
            batch = batch.append_column(column.name, values)
    return batch


def queried(listing: Listing, predicate: Predicate) -> Listing:
    """The listing with the query parameters that pseudo-columns give."""
    parts = predicate.parts if isinstance(predicate, And) else (predicate,)
    query = tuple(
        (column.pushdown.jql, values[0] if len(values) == 1 else values)
        for part in parts
        for column in _pseudo(part)
        if column.pushdown is not None and column.pushdown.kind is Filter.QUERY and (values := _values(part))
    )
    return replace(listing, query=listing.query + query) if query else listing


def searches(predicate: Predicate) -> str:
    """The search that the statement gives as JQL, "" for none."""
    for part in predicate.parts if isinstance(predicate, And) else (predicate,):
        for column in _pseudo(part):
            if column.pushdown is not None and column.pushdown.kind is Filter.JQL:
                return " OR ".join(_values(part))
    return ""


def _pseudo(predicate: Predicate) -> list[Column]:
    if isinstance(predicate, And | Or):
        return [column for part in predicate.parts for column in _pseudo(part)]
    return [predicate.column] if isinstance(predicate, Leaf) and predicate.column.pseudo else []


def _values(part: Predicate) -> tuple[str, ...]:
    """The texts that a condition gives, () for a condition that gives none."""
    values: tuple[object, ...] = ()
    if isinstance(part, Membership) and not part.negated:
        values = part.values
    elif isinstance(part, Comparison) and part.operator == "=":
        values = (part.value,)
    return tuple(value for value in values if isinstance(value, str))
