#include "session.hpp"

#include <cstring>

using namespace jsdodbc::test;

TEST(sends_bound_parameters) {
    Session session;
    SQLINTEGER number = 42;
    SQLCHAR text[] = "Zürich";
    SQLLEN text_length = SQL_NTS, null = SQL_NULL_DATA;
    SQLBindParameter(session.statement, 1, SQL_PARAM_INPUT, SQL_C_SLONG, SQL_INTEGER, 0, 0, &number, 0, nullptr);
    SQLBindParameter(session.statement, 2, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_VARCHAR, 100, 0, text, sizeof text,
                     &text_length);
    SQLBindParameter(session.statement, 3, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_VARCHAR, 100, 0, nullptr, 0, &null);
    CHECK_EQUAL(SQLPrepare(session.statement, characters("echo ? ? ?"), SQL_NTS), SQL_SUCCESS, session.state());
    SQLSMALLINT count = 0, type = 0, digits = 0, nullable = 0;
    SQLULEN size = 0;
    SQLNumParams(session.statement, &count);
    CHECK_EQUAL(count, 3, "markers");
    SQLDescribeParam(session.statement, 2, &type, &size, &digits, &nullable);
    CHECK(type == SQL_WVARCHAR && size == 255, "described");
    for (int round = 0; round < 2; ++round) {
        number += round;
        CHECK_EQUAL(SQLExecute(session.statement), SQL_SUCCESS, session.state());
        SQLFetch(session.statement);
        CHECK_EQUAL(session.text(1), "4|2:" + std::to_string(number), "integer");
        CHECK_EQUAL(session.text(2), std::string("12|5:Zürich"), "text");
        CHECK_EQUAL(session.text(3), std::string("NULL"), "NULL");
        SQLCloseCursor(session.statement);
    }
    SQLFreeStmt(session.statement, SQL_RESET_PARAMS);
    CHECK_EQUAL(SQLExecute(session.statement), SQL_ERROR, "nothing bound");
    CHECK_EQUAL(session.state(), std::string("07002"), "nothing bound");
}

TEST(sends_arrays_of_parameters) {
    Session session;
    SQLBIGINT numbers[] = {1, 2, 3};
    SQLCHAR texts[3][10] = {"one", "two", "three"};
    SQLLEN lengths[] = {SQL_NTS, SQL_NULL_DATA, SQL_NTS};
    SQLUSMALLINT status[3] = {9, 9, 9}, operation[] = {SQL_PARAM_PROCEED, SQL_PARAM_PROCEED, SQL_PARAM_IGNORE};
    SQLULEN processed = 0;
    session.set(SQL_ATTR_PARAMSET_SIZE, 3);
    session.set(SQL_ATTR_PARAM_STATUS_PTR, status);
    session.set(SQL_ATTR_PARAMS_PROCESSED_PTR, &processed);
    session.set(SQL_ATTR_PARAM_OPERATION_PTR, operation);
    SQLBindParameter(session.statement, 1, SQL_PARAM_INPUT, SQL_C_SBIGINT, SQL_BIGINT, 0, 0, numbers, 0, nullptr);
    SQLBindParameter(session.statement, 2, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_VARCHAR, 10, 0, texts, 10, lengths);
    CHECK_EQUAL(session.run("echo ? ?"), SQL_SUCCESS, session.state());
    CHECK_EQUAL(processed, 3u, "processed");
    CHECK(status[0] == SQL_PARAM_SUCCESS && status[1] == SQL_PARAM_SUCCESS && status[2] == SQL_PARAM_UNUSED, "status");
    std::string seen;
    while (SQL_SUCCEEDED(SQLFetch(session.statement))) seen += session.text(1) + session.text(2) + ";";
    CHECK_EQUAL(seen, std::string("-5|2:112|5:one;-5|2:2NULL;"), "sets");
    session.close();
    CHECK_EQUAL(session.run("partly"), SQL_SUCCESS_WITH_INFO, "one set failed");
    CHECK_EQUAL(status[1], SQL_PARAM_ERROR, "which");
}

TEST(sends_parameters_by_row_with_an_offset) {
    struct Set {
        SQLINTEGER number;
        SQLLEN number_length;
        SQLCHAR text[8];
        SQLLEN text_length;
    };
    Session session;
    Set sets[] = {{0, 0, "skip", SQL_NTS}, {7, 0, "a", SQL_NTS}, {8, 0, "bc", 1}};
    SQLLEN offset = sizeof(Set);
    session.set(SQL_ATTR_PARAM_BIND_TYPE, sizeof(Set));
    session.set(SQL_ATTR_PARAM_BIND_OFFSET_PTR, &offset);
    session.set(SQL_ATTR_PARAMSET_SIZE, 2);
    SQLBindParameter(session.statement, 1, SQL_PARAM_INPUT, SQL_C_SLONG, SQL_INTEGER, 0, 0, &sets[0].number, 0,
                     &sets[0].number_length);
    SQLBindParameter(session.statement, 2, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_VARCHAR, 8, 0, sets[0].text, 8,
                     &sets[0].text_length);
    CHECK_EQUAL(session.run("echo ? ?"), SQL_SUCCESS, session.state());
    std::string seen;
    while (SQL_SUCCEEDED(SQLFetch(session.statement))) seen += session.text(1) + session.text(2) + ";";
    CHECK_EQUAL(seen, std::string("4|2:712|5:a;4|2:812|5:b;"), "sets");
}

