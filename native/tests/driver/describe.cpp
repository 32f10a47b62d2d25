#include "session.hpp"

#include <cstring>

using namespace jsdodbc::test;

namespace {

SQLLEN number(Session& session, SQLUSMALLINT column, SQLUSMALLINT field) {
    SQLLEN value = -99;
    SQLColAttribute(session.statement, column, field, nullptr, 0, nullptr, &value);
    return value;
}

std::string text(Session& session, SQLUSMALLINT column, SQLUSMALLINT field) {
    char value[100] = {};
    SQLSMALLINT length = 0;
    SQLColAttribute(session.statement, column, field, value, sizeof value, &length, nullptr);
    return value;
}

}  // namespace

TEST(describes_columns) {
    Session session;
    session.run("types");
    SQLCHAR name[50] = {};
    SQLSMALLINT length = 0, type = 0, digits = 0, nullable = 0;
    SQLULEN size = 0;
    SQLDescribeCol(session.statement, 6, name, sizeof name, &length, &type, &size, &digits, &nullable);
    CHECK_EQUAL(std::string(reinterpret_cast<char*>(name)), std::string("price"), "name");
    CHECK(type == SQL_DECIMAL && size == 20 && digits == 4 && nullable == SQL_NULLABLE, "decimal");
    CHECK_EQUAL(number(session, 6, SQL_DESC_DISPLAY_SIZE), 22, "display size of a decimal");
    CHECK_EQUAL(number(session, 7, SQL_DESC_OCTET_LENGTH), 510, "bytes of a wide text");
    CHECK_EQUAL(number(session, 4, SQL_DESC_NUM_PREC_RADIX), 10, "radix");
    CHECK_EQUAL(number(session, 4, SQL_DESC_UNSIGNED), SQL_FALSE, "signed");
    CHECK_EQUAL(number(session, 7, SQL_DESC_UNSIGNED), SQL_TRUE, "not numeric");
    CHECK_EQUAL(number(session, 11, SQL_DESC_CONCISE_TYPE), SQL_TYPE_TIMESTAMP, "timestamp");
    CHECK_EQUAL(number(session, 11, SQL_DESC_TYPE), SQL_DATETIME, "timestamp");
    CHECK_EQUAL(number(session, 11, SQL_DESC_PRECISION), 6, "digits of the second");
    CHECK_EQUAL(number(session, 1, SQL_DESC_COUNT), 12, "count");
    CHECK_EQUAL(number(session, 6, SQL_COLUMN_PRECISION), 20, "ODBC 2 precision");
    CHECK_EQUAL(number(session, 6, SQL_COLUMN_SCALE), 4, "ODBC 2 scale");
    CHECK_EQUAL(text(session, 2, SQL_DESC_BASE_TABLE_NAME), std::string("Things"), "table");
    CHECK_EQUAL(text(session, 2, SQL_DESC_TYPE_NAME), std::string("TYPE5"), "type name");
    CHECK_EQUAL(text(session, 7, SQL_DESC_LITERAL_PREFIX), std::string("'"), "literal");
    SQLLEN value;
    CHECK_EQUAL(SQLColAttribute(session.statement, 1, 1211, nullptr, 0, nullptr, &value), SQL_ERROR, "unknown field");
    CHECK_EQUAL(session.state(), std::string("HY091"), "unknown field");
    CHECK_EQUAL(SQLDescribeCol(session.statement, 13, nullptr, 0, nullptr, nullptr, nullptr, nullptr, nullptr),
                SQL_ERROR, "no such column");
    CHECK_EQUAL(session.state(), std::string("07009"), "no such column");
}

TEST(old_applications_see_old_date_types) {
    Session session(SQL_OV_ODBC2);
    session.run("types");
    for (SQLUSMALLINT column = 9; column <= 11; ++column) {
        SQLSMALLINT type = 0;
        SQLDescribeCol(session.statement, column, nullptr, 0, nullptr, &type, nullptr, nullptr, nullptr);
        CHECK_EQUAL(type, column, "9 date, 10 time, 11 timestamp");
        CHECK_EQUAL(number(session, column, SQL_DESC_CONCISE_TYPE), column, "9 date, 10 time, 11 timestamp");
    }
    SQLFetch(session.statement);
    SQL_TIMESTAMP_STRUCT moment{};
    SQLLEN length = 0;
    CHECK_EQUAL(SQLGetData(session.statement, 11, SQL_C_TIMESTAMP, &moment, sizeof moment, &length), SQL_SUCCESS,
                session.state());
    CHECK_EQUAL(moment.year, 2023, "read with the old C type");
}

TEST(old_applications_are_told_of_parameters_that_are_not_there_by_their_own_state) {
    for (const SQLLEN version : {SQL_OV_ODBC2, SQL_OV_ODBC3}) {
        Session session(version);
        SQLPrepare(session.statement, characters("echo ?"), SQL_NTS);
        SQLSMALLINT type = 0;
        CHECK_EQUAL(SQLDescribeParam(session.statement, 9, &type, nullptr, nullptr, nullptr), SQL_ERROR, "no ninth");
        CHECK_EQUAL(session.state(), std::string(version == SQL_OV_ODBC2 ? "S1093" : "07009"), "its state");
    }
}

