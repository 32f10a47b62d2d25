"""From predicates to JQL.

The law: a clause may find more rows than its predicate, never fewer; what comes back is filtered again, exactly.
Where JQL and SQL differ, and what this file makes of it:

* JQL compares text without regard to case, and finds names in the account's language: names of statuses and the like
  are looked up in the site's own lists and sent as ids; a value no list has is impossible. `!=` never finds EMPTY, as
  in SQL.
* JQL's times are of minute resolution or read in the account's time zone: sent as epoch milliseconds, widened by a
  minute unless a minute begins there; days are widened by a day.
* EMPTY finds only issues that could have the field: used for NULL only where a declaration says it holds.
* Text is searched by words: never pushed.
"""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.model.column import Column, Filter, Pushdown
from jsdodbc.model.metadata import Metadata
from jsdodbc.scan.clause import CERTAIN, EVERYTHING, NOTHING, Clause, all_of, any_of, exactly, is_in, quoted, roughly
from jsdodbc.scan.predicates import And, Comparison, Constant, Leaf, Membership, Nullness, Opaque, Or, Predicate
from jsdodbc.site.jql import closed, split

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
# Every issue has these, and JQL refuses EMPTY for them.
_ALWAYS = frozenset(("id", "key", "project", "issuetype", "status", "created", "updated"))
# Times of the site's own, which its index holds rounded down to seconds at most.
_KEPT_AS_TIMES = frozenset(("created", "updated", "resolutiondate"))
_EPOCH = datetime.datetime(1970, 1, 1)
_MINUTE = 60_000  # ms
_FIRST_DAY, _LAST_DAY = datetime.date(1900, 1, 1), datetime.date(9998, 12, 31)
_LARGEST = 10.0**15
_PLAIN_WORD = re.compile(r"[+-]?[0-9.,]+")


@dataclass(frozen=True, slots=True)
class Context:
    """What a translation may ask. `bound`: of the table's search. `cautious`: leave out what only the site can judge:
    custom fields, whose operators differ by field, and people, options, labels and keys that may not exist. `known`:
    tells whether a user exists; with it people need not be left out.
    """

    metadata: Metadata
    bound: str
    cancellation: Cancellation
    cautious: bool = False
    known: Callable[[str], bool] | None = None

    def entries(self, name: str, *, fresh: bool = False) -> Sequence[Mapping[str, Any]]:
        """A list of the site; of the service desks those that the connection is limited to."""
        if name == "service desks":
            return self.metadata.service_desks(self.cancellation, fresh=fresh)
        return self.metadata.entries(name, self.cancellation, fresh=fresh)


def translate(predicate: Predicate, context: Context) -> Clause:
    """JQL that finds at least the issues for which `predicate` is true."""
    match predicate:
        case Constant(value=value):
            return Clause(exact=True, nothing=not value)
        case And(parts=parts):
            return all_of(translate(part, context) for part in parts)
        case Or(parts=parts):
            return any_of(translate(part, context) for part in parts)
        case Opaque():
            return EVERYTHING
    pushdown = predicate.column.pushdown
    if pushdown is None or (context.cautious and pushdown.jql.startswith("cf[")):
        return EVERYTHING
    return _leaf(predicate, pushdown, context)


def _leaf(leaf: Leaf, pushdown: Pushdown, context: Context) -> Clause:
    if isinstance(leaf, Nullness):
        return _nullness(leaf, pushdown)
    clause = _BY_KIND[pushdown.kind](leaf, pushdown, context)
    return clause or _present(pushdown).inexact()


def _nullness(leaf: Nullness, pushdown: Pushdown) -> Clause:
    if pushdown.kind is Filter.SLA:
        return EVERYTHING
    if leaf.negated:
        return _present(pushdown)
    return exactly(f"{pushdown.jql} is EMPTY") if pushdown.empty else EVERYTHING


def _present(pushdown: Pushdown) -> Clause:
    """The field has a value: true wherever any comparison with the column is."""
    if pushdown.jql in _ALWAYS or pushdown.kind in (Filter.PARAMETER, Filter.LABELS, Filter.SLA):
        return EVERYTHING
    return Clause(f"{pushdown.jql} is not EMPTY", exact=pushdown.empty)


