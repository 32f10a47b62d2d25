"""Rows written to the site: each is one request, sent once, by what the table's declaration says.

A request that changes something is never repeated when it could have happened. Where its answer was lost, that is what
the error says, and the row is not counted.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error, TimedOut
from jsdodbc.execute import bodies
from jsdodbc.model.write import DELETE, INSERT, UPDATE, Given, Put, Write
from jsdodbc.model.written import field_columns, written_columns
from jsdodbc.plan.changes import Change
from jsdodbc.site.deployment import Deployment
from jsdodbc.site.errors import Lost, ServiceError

READ_ONLY = (
    "The connection is read-only, so {table} is not changed. Set Readonly=false to let statements change the site."
)
Values = dict[str, Any]


def check_allowed(session: Any, table: str, *, asked: bool) -> None:
    """Error 42000 unless the connection may change the site. `asked`: the application asked for read-only access."""
    if asked:
        message = f"The application asked for a read-only connection (SQL_ATTR_ACCESS_MODE), so {table} is not changed."
        raise Error("42000", message)
    if session is None or session.settings.read_only:
        raise Error("42000", READ_ONLY.format(table=table))


@contextlib.contextmanager
def outcome_told(what: str) -> Iterator[None]:
    """Say of a failure that leaves open whether `what` was done that it does. Errors 08S01, HYT00."""
    try:
        yield
    except (ServiceError, Lost, TimedOut) as error:
        if isinstance(error, ServiceError) and 300 <= error.status < 500:
            raise
        text = f"Whether {what} was done is unknown, and it is not counted. Look before you do it again."
        message = f"{error.message} {text}"
        raise (TimedOut(message) if isinstance(error, TimedOut) else Lost(message, native=error.native)) from error


@dataclass(frozen=True, slots=True)
class Written:
    """A row that was written: its values by column, the new key among them. `key`: that key, "" without one."""

    values: Mapping[str, Any]
    key: str = ""


class Writer:
    """Writes the rows of one change, one after the other."""

    def __init__(self, session: Any, change: Change, cancellation: Cancellation) -> None:
        self._session = session
        self._change = change
        self._cancellation = cancellation
        self._cloud = session.deployment is Deployment.CLOUD
        self._known = {name for write in change.writes for name in written_columns(change.table, write)}
        self._fields = {id(write): field_columns(change.table, write) for write in change.writes}

    def write(self, row: Sequence[Any]) -> Written:
        """`row`: the values of the change's columns. Raises Error; what was sent before may have happened."""
        self._cancellation.check()  # before anything is sent, so that nothing is unknown
        # A column may be both: what finds the row is the old value.
        new = len(self._change.given)
        given = dict(zip(self._change.given, row[:new], strict=True))
        found = dict(zip(self._change.found, row[new:], strict=True))
        self._check_writable(given)
        key = ""
        done = ""
        for write in self._change.writes:
            if write.value is not None and given.get(write.value[0]) != write.value[1]:
                continue
            try:
                key = self._sent(write, given, found) or key
            except Error as error:
                if done:  # a row may take more than one request
                    error.message = f"{error.message} What goes by {done} of the same row was written before."
                    error.args = (error.message,)
                raise
            done = f"{write.method} {write.path}"
        values = {**given, **found} | ({self._identity(key): key} if key else {})
        return Written(values, key)

    def _check_writable(self, given: Values) -> None:
        """Error 42000 for a value of a column that takes none: INSERT without names gives all of them one."""
        for name, value in given.items():
            if value is not None and name not in self._known:
                named = f"{self._change.table.name}.{name}"
                raise Error("42000", f"{self._change.verb} can't give {named} a value. Give it NULL or DEFAULT.")

    def _identity(self, key: str) -> str:
        return next(write.identity for write in self._change.writes if write.identity)

    def _sent(self, write: Write, given: Values, found: Values) -> str:
        path = write.filled(self._place(names, given, found) for names in write.placed)
        body = self._body(write, given, found)
        query = dict(write.query) or None
        answer = self._request(write, path, query, body)
        self._note(write, given, found, answer)
        return self._key(write, answer)

    def _note(self, write: Write, given: Values, found: Values, answer: Any) -> None:
        """Remember which issue changed: the site's index may not know yet."""
        if not write.touches:
            return
        name = write.touches
        issue = found.get(name) or given.get(name) or (self._key(write, answer) if name == write.identity else None)
        if issue is None:
            issue = next((given[each] for each in given if each.endswith("Key") and given[each]), None)
        if issue is not None:
            itself = [column.name for column in self._change.table.keys] == [name]
            self._session.recent.add(str(issue), gone=write.verb == DELETE and itself)

    def _place(self, names: Sequence[str], given: Values, found: Values) -> str:
        known = found if self._change.verb != INSERT else given
        value = next((known[name] for name in names if known.get(name) is not None), None)
        if value is None:
            table = self._change.table.name
            raise Error(
                "23000", f"{self._change.verb} of {table} needs a value for {' or '.join(names)}, which is NULL."
            )
        return quote(str(value), safe="")

    # ---- the body
    def _body(self, write: Write, given: Values, found: Values) -> Any:
        body: dict[str, Any] = {}
        for name, value in write.constant:
            bodies.put(body, name.split("."), value)
        for put in write.puts:
            self._put(write, put, given, found, body)
        for column in self._fields[id(write)]:
            if column.name in given:
                value = given[column.name]
                at = (*write.fields, *column.path[1:])
                if value is not None:
                    bodies.put(body, at, bodies.of_field(column, value, cloud=self._cloud))
                elif write.verb == UPDATE:
                    bodies.put(body, at[: len(write.fields) + 1], None)
        return body.get("", body or None)

    def _put(self, write: Write, put: Put, given: Values, found: Values, body: dict[str, Any]) -> None:
        if not put.at:
            return
        value = given.get(put.column)
        if value is None and put.column not in given:
            value = found.get(put.column)
        if value is None and put.default is not None:
            bodies.put(body, put.at, put.default)
            return
        if value is None:
            if put.required:
                raise Error(
                    "23000", f"{write.verb} of {self._change.table.name} needs a value for {put.column}, which is NULL."
                )
            if put.column in given and write.verb == UPDATE:
                bodies.put(body, put.at, None)
            return
        if put.given is Given.TRANSITION:
            value = self._transition(str(value), found)
        made = bodies.member(value, put.given)
        made = {put.inner: made} if put.inner else made
        bodies.put(body, put.at, [{put.operation: made}] if put.operation else made)

    def _transition(self, status: str, found: Values) -> str:
        """The id of the transition of a row's issue that leads to a status."""
        issue = next(iter(found.values()))
        path = f"{self._session.api}/issue/{quote(str(issue), safe='')}/transitions"
        body = json.loads(self._session.request("GET", path, cancellation=self._cancellation))
        known = {str(each["to"]["name"]): str(each["id"]) for each in body.get("transitions", ())}
        for name, number in known.items():
            if name.casefold() == status.casefold():
                return number
        ways = ", ".join(known) or "nowhere"
        raise Error("23000", f"No transition of {issue} leads to the status {status}. From here it goes to {ways}.")

    # ---- the request
    def _request(self, write: Write, path: str, query: Mapping[str, object] | None, body: Any) -> Any:
        try:
            with outcome_told(f"the {self._change.verb} of a row of {self._change.table.name}"):
                answer = self._session.request(
                    write.method, path, query=query, body=body, cancellation=self._cancellation, idempotent=False
                )
        except ServiceError as error:
            raise self._explained(error) from error
        try:
            return json.loads(answer) if answer else {}
        except ValueError:
            return {}

    def _explained(self, error: ServiceError) -> Error:
        """The service's words by field, in the words of the table."""
        said = [f"{self._column(name)}: {text.rstrip('.')}." for name, text in error.fields.items()]
        if not said and error.status not in (400, 409):
            return error
        words = " ".join([*said, *(f"{self._named(text).rstrip('.')}." for text in error.messages)])
        if not words:
            return error
        verb = self._change.verb
        message = f"The site refused to {verb} a row of {self._change.table.name}. {words}"
        return ServiceError("23000", message, status=error.status, messages=error.messages, fields=error.fields)

    def _named(self, text: str) -> str:
        """Words of the service desk that end with `field: what is wrong`, with the name of the column."""
        return re.sub(r"(?<=[.:] )(\w+)(?=: \S)", lambda found: self._column(found[1]), text)

    def _column(self, field: str) -> str:
        """The column that writes a field of the service."""
        for write in self._change.writes:
            meant = [put.column for put in write.puts if field in put.at or field == put.called]
            if meant:
                return next((name for name in meant if name in self._change.given), meant[0])
            named = [column for column in self._fields[id(write)] if column.path[1] == field]
            for column in named:
                if column.name in self._change.given:
                    return column.name
            if named:
                return named[0].name
        return field

    @staticmethod
    def _key(write: Write, answer: Any) -> str:
        for name in write.key:
            answer = answer.get(name) if isinstance(answer, dict) else None
        return str(answer) if write.key and answer is not None else ""
