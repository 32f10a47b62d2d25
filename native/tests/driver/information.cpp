// SQLGetInfo and SQLGetFunctions; the arguments of catalog functions; what applications of ODBC 2 are told.
#include "session.hpp"

#include <cstring>

using namespace jsdodbc::test;

namespace {

SQLRETURN info(Session& session, SQLUSMALLINT type, void* value, SQLSMALLINT size, SQLSMALLINT* length) {
    return SQLGetInfo(session.connection, type, value, size, length);
}

SQLRETURN wide_info(Session& session, SQLUSMALLINT type, void* value, SQLSMALLINT size, SQLSMALLINT* length) {
    return SQLGetInfoW(session.connection, type, value, size, length);
}

std::string ascii(const SQLWCHAR* text) {
    std::string result;
    for (; *text; ++text) result += static_cast<char>(*text);
    return result;
}

}  // namespace

TEST(information_is_as_wide_as_its_type) {
    Session session;
    unsigned char value[8];
    SQLSMALLINT length = 0;
    std::memset(value, 0xA5, sizeof value);
    CHECK_EQUAL(info(session, SQL_CURSOR_COMMIT_BEHAVIOR, value, 0, &length), SQL_SUCCESS, session.connection_state());
    CHECK(length == 2 && value[2] == 0xA5, "16 bits");
    CHECK_EQUAL(info(session, SQL_GETDATA_EXTENSIONS, value, 0, &length), SQL_SUCCESS, session.connection_state());
    CHECK(length == 4 && value[4] == 0xA5, "32 bits, whatever the length says");
    CHECK_EQUAL(wide_info(session, SQL_GETDATA_EXTENSIONS, value, 3, nullptr), SQL_SUCCESS, "lengths are for texts");
}

TEST(information_that_is_cut_says_how_long_it_is) {
    Session session;
    char value[16];
    SQLSMALLINT length = 0;
    CHECK_EQUAL(info(session, SQL_DRIVER_ODBC_VER, value, sizeof value, &length), SQL_SUCCESS, "whole");
    CHECK(length == 5 && std::string(value) == "03.80", "whole");
    CHECK_EQUAL(info(session, SQL_DRIVER_ODBC_VER, value, 3, &length), SQL_SUCCESS_WITH_INFO, "cut");
    CHECK(length == 5 && std::string(value) == "03", "cut");
    CHECK_EQUAL(session.connection_state(), std::string("01004"), "cut");
    CHECK_EQUAL(info(session, SQL_DRIVER_ODBC_VER, value, 5, &length), SQL_SUCCESS_WITH_INFO, "no place for the end");
    length = 0;
    CHECK_EQUAL(info(session, SQL_DRIVER_ODBC_VER, nullptr, 0, &length), SQL_SUCCESS, "only the length");
    CHECK_EQUAL(length, 5, "only the length");
    CHECK_EQUAL(info(session, SQL_DRIVER_ODBC_VER, value, sizeof value, nullptr), SQL_SUCCESS, "no length");
}

TEST(wide_information_counts_bytes) {
    Session session;
    constexpr SQLSMALLINT width = sizeof(SQLWCHAR);
    SQLWCHAR value[40];
    SQLSMALLINT length = 0;
    CHECK_EQUAL(wide_info(session, SQL_DRIVER_ODBC_VER, value, sizeof value, &length), SQL_SUCCESS, "whole");
    CHECK_EQUAL(length, 5 * width, "bytes");
    CHECK_EQUAL(ascii(value), std::string("03.80"), "whole");
    constexpr SQLSMALLINT half = 3 * width;
    CHECK_EQUAL(wide_info(session, SQL_DRIVER_ODBC_VER, value, half, &length), SQL_SUCCESS_WITH_INFO, "cut");
    CHECK_EQUAL(ascii(value), std::string("03"), "cut");
    CHECK_EQUAL(length, 5 * width, "bytes there are");
    CHECK_EQUAL(wide_info(session, SQL_DRIVER_ODBC_VER, nullptr, 7, &length), SQL_SUCCESS, "only the length");
    CHECK_EQUAL(wide_info(session, SQL_DRIVER_ODBC_VER, value, 7, &length), SQL_ERROR, "half a character");
    CHECK_EQUAL(session.connection_state(), std::string("HY090"), "half a character");
    CHECK_EQUAL(wide_info(session, SQL_DRIVER_ODBC_VER, value, -2, &length), SQL_ERROR, "negative");
    CHECK_EQUAL(session.connection_state(), std::string("HY090"), "negative");
}

TEST(information_of_later_versions_is_refused) {
    Session session;
    SQLUINTEGER value = 0;
    for (const SQLUSMALLINT type : {180, 9999, 10026, 65535}) {
        CHECK_EQUAL(info(session, type, &value, sizeof value, nullptr), SQL_ERROR, "unknown");
        CHECK_EQUAL(session.connection_state(), std::string("HY096"), "unknown");
    }
}

TEST(information_before_a_connection) {
    Session session(Session::unconnected);
    char value[40] = {};
    CHECK_EQUAL(info(session, SQL_DBMS_NAME, value, sizeof value, nullptr), SQL_ERROR, "of the data source");
    CHECK_EQUAL(session.connection_state(), std::string("08003"), "of the data source");
    CHECK_EQUAL(info(session, SQL_DATA_SOURCE_NAME, value, sizeof value, nullptr), SQL_ERROR, "of the connection");
    CHECK_EQUAL(session.connection_state(), std::string("08003"), "of the connection");
#ifndef MANAGED  // the driver manager asks no driver before it has loaded one
    CHECK_EQUAL(info(session, SQL_DRIVER_ODBC_VER, value, sizeof value, nullptr), SQL_SUCCESS, "of the library");
    CHECK_EQUAL(std::string(value), std::string("03.80"), "of the library");
    CHECK_EQUAL(info(session, SQL_DRIVER_NAME, value, sizeof value, nullptr), SQL_SUCCESS, "of the library");
    CHECK(value[0] != 0 && !std::strpbrk(value, "/\\"), "a file's name");
#endif
}