def holds(leaf: Comparison | Membership, value: object) -> bool:
    """Whether the predicate is true of a value that is not NULL."""
    if isinstance(leaf, Membership):
        return (value in leaf.values) != leaf.negated
    return _COMPARE[leaf.operator](value, leaf.value)


def _entries(leaf: Comparison | Membership, pushdown: Pushdown, context: Context) -> Clause | None:
    """A column that shows an attribute of the entries of a list: the ids of those for which the predicate holds.

    Sent as the ids it excludes where it excludes few, so that an entry the list lacks is not lost.
    """
    source, identifier, attribute = _list_of(pushdown, context)
    try:
        entries = context.entries(source)
        positive = is_positive(leaf)
        if positive and not any(holds(leaf, attribute(each)) for each in entries):
            entries = context.entries(source, fresh=True)
    except Error as error:
        if error.native in (401, 403, 404):
            return None
        raise
    matching = [_number(each[identifier]) for each in entries if holds(leaf, attribute(each))]
    others = [_number(each[identifier]) for each in entries if not holds(leaf, attribute(each))]
    if positive:
        return exactly(is_in(pushdown.jql, matching)) if matching else NOTHING
    if not others:
        return CERTAIN if pushdown.jql in _ALWAYS else _present(pushdown)
    return exactly(is_in(pushdown.jql, others, negated=True))


def is_positive(leaf: Comparison | Membership) -> bool:
    return not leaf.negated if isinstance(leaf, Membership) else leaf.operator == "="


def _list_of(pushdown: Pushdown, context: Context) -> tuple[str, str, Callable[[Mapping[str, Any]], str]]:
    """The list, the member that holds the id JQL takes, and how to get at what the column shows."""
    if pushdown.kind is Filter.SERVICE_DESK:
        return "service desks", "projectId", lambda each: str(each["id"])
    if pushdown.kind is Filter.PROJECT and context.bound == "service desks":
        member = {"id": "projectId", "key": "projectKey", "name": "projectName"}[pushdown.part]
        return "service desks", "projectId", lambda each: str(each.get(member))
    if pushdown.kind is Filter.PROJECT:
        return "projects", "id", lambda each: str(each.get(pushdown.part))
    if pushdown.part == "category":
        return pushdown.entries, "id", lambda each: str((each.get("statusCategory") or {}).get("key"))
    return pushdown.entries, "id", lambda each: str(each.get(pushdown.part))


def _number(identifier: object) -> str:
    text = str(identifier)
    return text if text.isdigit() else quoted(text)


def _identifier(leaf: Comparison | Membership, pushdown: Pushdown, context: Context) -> Clause | None:
    """Ids and keys inside OR and the like, where no bulk look-up stands for them; a value that can't exist is left
    out.
    """
    values = _wanted(leaf)
    if values is None or context.cautious:
        return None
    pattern = ID if pushdown.kind is Filter.ID else KEY
    possible = [quoted(value) for value in values if pattern.fullmatch(value)]
    return roughly(is_in(pushdown.jql, possible)) if possible else NOTHING


ID = re.compile(r"[0-9]{1,18}")
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*-[0-9]+", re.ASCII)


def _person(leaf: Comparison | Membership, pushdown: Pushdown, context: Context) -> Clause | None:
    values = _wanted(leaf)
    if values is None or (context.cautious and context.known is None):
        return None
    possible = [quoted(value) for value in values if value and (context.known is None or context.known(value))]
    return roughly(is_in(pushdown.jql, possible)) if possible else NOTHING


def _option(leaf: Comparison | Membership, pushdown: Pushdown, context: Context) -> Clause | None:
    """By value. One that reads like a number would be taken for an option's id."""
    values = _wanted(leaf)
    if values is None or context.cautious or any(not value or _PLAIN_WORD.fullmatch(value) for value in values):
        return None
    return roughly(is_in(pushdown.jql, map(quoted, values)))


