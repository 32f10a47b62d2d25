"""How rows are written: a declaration of the request that a row of INSERT, UPDATE or DELETE becomes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from jsdodbc.model.types import LONGVARCHAR, SqlType

WHOLE = ("",)
INSERT, UPDATE, DELETE = "INSERT", "UPDATE", "DELETE"
_HOLE = re.compile(r"\{([\w|]+)\}")


class Given(Enum):
    """How a column's value is put into a request."""

    VALUE = "as the column's type: text, number, boolean, date"
    LIST = "as a list of one"
    JSON = "the JSON that the text is; text that is none as a string"
    TRANSITION = "the name of a status, as the id of the transition that leads there"
    PARTS = "parent > child, as a cascading option"
    NUMBER = "an id as the number that it is"
    DECISION = "approved or declined, as the verb"
    LISTED = "one value, several parted by commas, or a JSON list, as a list"


@dataclass(frozen=True, slots=True)
class Put:
    """A column's place in the body. `at`: member names, none for what isn't sent, or WHOLE: the value is the body.
    `default`: sent where the statement gives no value.

    `keep`: sent on every UPDATE, as it was when the statement doesn't change it. `type`, `text`: of a column that can
    only be written, which the table doesn't list. `called`: how the site's errors name it, where `at` doesn't tell.
    `operation`: the value is "add"ed to a list of the issue, or "remove"d; `inner`: as the member of an object.
    """

    column: str
    at: tuple[str, ...]
    given: Given = Given.VALUE
    required: bool = False
    keep: bool = False
    default: Any = None
    type: SqlType = LONGVARCHAR
    text: str = ""
    called: str = ""
    operation: str = ""
    inner: str = ""


@dataclass(frozen=True, slots=True)
class Write:
    """The request that one row becomes.

    `path`: below the site's address; `{Column}` stands for the row's value, `{One|Other}` for the first that is known.
    `fields`: where in the body columns read from an issue's `fields` go, each at its own path; "" when there are none.
    `allowed`: the fields among them that can be written, beside custom ones.
    `key`: where the answer has the new row's key, for `identity`.
    `when`: the column without which the write takes no part, with alternatives; "" for any of its own. `unless`: the
    one with which it takes none. `value`: it takes part for rows that give this column that value.
    `touches`: column with the id or key of the issue that changes, whose index entry may lag; "" for none.
    `deployment`: as of a Column.
    """

    verb: str
    method: str
    path: str
    puts: tuple[Put, ...] = ()
    fields: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    constant: tuple[tuple[str, Any], ...] = ()
    key: tuple[str, ...] = ()
    identity: str = ""
    touches: str = ""
    when: str = ""
    unless: str = ""
    value: tuple[str, Any] | None = None
    deployment: str = ""

    @property
    def placed(self) -> tuple[tuple[str, ...], ...]:
        """The columns of the path: alternatives of each place."""
        return tuple(tuple(hole.split("|")) for hole in _HOLE.findall(self.path))

    def filled(self, values: Iterable[str]) -> str:
        """The path with its places filled, in order."""
        rest = iter(values)
        return _HOLE.sub(lambda _: next(rest), self.path)
