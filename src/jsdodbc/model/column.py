"""A column of a table: what an application sees of it, where it sits in the JSON, and what filters it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from jsdodbc.model.types import SqlType


class Decode(Enum):
    """How the JSON value at a column's path becomes the column's value (scan/decode.py has the SQL of each)."""

    SCALAR = "a JSON scalar of the column's type"
    TEXT = "text; an Atlassian document becomes its plain text"
    JSON = "any JSON value as JSON text; a JSON string as the string"
    RAW = "the JSON text of the value as it was sent"
    NUMBER = "a number, also when sent as text"
    INSTANT = "a time with offset, or epoch milliseconds"
    DATE = "a calendar date"
    NAME = "the name a person knows an object by: an option's value, a user's display name; lists stay JSON"
    NAMES = "the names of a list's entries, as a JSON list of text; anything else as NAME"
    CASCADE = "a cascading option: parent > child"
    LOOKUP = "the value that the site's own list gives for it"


class Filter(Enum):
    """What kind of JQL clause filters a column (scan/jql.py has the rules of each)."""

    KEY = "issue key: bulk look-up"
    ID = "issue id: bulk look-up"
    PROJECT = "project, resolved to its id"
    SERVICE_DESK = "service desk id, as its project"
    NAMED = "an entry of a list of the site (status, priority …), by id"
    PERSON = "a user, by identifier"
    INSTANT = "epoch milliseconds, widened by a minute"
    DATE = "a calendar date, widened by a day"
    NUMBER = "a number"
    OPTION = "an option, by value"
    LABELS = "a list of labels: each of them"
    PRESENT = "only whether there is a value"
    SLA = "what an SLA's cycles are, told by a function of JQL; `SLA` for the clauses of all"
    PARAMETER = "a path parameter of the endpoint: a parent's id or key"
    QUERY = "a query parameter of the endpoint, sent as it is given: for pseudo-columns"
    ATTRIBUTE = "an attribute of Assets, told in AQL"
    AQL = "a search in AQL, as the statement gives it: for pseudo-columns"
    JQL = "a search in JQL, as the statement gives it: for pseudo-columns"


@dataclass(frozen=True, slots=True)
class Pushdown:
    """What filters a column on the site's side.

    `jql`: the field's name in JQL, or the parameter's. `part`: which attribute of the list's entries the column shows
    ("id", "name", "key", "category"). `entries`: the site's list that resolves it. `empty`: JQL's EMPTY is exactly
    SQL's NULL. (A custom field is NULL wherever an issue lacks it, but EMPTY finds only the issues that could have it.)
    """

    kind: Filter
    jql: str
    part: str = ""
    entries: str = ""
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    `path`: member names from the row's JSON object to the value; `@kind` is the custom field of that schema.custom. Of
    an exploded search (Table.read) the first name is "issue", "sla" or "cycle", or that of an item (table.Items).
    ("@parent", column) is a value of a child row's parent (Listing.given).
    `otherwise`: the path to look at where there is nothing at `path`.
    `lookup`: for Decode.LOOKUP, the site's map that gives the value for what is at `path`.
    `references`: (table, column) of the foreign key. `pseudo`: of Table.pseudo_columns. `hidden`: not in SELECT *
    and not listed, but can be named. `order`: JQL field that sorts as the column does in SQL, "" when there is none.
    `deployment`: "" for both, else the value of site.deployment.Deployment that has it. `inner`: of a custom field
    that is written as an object: the member that takes the value, "user" for a person; the same of the objects in a
    list. `part_of`: name of the column whose value this shows a part of; such a column is not written.
    """

    name: str
    type: SqlType
    description: str
    path: tuple[str, ...] = ()
    decode: Decode = Decode.SCALAR
    pushdown: Pushdown | None = None
    order: str = ""
    lookup: str = ""
    key: bool = False
    nullable: bool = True
    references: tuple[str, str] | None = None
    pseudo: bool = False
    hidden: bool = False
    deployment: str = ""
    otherwise: tuple[str, ...] = ()
    inner: str = ""
    part_of: str = ""
