"""What is written down of what the driver does."""

from __future__ import annotations

from jsdodbc.properties.declaration import Property

LOGGING: tuple[Property, ...] = (
    Property(
        "Logfile",
        "Logging",
        "path",
        "",
        "File that what the driver does is written to, readable by its owner only. Secrets are never written. Empty: "
        "no log.",
        aliases=("Log File", "LogFilePath"),
    ),
    Property(
        "Verbosity",
        "Logging",
        "integer",
        "1",
        "How much is logged. 1: connections and errors. 2: every request. 3: what was asked. 4: headers. 5: answers.",
        minimum=1,
        maximum=5,
    ),
)
