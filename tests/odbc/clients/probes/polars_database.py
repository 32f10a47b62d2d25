"""polars.read_database with a connection string."""

import sys

import polars
import shared

shared.answer({"rows": lambda sql: polars.read_database(sql, sys.argv[1]).iter_rows()})
