"""How the site is spoken to."""

from __future__ import annotations

from jsdodbc.properties.declaration import Property

CONNECTION: tuple[Property, ...] = (
    Property(
        "Timeout",
        "Connection",
        "integer",
        "60",
        "Seconds that the site may stay silent before a request fails. 0: no limit.",
        minimum=0,
        maximum=86400,
    ),
    Property(
        "MaxThreads",
        "Connection",
        "integer",
        "0",
        "Most requests sent at once. 0: 16 on Cloud, 8 on Data Center.",
        aliases=("Threads",),
        minimum=0,
        maximum=64,
    ),
    Property(
        "Pagesize",
        "Connection",
        "integer",
        "0",
        "Issues asked for in one page, within what the site allows. 0: the best size for the columns asked.",
        minimum=0,
        maximum=5000,
    ),
)
