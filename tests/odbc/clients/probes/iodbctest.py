"""iodbctest, through the other driver manager: a statement and an empty line; columns padded to their width."""

import re
import subprocess
import sys
from collections.abc import Iterator

import shared

MARKER = "end of step"
COMMANDS = {"tables": "tables", "rows": "{}"}
NULL = re.compile(r"\*+")


def cells(line: str, widths: list[int]) -> list[str]:
    padded, start, found = line.encode(), 0, []
    for width in widths:
        found.append(padded[start : start + width].decode().rstrip())
        start += width + 1
    return [shared.NOTHING if NULL.fullmatch(cell) else cell for cell in found]


def answer(verb: str, lines: list[str], failures: Iterator[str]) -> str:
    ruler = next((index for index, line in enumerate(lines) if re.fullmatch(r"-+(\+-+)*", line)), None)
    if ruler is None:
        return shared.FAILED + next(failures)
    widths = [len(part) for part in lines[ruler].split("+")]
    rows = [cells(line, widths) for line in lines[ruler + 1 : lines.index("", ruler)]]
    picked = [[row[2]] for row in rows] if verb == "tables" else rows
    return "".join(shared.UNIT.join(row) + shared.RECORD for row in picked)


steps = [line.split(shared.UNIT) for line in sys.stdin.buffer.read().decode().rstrip("\n").split("\n")]
script = "".join(COMMANDS[verb].format(*given) + f"\n\nSELECT '{MARKER}'\n\n" for verb, *given in steps) + "quit\n"
done = subprocess.run(["iodbctest", sys.argv[1]], input=script.encode(), capture_output=True)
failures = iter(done.stderr.decode().strip().split("\n"))
groups = done.stdout.decode().split(MARKER)[::2]  # once as the column's name, once as its value
for (verb, *_), group in zip(steps, groups, strict=False):
    sys.stdout.buffer.write((answer(verb, group.split("\n"), failures) + shared.GROUP).encode())
