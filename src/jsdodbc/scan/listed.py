"""Lists of the API: what their paths and queries take, from conditions or from the rows of another table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from jsdodbc.cancel import Cancellation
from jsdodbc.model.metadata import Metadata
from jsdodbc.model.table import Listing, Table
from jsdodbc.scan import jql
from jsdodbc.scan.page import Given
from jsdodbc.scan.predicates import ALL, Membership, Predicate, conjunction

_KEPT = {"ServiceDesks": "service desks", "Organizations": "organizations"}  # whose ids the connection knows anyway
_MOST = 200  # lists that are asked for by name without looking whether there is a parent of that name

Named = Mapping[str, frozenset[str]]


def address(listing: Listing, places: Mapping[str, int], given: Given) -> tuple[str, dict[str, object]]:
    """The path of a list and its query. `places`: where in `given` the value of a column stands."""
    from urllib.parse import quote

    values = {name: str(given[place]) for name, place in places.items() if place < len(given)}
    path = listing.path
    for name in listing.named:
        path = path.replace(f"{{{name}}}", quote(values.get(name, ""), safe=""))
    query: dict[str, object] = {}
    for parameter, text in listing.query:
        held = isinstance(text, str) and text[:1] == "{"
        query[parameter] = values[text[1:-1]] if held and isinstance(text, str) else text
    return path, query


def of_parents(table: Table, predicate: Predicate) -> dict[str, frozenset[str]]:
    """The texts that conditions allow of the parent's columns."""
    columns = [column for column in table.every if column.path[:1] == ("@parent",)]
    found = {column.path[1]: jql.values_of(predicate, [column]) for column in columns}
    return {name: values for name, values in found.items() if values is not None}


def known(
    metadata: Metadata, table: Table, read: Listing, wanted: Named, cancellation: Cancellation
) -> tuple[Given, ...] | None:
    """The parents, where the connection knows them anyway or conditions name them; None when they must be read."""
    assert read.parent is not None
    if read.parent[0] in _KEPT and read.given == ("Id",):
        ids = _ids(metadata, _KEPT[read.parent[0]], "Id" in wanted, cancellation)
        return tuple((each,) for each in ids if "Id" not in wanted or each in wanted["Id"])
    asked_by = {read.given[place] for name, place in table.places.items() if name in read.named}
    # What is not asked by is told by the parent alone.
    if asked_by == set(read.given) and all(name in wanted for name in read.given):
        found = tuple(product(*(sorted(wanted[name]) for name in read.given)))
        return found if len(found) <= _MOST else None
    return None


def _ids(metadata: Metadata, name: str, fresh: bool, cancellation: Cancellation) -> list[str]:
    if name == "service desks":
        return [str(each["id"]) for each in metadata.service_desks(cancellation, fresh=fresh)]
    return [str(each["id"]) for each in metadata.entries(name, cancellation, fresh=fresh)]


def limits(read: Listing, wanted: Named) -> dict[str, frozenset[object]]:
    """The values that rows of the parent must have."""
    among = {read.among[0]: frozenset(read.among[1])} if read.among else {}
    return dict(wanted) | among


def parent_predicate(parent: Table, wanted: Mapping[str, frozenset[object]]) -> Predicate:
    """What rows of the parent are to be read."""
    columns = {name: parent.column(name) for name in wanted}
    return conjunction(
        Membership(column, tuple(sorted(wanted[name], key=str))) if column is not None else ALL
        for name, column in columns.items()
    )


def once(parents: Iterator[Given]) -> Iterator[Given]:
    """Each parent, the first time it comes."""
    seen: set[Given] = set()
    for parent in parents:
        if parent not in seen:
            seen.add(parent)
            yield parent
