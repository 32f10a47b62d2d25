"""Procedures: what EXEC and CALL run. Each returns one result of text columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa

from jsdodbc.auth.procedures import PROCEDURES as SIGN_IN
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.execute.result import Rows
from jsdodbc.execute.types import NULLABLE, ResultColumn, described
from jsdodbc.model.types import varchar
from jsdodbc.plan.plan import Plan
from jsdodbc.sql.call import Call
from jsdodbc.sql.nearest import suggestion

NOTHING = Plan("", (), (), (), None, (), {})
_TEXT = varchar(8_000)

Row = Mapping[str, str | None]
Run = Callable[[Any, Mapping[str, str], Cancellation], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Procedure:
    """`inputs`: names in their order. `run`: of session, arguments that are not NULL, and cancellation, to rows."""

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    run: Run

    @property
    def columns(self) -> tuple[ResultColumn, ...]:
        return tuple(described(name, _TEXT, NULLABLE, ("", "", "", "")) for name in self.outputs)


def find(call: Call) -> Procedure:
    """The procedure of a call whose arguments it knows. Error 42000."""
    procedure = PROCEDURES.get(call.name.casefold())
    if procedure is None:
        close = suggestion(call.name, [one.name for one in PROCEDURES.values()])
        raise Error("42000", f"There is no procedure {call.name}.{close}")
    _placed(procedure, call)
    return procedure


def run(call: Call, values: Mapping[str, object], session: Any, cancellation: Cancellation) -> Rows:
    """Call it. `values`: of the parameters, by number."""
    procedure = find(call)
    given: dict[str, str] = {}
    for name, argument in zip(_placed(procedure, call), call.arguments, strict=True):
        value = values.get(str(argument.parameter)) if argument.parameter else argument.value
        if value is not None:
            given[name] = str(value)
    rows = procedure.run(session, given, cancellation)
    arrays = [pa.array([row.get(name) for row in rows], pa.string()) for name in procedure.outputs]
    return Rows(procedure.columns, pa.RecordBatch.from_arrays(arrays, names=list(procedure.outputs)))


def _placed(procedure: Procedure, call: Call) -> list[str]:
    """The input that each argument is for. Error 42000 for too many, unknown, or the same twice."""
    known = {name.casefold(): name for name in procedure.inputs}
    if len(call.arguments) > len(known):
        raise Error("42000", f"{procedure.name} takes at most {len(known)} arguments: {', '.join(procedure.inputs)}.")
    places: list[str] = []
    for position, argument in enumerate(call.arguments):
        name = known.get(argument.name.casefold()) if argument.name else procedure.inputs[position]
        if name is None:
            raise Error(
                "42000", f"{procedure.name} has no argument {argument.name}. It has {', '.join(procedure.inputs)}."
            )
        if name in places:
            raise Error("42000", f"{procedure.name} is given {name} twice.")
        places.append(name)
    return places


def _of_scheme(method: str, session: Any, given: Mapping[str, str], cancellation: Cancellation) -> Sequence[Row]:
    row: Row = getattr(session.scheme, method)(given, cancellation)
    return [row]


PROCEDURES: dict[str, Procedure] = {
    each.name.casefold(): Procedure(
        each.name, tuple(name for name, _ in each.inputs), each.outputs, partial(_of_scheme, each.method)
    )
    for each in SIGN_IN
}
