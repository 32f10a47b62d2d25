"""An application: connects with the string on the standard input, runs its second line, prints what comes."""

from __future__ import annotations

import json
import sys

import pyodbc

pyodbc.pooling = False
string, *statements = sys.stdin.read().splitlines()
try:
    connection = pyodbc.connect(string, autocommit=True)
    rows = []
    for statement in statements:
        cursor = connection.execute(statement)
        rows = [[str(value) for value in row] for row in cursor.fetchall()]
    connection.close()
    print(json.dumps({"rows": rows}))
except pyodbc.Error as error:
    print(json.dumps({"state": error.args[0], "message": error.args[1]}))