EVERY_SLA = "SLA"  # stands for the clauses of all SLA fields
_CYCLES = {"ongoing": ("running()", "paused()"), "completed": ("completed()",)}


def _sla(leaf: Comparison | Membership, pushdown: Pushdown, context: Context) -> Clause | None:
    """Issues that have such a cycle; which of their cycles it is, the rows tell."""
    if context.cautious:
        return None
    functions: tuple[str, ...] = ()
    if pushdown.part == "type":
        wanted = [kind for kind in _CYCLES if holds(leaf, kind)]
        functions = _CYCLES[wanted[0]] if len(wanted) == 1 else ()
    elif holds(leaf, True) and not holds(leaf, False):
        functions = (pushdown.part,)
    fields = _sla_fields(context) if pushdown.jql == EVERY_SLA else [pushdown.jql]
    if not functions or not fields:
        return None
    return any_of(roughly(f"{field} = {function}") for field in fields for function in functions)


def _sla_fields(context: Context) -> list[str]:
    """All of them; none where one can't be searched."""
    kind = "com.atlassian.servicedesk:sd-sla-field"
    fields = [field for field in context.metadata.fields(context.cancellation) if field.custom == kind]
    return [f"cf[{field.number}]" for field in fields] if all(field.searchable for field in fields) else []


def _wanted(leaf: Comparison | Membership) -> list[str] | None:
    """The texts one of which the column must equal, None when the predicate says nothing of the kind."""
    values = leaf.values if isinstance(leaf, Membership) else (leaf.value,)
    if not is_positive(leaf) or not all(isinstance(value, str) for value in values):
        return None
    return [value for value in values if isinstance(value, str)]


def _range(leaf: Comparison | Membership) -> tuple[Any, Any] | None:
    """The least and greatest value for which the predicate may hold (None: no bound), None for any value."""
    if isinstance(leaf, Membership):
        return None if leaf.negated else (min(leaf.values), max(leaf.values))  # type: ignore[type-var]
    low = leaf.value if leaf.operator in ("=", ">", ">=") else None
    high = leaf.value if leaf.operator in ("=", "<", "<=") else None
    return None if low is high is None else (low, high)


def _instant(leaf: Comparison | Membership, pushdown: Pushdown, context: Context) -> Clause | None:
    bounds = _range(leaf)
    if bounds is None:
        return None
    exact = _whole_minute(leaf, pushdown)
    if exact is not None:
        return exact
    low, high = (_millis(bound) for bound in bounds)
    return _between(
        pushdown.jql,
        str(low - _MINUTE) if low is not None and low > _MINUTE else None,
        str(high + _MINUTE) if high is not None and high > 0 else None,
    )


def _whole_minute(leaf: Comparison | Membership, pushdown: Pushdown) -> Clause | None:
    """Exactly what is asked, where that begins or ends with a minute: then no rounding down of the site's moves a time
    across.
    """
    if not isinstance(leaf, Comparison) or leaf.operator not in (">=", "<") or pushdown.jql not in _KEPT_AS_TIMES:
        return None
    value, bound = leaf.value, _millis(leaf.value)
    if bound is None or bound <= 0 or not isinstance(value, datetime.datetime) or value.second or value.microsecond:
        return None
    return exactly(f"{pushdown.jql} {leaf.operator} {bound}")


def _millis(value: object) -> int | None:
    """Epoch milliseconds of a UTC time."""
    return (value - _EPOCH) // datetime.timedelta(milliseconds=1) if isinstance(value, datetime.datetime) else None


def _date(leaf: Comparison | Membership, pushdown: Pushdown, context: Context) -> Clause | None:
    bounds = _range(leaf)
    if bounds is None:
        return None
    return _between(pushdown.jql, _day(bounds[0], -1), _day(bounds[1], 1))


def _day(value: object, step: int) -> str | None:
    if not isinstance(value, datetime.date) or not _FIRST_DAY <= value <= _LAST_DAY:
        return None
    return quoted((value + datetime.timedelta(days=step)).isoformat())


