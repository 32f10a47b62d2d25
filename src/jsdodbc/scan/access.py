"""How the rows of a scan are got: which requests, decided from the table's declaration and the predicate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.model.column import Column, Filter
from jsdodbc.model.metadata import Metadata, metadata_of
from jsdodbc.model.table import OF_ISSUES, Listing, Search, Table, Unavailable
from jsdodbc.scan import aql, jql, listed
from jsdodbc.scan.clause import Clause, all_of, exactly, is_in, quoted
from jsdodbc.scan.given import given, queried, refusal, searches
from jsdodbc.scan.group import Group
from jsdodbc.scan.hints import Hints
from jsdodbc.scan.page import Given
from jsdodbc.scan.predicates import (
    And,
    Comparison,
    Membership,
    Predicate,
    conjunction,
    only,
    requires_value,
    without,
)
from jsdodbc.site.session import Session


@dataclass(frozen=True, slots=True)
class Nothing:
    """No row can be wanted: nothing is asked."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """Issues by id or key. They may be of any project."""

    identifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Issues that a search finds. `cautious`: a wider search for when the site refuses `jql`, since it does not know a
    value in it or does not take an operator. `checked`: the same, but with the people it names looked up first.

    `exact`: the search finds the very rows. `own`: what the statement itself wrote of it. `order`: behind ORDER BY, ""
    for any order.
    """

    jql: str
    exact: bool
    cautious: str | None = None
    checked: Callable[[], Clause] | None = field(default=None, compare=False)
    own: str = ""
    order: str = ""
    order_column: Column | None = None
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of the API, or one for each of `parents`: what its path and query take (Listing.given)."""

    listing: Listing
    parents: tuple[Given, ...] | None = None


@dataclass(frozen=True, slots=True)
class Chained:
    """A list of the API for each row of another table for which `predicate` may be true.

    `columns`: those of the parent that are given, then those of `limits`, the values that its rows must have.
    """

    listing: Listing
    parent: Table
    columns: tuple[str, ...]
    predicate: Predicate
    limits: Mapping[str, frozenset[object]]


@dataclass(frozen=True, slots=True)
class Children:
    """A list of the API for each of some issues."""

    listing: Listing
    parents: Bulk | Found


@dataclass(frozen=True, slots=True)
class Shared:
    """Issues that other scans of the statement read too, or what belongs to them. `wanted`: of these alone (ids or
    keys), None for all.
    """

    group: Group
    listing: Listing | None = None
    wanted: frozenset[str] | None = None


# More keys than this are not written into a search beside the statement's own JQL.
_MOST_SEARCHED = 500


@dataclass(frozen=True, slots=True)
class Portal:
    """Issues that a list of the portal names."""

    listing: Listing


Access = Nothing | Bulk | Found | Listed | Children | Chained | Shared | Portal


def restricted(predicate: Predicate, table: Table, hints: Hints) -> Predicate:
    """The predicate and what a join wants."""
    column = table.column(hints.keys.column) if hints.keys else None
    if hints.keys is None or column is None or hints.keys.expected is not None:
        return predicate
    return conjunction((predicate, Membership(column, hints.keys.values)))


def choose(session: Session, table: Table, predicate: Predicate, hints: Hints, cancellation: Cancellation) -> Access:
    """The access for rows of `table` for which `predicate` may be true. May ask the site for its lists."""
    metadata = metadata_of(session)
    read = table.read
    if isinstance(read, Unavailable):
        raise Error("HYC00", f"{table.name} can't be read from this kind of site: {read.reason}")
    if isinstance(read, Search):
        if read.explode and not slas(metadata, cancellation):
            return Nothing()
        return _portal(read, predicate) or _issues(metadata, table.every, read, predicate, hints, cancellation)
    if _impossible(predicate):
        return Nothing()
    _check_required(read, predicate)
    read = queried(read, predicate)
    if read.parent is not None and read.parent[0] in OF_ISSUES:
        return _children(metadata, table, read, predicate, cancellation)
    return _listed(session, table, read, predicate, cancellation)


def _portal(read: Search, predicate: Predicate) -> Portal | Nothing | None:
    """The list of the portal, where conditions say what it is to list."""
    if read.portal is None or (told := queried(read.portal, predicate)) is read.portal:
        return None
    if searches(predicate):
        raise Error("42000", "A search in JQL and a list of the portal are two ways of asking; give one of them.")
    return Nothing() if _impossible(predicate) else Portal(told)


def _check_required(read: Listing, predicate: Predicate) -> None:
    known = given(predicate)
    for name in read.requires:  # the table has its pseudo-columns only where the statement names one
        if name not in known:
            raise refusal(name)


def _listed(
    session: Session, table: Table, read: Listing, predicate: Predicate, cancellation: Cancellation
) -> Nothing | Listed | Chained:
    if read.style == "aql":
        return _searched(session, table, read, predicate, cancellation)
    if read.parent is None:
        return Listed(read)
    wanted = listed.of_parents(table, predicate)
    parents = listed.known(metadata_of(session), table, read, wanted, cancellation)
    if parents is not None:
        return Listed(read, parents) if parents else Nothing()
    from jsdodbc.model.tables import TABLES  # they are many

    parent = next(each for each in TABLES if each.name == read.parent[0]).only(session.deployment.value)
    limits = listed.limits(read, wanted)
    columns = tuple(dict.fromkeys((*read.given, *limits)))
    return Chained(read, parent, columns, listed.parent_predicate(parent, limits), limits)


def _searched(
    session: Session, table: Table, read: Listing, predicate: Predicate, cancellation: Cancellation
) -> Nothing | Listed:
    """Objects of Assets. Without any condition they are named by their schemas: a search must not be empty."""
    found = aql.query(table, str(dict(read.query).get(aql.PARAMETER, "")), predicate)
    if not found:
        schemas = [str(each["id"]) for each in metadata_of(session).entries("object schemas", cancellation)]
        if not schemas:
            return Nothing()
        found = f"objectSchemaId in ({', '.join(schemas)})"
    return Listed(replace(read, query=((aql.PARAMETER, found),)))


def _children(
    metadata: Metadata, table: Table, read: Listing, predicate: Predicate, cancellation: Cancellation
) -> Nothing | Children:
    assert read.parent is not None
    named = jql.values_of(predicate, [column for column in table.every if column.path[:1] == ("@parent",)])
    bound = "service desks" if read.parent[0] == "Requests" else "site"
    parents = _parents(metadata, bound, named, predicate, cancellation)
    return parents if isinstance(parents, Nothing) else Children(read, parents)


def slas(metadata: Metadata, cancellation: Cancellation) -> tuple[str, ...]:
    """Ids of the fields that hold SLAs."""
    kind = "com.atlassian.servicedesk:sd-sla-field"
    return tuple(field.id for field in metadata.fields(cancellation) if field.custom == kind)


def _impossible(predicate: Predicate) -> bool:
    return jql.values_of(predicate, ()) == frozenset()


def _issues(
    metadata: Metadata,
    columns: Sequence[Column],
    read: Search,
    predicate: Predicate,
    hints: Hints,
    cancellation: Cancellation,
) -> Nothing | Bulk | Found:
    bound = read.bound
    keys = [column for column in columns if column.pushdown and column.pushdown.kind in (Filter.ID, Filter.KEY)]
    named, own = jql.values_of(predicate, keys), searches(predicate)
    if named is not None and not own and not read.jql:
        return _bulk(named)
    if named is not None and len(named) > _MOST_SEARCHED:
        predicate = without(predicate, keys)
    context = jql.Context(metadata, bound, cancellation)
    limit = Clause(exact=True) if _names_desks(predicate, bound) else bounds(metadata, bound, cancellation)
    if read.jql:
        limit = all_of((limit, Clause(read.jql, exact=True, joint="OR")))
    clause = all_of((limit, jql.translate(predicate, context)))
    if clause.nothing:
        return Nothing()
    careful = replace(context, cautious=True)
    cautious = all_of((limit, jql.translate(predicate, careful)))

    def checked() -> Clause:
        sure = replace(careful, known=lambda name: metadata.user_exists(name, cancellation))
        return all_of((limit, jql.translate(predicate, sure)))

    found = Found(clause.text, clause.exact, own=own)
    if cautious.text != clause.text:
        found = Found(clause.text, clause.exact, cautious.text, checked, own)
    return _ordered(found, columns, predicate, hints)


def bounds(metadata: Metadata, bound: str, cancellation: Cancellation) -> Clause:
    """The search's own restriction; nothing when the account sees no service desk."""
    if bound == "site":
        return Clause(exact=True)
    projects = [str(desk["projectId"]) for desk in metadata.service_desks(cancellation)]
    return exactly(is_in("project", projects)) if projects else Clause(exact=True, nothing=True)


