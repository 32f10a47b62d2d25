"""Procedures: what EXEC and CALL run. Each returns one result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from jsdodbc.auth.procedures import PROCEDURES as SIGN_IN
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.execute import writing
from jsdodbc.execute.result import Rows
from jsdodbc.execute.service_procedures import RUNS
from jsdodbc.execute.types import NULLABLE, ResultColumn, described
from jsdodbc.model.procedures import PROCEDURES, Procedure
from jsdodbc.plan.plan import Plan
from jsdodbc.sql.call import Call
from jsdodbc.sql.nearest import suggestion

NOTHING = Plan("", (), (), (), None, (), {})
_BY_NAME = {each.name.casefold(): each for each in PROCEDURES}
_METHODS = {each.name: each.method for each in SIGN_IN}


def find(call: Call) -> Procedure:
    """The procedure of a call whose arguments it knows. Error 42000."""
    procedure = _BY_NAME.get(call.name.casefold())
    if procedure is None:
        close = suggestion(call.name, [one.name for one in PROCEDURES])
        raise Error("42000", f"There is no procedure {call.name}.{close}")
    places = _placed(procedure, call)
    missing = next((name for name in procedure.needed if name not in places), None)
    if missing is not None:
        raise Error("42000", f"{procedure.name} needs the argument {missing}.")
    return procedure


def columns(procedure: Procedure) -> tuple[ResultColumn, ...]:
    """The columns of its result."""
    return tuple(described(name, kind, NULLABLE, ("", "", "", "")) for name, kind in procedure.outputs)


def run(
    call: Call,
    values: Mapping[str, object],
    session: Any,
    catalog: Any,
    cancellation: Cancellation,
    *,
    read_only_asked: bool = False,
) -> Rows:
    """Call it. `values`: of the parameters, by number."""
    procedure = find(call)
    given: dict[str, Any] = {}
    for name, argument in zip(_placed(procedure, call), call.arguments, strict=True):
        value = values.get(str(argument.parameter)) if argument.parameter else argument.value
        if value is not None:
            given[name] = value
    missing = next((name for name in procedure.needed if name not in given), None)
    if missing is not None:
        raise Error("42000", f"The argument {missing} of {procedure.name} is NULL, but needed.")
    rows = _rows(procedure, given, session, catalog, cancellation, read_only_asked)
    arrays = [pa.array([row.get(name) for row in rows], kind.arrow) for name, kind in procedure.outputs]
    names = [name for name, _ in procedure.outputs]
    return Rows(columns(procedure), pa.RecordBatch.from_arrays(arrays, names=names))


def _rows(
    procedure: Procedure,
    given: Mapping[str, Any],
    session: Any,
    catalog: Any,
    cancellation: Cancellation,
    read_only_asked: bool,
) -> Sequence[Mapping[str, Any]]:
    method = _METHODS.get(procedure.name)
    if method is not None:
        texts = {name: str(value) for name, value in given.items()}
        return [getattr(session.scheme, method)(texts, cancellation)]
    if procedure.changes:
        writing.check_allowed(session, "the site", asked=read_only_asked)
    with writing.outcome_told(procedure.name):
        return RUNS[procedure.name](session, catalog, given, cancellation)


def _placed(procedure: Procedure, call: Call) -> list[str]:
    """The input that each argument is for. Error 42000 for too many, unknown, or the same twice."""
    names = [name for name, _ in procedure.inputs]
    known = {name.casefold(): name for name in names}
    if len(call.arguments) > len(known):
        raise Error("42000", f"{procedure.name} takes at most {len(known)} arguments: {', '.join(names)}.")
    places: list[str] = []
    for position, argument in enumerate(call.arguments):
        name = known.get(argument.name.casefold()) if argument.name else names[position]
        if name is None:
            raise Error("42000", f"{procedure.name} has no argument {argument.name}. It has {', '.join(names)}.")
        if name in places:
            raise Error("42000", f"{procedure.name} is given {name} twice.")
        places.append(name)
    return places
