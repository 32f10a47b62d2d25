"""An ODBC driver for Jira Service Management: SQL in, REST out. Importing this package loads nothing else."""

from __future__ import annotations

__version__ = "0.1.0"
