// Describing the columns of a result.
#include "api/entry.hpp"

#include "api/bookmarks.hpp"
#include "api/columns.hpp"

namespace jsdodbc {
namespace {

const wire::Column& column_at(const Statement& statement, SQLUSMALLINT number) {
    if (statement.columns.empty()) throw Failure("07005");
    if (number == 0 && has_bookmarks(statement)) return bookmark_column(statement);
    if (number == 0 || number > statement.columns.size()) throw Failure("07009");
    return statement.columns[number - 1u];
}

SQLRETURN describe(Statement& statement, SQLUSMALLINT number, const text::Output& name, SQLSMALLINT* name_length,
                   SQLSMALLINT* type, SQLULEN* size, SQLSMALLINT* digits, SQLSMALLINT* nullable) {
    statement.require(Operation::describe_columns);
    const wire::Column& column = column_at(statement, number);
    put_text(statement.diagnostics, column.name, name, name_length);
    put_value(type, sql_type_for(column.sql_type, statement.odbc2()));
    put_value(size, static_cast<SQLULEN>(column.column_size));
    put_value(digits, column.decimal_digits);
    put_value(nullable, static_cast<SQLSMALLINT>(column.nullable));
    return SQL_SUCCESS;
}

SQLRETURN attribute(Statement& statement, SQLUSMALLINT number, SQLUSMALLINT field, const text::Output& output,
                    SQLSMALLINT* length, void* numeric) {
    statement.require(Operation::describe_columns);
    if (field == SQL_DESC_COUNT || field == SQL_COLUMN_COUNT) {
        put_value(numeric, static_cast<SQLLEN>(statement.columns.size()));
        return SQL_SUCCESS;
    }
    const ColumnField value = column_field(column_at(statement, number), field, statement.odbc2());
    if (const auto* text = std::get_if<std::string>(&value)) {
        put_text(statement.diagnostics, *text, output, length, true);
    } else {
        put_value(numeric, std::get<SQLLEN>(value));
    }
    return SQL_SUCCESS;
}

}  // namespace
}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLNumResultCols(SQLHSTMT handle, SQLSMALLINT* count) {
    return enter<Statement>(handle, [=](Statement& statement) -> SQLRETURN {
        statement.require(Operation::describe_columns);
        put_value(count, static_cast<SQLSMALLINT>(statement.columns.size()));
        return SQL_SUCCESS;
    });
}

extern "C" SQLRETURN SQL_API SQLDescribeCol(SQLHSTMT handle, SQLUSMALLINT number, SQLCHAR* name, SQLSMALLINT name_size,
                                            SQLSMALLINT* name_length, SQLSMALLINT* type, SQLULEN* size,
                                            SQLSMALLINT* digits, SQLSMALLINT* nullable) {
    return enter<Statement>(handle, [=](Statement& statement) {
        return describe(statement, number, text::narrow(name, name_size), name_length, type, size, digits, nullable);
    });
}

extern "C" SQLRETURN SQL_API SQLDescribeColW(SQLHSTMT handle, SQLUSMALLINT number, SQLWCHAR* name,
                                             SQLSMALLINT name_size, SQLSMALLINT* name_length, SQLSMALLINT* type,
                                             SQLULEN* size, SQLSMALLINT* digits, SQLSMALLINT* nullable) {
    return enter<Statement>(handle, [=](Statement& statement) {
        return describe(statement, number, text::wide(name, name_size), name_length, type, size, digits, nullable);
    });
}

extern "C" SQLRETURN SQL_API SQLColAttribute(SQLHSTMT handle, SQLUSMALLINT number, SQLUSMALLINT field,
                                             SQLPOINTER buffer, SQLSMALLINT size, SQLSMALLINT* length,
                                             NumericAttribute numeric) {
    return enter<Statement>(handle, [=](Statement& statement) {
        return attribute(statement, number, field, text::narrow(buffer, size), length, numeric);
    });
}

extern "C" SQLRETURN SQL_API SQLColAttributeW(SQLHSTMT handle, SQLUSMALLINT number, SQLUSMALLINT field,
                                              SQLPOINTER buffer, SQLSMALLINT size, SQLSMALLINT* length,
                                              NumericAttribute numeric) {
    return enter<Statement>(handle, [=](Statement& statement) {
        return attribute(statement, number, field, text::wide_in_bytes(buffer, size), length, numeric);
    });
}
