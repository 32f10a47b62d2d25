"""What a row of the conformance tables says. The rows stand in the files named after their subjects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Which interface conformance level demands it (ODBC reference, "Interface Conformance Levels"). "optional": none does.
Level = Literal["core", "1", "2", "optional"]
CORE: Level = "core"
LEVEL_1: Level = "1"
LEVEL_2: Level = "2"
OPTIONAL: Level = "optional"

# Outcomes that are no SQLSTATE.
DONE = ""
NO_DATA = "SQL_NO_DATA"
NEED_DATA = "SQL_NEED_DATA"


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the API.

    `by`: who has it; `state`: the SQLSTATE of a function that only refuses; `manager`: why the driver manager does not
    let an application ask whether there is such a function.
    """

    name: str
    number: int
    level: Level
    by: Literal["driver", "driver manager", "deprecated"] = "driver"
    state: str = DONE
    wide: bool = False
    manager: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """A value given to an attribute or field: what the call answers, and what is read back then.

    `value`: a number, the name of a constant, or a text. `reads`: the same; None for `value`, or, after a failure,
    for what was there before.
    """

    value: int | str
    state: str = DONE
    reads: int | str | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of an environment, a connection or a statement.

    `initial`: what a fresh handle answers; a SQLSTATE as `state` when it can't be read then. `manager`: why the driver
    manager answers itself; such an attribute is asked of the driver only, without one between.
    """

    name: str
    number: int
    level: Level
    initial: int | str | None
    settings: tuple[Setting, ...] = ()
    state: str = DONE
    kind: Literal["number", "text", "pointer", "handle"] = "number"
    manager: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Unused:
    """A constant of the headers that no row is about, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Information:
    """A type of information that SQLGetInfo gives.

    `kind`: the width of the answer. `values`: what the reference allows, texts or beginnings of the names of constants,
    separated by blanks; `mask`: whether they are bits; blank for any value. `by`: who answers; `state`: the SQLSTATE of
    what is not answered.
    """

    name: str
    number: int
    kind: Literal["text", "16 bits", "32 bits", "handle"]
    values: str = ""
    mask: bool = False
    by: Literal["driver", "driver manager"] = "driver"
    state: str = DONE
    remark: str = ""
