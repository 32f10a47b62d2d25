"""docs/functions.md: what each function gives, from the expectations that the tests hold; the date literals."""

from __future__ import annotations

from pathlib import Path

from jsdodbc.sql.date_literals import COUNTED, FIXED

EXPECTATIONS = Path(__file__).resolve().parents[1] / "tests" / "execute" / "function_expectations.txt"
_INTRODUCTION = """# Functions

ODBC's scalar functions, T-SQL's and the commercial driver's, each with what it gives; a test holds every line. Without
`{fn …}` they are written the same way. All of DuckDB's scalar, aggregate and window functions can be used beside them.
Parts of a date (`day`, `mm`, `SQL_TSI_MONTH` …) may be quoted or not. Times are UTC.
"""
_LITERALS = """
## Date literals

Each stands for a span of whole days, in UTC; weeks begin on Sunday. Compared with a column, `=` means inside the span,
`<` before it, `<=` not after it, `>` after it, `>=` not before it, `BETWEEN` from the beginning of one to the end of
the other. Anywhere else a literal is the first day of its span. `L_LAST_N_…(n)` are the n whole units before the
present one, `L_NEXT_N_…(n)` those after it; `L_NEXT_N_DAYS(n)` begins today.
"""


def page() -> str:
    lines = [_INTRODUCTION]
    for block in EXPECTATIONS.read_text(encoding="utf-8").split("\n\n")[1:]:
        heading, *cases = block.splitlines()
        title = heading.removeprefix("# ")
        lines += [f"\n## {title[0].upper()}{title[1:]}\n", "| written | gives |", "|---|---|"]
        lines += [_row(*case.rsplit(" = ", 1)) for case in cases]
    names = [*(f"{name}()" for name in FIXED), *(f"{name}(n)" for name in COUNTED)]
    lines += [_LITERALS, ", ".join(f"`{name}`" for name in names) + "."]
    return "\n".join(lines) + "\n"


def _row(expression: str, value: str) -> str:
    return f"| `{_escaped(expression)}` | `{_escaped(value)}` |"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