def _names_desks(predicate: Predicate, bound: str) -> bool:
    """Whether the predicate itself names projects, of which only those of service desks are found."""
    parts = predicate.parts if isinstance(predicate, And) else (predicate,)
    return bound == "service desks" and any(
        isinstance(part, Comparison | Membership)
        and part.column.pushdown is not None
        and part.column.pushdown.kind in (Filter.PROJECT, Filter.SERVICE_DESK)
        and jql.is_positive(part)
        for part in parts
    )


def _bulk(named: frozenset[str]) -> Nothing | Bulk:
    possible = sorted(value for value in named if jql.ID.fullmatch(value) or jql.KEY.fullmatch(value))
    return Bulk(tuple(possible)) if possible else Nothing()


def _ordered(found: Found, columns: Sequence[Column], predicate: Predicate, hints: Hints) -> Found:
    """In the order that the statement sorts by, where that lets the scan stop early: JQL puts EMPTY elsewhere than SQL
    puts NULL, so only where there is always a value.
    """
    if not hints.order or hints.limit is None:
        return found
    name, descending = hints.order[0]
    column = next((each for each in columns if each.name.lower() == name.lower()), None)
    if column is None or not column.order or (column.nullable and not requires_value(predicate, column.name)):
        return found
    order = f"{column.order} {'DESC' if descending else 'ASC'}"
    return replace(found, order=order, order_column=column, descending=descending)


