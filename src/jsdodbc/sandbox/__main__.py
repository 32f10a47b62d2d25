"""`python -m jsdodbc.sandbox`: serve a generated site until interrupted."""

from __future__ import annotations

import argparse
import signal
import sys
from queue import SimpleQueue

from jsdodbc.sandbox.server import Sandbox


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="jsdodbc sandbox", description="Serve a generated Jira Service Management site."
    )
    parser.add_argument("--flavour", choices=("cloud", "dc"), default="cloud", help="Jira Cloud or Jira Data Center")
    parser.add_argument("--issues", type=int, default=1000, metavar="N", help="how many issues the site has")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same site")
    parser.add_argument("--latency", type=float, default=0, metavar="MS", help="milliseconds added to each answer")
    parser.add_argument(
        "--time-zone", default="Europe/Berlin", metavar="Z", help="time zone of the account (IANA name)"
    )
    parser.add_argument("--port", type=int, default=0, metavar="P", help="port; 0 takes a free one")
    parser.add_argument("--lean", action="store_true", help="short texts instead of issues of about 7 KB")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    asked = arguments(argv)
    stopped: SimpleQueue[int] = SimpleQueue()  # unlike an Event, safe to touch from a signal handler
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: stopped.put(number))
    with Sandbox(
        asked.flavour,
        asked.issues,
        asked.seed,
        latency=asked.latency / 1000,
        time_zone=asked.time_zone,
        port=asked.port,
        bulky=not asked.lean,
    ) as sandbox:
        print(f"{sandbox.url}\n{sandbox.connection_string}", flush=True)
        stopped.get()
    return 0


if __name__ == "__main__":
    sys.exit(main())