TEST(functions_one_by_one_and_all_at_once) {
    Session session;
    SQLUSMALLINT old[100] = {}, bits[SQL_API_ODBC3_ALL_FUNCTIONS_SIZE] = {}, one = 0;
    CHECK_EQUAL(SQLGetFunctions(session.connection, SQL_API_ALL_FUNCTIONS, old), SQL_SUCCESS, "of ODBC 2");
    CHECK_EQUAL(SQLGetFunctions(session.connection, SQL_API_ODBC3_ALL_FUNCTIONS, bits), SQL_SUCCESS, "of ODBC 3");
    for (SQLUSMALLINT id = 1; id < 100; ++id) {
        if (!SQL_SUCCEEDED(SQLGetFunctions(session.connection, id, &one))) continue;
        CHECK_EQUAL(one != 0, old[id] != 0, "in the array");
        CHECK_EQUAL(one != 0, SQL_FUNC_EXISTS(bits, id) == SQL_TRUE, "in the bits");
    }
    CHECK_EQUAL(SQLGetFunctions(session.connection, SQL_API_SQLFETCHSCROLL, &one), SQL_SUCCESS, "one");
    CHECK(one == SQL_TRUE && SQL_FUNC_EXISTS(bits, SQL_API_SQLFETCHSCROLL), "one");
    CHECK_EQUAL(SQLGetFunctions(session.connection, 4711, &one), SQL_ERROR, "none");
    CHECK_EQUAL(session.connection_state(), std::string("HY095"), "none");
}

TEST(catalog_arguments_that_are_wrong) {
    Session session;
    SQLHSTMT s = session.statement;
    SQLCHAR* name = characters("T");
    const auto refused = [&](SQLRETURN code, const char* state, const char* what) {
        CHECK_EQUAL(code, SQL_ERROR, what);
        CHECK_EQUAL(session.state(), std::string(state), what);
    };
    refused(SQLTables(s, name, -1, nullptr, 0, nullptr, 0, nullptr, 0), "HY090", "length of a catalog");
    refused(SQLTables(s, nullptr, 0, nullptr, 0, nullptr, 0, name, -7), "HY090", "length of a list");
    refused(SQLColumns(s, nullptr, 0, name, -2, nullptr, 0, nullptr, 0), "HY090", "length of a schema");
    refused(SQLProcedureColumns(s, nullptr, 0, nullptr, 0, name, -2, nullptr, 0), "HY090", "length of a procedure");
    refused(SQLStatistics(s, nullptr, 0, nullptr, 0, name, SQL_NTS, 2, SQL_QUICK), "HY100", "kind of index");
    refused(SQLStatistics(s, nullptr, 0, nullptr, 0, name, SQL_NTS, SQL_INDEX_ALL, 2), "HY101", "accuracy");
    refused(SQLSpecialColumns(s, 3, nullptr, 0, nullptr, 0, name, SQL_NTS, 0, 0), "HY097", "kind of column");
    refused(SQLSpecialColumns(s, 1, nullptr, 0, nullptr, 0, name, SQL_NTS, 3, 0), "HY098", "scope");
    refused(SQLSpecialColumns(s, 1, nullptr, 0, nullptr, 0, name, SQL_NTS, 0, 2), "HY099", "nullable");
    session.run("rows 1");
    refused(SQLTables(s, nullptr, 0, nullptr, 0, nullptr, 0, nullptr, 0), "24000", "with an open cursor");
}

TEST(applications_of_odbc_2_get_its_states) {
    Session session(SQL_OV_ODBC2);
    CHECK_EQUAL(session.run("error 42S02 There is no table X."), SQL_ERROR, "refused");
    CHECK_EQUAL(session.state(), std::string("S0002"), "42S02");
    session.run("error 42000 Syntax.");
    CHECK_EQUAL(session.state(), std::string("37000"), "42000");
    session.run("error HYT01 Too long.");
    CHECK_EQUAL(session.state(), std::string("S1T00"), "HYT01");
    session.run("error 08S01 Gone.");
    CHECK_EQUAL(session.state(), std::string("08S01"), "the same in both");
    SQLINTEGER number = 0;
    CHECK_EQUAL(SQLGetInfo(session.connection, 9999, &number, 4, nullptr), SQL_ERROR, "unknown");
    CHECK_EQUAL(session.connection_state(), std::string("S1096"), "HY096");
    char state[12] = {};
    SQLGetDiagField(SQL_HANDLE_DBC, session.connection, 1, SQL_DIAG_SQLSTATE, state, sizeof state, nullptr);
    CHECK_EQUAL(std::string(state), std::string("S1096"), "as a field");
}

TEST(applications_of_odbc_2_ask_for_types_by_its_codes) {
    Session session(SQL_OV_ODBC2);
    CHECK_EQUAL(SQLGetTypeInfo(session.statement, SQL_TIMESTAMP), SQL_SUCCESS, session.state());
    SQLFetch(session.statement);
    CHECK_EQUAL(session.text(1), std::string("TYPE"), "asked");
    CHECK_EQUAL(session.text(2), std::string("93"), "the engine knows codes of ODBC 3");
}
