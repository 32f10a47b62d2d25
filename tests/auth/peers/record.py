"""For mitmdump: writes each request, as it goes on from here, into the file RECORD_TO: a line of JSON, with the
arguments of all processes that ran meanwhile.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
from pathlib import Path
from typing import Any


def request(flow: Any) -> None:
    seen = flow.request
    line = {
        "host": f"{seen.host}:{seen.port}",
        "method": seen.method,
        "path": seen.path,
        "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in seen.headers.fields],
        "body": base64.b64encode(seen.raw_content or b"").decode("ascii"),
        "processes": _processes(),
    }
    with Path(os.environ["RECORD_TO"]).open("a") as file:
        file.write(json.dumps(line) + "\n")


def _processes() -> str:
    found: list[str] = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # it has ended
            found.append(each.read_bytes().decode("utf-8", "replace"))
    return "\n".join(found)
