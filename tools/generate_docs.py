"""Writes the reference pages, and the set-up library's tables, from the code.

With --check it writes nothing and says which are stale.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from jsdodbc.model.column import Column
from jsdodbc.model.table import Table
from jsdodbc.model.tables import TABLES
from jsdodbc.properties import LATER, MEANINGLESS, OTHER, PROPERTIES, SSO_PROPERTIES, Property
from tools import conformance_page, functions_page, setup_properties, writes_page

ROOT = Path(__file__).resolve().parents[1]
NOTE = "<!-- Written by `make docs` from the code: change it there. -->\n"
DEPLOYMENTS = {"": "", "cloud": " Cloud only.", "data_center": " Data Center only."}


def pages() -> Iterator[tuple[str, str]]:
    """Path below docs/ and text of each generated page."""
    yield "connection-properties.md", properties_page()
    yield "sqlstates.md", sqlstates_page()
    yield "odbc-conformance.md", conformance_page.page()
    yield "functions.md", functions_page.page()
    yield "tables/README.md", tables_page()
    for table in TABLES:
        yield f"tables/{table.name}.md", table_page(table)


def properties_page() -> str:
    parts = [
        "# Connection properties\n",
        "They stand in the connection string or in the data source's section of `odbc.ini`; the string wins. Names",
        "ignore case, spaces and underscores. An unknown name is a warning (01S00) that says which known one is near.",
        "A value with `;` goes in braces: `{a;b}`.\n",
    ]
    for group in dict.fromkeys(entry.group for entry in PROPERTIES):
        parts += [f"## {group}\n", *(_property(entry) for entry in PROPERTIES if entry.group == group)]
    parts += ["## In Other\n", "Written as a connection string inside: `Other='AllowHttp=true;Retries=2'`.\n"]
    parts += [_property(entry) for entry in OTHER]
    parts += ["## In SSOProperties\n", "Written likewise: `SSOProperties='MFAType=Email;MFAPassCode=123456'`.\n"]
    parts += [_property(entry) for entry in SSO_PROPERTIES]
    parts += _without_effect("Still to come", "Accepted with a warning that says what to do until then.", LATER)
    parts += _without_effect("Without meaning here", "Accepted with a warning that says why.", MEANINGLESS)
    return "\n".join(parts)


def _without_effect(title: str, text: str, names: dict[tuple[str, ...], str]) -> list[str]:
    by_reason: dict[str, list[str]] = {}
    for group, reason in names.items():
        by_reason.setdefault(reason, []).extend(group)
    rows = [f"| {', '.join(f'`{name}`' for name in each)} | {_escaped(why)} |" for why, each in by_reason.items()]
    return [f"## {title}\n", f"{text}\n", "| property | why |", "|---|---|", *rows, ""]


def _property(entry: Property) -> str:
    facts = [entry.type]
    facts += [f"one of {', '.join(f'`{value}`' for value in entry.values)}"] if entry.values else []
    facts += [_range(entry)] if entry.minimum is not None or entry.maximum is not None else []
    facts += [f"default `{entry.default}`"] if entry.default else []
    facts += ["secret: never shown or logged"] if entry.secret else []
    facts += ["also " + ", ".join(f"`{alias}`" for alias in entry.aliases)] if entry.aliases else []
    return f"### {entry.name}\n\n{_escaped(entry.text)}\n\n*{'; '.join(facts)}*\n"


def _range(entry: Property) -> str:
    least, most = entry.minimum, entry.maximum
    return f"from {least}" if most is None else f"up to {most}" if least is None else f"{least} to {most}"


def tables_page() -> str:
    lines = ["# Tables\n", "| table | schema | what a row is |", "|---|---|---|"]
    lines += [
        f"| [{table.name}]({table.name}.md) | {table.schema} | {_escaped(table.description)} |" for table in TABLES
    ]
    return "\n".join(
        [
            *lines,
            "\nA name without schema is looked for in `JiraServiceDesk`, then in `Jira`. Times are UTC.\n",
            *writes_page.matrix(TABLES),
        ]
    )


def table_page(table: Table) -> str:
    lines = [
        f"# {table.schema}.{table.name}\n",
        table.description + "\n",
        "| column | type | | sent to Jira when filtered | what it holds |",
        "|---|---|---|---|---|",
        *(_column(column) for column in table.declared if not column.hidden),
    ]
    hidden = ", ".join(f"`{column.name}`" for column in table.declared if column.hidden)
    lines += [f"\nNot in `SELECT *`, but can be named: {hidden}.\n"] if hidden else [""]
    lines += [
        f"Pseudo-column `{column.name}`, used as `{column.name} = '…'` in WHERE: {_escaped(column.description)}\n"
        for column in table.pseudo_columns
    ]
    if table.extra is not None or table.name in ("Issues", "Requests"):
        lines.append("With `IncludeCustomFields=true` the site's custom fields follow as columns of their own.\n")
    lines += writes_page.section(table)
    return "\n".join(lines)


def _column(column: Column) -> str:
    size = f"({column.type.column_size})" if column.type.name in ("VARCHAR", "VARBINARY") else ""
    marks = ["key"] if column.key else []
    marks += [] if column.nullable else ["not null"]
    marks += [f"→ [{column.references[0]}]({column.references[0]}.md)"] if column.references else []
    text = _escaped(column.description) + DEPLOYMENTS.get(column.deployment, f" {column.deployment} only.")
    return f"| {column.name} | {column.type.name}{size} | {', '.join(marks)} | {_pushdown(column)} | {text} |"


def _pushdown(column: Column) -> str:
    if column.pushdown is None:
        return ""
    name = column.pushdown.jql
    return _escaped(f"`{name}`: {column.pushdown.kind.value}" if name else column.pushdown.kind.value)


def sqlstates_page() -> str:
    said = _messages()
    lines = [
        "# SQLSTATEs\n",
        "What the driver answers with, and in whose words. `…` stands for names and values of the case at hand.\n",
    ]
    for state, text in sorted({**dict.fromkeys(said, ""), **_native_states()}.items()):
        lines.append(f"## {state}\n")
        lines += [f"{_escaped(text)}\n"] if text else []
        lines += [f"* {_escaped(message)}" for message in sorted(said.get(state, ()))]
        lines += [""] if said.get(state) else []
    return "\n".join(lines)


def _native_states() -> dict[str, str]:
    source = (ROOT / "native/diagnostics/sqlstates.cpp").read_text("utf-8")
    return dict(re.findall(r'\{"([0-9A-Z]{5})", "([^"]*)"\}', source))


def _messages() -> dict[str, set[str]]:
    """SQLSTATE -> the sentences that the engine raises or warns with, read off its source."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "src/jsdodbc").rglob("*.py")):
        if "sandbox" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                _collect(node, found)
    return found


def _collect(node: ast.AST, found: dict[str, set[str]]) -> None:
    if not (isinstance(node, ast.Call) and len(node.args) >= 2 and isinstance(node.func, ast.Name)):
        return
    state, message = _text(node.args[0]), _text(node.args[1])
    if node.func.id in ("Error", "Misnamed", "Notice") and re.fullmatch("[0-9A-Z]{5}", state) and message.strip("… ."):
        found.setdefault(state, set()).add(message)


def _text(node: ast.expr) -> str:
    """A string as a person reads it in the source; "" for what is not one."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return ""


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def written() -> Iterator[tuple[str, str]]:
    """Path below the project and text of every file that is written here."""
    for name, text in pages():
        yield f"docs/{name}", NOTE + text.rstrip() + "\n"
    for name, text in setup_properties.files():
        yield f"native/setup/{name}", text


def main(arguments: list[str]) -> int:
    stale = []
    for name, wanted in written():
        path = ROOT / name
        if path.exists() and path.read_text("utf-8") == wanted:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted, "utf-8")
    verb = "stale, run `make docs`" if "--check" in arguments else "written"
    print("\n".join(f"{name}: {verb}" for name in stale) or "The reference pages are up to date.")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