TEST(sends_data_at_execution) {
    Session session;
    SQLLEN later = SQL_LEN_DATA_AT_EXEC(6), also = SQL_DATA_AT_EXEC;
    int first = 1, second = 2;
    SQLBindParameter(session.statement, 1, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_LONGVARCHAR, 0, 0, &first, 0, &later);
    SQLBindParameter(session.statement, 2, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_VARCHAR, 100, 0, &second, 0, &also);
    CHECK_EQUAL(session.run("echo ? ?"), SQL_NEED_DATA, session.state());
    CHECK_EQUAL(SQLFetch(session.statement), SQL_ERROR, "not now");
    CHECK_EQUAL(session.state(), std::string("HY010"), "not now");
    SQLPOINTER token = nullptr;
    CHECK_EQUAL(SQLParamData(session.statement, &token), SQL_NEED_DATA, session.state());
    CHECK(token == &first, "the first");
    SQLPutData(session.statement, const_cast<char*>("abc"), 3);
    SQLPutData(session.statement, const_cast<char*>("def"), SQL_NTS);
    CHECK_EQUAL(SQLParamData(session.statement, &token), SQL_NEED_DATA, session.state());
    CHECK(token == &second, "the second");
    SQLPutData(session.statement, nullptr, SQL_NULL_DATA);
    CHECK_EQUAL(SQLParamData(session.statement, &token), SQL_SUCCESS, session.state());
    SQLFetch(session.statement);
    CHECK_EQUAL(session.text(1), std::string("-1|5:abcdef"), "in pieces");
    CHECK_EQUAL(session.text(2), std::string("NULL"), "NULL");
    session.close();
    CHECK_EQUAL(session.run("echo ? ?"), SQL_NEED_DATA, session.state());
    CHECK_EQUAL(SQLCancel(session.statement), SQL_SUCCESS, "given up");
    SQLFreeStmt(session.statement, SQL_RESET_PARAMS);
    CHECK_EQUAL(session.run("rows 1"), SQL_SUCCESS, "usable again");
}

TEST(wrong_parameters_are_refused_before_anything_is_sent) {
    Session session;
    SQLCHAR text[] = "not a number";
    SQLLEN length = SQL_NTS;
    SQLBindParameter(session.statement, 1, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_INTEGER, 0, 0, text, sizeof text, &length);
    CHECK_EQUAL(session.run("echo ?"), SQL_ERROR, "no number");
    CHECK_EQUAL(session.state(), std::string("22018"), "no number");
    CHECK_EQUAL(SQLBindParameter(session.statement, 1, SQL_PARAM_INPUT, 12345, SQL_INTEGER, 0, 0, text, 1, &length),
                SQL_ERROR, "no such C type");
    CHECK_EQUAL(session.state(), std::string("HY003"), "no such C type");
}

// Found by fuzzing: the length of an element is also the way to the next one.
TEST(a_negative_octet_length_leads_nowhere) {
    Session session;
    char text[] = "ab";
    SQLBindParameter(session.statement, 1, SQL_PARAM_INPUT, SQL_C_BINARY, SQL_VARBINARY, 0, 0, text, 1, nullptr);
    session.set(SQL_ATTR_PARAMSET_SIZE, 3);
    SQLHDESC descriptor = nullptr;
    SQLGetStmtAttr(session.statement, SQL_ATTR_APP_PARAM_DESC, &descriptor, 0, nullptr);
    const SQLLEN negative = -1000000;
    SQLSetDescField(descriptor, 1, SQL_DESC_OCTET_LENGTH, reinterpret_cast<SQLPOINTER>(negative), 0);
    SQLSetDescField(descriptor, 1, SQL_DESC_DATA_PTR, text, 0);
    CHECK_EQUAL(session.run("echo ?"), SQL_ERROR, "no such length");
    CHECK_EQUAL(session.state(), std::string("HY090"), "no such length");
}

TEST(row_counts_of_changes) {
    Session session;
    SQLLEN rows = 0;
    CHECK_EQUAL(session.run("update 5"), SQL_SUCCESS, session.state());
    SQLRowCount(session.statement, &rows);
    CHECK_EQUAL(rows, 5, "changed");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_ERROR, "no rows to fetch");
    CHECK_EQUAL(session.state(), std::string("24000"), "no rows to fetch");
    CHECK_EQUAL(session.run("update 0"), SQL_NO_DATA, "nothing changed");
}
