// Which conversions appendix D has ("SQL to C", "C to SQL"), declared once: a line an SQL type.
#pragma once

#include "interval.hpp"

namespace jsdodbc::convert {

// C types that appendix D treats alike.
enum Group : std::uint16_t {
    none = 0,
    texts = 1 << 0,        // SQL_C_CHAR, SQL_C_WCHAR
    bits = 1 << 1,         // SQL_C_BIT
    exact = 1 << 2,        // integers and SQL_C_NUMERIC
    real = 1 << 3,         // SQL_C_FLOAT, SQL_C_DOUBLE
    bytes = 1 << 4,        // SQL_C_BINARY
    date = 1 << 5,         // SQL_C_TYPE_DATE, SQL_C_DATE
    time = 1 << 6,         // SQL_C_TYPE_TIME, SQL_C_TIME
    timestamp = 1 << 7,    // SQL_C_TYPE_TIMESTAMP, SQL_C_TIMESTAMP
    one_month = 1 << 8,    // intervals of one field: a year or a month
    months = 1 << 9,       // SQL_C_INTERVAL_YEAR_TO_MONTH
    one_second = 1 << 10,  // intervals of one field: a day, an hour, a minute or a second
    seconds = 1 << 11,     // intervals of several fields, days to seconds
    guid = 1 << 12,        // SQL_C_GUID
};

struct Conversions {
    SQLSMALLINT sql_type;
    unsigned to;    // C types that a column of the type can be read as; none: there are no such columns
    unsigned from;  // C types that a parameter of the type can be bound as
};

inline constexpr unsigned single = one_month | one_second;
inline constexpr unsigned intervals = single | months | seconds;
inline constexpr unsigned numbers = texts | bits | exact | real | bytes;
inline constexpr unsigned everything = numbers | date | time | timestamp | intervals | guid;

inline constexpr Conversions conversions[] = {
    {SQL_CHAR, everything, everything},
    {SQL_VARCHAR, everything, everything},
    {SQL_LONGVARCHAR, everything, everything},
    {SQL_WCHAR, everything, everything},
    {SQL_WVARCHAR, everything, everything},
    {SQL_WLONGVARCHAR, everything, everything},
    {SQL_DECIMAL, numbers | single, numbers | single},
    {SQL_NUMERIC, numbers | single, numbers | single},
    {SQL_BIT, numbers, numbers},
    {SQL_TINYINT, numbers | single, numbers | single},
    {SQL_SMALLINT, numbers | single, numbers | single},
    {SQL_INTEGER, numbers | single, numbers | single},
    {SQL_BIGINT, numbers | single, numbers | single},
    {SQL_REAL, numbers, numbers},
    {SQL_FLOAT, numbers, numbers},
    {SQL_DOUBLE, numbers, numbers},
    {SQL_BINARY, texts | bytes, texts | bytes},
    {SQL_VARBINARY, texts | bytes, texts | bytes},
    {SQL_LONGVARBINARY, texts | bytes, texts | bytes},
    {SQL_TYPE_DATE, texts | bytes | date | timestamp, texts | bytes | date | timestamp},
    {SQL_TYPE_TIME, texts | bytes | time | timestamp, texts | bytes | time | timestamp},
    {SQL_TYPE_TIMESTAMP, texts | bytes | date | time | timestamp, texts | bytes | date | time | timestamp},
    {SQL_INTERVAL_YEAR, none, texts | bytes | exact | one_month | months},
    {SQL_INTERVAL_MONTH, none, texts | bytes | exact | one_month | months},
    {SQL_INTERVAL_DAY, none, texts | bytes | exact | one_second | seconds},
    {SQL_INTERVAL_HOUR, none, texts | bytes | exact | one_second | seconds},
    {SQL_INTERVAL_MINUTE, none, texts | bytes | exact | one_second | seconds},
    {SQL_INTERVAL_SECOND, none, texts | bytes | exact | one_second | seconds},
    {SQL_INTERVAL_YEAR_TO_MONTH, none, texts | bytes | one_month | months},
    {SQL_INTERVAL_DAY_TO_HOUR, none, texts | bytes | one_second | seconds},
    {SQL_INTERVAL_DAY_TO_MINUTE, none, texts | bytes | one_second | seconds},
    {SQL_INTERVAL_DAY_TO_SECOND, none, texts | bytes | one_second | seconds},
    {SQL_INTERVAL_HOUR_TO_MINUTE, none, texts | bytes | one_second | seconds},
    {SQL_INTERVAL_HOUR_TO_SECOND, none, texts | bytes | one_second | seconds},
    {SQL_INTERVAL_MINUTE_TO_SECOND, none, texts | bytes | one_second | seconds},
    {SQL_GUID, texts | bytes | guid, texts | bytes | guid},
};

// none for what is no C type.
[[nodiscard]] Group group_of(SQLSMALLINT c_type);
// Null for what is no SQL type; the dates and times of ODBC 2 are those of ODBC 3.
[[nodiscard]] const Conversions* conversions_of(SQLSMALLINT sql_type);

}  // namespace jsdodbc::convert