def _parents(
    metadata: Metadata, bound: str, named: frozenset[str] | None, predicate: Predicate, cancellation: Cancellation
) -> Nothing | Bulk | Found:
    own = searches(predicate)
    bulk = _bulk(named) if named is not None else None
    if isinstance(bulk, Nothing) or (bulk is not None and not own):
        return bulk
    clause = bounds(metadata, bound, cancellation)
    if own:
        context = jql.Context(metadata, bound, cancellation, cautious=True)
        clause = all_of((clause, jql.translate(only(predicate, Filter.JQL), context)))
    if clause.nothing:
        return Nothing()
    if bulk is None or len(bulk.identifiers) > _MOST_SEARCHED:
        return Found(clause.text, exact=True, own=own)
    narrowed = all_of((clause, exactly(is_in("id", map(quoted, bulk.identifiers)))))
    return Found(narrowed.text, exact=True, cautious=clause.text, own=own)


def search_of(access: Access) -> Found | None:
    """The search behind an access that reads all it finds."""
    found = access.parents if isinstance(access, Children) and not access.listing.expand else access
    return found if isinstance(found, Found) and not found.order else None


def group_key(found: Found) -> tuple[str, ...]:
    """What searches must agree in to find the same issues."""
    return (found.jql, found.cautious or found.jql, found.own)


def shared(access: Access, table: Table, hints: Hints) -> Access:
    """The access through the issues of the group, where they are those it wants."""
    group = hints.group
    listing = access.listing if isinstance(access, Children) else None
    if group is None or isinstance(access, Nothing) or hints.limit is not None or (listing and listing.expand):
        return access
    found = search_of(access)
    if not hints.follows and (found is None or group_key(found) != group.key):
        return access
    return Shared(group, listing, frozenset(hints.keys.values) if hints.keys and hints.keys.expected is None else None)


def by_keys(access: Access) -> Access:
    """The access once a join has handed keys over that are not known yet."""
    unknown = Bulk(("…",))
    if isinstance(access, Children):
        return Children(access.listing, unknown)
    return unknown if isinstance(access, Found | Bulk) else access
