#include "session.hpp"

#include <cstring>

using namespace jsdodbc::test;

TEST(connects_and_completes_the_connection_string) {
    Session session;
    CHECK_EQUAL(session.connected, SQL_SUCCESS, message_of(SQL_HANDLE_DBC, session.connection));
    CHECK(std::strstr(reinterpret_cast<char*>(session.completed), "Completed=1"), "completed");
    SQLCHAR name[20];
    SQLSMALLINT length = 0;
    CHECK_EQUAL(SQLGetInfo(session.connection, SQL_DBMS_NAME, name, sizeof name, &length), SQL_SUCCESS, "info");
    CHECK_EQUAL(std::string(reinterpret_cast<char*>(name)), std::string("Fake"), "info");
    CHECK_EQUAL(SQLGetInfo(session.connection, SQL_DBMS_NAME, name, 3, &length), SQL_SUCCESS_WITH_INFO, "info cut off");
    CHECK(length == 4 && std::string(reinterpret_cast<char*>(name)) == "Fa", "info cut off");
    CHECK_EQUAL(session.connection_state(), std::string("01004"), "info cut off");
    CHECK_EQUAL(SQLGetInfo(session.connection, 65000, name, sizeof name, &length), SQL_ERROR, "unknown info");
    CHECK_EQUAL(session.connection_state(), std::string("HY096"), "unknown info");
}

TEST(a_refused_connection_says_why_and_can_be_tried_again) {
    Session session(SQL_OV_ODBC3, ";refuse=1");
    CHECK_EQUAL(session.connected, SQL_ERROR, "refused");
    CHECK_EQUAL(session.connection_state(), std::string("28000"), "refused");
    CHECK(message_of(SQL_HANDLE_DBC, session.connection).find("write another connection string") != std::string::npos,
          "why");
    session.connect(";odd=1");
    CHECK_EQUAL(session.connected, SQL_SUCCESS_WITH_INFO, "warned");
}

TEST(connects_wide) {
    SQLHENV environment;
    SQLHDBC connection;
    SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment);
    SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, reinterpret_cast<SQLPOINTER>(SQL_OV_ODBC3), 0);
    SQLAllocHandle(SQL_HANDLE_DBC, environment, &connection);
    const std::string narrow = connection_string(";Name=x");
    std::u16string wide(narrow.begin(), narrow.end());
    wide += u"\u6771\u4EAC";
    SQLWCHAR out[500] = {};
    SQLSMALLINT length = 0;
    const SQLRETURN code = SQLDriverConnectW(connection, nullptr, reinterpret_cast<SQLWCHAR*>(wide.data()), SQL_NTS,
                                             out, 500, &length, SQL_DRIVER_NOPROMPT);
    CHECK_EQUAL(code, SQL_SUCCESS, "connected");
    const std::u16string completed(reinterpret_cast<char16_t*>(out));
    CHECK(completed == wide + u";Completed=1", "the text came back whole");
    CHECK_EQUAL(static_cast<std::size_t>(length), completed.size(), "length in characters");
    SQLDisconnect(connection);
    SQLFreeHandle(SQL_HANDLE_DBC, connection);
    SQLFreeHandle(SQL_HANDLE_ENV, environment);
}

TEST(browses_in_steps) {
    Session session(Session::unconnected);
    SQLCHAR out[500] = {};
    SQLSMALLINT length = 0;
    const std::string text = "Driver=jsdodbc-test;Key=value";
    CHECK_EQUAL(SQLBrowseConnect(session.connection, characters(text.c_str()), SQL_NTS, out, sizeof out, &length),
                SQL_NEED_DATA, message_of(SQL_HANDLE_DBC, session.connection));
    CHECK(std::strstr(reinterpret_cast<char*>(out), "Token=?"), "and it says what");
    CHECK_EQUAL(SQLBrowseConnect(session.connection, characters("token=1"), SQL_NTS, out, sizeof out, &length),
                SQL_SUCCESS, "connected");
    CHECK_EQUAL(SQLAllocHandle(SQL_HANDLE_STMT, session.connection, &session.statement), SQL_SUCCESS, "usable");
    CHECK_EQUAL(session.run("rows 1"), SQL_SUCCESS, "usable");
}

TEST(connection_attributes) {
    Session session;
    const auto number = [&](SQLINTEGER attribute) {
        SQLUINTEGER value = 77;
        SQLGetConnectAttr(session.connection, attribute, &value, sizeof value, nullptr);
        return value;
    };
    const auto set = [&](SQLINTEGER attribute, SQLULEN value) {
        return SQLSetConnectAttr(session.connection, attribute, reinterpret_cast<SQLPOINTER>(value), 0);
    };
    CHECK_EQUAL(number(SQL_ATTR_CONNECTION_DEAD), static_cast<SQLUINTEGER>(SQL_CD_FALSE), "alive");
    CHECK_EQUAL(set(SQL_ATTR_CONNECTION_TIMEOUT, 7), SQL_SUCCESS, "set");
    CHECK_EQUAL(number(SQL_ATTR_CONNECTION_TIMEOUT), 7u, "kept");
    CHECK_EQUAL(set(SQL_ATTR_LOGIN_TIMEOUT, 7), SQL_ERROR, "too late");
    CHECK_EQUAL(session.connection_state(), std::string("HY011"), "too late");
    CHECK_EQUAL(set(SQL_ATTR_AUTOCOMMIT, SQL_AUTOCOMMIT_OFF), SQL_SUCCESS_WITH_INFO, "no transactions");
    CHECK_EQUAL(session.connection_state(), std::string("01S02"), "and it says so");
    CHECK_EQUAL(set(99999, 0), SQL_ERROR, "unknown");
    CHECK_EQUAL(session.connection_state(), std::string("HY092"), "unknown");
    SQLCHAR catalog[100] = {};
    SQLINTEGER length = 0;
    CHECK_EQUAL(SQLGetConnectAttr(session.connection, SQL_ATTR_CURRENT_CATALOG, catalog, 100, &length), SQL_SUCCESS,
                "catalog");
    CHECK_EQUAL(std::string(reinterpret_cast<char*>(catalog)), std::string("the catalog"), "catalog");
    CHECK_EQUAL(SQLEndTran(SQL_HANDLE_DBC, session.connection, SQL_COMMIT), SQL_SUCCESS, "commit");
    CHECK_EQUAL(SQLEndTran(SQL_HANDLE_DBC, session.connection, SQL_ROLLBACK), SQL_SUCCESS, "rollback");
}

TEST(functions_and_native_sql) {
    Session session;
    SQLUSMALLINT all[SQL_API_ODBC3_ALL_FUNCTIONS_SIZE] = {}, one = 0;
    CHECK_EQUAL(SQLGetFunctions(session.connection, SQL_API_ODBC3_ALL_FUNCTIONS, all), SQL_SUCCESS, "all");
    CHECK(SQL_FUNC_EXISTS(all, SQL_API_SQLFETCHSCROLL) && SQL_FUNC_EXISTS(all, SQL_API_SQLSETPOS), "all");
    CHECK_EQUAL(SQLGetFunctions(session.connection, SQL_API_SQLBULKOPERATIONS, &one), SQL_SUCCESS, "one");
    CHECK_EQUAL(one, 1, "it fetches by bookmark");
    SQLCHAR out[100];
    SQLINTEGER length = 0;
    SQLNativeSql(session.connection, characters("{fn NOW()}"), SQL_NTS, out, sizeof out, &length);
    CHECK_EQUAL(std::string(reinterpret_cast<char*>(out)), std::string("native: {fn NOW()}"), "native SQL");
}
