"""pandas.read_sql over pyodbc."""

import sys
import warnings

import pandas
import pyodbc
import shared

warnings.filterwarnings("ignore", "pandas only supports SQLAlchemy connectable")
connection = pyodbc.connect(sys.argv[1], autocommit=True)


def read(sql: str, *parameters: str) -> shared.Rows:
    frame = pandas.read_sql(sql, connection, params=[shared.parameter(given) for given in parameters] or None)
    return frame.astype(object).where(frame.notna(), None).itertuples(index=False)


shared.answer({"rows": read, "bind": read})
connection.close()
