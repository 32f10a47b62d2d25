"""arrow-odbc: whole blocks of rows into columns of Arrow."""

import sys

import arrow_odbc
import pyarrow
import shared


def batches(sql: str, *parameters: str) -> shared.Rows:
    reader = arrow_odbc.read_arrow_batches_from_odbc(
        sql, sys.argv[1], batch_size=1000, max_text_size=100_000, max_binary_size=100_000,
        parameters=[given and str(given) for given in map(shared.parameter, parameters)] or None,
    )  # fmt: skip
    for batch in reader:
        yield from zip(*(column.to_pylist() for column in pyarrow.Table.from_batches([batch]).columns), strict=True)


shared.answer({"rows": batches, "bind": batches})
