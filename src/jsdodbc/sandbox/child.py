"""The process behind `Sandbox(process=True)`: options as one JSON line, the URL as the answer, gone when standard input
closes.
"""

from __future__ import annotations

import json
import sys

from jsdodbc.sandbox.server import Sandbox


def main() -> None:
    options = json.loads(sys.stdin.readline())
    with Sandbox(**options) as sandbox:
        print(sandbox.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
