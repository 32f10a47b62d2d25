"""What the reference pages say of writing: a section of each table's page, and the table of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsdodbc.model.table import Table, Unavailable
from jsdodbc.model.write import DELETE, INSERT, UPDATE, Write
from jsdodbc.model.written import written_columns

FLAVOURS = ("Cloud", "Data Center")
VERBS = (INSERT, UPDATE, DELETE)


def section(table: Table) -> Iterator[str]:
    """The lines on writing of a table's page; none for a table that can only be read."""
    if not table.writes:
        return
    yield "## Writing\n"
    yield "With `Readonly=false`; see [Writing](../writing.md). A row is one request.\n"
    yield "| statement | request | columns |"
    yield "|---|---|---|"
    for write in table.writes:
        site = f" ({write.deployment} only)" if write.deployment else ""
        yield f"| {write.verb}{site} | `{write.method} {write.path.replace('|', ' or ')}` | {_columns(table, write)} |"
    yield ""
    for put in {put.column: put for write in table.writes for put in write.puts}.values():
        if put.text and table.column(put.column) is None:
            yield f"* `{put.column}` can only be written: {put.text}"
    yield ""


def _columns(table: Table, write: Write) -> str:
    needed = {put.column for put in write.puts if put.required}
    names = [f"**{name}**" if name in needed else name for name in written_columns(table, write)]
    return ", ".join(names)


def matrix(tables: Sequence[Table]) -> Iterator[str]:
    """Every table, kind of site and verb."""
    yield "## What can be done with each\n"
    yield "S: SELECT, I: INSERT, U: UPDATE, D: DELETE. Every cell is tried by a test through ODBC.\n"
    yield "| table | " + " | ".join(FLAVOURS) + " |"
    yield "|---|---|---|"
    for table in tables:
        cells = (verbs(table, flavour) for flavour in FLAVOURS)
        yield f"| [{table.name}]({table.name}.md) | {' | '.join(cells)} |"
    yield ""


def verbs(table: Table, flavour: str) -> str:
    """What a kind of site can do with a table: "SIUD" for all."""
    mine = table.only(flavour)
    read = "" if isinstance(mine.read, Unavailable) else "S"
    return read + "".join(verb[0] for verb in VERBS if mine.written(verb)) or "-"
