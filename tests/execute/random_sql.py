"""Random SELECTs over several tables: joins of all kinds, subqueries, aggregates, set operations, orders and limits.

What such a query gives does not depend on the order in which rows are read: it sorts by every column it gives before it
takes some of them, and its numbers are compared as far as sums of them are certain.
"""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# Columns that mean the same: what joins and subqueries compare.
LINKS = (
    ("Requests.IssueId", "Issues.IssueId", "RequestComments.RequestId", "RequestSLACycles.RequestId", "Mine.IssueId"),
    ("Requests.IssueKey", "Issues.IssueKey", "RequestComments.RequestKey", "RequestSLACycles.RequestKey", "Mine.k"),
    ("Issues.IssueId", "IssueComments.IssueId", "IssueLabels.IssueId", "RequestParticipants.RequestId"),
    ("Requests.ServiceDeskId", "ServiceDesks.Id", "RequestTypes.ServiceDeskId", "Queues.ServiceDeskId"),
    ("Requests.ProjectKey", "Issues.ProjectKey", "ServiceDesks.ProjectKey"),
    ("Requests.RequestTypeId", "RequestTypes.Id"),
    ("Requests.StatusId", "Issues.StatusId", "Statuses.Id"),
    ("Requests.Priority", "Issues.Priority", "Priorities.Name"),
    ("Requests.ReporterDisplayName", "Issues.AssigneeDisplayName", "RequestComments.AuthorDisplayName"),
)
TABLES = tuple(dict.fromkeys(name.partition(".")[0] for link in LINKS for name in link))
_COMPARE = ("=", "=", "<>", "<", "<=", ">", ">=")
_JOINS = ("JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "SEMI JOIN", "ANTI JOIN")


@dataclass(frozen=True)
class Sample:
    """A column: its name, DuckDB's type, and values that occur."""

    name: str
    type: str
    values: Sequence[object]

    @property
    def number(self) -> bool:
        return "INT" in self.type or self.type == "DOUBLE"


@dataclass(frozen=True)
class Source:
    """Something in FROM by its alias. `table`: what it reads; `names`: the columns it gives."""

    alias: str
    table: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """`sql` with `?` for `values`, the same `plain` without; `ordered`: whether the order of rows is certain."""

    sql: str
    plain: str
    values: tuple[object, ...]
    ordered: bool


@dataclass
class Writer:
    """Writes one random query. `tables`: columns by table."""

    tables: Mapping[str, Sequence[Sample]]
    luck: random.Random
    values: list[object] = field(default_factory=list)
    aliases: int = 0

    def question(self) -> Question:
        text, width = self._query()
        ordered = self._chance(3)
        if ordered:
            text = f"SELECT * FROM ({text}) result ORDER BY {', '.join(map(str, range(1, width + 1)))}"
            text += self.luck.choice(("", " DESC", " LIMIT 7", " LIMIT 3 OFFSET 2"))
        numbers = [int(match) for match in re.findall(r"\x01(\d+)\x02", text)]
        bare = re.sub(r"\{fn (\w+\([^)]*\))\}", r"\1", text)
        plain = re.sub(r"\x01(\d+)\x02", lambda match: literal(self.values[int(match[1])]), bare)
        if self._chance(3):
            values = tuple(self.values[number] for number in numbers)
            return Question(re.sub(r"\x01\d+\x02", "?", text), plain, values, ordered)
        written = re.sub(r"\x01(\d+)\x02", lambda match: literal(self.values[int(match[1])]), text)
        return Question(written, plain, (), ordered)

    def _chance(self, of: int) -> bool:
        return self.luck.randrange(of) == 0

    def _query(self) -> tuple[str, int]:
        """A query and how many columns it gives."""
        if self._chance(5):
            return self._union()
        if self._chance(6):
            return self._with()
        return self._select()

    def _union(self) -> tuple[str, int]:
        link = self.luck.choice([link for link in LINKS if len({name.partition(".")[0] for name in link}) > 1])
        one, other = self.luck.sample(link, 2)
        word = self.luck.choice(("UNION", "UNION ALL", "EXCEPT", "EXCEPT ALL", "INTERSECT", "INTERSECT ALL"))
        return f"{self._single(one)} {word} {self._single(other)}", 1

    def _with(self) -> tuple[str, int]:
        """A common table expression, used once or twice."""
        one, other = self._pair()
        inner = self._single(one)
        first = self._alias()
        name = one.partition(".")[2]
        text = f'WITH c AS ({inner}) SELECT {first}."{name}" FROM c {first}'
        if self._chance(2):
            second = self._alias()
            text += f' JOIN c {second} ON {first}."{name}" = {second}."{name}"'
        return f'{text} WHERE {first}."{name}" IN ({self._single(other)})', 1

    def _pair(self) -> tuple[str, str]:
        one, other = self.luck.sample(self.luck.choice(LINKS), 2)
        return one, other

    def _single(self, linked: str, outer: str = "") -> str:
        """`SELECT column FROM table WHERE …`; `outer`: a condition besides."""
        table, _, name = linked.partition(".")
        source = self._source(table, plain=True)
        conditions = [outer.format(alias=source.alias)] if outer else []
        if self._chance(2) or not conditions:
            conditions.append(self._leaf(source))
        return f'SELECT {source.alias}."{name}" FROM {table} {source.alias} WHERE {" AND ".join(conditions)}'

    def _alias(self) -> str:
        self.aliases += 1
        return f"t{self.aliases}"

    def _source(self, table: str, *, plain: bool = False) -> Source:
        return Source(self._alias(), table, tuple(sample.name for sample in self.tables[table]))

    def _from(self) -> tuple[str, list[Source]]:
        table = self.luck.choice(TABLES)
        sources = [self._source(table)]
        text = self._written(sources[0])
        for _ in range(self.luck.choice((0, 0, 1, 1, 1, 2, 2, 3))):
            joined = self._joined(sources)
            if joined is None:
                break
            text += f" {joined[0]}"
            if joined[1] is not None:
                sources.append(joined[1])
        return text, sources

    def _joined(self, sources: Sequence[Source]) -> tuple[str, Source | None] | None:
        """A join with one of the sources; the new source, None where it gives no columns."""
        links = [
            (source, name, other)
            for source in sources
            for link in LINKS
            for name in link
            if name.partition(".")[0] == source.table and name.partition(".")[2] in source.names
            for other in link
            if other != name
        ]
        if not links:
            return None
        source, name, other = self.luck.choice(links)
        table, _, column = other.partition(".")
        new = self._source(table)
        kind = self.luck.choice(_JOINS)
        mine = name.partition(".")[2]
        on = f'{source.alias}."{mine}" = {new.alias}."{column}"'
        if self._chance(15):
            return f"JOIN LATERAL (SELECT {new.alias}.* FROM {table} {new.alias} WHERE {on}) {new.alias} ON TRUE", new
        if mine == column and len(sources) == 1 and self._chance(8):
            return f'{self.luck.choice(_JOINS[:6])} {self._written(new)} USING ("{column}")', new
        if self._chance(4):
            on += f" AND {self._leaf(self.luck.choice((source, new)))}"
        if self._chance(12) and len(sources) == 1:
            return f"CROSS JOIN {self._written(new)}", new
        return f"{kind} {self._written(new)} ON {on}", None if kind in ("SEMI JOIN", "ANTI JOIN") else new

    def _written(self, source: Source) -> str:
        """The source as FROM has it: the table, or a derived table that filters it."""
        if not self._chance(4):
            return f"{source.table} {source.alias}"
        inner = Source("d", source.table, source.names)
        names = ", ".join(f'd."{name}"' for name in source.names)
        shown = "*" if self._chance(2) else names
        return f"(SELECT {shown} FROM {source.table} d WHERE {self._condition([inner], 2)}) {source.alias}"

    def _select(self) -> tuple[str, int]:
        text, sources = self._from()
        if not self._chance(4):
            text += f" WHERE {self._condition(sources)}"
        if self._chance(3):
            return self._grouped(text, sources)
        width = self.luck.randint(1, 4)
        items = ", ".join(f"{self._item(sources)} AS c{number}" for number in range(width))
        return f"SELECT {'DISTINCT ' if self._chance(5) else ''}{items} FROM {text}", width

    def _grouped(self, text: str, sources: Sequence[Source]) -> tuple[str, int]:
        keys = [self._column(self.luck.choice(sources)) for _ in range(self.luck.randint(0, 2))]
        totals = [self._total(sources) for _ in range(self.luck.randint(1, 3))]
        items = ", ".join(f"{item} AS c{number}" for number, item in enumerate((*keys, *totals)))
        text = f"SELECT {items} FROM {text}"
        if keys:
            text += f" GROUP BY {', '.join(keys)}"
        if keys and self._chance(3):
            text += f" HAVING {self.luck.choice(totals)} IS NOT NULL AND COUNT(*) > {self.luck.randint(0, 2)}"
        return text, len(keys) + len(totals)

    def _total(self, sources: Sequence[Source]) -> str:
        source = self.luck.choice(sources)
        sample = self._sample(source)
        column = f'{source.alias}."{sample.name}"'
        kinds = ["COUNT(*)", f"COUNT({column})", f"COUNT(DISTINCT {column})", f"MIN({column})", f"MAX({column})"]
        kinds += [f"SUM({column})", f"AVG({column})"] if sample.number else []
        return self.luck.choice(kinds)

    def _item(self, sources: Sequence[Source]) -> str:
        source = self.luck.choice(sources)
        sample = self._sample(source)
        column = f'{source.alias}."{sample.name}"'
        kind = self.luck.randrange(12)
        if kind == 0:
            return f"CASE WHEN {self._leaf(source)} THEN 'yes' ELSE 'no' END"
        if kind == 1 and sample.type == "VARCHAR":
            return self.luck.choice(("UPPER({})", "COALESCE({}, 'none')", "LENGTH({})", "{} || '!'")).format(column)
        if kind == 2 and sample.type == "TIMESTAMP":
            return self.luck.choice(("YEAR({})", "CAST({} AS DATE)", "{{fn MONTH({})}}")).format(column)
        if kind == 3:
            return self._scalar(source) or column
        if kind == 4:
            by = self._column(source)
            return self.luck.choice(("COUNT(*)", f"MIN({column})", f"COUNT({column})")) + f" OVER (PARTITION BY {by})"
        if kind == 5:
            return f"RANK() OVER (ORDER BY {column})"
        return column

    def _scalar(self, source: Source) -> str | None:
        """A correlated subquery that gives one value."""
        found = self._linked(source)
        if found is None:
            return None
        name, other = found
        table, _, column = other.partition(".")
        inner = self._source(table, plain=True)
        value = self._total([inner])
        return f'(SELECT {value} FROM {table} {inner.alias} WHERE {inner.alias}."{column}" = {source.alias}."{name}")'

    def _linked(self, source: Source) -> tuple[str, str] | None:
        pairs = [
            (name.partition(".")[2], other)
            for link in LINKS
            for name in link
            if name.partition(".")[0] == source.table and name.partition(".")[2] in source.names
            for other in link
            if other != name
        ]
        return self.luck.choice(pairs) if pairs else None

    def _condition(self, sources: Sequence[Source], depth: int = 0) -> str:
        kind = self.luck.randrange(10) if depth < 2 else 9
        if kind < 2:
            return f"({self._condition(sources, depth + 1)} AND {self._condition(sources, depth + 1)})"
        if kind == 2:
            return f"({self._condition(sources, depth + 1)} OR {self._condition(sources, depth + 1)})"
        if kind == 3:
            return f"NOT ({self._condition(sources, depth + 1)})"
        source = self.luck.choice(sources)
        if kind < 7:
            return self._subquery(source) or self._leaf(source)
        return self._leaf(source)

    def _subquery(self, source: Source) -> str | None:
        found = self._linked(source)
        if found is None:
            return None
        name, other = found
        mine = f'{source.alias}."{name}"'
        column = other.partition(".")[2]
        kind = self.luck.randrange(6)
        if kind < 2:
            return f"{mine} {self.luck.choice(('IN', 'IN', 'NOT IN'))} ({self._single(other)})"
        if kind < 4:
            word = self.luck.choice(("EXISTS", "NOT EXISTS"))
            outer = '{alias}."' + column + '" = ' + mine
            return f"{word} ({self._single(other, outer)})"
        if kind == 4:
            return f"{mine} {self.luck.choice(('= ANY', '<> ALL', '>= ALL', '< ANY'))} ({self._single(other)})"
        return f"{mine} {self.luck.choice(('=', '<=', '<>'))} ({self._greatest(other)})"

    def _greatest(self, linked: str) -> str:
        column = linked.partition(".")[2]
        return f'SELECT MAX(m."{column}") FROM ({self._single(linked)}) m'

    def _sample(self, source: Source) -> Sample:
        return self.luck.choice([each for each in self.tables[source.table] if each.name in source.names])

    def _column(self, source: Source) -> str:
        return f'{source.alias}."{self._sample(source).name}"'

    def _leaf(self, source: Source) -> str:
        sample = self._sample(source)
        column = f'{source.alias}."{sample.name}"'
        kind = self.luck.randrange(12)
        if kind < 2 or not sample.values:
            return f"{column} IS {self.luck.choice(('', 'NOT '))}NULL"
        if kind < 5:
            some = ", ".join(self._value(sample) for _ in range(self.luck.randint(1, 4)))
            return f"{column} {self.luck.choice(('IN', 'IN', 'NOT IN'))} ({some})"
        if kind == 5:
            return f"{column} BETWEEN {self._value(sample)} AND {self._value(sample)}"
        if kind == 6 and sample.type == "VARCHAR":
            part = str(self.luck.choice(sample.values))[:3].replace("'", "''").replace("?", "").replace("\\", "")
            return f"{column} LIKE '{self.luck.choice(('', '%'))}{part}%'"
        return f"{column} {self.luck.choice(_COMPARE)} {self._value(sample)}"

    def _value(self, sample: Sample) -> str:
        """A value that occurs, or one near it."""
        value = self.luck.choice(sample.values)
        if self._chance(6):
            value = _near(value, self.luck)
        self.values.append(value)
        return f"\x01{len(self.values) - 1}\x02"


def _near(value: object, luck: random.Random) -> object:
    match value:
        case bool():
            return not value
        case str():
            return luck.choice((value.swapcase(), value + "x", value + " ", ""))
        case datetime.datetime():
            return value + datetime.timedelta(milliseconds=luck.choice((1, -1, 59_000, -61_000, 86_400_000)))
        case datetime.date():
            return value + datetime.timedelta(days=luck.choice((1, -1)))
        case int() | float():
            return value + luck.choice((1, -1))
    return value


def literal(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, datetime.datetime):
        return f"TIMESTAMP '{value.isoformat(sep=' ')}'"
    if isinstance(value, datetime.date):
        return f"DATE '{value.isoformat()}'"
    return f"CAST('{value!r}' AS DOUBLE)" if isinstance(value, float) else str(value)
