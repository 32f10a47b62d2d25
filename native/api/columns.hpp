// What is known about a result column, field by field.
#pragma once

#include <string>
#include <variant>

#include "wire/messages.hpp"

namespace jsdodbc {

using ColumnField = std::variant<std::string, SQLLEN>;

// A field of SQLColAttribute or SQLGetDescField, the numbers of ODBC 2 too. HY091 when there is no such field.
ColumnField column_field(const wire::Column& column, SQLUSMALLINT field, bool odbc2);

// The SQL type as an ODBC 2 application knows it: 9, 10, 11 for date, time and timestamp.
SQLSMALLINT sql_type_for(SQLSMALLINT sql_type, bool odbc2) noexcept;

}  // namespace jsdodbc
