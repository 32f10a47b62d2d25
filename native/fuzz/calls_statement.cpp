// Execution, results and the catalogue.
#include "fuzz/application.hpp"

namespace jsdodbc::fuzz {
namespace {

void execute(Application& application) {
    const bool wide = application.input.ConsumeBool();
    const Argument sql = application.text(wide ? 2 : 1);
    if (wide)
        SQLExecDirectW(application.statement(), sql.wide(), sql.length);
    else
        SQLExecDirect(application.statement(), sql.narrow(), sql.length);
}

void prepare(Application& application) {
    const bool wide = application.input.ConsumeBool();
    const Argument sql = application.text(wide ? 2 : 1);
    if (wide)
        SQLPrepareW(application.statement(), sql.wide(), sql.length);
    else
        SQLPrepare(application.statement(), sql.narrow(), sql.length);
}

void catalogue(Application& application) {
    const SQLHSTMT statement = application.statement();
    const Argument a = application.text(2), b = application.text(2), c = application.text(2), d = application.text(2);
    const auto number = static_cast<SQLUSMALLINT>(application.small());
    switch (application.input.ConsumeIntegralInRange(0, 9)) {
        case 0:
            SQLTablesW(statement, a.wide(), a.length, b.wide(), b.length, c.wide(), c.length, d.wide(), d.length);
            break;
        case 1:
            SQLColumnsW(statement, a.wide(), a.length, b.wide(), b.length, c.wide(), c.length, d.wide(), d.length);
            break;
        case 2: SQLPrimaryKeysW(statement, a.wide(), a.length, b.wide(), b.length, c.wide(), c.length); break;
        case 3:
            SQLForeignKeysW(statement, a.wide(), a.length, b.wide(), b.length, c.wide(), c.length, d.wide(), d.length,
                            a.wide(), a.length, b.wide(), b.length);
            break;
        case 4:
            SQLStatisticsW(statement, a.wide(), a.length, b.wide(), b.length, c.wide(), c.length, number, number);
            break;
        case 5:
            SQLSpecialColumnsW(statement, number, a.wide(), a.length, b.wide(), b.length, c.wide(), c.length, number,
                               number);
            break;
        case 6: SQLProceduresW(statement, a.wide(), a.length, b.wide(), b.length, c.wide(), c.length); break;
        case 7: SQLTablePrivilegesW(statement, a.wide(), a.length, b.wide(), b.length, c.wide(), c.length); break;
        case 8: SQLGetTypeInfo(statement, application.small()); break;
        default:
            SQLProcedureColumnsW(statement, a.wide(), a.length, b.wide(), b.length, c.wide(), c.length, d.wide(),
                                 d.length);
    }
}

// Rows in any order: a static cursor with bookmarks over what is executed then.
void open_scrollable(Application& application) {
    const SQLHSTMT statement = application.statement();
    const auto set = [statement](SQLINTEGER attribute, SQLULEN value) {
        SQLSetStmtAttr(statement, attribute, reinterpret_cast<SQLPOINTER>(value), 0);
    };
    set(SQL_ATTR_CURSOR_TYPE, SQL_CURSOR_STATIC);
    set(SQL_ATTR_USE_BOOKMARKS, application.input.ConsumeBool() ? SQL_UB_VARIABLE : SQL_UB_OFF);
    set(SQL_ATTR_ROW_ARRAY_SIZE, application.input.ConsumeIntegralInRange<SQLULEN>(1, Application::largest_array));
    execute(application);
}

void scroll(Application& application) {
    SQLFetchScroll(application.statement(), application.small(), application.input.ConsumeIntegral<std::int8_t>());
}

void extended_fetch(Application& application) {
    SQLULEN rows;
    SQLExtendedFetch(application.statement(), static_cast<SQLUSMALLINT>(application.small()),
                     application.input.ConsumeIntegral<std::int8_t>(), &rows, application.statuses());
}

void get_data(Application& application) {
    Input& input = application.input;
    const SQLSMALLINT c_type = input.c_type();
    const SQLLEN size = input.length(60);
    // The fixed types need room for themselves, whatever the length says.
    const bool sized = c_type == SQL_C_CHAR || c_type == SQL_C_WCHAR || c_type == SQL_C_BINARY;
    char* value = application.keep(sized ? static_cast<std::size_t>(std::max<SQLLEN>(size, 0)) : 128);
    SQLLEN length;
    SQLGetData(application.statement(), application.column(), c_type, input.ConsumeBool() ? value : nullptr, size,
               input.ConsumeBool() ? &length : nullptr);
}

void describe(Application& application) {
    const auto out = application.room(2);
    SQLSMALLINT length, type, digits, nullable;
    SQLULEN size;
    SQLDescribeColW(application.statement(), application.column(), static_cast<SQLWCHAR*>(out.at), out.size, &length,
                    &type, &size, &digits, &nullable);
    SQLDescribeCol(application.statement(), application.column(), static_cast<SQLCHAR*>(out.at), out.size, &length,
                   &type, &size, &digits, &nullable);
}

void column_attribute(Application& application) {
    Input& input = application.input;
    const auto out = application.room(1);
    const SQLUSMALLINT field = input.ConsumeBool() ? input.ConsumeIntegralInRange<SQLUSMALLINT>(0, 40)
                                                   : input.ConsumeIntegralInRange<SQLUSMALLINT>(1000, 1100);
    const auto get = input.ConsumeBool() ? SQLColAttributeW : SQLColAttribute;
    SQLSMALLINT length;
    SQLLEN number;
    get(application.statement(), application.column(), field, out.at, out.size, &length, &number);
}

void cursor_name(Application& application) {
    const Argument name = application.text(2);
    SQLSetCursorNameW(application.statement(), name.wide(), name.length);
    const auto out = application.room(2);
    SQLSMALLINT length;
    SQLGetCursorNameW(application.statement(), static_cast<SQLWCHAR*>(out.at), out.size, &length);
}

void counts(Application& application) {
    SQLLEN rows;
    SQLSMALLINT columns;
    SQLRowCount(application.statement(), &rows);
    SQLNumResultCols(application.statement(), &columns);
}

void set_position(Application& application) {
    SQLSetPos(application.statement(), application.input.ConsumeIntegralInRange<SQLULEN>(0, 20),
              static_cast<SQLUSMALLINT>(application.small()), static_cast<SQLUSMALLINT>(application.small()));
}

}  // namespace

const std::vector<Call> statement_calls{
    execute,
    prepare,
    catalogue,
    open_scrollable,
    scroll,
    scroll,
    extended_fetch,
    get_data,
    get_data,
    describe,
    column_attribute,
    cursor_name,
    counts,
    set_position,
    [](Application& application) { SQLExecute(application.statement()); },
    [](Application& application) { SQLFetch(application.statement()); },
    [](Application& application) { SQLFetch(application.statement()); },
    [](Application& application) { SQLMoreResults(application.statement()); },
    [](Application& application) { SQLCloseCursor(application.statement()); },
    [](Application& application) {
        SQLFreeStmt(application.statement(), static_cast<SQLUSMALLINT>(application.small()));
    },
    [](Application& application) { SQLCancel(application.statement()); },
    [](Application& application) { SQLBulkOperations(application.statement(), application.small()); },
};

}  // namespace jsdodbc::fuzz
