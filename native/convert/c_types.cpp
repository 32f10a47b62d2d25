#include <iterator>

#include "interval.hpp"
#include "kinds.hpp"

namespace jsdodbc::convert {

namespace {

struct CType {
    SQLSMALLINT code;
    Kind kind;
    SQLLEN size;
};

constexpr CType c_types[] = {
    {SQL_C_CHAR, Kind::character, 0},
    {SQL_C_WCHAR, Kind::wide2, 0},
    {SQL_C_BINARY, Kind::binary, 0},
    {SQL_C_BIT, Kind::bit, 1},
    {SQL_C_TINYINT, Kind::int8, 1},
    {SQL_C_STINYINT, Kind::int8, 1},
    {SQL_C_UTINYINT, Kind::uint8, 1},
    {SQL_C_SHORT, Kind::int16, 2},
    {SQL_C_SSHORT, Kind::int16, 2},
    {SQL_C_USHORT, Kind::uint16, 2},
    {SQL_C_LONG, Kind::int32, 4},
    {SQL_C_SLONG, Kind::int32, 4},
    {SQL_C_ULONG, Kind::uint32, 4},
    {SQL_C_SBIGINT, Kind::int64, 8},
    {SQL_C_UBIGINT, Kind::uint64, 8},
    {SQL_C_FLOAT, Kind::real32, 4},
    {SQL_C_DOUBLE, Kind::real64, 8},
    {SQL_C_NUMERIC, Kind::numeric, sizeof(SQL_NUMERIC_STRUCT)},
    {SQL_C_DATE, Kind::date, sizeof(SQL_DATE_STRUCT)},
    {SQL_C_TYPE_DATE, Kind::date, sizeof(SQL_DATE_STRUCT)},
    {SQL_C_TIME, Kind::time, sizeof(SQL_TIME_STRUCT)},
    {SQL_C_TYPE_TIME, Kind::time, sizeof(SQL_TIME_STRUCT)},
    {SQL_C_TIMESTAMP, Kind::timestamp, sizeof(SQL_TIMESTAMP_STRUCT)},
    {SQL_C_TYPE_TIMESTAMP, Kind::timestamp, sizeof(SQL_TIMESTAMP_STRUCT)},
    {SQL_C_GUID, Kind::guid, sizeof(SQLGUID)},
};
constexpr CType interval_type{SQL_C_INTERVAL_YEAR, Kind::interval, sizeof(SQL_INTERVAL_STRUCT)};
constexpr CType no_type{0, Kind::count, 0};

// Codes lie between -28 and 113: looked up, not searched, because every SQLGetData asks.
constexpr int first_code = -30;
struct Lookup {
    CType at[150];
};
constexpr Lookup make_lookup() {
    Lookup lookup{};
    for (CType& entry : lookup.at) {
        entry = no_type;
    }
    for (const CType& type : c_types) {
        lookup.at[type.code - first_code] = type;
    }
    for (int code = SQL_C_INTERVAL_YEAR; code <= SQL_C_INTERVAL_MINUTE_TO_SECOND; ++code) {
        lookup.at[code - first_code] = interval_type;
    }
    return lookup;
}
constexpr Lookup lookup = make_lookup();

const CType& c_type_of(SQLSMALLINT code) {
    const bool known = code >= first_code && code < first_code + static_cast<int>(std::size(lookup.at));
    return known ? lookup.at[code - first_code] : no_type;
}

struct Default {
    SQLSMALLINT sql_type;
    SQLSMALLINT c_type;
    SQLSMALLINT c_type_unsigned;
};

constexpr Default defaults[] = {
    {SQL_WCHAR, SQL_C_WCHAR, SQL_C_WCHAR},
    {SQL_WVARCHAR, SQL_C_WCHAR, SQL_C_WCHAR},
    {SQL_WLONGVARCHAR, SQL_C_WCHAR, SQL_C_WCHAR},
    {SQL_BIT, SQL_C_BIT, SQL_C_BIT},
    {SQL_TINYINT, SQL_C_STINYINT, SQL_C_UTINYINT},
    {SQL_SMALLINT, SQL_C_SSHORT, SQL_C_USHORT},
    {SQL_INTEGER, SQL_C_SLONG, SQL_C_ULONG},
    {SQL_BIGINT, SQL_C_SBIGINT, SQL_C_UBIGINT},
    {SQL_REAL, SQL_C_FLOAT, SQL_C_FLOAT},
    {SQL_FLOAT, SQL_C_DOUBLE, SQL_C_DOUBLE},
    {SQL_DOUBLE, SQL_C_DOUBLE, SQL_C_DOUBLE},
    {SQL_BINARY, SQL_C_BINARY, SQL_C_BINARY},
    {SQL_VARBINARY, SQL_C_BINARY, SQL_C_BINARY},
    {SQL_LONGVARBINARY, SQL_C_BINARY, SQL_C_BINARY},
    {SQL_DATE, SQL_C_DATE, SQL_C_DATE},
    {SQL_TIME, SQL_C_TIME, SQL_C_TIME},
    {SQL_TIMESTAMP, SQL_C_TIMESTAMP, SQL_C_TIMESTAMP},
    {SQL_TYPE_DATE, SQL_C_TYPE_DATE, SQL_C_TYPE_DATE},
    {SQL_TYPE_TIME, SQL_C_TYPE_TIME, SQL_C_TYPE_TIME},
    {SQL_TYPE_TIMESTAMP, SQL_C_TYPE_TIMESTAMP, SQL_C_TYPE_TIMESTAMP},
    {SQL_GUID, SQL_C_GUID, SQL_C_GUID},
};

}  // namespace

SQLSMALLINT default_c_type(SQLSMALLINT sql_type, bool is_unsigned) {
    if (is_interval_type(sql_type)) {
        return sql_type;
    }
    for (const Default& entry : defaults) {
        if (entry.sql_type == sql_type) {
            return is_unsigned ? entry.c_type_unsigned : entry.c_type;
        }
    }
    return SQL_C_CHAR;
}

SQLLEN c_type_size(SQLSMALLINT c_type) {
    return c_type_of(c_type).size;
}

bool is_c_type(SQLSMALLINT c_type) {
    return c_type == SQL_C_DEFAULT || c_type_of(c_type).kind != Kind::count;
}

Kind kind_of(SQLSMALLINT c_type, unsigned wide_char_bytes) {
    const Kind kind = c_type_of(c_type).kind;
    return kind == Kind::wide2 && wide_char_bytes == 4 ? Kind::wide4 : kind;
}

}  // namespace jsdodbc::convert