def _numeric(leaf: Comparison | Membership, pushdown: Pushdown, context: Context) -> Clause | None:
    bounds = _range(leaf)
    if bounds is None:
        return None
    return _between(pushdown.jql, _decimal(bounds[0], -1), _decimal(bounds[1], 1))


def _decimal(value: object, side: int) -> str | None:
    """A bound as JQL; a fraction is moved outwards by what its digits may hide."""
    if not isinstance(value, int | float) or not abs(value) <= _LARGEST:
        return None
    if float(value).is_integer():
        return str(int(value)) if value >= 0 else quoted(str(int(value)))
    moved = value + side * (abs(value) * 1e-9 + 1e-9)
    return quoted(f"{moved:.10f}")  # rounding is far below what it was moved by; a bare point is reserved


def _between(field: str, low: str | None, high: str | None) -> Clause | None:
    bounds = [f"{field} {sign} {bound}" for sign, bound in ((">=", low), ("<=", high)) if bound is not None]
    return all_of(map(roughly, bounds)) if bounds else None


def _labels(leaf: Comparison | Membership, pushdown: Pushdown, context: Context) -> Clause | None:
    """A JSON list of labels is only equal where each of the labels is there."""
    if not isinstance(leaf, Comparison) or leaf.operator != "=" or not isinstance(leaf.value, str) or context.cautious:
        return None
    labels = _strings(leaf.value)
    return all_of(roughly(f"{pushdown.jql} = {quoted(label)}") for label in labels) if labels else None


def _strings(text: str) -> Sequence[str]:
    try:
        values = orjson.loads(text)
    except ValueError:
        return ()
    texts = values if isinstance(values, list) else ()
    return texts if all(isinstance(each, str) and each and not re.search(r"\s", each) for each in texts) else ()


def _own(leaf: Comparison | Membership, pushdown: Pushdown, context: Context) -> Clause | None:
    """What the statement says itself. Its order is left out: rows come in the order of SQL."""
    values = leaf.values if isinstance(leaf, Membership) else (leaf.value,)
    texts = [split(str(value))[0] for value in values]
    for text in texts:
        if not closed(text):
            raise Error("42000", f"A parenthesis or quote is not closed in JQL = {text!r}.")
    return any_of(exactly(f"({text})") if text else CERTAIN for text in texts)


def _told(leaf: Comparison | Membership, pushdown: Pushdown, context: Context) -> Clause | None:
    """A query parameter, which goes beside the search."""
    return CERTAIN


def _only_present(leaf: Comparison | Membership, pushdown: Pushdown, context: Context) -> Clause | None:
    return None


_Translator = Callable[[Comparison | Membership, Pushdown, Context], Clause | None]

# How each kind of filter is translated; None: nothing more than that there is a value.
_BY_KIND: dict[Filter, _Translator] = {
    Filter.KEY: _identifier,
    Filter.ID: _identifier,
    Filter.PROJECT: _entries,
    Filter.SERVICE_DESK: _entries,
    Filter.NAMED: _entries,
    Filter.PERSON: _person,
    Filter.INSTANT: _instant,
    Filter.DATE: _date,
    Filter.NUMBER: _numeric,
    Filter.OPTION: _option,
    Filter.LABELS: _labels,
    Filter.SLA: _sla,
    Filter.PRESENT: _only_present,
    Filter.PARAMETER: _only_present,
    Filter.QUERY: _told,
    Filter.JQL: _own,
}


def values_of(predicate: Predicate, columns: Sequence[Column]) -> frozenset[str] | None:
    """The texts one of which one of `columns` must equal wherever `predicate` is true, None if it names none."""
    match predicate:
        case And(parts=parts):
            sets = [each for each in (values_of(part, columns) for part in parts) if each is not None]
            return min(sets, key=len, default=None)
        case Or(parts=parts):
            sets_or = [values_of(part, columns) for part in parts]
            return None if None in sets_or else frozenset().union(*(each or frozenset() for each in sets_or))
        case Constant(value=value):
            return None if value else frozenset()
        case Comparison(column=column) | Membership(column=column):
            wanted = _wanted(predicate) if column in columns else None
            return None if wanted is None else frozenset(wanted)
    return None
