"""What the planner tells a scan beforehand, and what a scan tells afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jsdodbc.scan.group import Group


@dataclass(frozen=True, slots=True)
class KeyFeed:
    """Values that a join hands to a scan: only rows whose `column` is one of `values` are wanted. `expected`: how many
    there will be, where the values are not known yet.
    """

    column: str
    values: tuple[str, ...]
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """`limit`: rows after which the scan may stop; only set when nothing but the scan filters this table.

    `order`: (column, descending) the statement sorts by before it takes `limit` rows, NULLs last. The scan may use it
    to read fewer rows; the statement must sort (and limit) all the same. `count_only`: only the number of rows matters.
    `explain_only`: send nothing, yield no rows, but report; `measure`: count the issues for it. `group`: issues that
    other scans read as well; they are those that this one wants if it `follows` another, else if its own search is the
    same. `wanted`: the columns that the statement can mean, for when DuckDB asks for all; None where that isn't sure.
    """

    limit: int | None = None
    order: tuple[tuple[str, bool], ...] = ()
    count_only: bool = False
    keys: KeyFeed | None = None
    explain_only: bool = False
    measure: bool = False
    group: Group | None = field(default=None, compare=False)
    follows: bool = False
    wanted: frozenset[str] | None = field(default=None, compare=False)


@dataclass(slots=True)
class ScanReport:
    """What a scan sends (or would send) and what came of it.

    `requests`: a line each, "METHOD path body". `calls`: how many calls are expected, in words. `exact`, `superset`:
    predicates the site decides exactly, or roughly; `remaining`: those only the scan checks (it checks all of them).
    `limit`: rows after which the scan stops, if it does. `rows`, `fetched`: rows given, rows received. `failure`: the
    exception that ended the scan: DuckDB keeps only its text, so the executor raises this one. `expected_calls`,
    `expected_rows`: numbers where the scan measured, None for what can't be known; `at_least`, `at_most`: whether the
    calls may be more, the rows fewer. `seconds`: from the first row asked for to the last one given.
    """

    table: str
    columns: tuple[str, ...]
    jql: str | None = None
    requests: list[str] = field(default_factory=list)
    calls: str = ""
    exact: list[str] = field(default_factory=list)
    superset: list[str] = field(default_factory=list)
    remaining: list[str] = field(default_factory=list)
    limit: int | None = None
    order: str = ""
    rows: int = 0
    fetched: int = 0
    finished: bool = False
    failure: BaseException | None = None
    expected_calls: int | None = None
    expected_rows: int | None = None
    at_least: bool = False
    at_most: bool = False
    seconds: float = 0.0
