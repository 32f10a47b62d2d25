"""Functions that DuckDB spells otherwise, as templates: DuckDB SQL with $1, $2 … for the arguments.

ODBC's functions (reference, appendix E), T-SQL's and the commercial driver's. What each gives is written down, a line
a function, in tests/execute/function_expectations.txt. Weeks begin on Sunday, as DAYOFWEEK counts.
"""

from __future__ import annotations

_NOW = "CAST(now() AS TIMESTAMP)"
_TODAY = "CAST(now() AS DATE)"
_SPLICE = '("left"($1, CAST($2 AS BIGINT) - 1) || $4 || substr($1, CAST($2 AS BIGINT) + CAST($3 AS BIGINT)))'


def _find_from(text: str, wanted: str) -> str:
    """Where `wanted` is in `text` from the place $3 on."""
    found = f"instr(substr({text}, CAST($3 AS BIGINT)), {wanted})"
    return f"CASE WHEN {found} = 0 THEN 0 ELSE {found} + CAST($3 AS BIGINT) - 1 END"


def _str(length: str, digits: str) -> str:
    """T-SQL's STR: a number of `length` characters, stars when it needs more."""
    number = f"format('{{:.' || {digits} || 'f}}', round(CAST($1 AS DOUBLE), {digits}))"
    least = "length(CAST(CAST(round(CAST($1 AS DOUBLE)) AS BIGINT) AS VARCHAR))"
    return (
        f"CASE WHEN {least} > {length} THEN repeat('*', {length}) "
        f"ELSE lpad({number}, CAST(greatest({length}, {least}) AS INTEGER), ' ') END"
    )


def _seconds(whole: str, fraction: str, digits: str) -> str:
    return f"({whole} + CAST({fraction} AS DOUBLE) / power(10, {digits}))"


_DAY = "CAST($1 AS DATE)"
_WEEK = f"({_DAY} - CAST(dayofweek({_DAY}) AS INTEGER))"
_QUARTER = f"CAST(date_trunc('quarter', {_DAY}) AS DATE)"
_YEAR_ZERO = "date_diff('day', DATE '0001-01-01', CAST($1 AS DATE)) + 366"  # MySQL's day 366 begins the year 1

