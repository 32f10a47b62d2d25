"""Functions made of DuckDB's own that are too long to be written out at each use; every cage has them."""

from __future__ import annotations

# Letters as digits, alike where they sound alike; 9: H and W, which do not part letters that sound alike.
_CODES = "translate(letters, 'BFPVCGJKQSXZDTLMNRAEIOUYHW', '11112222222233455600000099')"
_LETTERS = "regexp_replace(upper(value), '[^A-Z]', '', 'g')"


def _squeezed(text: str) -> str:
    for digit in "0123456":
        text = f"regexp_replace({text}, '{digit}+', '{digit}', 'g')"
    return text


_FIRST_AND_REST = "codes[1] || replace(codes[2:], '9', '')"
MACROS = (
    f"CREATE OR REPLACE MACRO odbc_letters(value) AS {_LETTERS}",
    f"CREATE OR REPLACE MACRO odbc_codes(letters) AS {_CODES}",
    f"CREATE OR REPLACE MACRO odbc_digits(codes) AS replace(({_squeezed(_FIRST_AND_REST)})[2:], '0', '')",
    "CREATE OR REPLACE MACRO odbc_soundex(value) AS "
    "rpad(\"left\"(odbc_letters(value)[1] || odbc_digits(odbc_codes(odbc_letters(value))), 4), 4, '0')",
    "CREATE OR REPLACE MACRO odbc_alike(one, other) AS "
    "CAST(one[1] = other[1] AS INTEGER) + CAST(one[2] = other[2] AS INTEGER) "
    "+ CAST(one[3] = other[3] AS INTEGER) + CAST(one[4] = other[4] AS INTEGER)",
    "CREATE OR REPLACE MACRO odbc_difference(one, other) AS odbc_alike(odbc_soundex(one), odbc_soundex(other))",
)
