// Sizes of appendix D, and the fields that derive from a column's type.
#include <algorithm>

#include "api/columns.hpp"
#include "odbc.hpp"
#include "text/text.hpp"

namespace jsdodbc {
namespace {

constexpr SQLLEN largest_size = 0x7FFFFFFF;

bool is_wide(SQLSMALLINT type) noexcept {
    return type == SQL_WCHAR || type == SQL_WVARCHAR || type == SQL_WLONGVARCHAR;
}
bool is_text(SQLSMALLINT type) noexcept {
    return is_wide(type) || type == SQL_CHAR || type == SQL_VARCHAR || type == SQL_LONGVARCHAR;
}
bool is_binary(SQLSMALLINT type) noexcept {
    return type == SQL_BINARY || type == SQL_VARBINARY || type == SQL_LONGVARBINARY;
}
bool is_datetime(SQLSMALLINT type) noexcept {
    return type >= SQL_TYPE_DATE && type <= SQL_TYPE_TIMESTAMP;
}
bool is_exact(SQLSMALLINT type) noexcept {
    return type == SQL_DECIMAL || type == SQL_NUMERIC;
}

SQLLEN size_of(const wire::Column& column) noexcept {
    return static_cast<SQLLEN>(std::min<std::uint64_t>(column.column_size, largest_size));
}

// Characters of the value as text.
SQLLEN display_size(const wire::Column& column) noexcept {
    const SQLLEN sign = column.is_unsigned() ? 0 : 1;
    const SQLLEN fraction = column.decimal_digits > 0 ? column.decimal_digits + 1 : 0;
    switch (column.sql_type) {
        case SQL_BIT: return 1;
        case SQL_TINYINT: return 3 + sign;
        case SQL_SMALLINT: return 5 + sign;
        case SQL_INTEGER: return 10 + sign;
        case SQL_BIGINT: return 20;
        case SQL_REAL: return 14;
        case SQL_FLOAT:
        case SQL_DOUBLE: return 24;
        case SQL_DECIMAL:
        case SQL_NUMERIC: return size_of(column) + 2;
        case SQL_TYPE_DATE: return 10;
        case SQL_TYPE_TIME: return 8 + fraction;
        case SQL_TYPE_TIMESTAMP: return 19 + fraction;
        case SQL_GUID: return 36;
        default: return is_binary(column.sql_type) ? std::min(size_of(column) * 2, largest_size) : size_of(column);
    }
}

// Bytes of the value in its default C type.
SQLLEN octet_length(const wire::Column& column) noexcept {
    switch (column.sql_type) {
        case SQL_BIT:
        case SQL_TINYINT: return 1;
        case SQL_SMALLINT: return 2;
        case SQL_INTEGER:
        case SQL_REAL: return 4;
        case SQL_BIGINT:
        case SQL_FLOAT:
        case SQL_DOUBLE: return 8;
        case SQL_DECIMAL:
        case SQL_NUMERIC: return size_of(column) + 2;
        case SQL_TYPE_DATE:
        case SQL_TYPE_TIME: return 6;
        case SQL_TYPE_TIMESTAMP:
        case SQL_GUID: return 16;
        default: break;
    }
    const SQLLEN unit = is_wide(column.sql_type) ? static_cast<SQLLEN>(text::wide_char_bytes()) : 1;
    return std::min(size_of(column), largest_size / unit) * unit;
}

SQLLEN radix(SQLSMALLINT type) noexcept {
    switch (type) {
        case SQL_REAL:
        case SQL_FLOAT:
        case SQL_DOUBLE: return 2;
        case SQL_TINYINT:
        case SQL_SMALLINT:
        case SQL_INTEGER:
        case SQL_BIGINT:
        case SQL_DECIMAL:
        case SQL_NUMERIC: return 10;
        default: return 0;
    }
}

// Digits: decimal ones of an exact number, binary ones of an approximate one, those of a second.
SQLLEN precision(const wire::Column& column) noexcept {
    switch (column.sql_type) {
        case SQL_REAL: return 24;
        case SQL_FLOAT:
        case SQL_DOUBLE: return 53;
        case SQL_TYPE_TIME:
        case SQL_TYPE_TIMESTAMP: return column.decimal_digits;
        default: return radix(column.sql_type) == 10 ? size_of(column) : 0;
    }
}

SQLLEN scale(const wire::Column& column) noexcept {
    return is_exact(column.sql_type) || is_datetime(column.sql_type) ? column.decimal_digits : 0;
}

SQLLEN verbose_type(const wire::Column& column, bool odbc2) noexcept {
    if (odbc2) return sql_type_for(column.sql_type, true);
    if (is_datetime(column.sql_type)) return SQL_DATETIME;
    const bool interval = column.sql_type >= SQL_INTERVAL_YEAR && column.sql_type <= SQL_INTERVAL_MINUTE_TO_SECOND;
    return interval ? SQL_INTERVAL : column.sql_type;
}

SQLLEN interval_code(SQLSMALLINT type) noexcept {
    if (is_datetime(type)) return type - 90;
    return type >= SQL_INTERVAL_YEAR && type <= SQL_INTERVAL_MINUTE_TO_SECOND ? type - 100 : 0;
}

// What stands before and behind a literal of the type.
std::pair<std::string, std::string> literal_marks(SQLSMALLINT type) {
    switch (type) {
        case SQL_TYPE_DATE: return {"{d '", "'}"};
        case SQL_TYPE_TIME: return {"{t '", "'}"};
        case SQL_TYPE_TIMESTAMP: return {"{ts '", "'}"};
        case SQL_GUID: return {"{guid '", "'}"};
        default: break;
    }
    if (is_text(type)) return {"'", "'"};
    if (is_binary(type)) return {"X'", "'"};
    return {};
}

SQLLEN is_unsigned(const wire::Column& column) noexcept {
    return radix(column.sql_type) == 0 || column.is_unsigned() ? SQL_TRUE : SQL_FALSE;
}

}  // namespace

SQLSMALLINT sql_type_for(SQLSMALLINT sql_type, bool odbc2) noexcept {
    return static_cast<SQLSMALLINT>(odbc2 && is_datetime(sql_type) ? sql_type - SQL_TYPE_DATE + SQL_DATE : sql_type);
}

ColumnField column_field(const wire::Column& column, SQLUSMALLINT field, bool odbc2) {
    switch (field) {
        case SQL_COLUMN_NAME:
        case SQL_DESC_NAME:
        case SQL_DESC_LABEL: return column.name;
        case SQL_DESC_BASE_COLUMN_NAME: return column.base_column;
        case SQL_DESC_BASE_TABLE_NAME:
        case SQL_DESC_TABLE_NAME: return column.table;
        case SQL_DESC_SCHEMA_NAME: return column.schema;
        case SQL_DESC_CATALOG_NAME: return column.catalog;
        case SQL_DESC_TYPE_NAME:
        case SQL_DESC_LOCAL_TYPE_NAME: return column.type_name;
        case SQL_DESC_LITERAL_PREFIX: return literal_marks(column.sql_type).first;
        case SQL_DESC_LITERAL_SUFFIX: return literal_marks(column.sql_type).second;
        case SQL_DESC_CONCISE_TYPE: return SQLLEN{sql_type_for(column.sql_type, odbc2)};
        case SQL_DESC_TYPE: return verbose_type(column, odbc2);
        case SQL_DESC_DATETIME_INTERVAL_CODE: return interval_code(column.sql_type);
        case SQL_DESC_DATETIME_INTERVAL_PRECISION: return SQLLEN{0};
        case SQL_DESC_DISPLAY_SIZE: return display_size(column);
        case SQL_COLUMN_LENGTH:
        case SQL_DESC_OCTET_LENGTH: return octet_length(column);
        case SQL_DESC_LENGTH:
        case SQL_COLUMN_PRECISION: return size_of(column);
        case SQL_DESC_PRECISION: return precision(column);
        case SQL_COLUMN_SCALE:
        case SQL_DESC_SCALE: return scale(column);
        case SQL_DESC_NUM_PREC_RADIX: return radix(column.sql_type);
        case SQL_COLUMN_NULLABLE:
        case SQL_DESC_NULLABLE: return SQLLEN{column.nullable};
        case SQL_DESC_UNSIGNED: return is_unsigned(column);
        case SQL_DESC_FIXED_PREC_SCALE: return SQLLEN{column.fixed_precision()};
        case SQL_DESC_UPDATABLE: return SQLLEN{column.updatable() ? SQL_ATTR_WRITE : SQL_ATTR_READONLY};
        case SQL_DESC_AUTO_UNIQUE_VALUE: return SQLLEN{column.auto_unique()};
        case SQL_DESC_CASE_SENSITIVE: return SQLLEN{column.case_sensitive()};
        case SQL_DESC_SEARCHABLE: return SQLLEN{column.searchable};
        case SQL_DESC_UNNAMED: return SQLLEN{column.name.empty() ? SQL_UNNAMED : SQL_NAMED};
        case SQL_DESC_ROWVER: return SQLLEN{SQL_FALSE};
        default: throw Failure("HY091");
    }
}

}  // namespace jsdodbc