# (name, number of arguments) → template.
TEMPLATES: dict[tuple[str, int], str] = {
    # text
    ("BIT_LENGTH", 1): "(octet_length($1) * 8)",
    ("CHAR", 1): "chr(CAST($1 AS INTEGER))",
    ("CHAR_LENGTH", 1): "length($1)",
    ("CHARACTER_LENGTH", 1): "length($1)",
    ("CHARINDEX", 2): "instr($2, $1)",
    ("CHARINDEX", 3): _find_from("$2", "$1"),
    ("DIFFERENCE", 2): "odbc_difference($1, $2)",
    ("ENDSWITH", 2): "ends_with($1, $2)",
    ("INDEXOF", 2): "instr($1, $2)",
    ("INDEXOF", 3): _find_from("$1", "$2"),
    ("INSERT", 4): _SPLICE,
    ("LCASE", 1): "lower($1)",
    ("LEN", 1): "length(rtrim(CAST($1 AS VARCHAR), ' '))",
    ("LOCATE", 2): "instr($2, $1)",
    ("LOCATE", 3): _find_from("$2", "$1"),
    ("MASK", 2): "repeat($2, length($1))",
    ("MASK", 3): '("left"($1, $3) || repeat($2, length($1) - $3))',
    ("MASK", 4): '("left"($1, $3) || repeat($2, length($1) - $3 - $4) || "right"($1, $4))',
    ("NCHAR", 1): "chr(CAST($1 AS INTEGER))",
    ("OCTET_LENGTH", 1): "octet_length($1)",
    ("QUOTENAME", 1): "('[' || replace($1, ']', ']]') || ']')",
    ("QUOTENAME", 2): "($2 || replace($1, $2, $2 || $2) || $2)",
    ("REPEAT", 2): "repeat(CAST($1 AS VARCHAR), CAST($2 AS BIGINT))",
    ("REPLICATE", 2): "repeat(CAST($1 AS VARCHAR), CAST($2 AS BIGINT))",
    ("SOUNDEX", 1): "odbc_soundex($1)",
    ("SPACE", 1): "repeat(' ', CAST($1 AS BIGINT))",
    ("SPLIT", 3): "split_part($1, $2, CAST($3 AS BIGINT))",
    ("STARTSWITH", 2): "starts_with($1, $2)",
    ("STR", 1): _str("10", "0"),
    ("STR", 2): _str("$2", "0"),
    ("STR", 3): _str("$2", "$3"),
    ("STUFF", 4): _SPLICE,
    ("TOSTRING", 1): "CAST($1 AS VARCHAR)",
    ("UCASE", 1): "upper($1)",
    # numbers
    ("ATN2", 2): "atan2($1, $2)",
    ("LOG", 1): "ln($1)",
    ("LOG", 2): "log($2, $1)",
    ("NEGATE", 1): "(- $1)",
    ("RAND", 0): "random()",
    ("RAND", 1): "random()",
    ("SQUARE", 1): "power($1, 2)",
    ("TRUNCATE", 2): "trunc($1, CAST($2 AS INTEGER))",
    # times
    ("CURDATE", 0): _TODAY,
    ("CURRENT_DATE", 0): _TODAY,
    ("CURRENT_TIME", 0): f"CAST({_NOW} AS TIME)",
    ("CURRENT_TIME", 1): f"CAST(date_trunc('second', {_NOW}) AS TIME)",
    ("CURRENT_TIMESTAMP", 0): _NOW,
    ("CURRENT_TIMESTAMP", 1): f"date_trunc('second', {_NOW})",
    ("CURTIME", 0): f"CAST({_NOW} AS TIME)",
    ("DATEFROMPARTS", 3): "make_date($1, $2, $3)",
    ("DATETIMEFROMPARTS", 7): f"make_timestamp($1, $2, $3, $4, $5, {_seconds('$6', '$7', '3')})",
    ("DATETIME2FROMPARTS", 8): f"make_timestamp($1, $2, $3, $4, $5, {_seconds('$6', '$7', '$8')})",
    ("DAYOFMONTH", 1): "day(CAST($1 AS TIMESTAMP))",
    ("DAYOFWEEK", 1): "(dayofweek(CAST($1 AS TIMESTAMP)) + 1)",
    ("EOMONTH", 1): "last_day(CAST($1 AS DATE))",
    ("EOMONTH", 2): "last_day(CAST($1 AS DATE) + to_months(CAST($2 AS INTEGER)))",
    ("FDMONTH", 1): f"CAST(date_trunc('month', {_DAY}) AS DATE)",
    ("FDQUARTER", 1): _QUARTER,
    ("FDWEEK", 1): _WEEK,
    ("FROM_DAYS", 1): "(DATE '0001-01-01' + (CAST($1 AS INTEGER) - 366))",
    ("FROM_UNIXTIME", 1): "CAST(to_timestamp($1) AS TIMESTAMP)",
    ("GETDATE", 0): _NOW,
    ("GETUTCDATE", 0): _NOW,
    ("ISDATE", 1): "CASE WHEN TRY_CAST($1 AS TIMESTAMP) IS NULL THEN 0 ELSE 1 END",
    ("LDMONTH", 1): f"last_day({_DAY})",
    ("LDQUARTER", 1): f"last_day({_QUARTER} + to_months(2))",
    ("LDWEEK", 1): f"({_WEEK} + 6)",
    ("MAKEDATE", 2): "(make_date($1, 1, 1) + (CAST($2 AS INTEGER) - 1))",
    ("NOW", 0): _NOW,
    ("SMALLDATETIMEFROMPARTS", 5): "make_timestamp($1, $2, $3, $4, $5, 0)",
    ("SCOPE_IDENTITY", 0): '(SELECT "Id" FROM sys.sys_scope_identity)',
    ("SYSDATETIME", 0): _NOW,
    ("SYSUTCDATETIME", 0): _NOW,
    ("TIMEFROMPARTS", 5): f"make_time($1, $2, {_seconds('$3', '$4', '$5')})",
    ("TO_DAYS", 1): f"({_YEAR_ZERO})",
    # values that are missing
    ("IIF", 3): "CASE WHEN $1 THEN $2 ELSE $3 END",
    ("ISNULL", 1): "($1 IS NULL)",
    ("ISNULL", 2): "coalesce($1, $2)",
    ("NVL", 2): "coalesce($1, $2)",
    # JSON: the value as text
    ("JSON_COUNT", 1): "json_array_length($1)",
    ("JSON_COUNT", 2): "json_array_length($1, $2)",
    ("JSON_EXTRACT", 2): "json_extract_string($1, $2)",
}
# Functions of a moment: text they are given is read as one.
OF_MOMENTS = frozenset(
    ("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DAYOFYEAR", "DAYNAME", "MONTHNAME", "HOUR", "MINUTE", "SECOND")
)