TEST(prepared_columns_are_known_before_execution) {
    Session session;
    SQLPrepare(session.statement, characters("types"), SQL_NTS);
    SQLSMALLINT count = 0;
    SQLNumResultCols(session.statement, &count);
    CHECK_EQUAL(count, 12, "prepared");
    SQLExecute(session.statement);
    SQLCloseCursor(session.statement);
    SQLNumResultCols(session.statement, &count);
    CHECK_EQUAL(count, 12, "prepared again");
    session.run("update 1");
    SQLNumResultCols(session.statement, &count);
    CHECK_EQUAL(count, 0, "no result set");
}

TEST(implicit_descriptors) {
    Session session;
    SQLHDESC ard = nullptr, ird = nullptr, apd = nullptr, ipd = nullptr;
    SQLGetStmtAttr(session.statement, SQL_ATTR_APP_ROW_DESC, &ard, 0, nullptr);
    SQLGetStmtAttr(session.statement, SQL_ATTR_IMP_ROW_DESC, &ird, 0, nullptr);
    SQLGetStmtAttr(session.statement, SQL_ATTR_APP_PARAM_DESC, &apd, 0, nullptr);
    SQLGetStmtAttr(session.statement, SQL_ATTR_IMP_PARAM_DESC, &ipd, 0, nullptr);
    CHECK(ard && ird && apd && ipd, "all four");
    session.run("types");
    SQLSMALLINT count = 0, type = 0;
    SQLGetDescField(ird, 0, SQL_DESC_COUNT, &count, 0, nullptr);
    SQLGetDescField(ird, 6, SQL_DESC_CONCISE_TYPE, &type, 0, nullptr);
    CHECK(count == 12 && type == SQL_DECIMAL, "columns");
    CHECK_EQUAL(SQLSetDescField(ird, 1, SQL_DESC_TYPE, reinterpret_cast<SQLPOINTER>(SQL_CHAR), 0), SQL_ERROR,
                "read only");
    CHECK_EQUAL(state_of(SQL_HANDLE_DESC, ird), std::string("HY016"), "read only");
    SQLINTEGER number = 0;
    SQLLEN length = 0;
    SQLBindCol(session.statement, 3, SQL_C_SLONG, &number, 0, &length);
    SQLPOINTER data = nullptr;
    SQLGetDescField(ard, 3, SQL_DESC_DATA_PTR, &data, 0, nullptr);
    SQLGetDescField(ard, 0, SQL_DESC_COUNT, &count, 0, nullptr);
    CHECK(data == &number && count == 3, "bound through SQLBindCol, seen in the descriptor");
}

TEST(numeric_precision_comes_from_the_descriptor) {
    Session session;
    SQLHDESC ard = nullptr;
    SQL_NUMERIC_STRUCT price{};
    SQLGetStmtAttr(session.statement, SQL_ATTR_APP_ROW_DESC, &ard, 0, nullptr);
    session.run("types");
    SQLSetDescField(ard, 6, SQL_DESC_TYPE, reinterpret_cast<SQLPOINTER>(SQL_C_NUMERIC), 0);
    SQLSetDescField(ard, 6, SQL_DESC_PRECISION, reinterpret_cast<SQLPOINTER>(18), 0);
    SQLSetDescField(ard, 6, SQL_DESC_SCALE, reinterpret_cast<SQLPOINTER>(4), 0);
    CHECK_EQUAL(SQLSetDescField(ard, 6, SQL_DESC_DATA_PTR, &price, 0), SQL_SUCCESS, state_of(SQL_HANDLE_DESC, ard));
    CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS, session.state());
    SQLBIGINT unscaled = 0;
    std::memcpy(&unscaled, price.val, 8);
    CHECK(unscaled == 12345 && price.scale == 4 && price.sign == 1, "1.2345");
}

TEST(explicit_descriptors_are_shared_and_fall_back_when_freed) {
    Session session;
    SQLHDESC mine = nullptr, now = nullptr;
    CHECK_EQUAL(SQLAllocHandle(SQL_HANDLE_DESC, session.connection, &mine), SQL_SUCCESS, "allocate");
    CHECK_EQUAL(SQLSetStmtAttr(session.statement, SQL_ATTR_APP_ROW_DESC, mine, 0), SQL_SUCCESS, session.state());
    SQLBIGINT id = -1;
    SQLBindCol(session.statement, 1, SQL_C_SBIGINT, &id, 0, nullptr);
    session.run("rows 3");
    SQLFetch(session.statement);
    CHECK_EQUAL(id, 0, "bound through it");
    SQLFreeHandle(SQL_HANDLE_DESC, mine);
    SQLGetStmtAttr(session.statement, SQL_ATTR_APP_ROW_DESC, &now, 0, nullptr);
    CHECK(now != mine && now != nullptr, "the statement's own again");
    SQLFetch(session.statement);
    CHECK_EQUAL(id, 0, "no longer bound");
}

