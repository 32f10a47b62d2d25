"""isql and iusql: a statement a line, rows as text; a marker row after each step."""

import subprocess
import sys

import shared

MARKER = "end of step"
COMMANDS = {
    "tables": lambda: "help",
    "columns": lambda table: f"help {table}",
    "rows": lambda sql: sql,
}
PICKED = {"tables": 2, "columns": 3}


def command(program: str, target: str) -> list[str]:
    """isql takes `-k STRING`, and what follows `-d` between columns."""
    given = [target, "-k"] if "=" in target else [target]
    return [program, *given, "-b", "-v", "-d" + shared.UNIT]


def answer(verb: str, lines: list[str]) -> str:
    cells = [line.split(shared.UNIT) for line in lines if line and not line.startswith("SQLRowCount")]
    if cells and "[jsdodbc]" in cells[0][0]:
        return shared.FAILED + cells[0][0]
    picked = [row if verb == "rows" else [row[PICKED[verb]]] for row in cells]
    return "".join(shared.UNIT.join(row) + shared.RECORD for row in picked)


steps = [line.split(shared.UNIT) for line in sys.stdin.buffer.read().decode().rstrip("\n").split("\n")]
script = "".join(f"{COMMANDS[verb](*given)}\nSELECT '{MARKER}'\n" for verb, *given in steps)
done = subprocess.run(
    command(sys.argv[1], sys.argv[2]), input=script.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
)
groups = done.stdout.decode().split(MARKER)
for (verb, *_), group in zip(steps, groups, strict=False):
    sys.stdout.buffer.write((answer(verb, group.split("\n")) + shared.GROUP).encode())