TEST(catalog_functions_keep_null_and_empty_apart) {
    Session session;
    const auto answer = [&](SQLRETURN code) {
        CHECK_EQUAL(code, SQL_SUCCESS, session.state());
        SQLFetch(session.statement);
        std::string result = session.text(1) + " " + session.text(2);
        session.close();
        return result;
    };
    SQLHSTMT s = session.statement;
    CHECK_EQUAL(
        answer(SQLTables(s, nullptr, 0, characters(""), 0, characters("Req%"), 4, characters("TABLE"), SQL_NTS)),
        std::string("1 NULL|''|'Req%'|'TABLE'|"), "tables");
    CHECK_EQUAL(answer(SQLColumns(s, nullptr, 0, nullptr, 0, characters("Requests"), SQL_NTS, nullptr, 0)),
                std::string("2 NULL|NULL|'Requests'|NULL|"), "columns");
    CHECK_EQUAL(answer(SQLPrimaryKeys(s, nullptr, 0, nullptr, 0, characters("T"), SQL_NTS)),
                std::string("3 NULL|NULL|'T'|"), "primary keys");
    CHECK_EQUAL(
        answer(SQLForeignKeys(s, nullptr, 0, nullptr, 0, nullptr, 0, nullptr, 0, nullptr, 0, characters("T"), SQL_NTS)),
        std::string("4 NULL|NULL|NULL|NULL|NULL|'T'|"), "foreign keys");
    CHECK_EQUAL(answer(SQLStatistics(s, nullptr, 0, nullptr, 0, characters("T"), SQL_NTS, SQL_INDEX_ALL, SQL_QUICK)),
                std::string("5 NULL|NULL|'T'|1,0"), "statistics");
    CHECK_EQUAL(answer(SQLSpecialColumns(s, SQL_ROWVER, nullptr, 0, nullptr, 0, characters("T"), SQL_NTS,
                                         SQL_SCOPE_SESSION, SQL_NULLABLE)),
                std::string("6 NULL|NULL|'T'|2,2,1"), "special columns");
    CHECK_EQUAL(answer(SQLProcedures(s, nullptr, 0, nullptr, 0, nullptr, 0)), std::string("7 NULL|NULL|NULL|"),
                "procedures");
    CHECK_EQUAL(answer(SQLGetTypeInfo(s, SQL_VARCHAR)), std::string("TYPE 12"), "types");
    CHECK_EQUAL(answer(SQLColumnPrivileges(s, nullptr, 0, nullptr, 0, characters("T"), SQL_NTS, nullptr, 0)),
                std::string("11 NULL|NULL|'T'|NULL|"), "column privileges");
}

TEST(cursor_names) {
    Session session;
    SQLCHAR name[40] = {};
    SQLSMALLINT length = 0;
    SQLGetCursorName(session.statement, name, sizeof name, &length);
    CHECK_EQUAL(std::string(reinterpret_cast<char*>(name)).substr(0, 7), std::string("SQL_CUR"), "a name of its own");
    CHECK_EQUAL(SQLSetCursorName(session.statement, characters("mine"), SQL_NTS), SQL_SUCCESS, session.state());
    SQLGetCursorName(session.statement, name, sizeof name, &length);
    CHECK_EQUAL(std::string(reinterpret_cast<char*>(name)), std::string("mine"), "set");
}

TEST(diagnostic_fields) {
    Session session;
    session.run("error 42S02 There is no table X.");
    SQLINTEGER count = 0, native = 0;
    SQLRETURN code = 0;
    char text_field[200] = {};
    SQLSMALLINT length = 0;
    SQLGetDiagField(SQL_HANDLE_STMT, session.statement, 0, SQL_DIAG_NUMBER, &count, 0, nullptr);
    SQLGetDiagField(SQL_HANDLE_STMT, session.statement, 1, SQL_DIAG_NATIVE, &native, 0, nullptr);
    SQLGetDiagField(SQL_HANDLE_STMT, session.statement, 0, SQL_DIAG_RETURNCODE, &code, 0, nullptr);
    CHECK(count == 1 && native == 400 && code == SQL_ERROR, "numbers");
    SQLGetDiagField(SQL_HANDLE_STMT, session.statement, 1, SQL_DIAG_SQLSTATE, text_field, sizeof text_field, &length);
    CHECK_EQUAL(std::string(text_field), std::string("42S02"), "state");
    CHECK(message_of(SQL_HANDLE_STMT, session.statement).find("[jsdodbc][Jira Service Desk] There is no table X.") !=
              std::string::npos,
          "message");
    SQLSMALLINT columns = 0;
    CHECK_EQUAL(SQLNumResultCols(session.statement, &columns), SQL_ERROR, "nothing was executed");
    CHECK_EQUAL(session.state(), std::string("HY010"), "nothing was executed");
}
