#include "session.hpp"

#include <cstring>

using namespace jsdodbc::test;

namespace {

// The rows of an "echo" as one text.
std::string echoed(Session& session, SQLUSMALLINT columns = 1) {
    std::string seen;
    while (SQL_SUCCEEDED(SQLFetch(session.statement))) {
        for (SQLUSMALLINT column = 1; column <= columns; ++column) seen += session.text(column) + ";";
    }
    session.close();
    return seen;
}

SQLLEN diagnostic_number(Session& session, SQLSMALLINT record, SQLSMALLINT field) {
    SQLLEN value = -99;
    SQLGetDiagField(SQL_HANDLE_STMT, session.statement, record, field, &value, 0, nullptr);
    return value;
}

// Three texts bound as integers, with everything that tells what became of them.
struct Sets : Session {
    Sets() {
        set(SQL_ATTR_PARAMSET_SIZE, 3);
        set(SQL_ATTR_PARAM_STATUS_PTR, status);
        set(SQL_ATTR_PARAMS_PROCESSED_PTR, &processed);
        SQLBindParameter(statement, 1, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_INTEGER, 0, 0, texts, 10, lengths);
    }
    SQLCHAR texts[3][10] = {"1", "x", "3"};
    SQLLEN lengths[3] = {SQL_NTS, SQL_NTS, SQL_NTS};
    SQLUSMALLINT status[3] = {9, 9, 9};
    SQLULEN processed = 9;
};

}  // namespace

TEST(a_bad_set_fails_alone) {
    Sets session;
    CHECK_EQUAL(session.run("echo ?"), SQL_SUCCESS_WITH_INFO, session.state());
    CHECK_EQUAL(session.state(), std::string("22018"), "the second");
    CHECK_EQUAL(diagnostic_number(session, 1, SQL_DIAG_ROW_NUMBER), 2, "its row");
    CHECK(session.status[0] == SQL_PARAM_SUCCESS && session.status[1] == SQL_PARAM_ERROR &&
              session.status[2] == SQL_PARAM_SUCCESS,
          "statuses");
    CHECK_EQUAL(session.processed, SQLULEN{3}, "processed");
    CHECK_EQUAL(echoed(session), std::string("4|2:1;4|2:3;"), "the others were executed");
}

TEST(the_engines_row_numbers_become_the_applications) {
    Sets session;
    std::memcpy(session.texts[0], "x", 2);
    std::memcpy(session.texts[1], "2", 2);
    CHECK_EQUAL(session.run("partly ?"), SQL_SUCCESS_WITH_INFO, "the engine refuses the second that it was sent");
    CHECK(session.status[0] == SQL_PARAM_ERROR && session.status[1] == SQL_PARAM_SUCCESS &&
              session.status[2] == SQL_PARAM_ERROR,
          "statuses");
    CHECK(diagnostic_number(session, 1, SQL_DIAG_ROW_NUMBER) == 1 ||
              diagnostic_number(session, 2, SQL_DIAG_ROW_NUMBER) == 1,
          "the library's");
    CHECK(diagnostic_number(session, 1, SQL_DIAG_ROW_NUMBER) == 3 ||
              diagnostic_number(session, 2, SQL_DIAG_ROW_NUMBER) == 3,
          "the engine's");
}

TEST(sets_that_all_fail_are_an_error) {
    Sets session;
    std::memcpy(session.texts[0], "x", 2);
    std::memcpy(session.texts[2], "x", 2);
    CHECK_EQUAL(session.run("echo ?"), SQL_ERROR, "all");
    CHECK(session.status[0] == SQL_PARAM_ERROR && session.status[2] == SQL_PARAM_ERROR, "statuses");
    CHECK_EQUAL(session.run("error 42000 Nothing of it."), SQL_ERROR, "the engine");
    CHECK_EQUAL(session.processed, SQLULEN{3}, "processed");
}

TEST(ignored_sets_are_not_executed) {
    Sets session;
    SQLUSMALLINT operation[] = {SQL_PARAM_IGNORE, SQL_PARAM_IGNORE, SQL_PARAM_PROCEED};
    session.set(SQL_ATTR_PARAM_OPERATION_PTR, operation);
    CHECK_EQUAL(session.run("echo ?"), SQL_SUCCESS, session.state());
    CHECK(session.status[0] == SQL_PARAM_UNUSED && session.status[1] == SQL_PARAM_UNUSED &&
              session.status[2] == SQL_PARAM_SUCCESS,
          "statuses");
    CHECK_EQUAL(echoed(session), std::string("4|2:3;"), "one is left");
}

TEST(bindings_are_checked) {
    Session session;
    int value = 0;
    const auto bound = [&](SQLSMALLINT direction, SQLSMALLINT c_type, SQLSMALLINT sql_type, SQLULEN size = 0) {
        const SQLRETURN code =
            SQLBindParameter(session.statement, 1, direction, c_type, sql_type, size, 0, &value, 0, nullptr);
        return SQL_SUCCEEDED(code) ? "" : session.state();
    };
    CHECK_EQUAL(bound(SQL_PARAM_INPUT, SQL_C_SLONG, SQL_INTEGER), std::string(), "fine");
    CHECK_EQUAL(bound(SQL_PARAM_INPUT, SQL_C_SLONG, 12345), std::string("HY004"), "no SQL type");
    CHECK_EQUAL(bound(SQL_PARAM_INPUT, SQL_C_SLONG, SQL_TYPE_DATE), std::string("07006"), "no conversion");
    CHECK_EQUAL(bound(SQL_PARAM_INPUT, SQL_C_GUID, SQL_INTEGER), std::string("07006"), "no conversion");
    CHECK_EQUAL(bound(SQL_PARAM_INPUT, SQL_C_SLONG, SQL_DECIMAL, 39), std::string("HY104"), "too precise");
    CHECK_EQUAL(bound(77, SQL_C_SLONG, SQL_INTEGER), std::string("HY105"), "no direction");
    const std::string streamed = bound(SQL_PARAM_OUTPUT_STREAM, SQL_C_CHAR, SQL_VARCHAR);
    CHECK(streamed == "HYC00" || streamed == "HY105", "not streamed; unixODBC refuses it itself");
}

TEST(numbers_have_the_scale_of_their_descriptor) {
    Session session;
    SQL_NUMERIC_STRUCT number{};
    number.precision = 10;
    number.scale = 3;
    number.sign = 1;
    number.val[0] = 100;
    SQLHDESC apd = nullptr;
    SQLGetStmtAttr(session.statement, SQL_ATTR_APP_PARAM_DESC, &apd, 0, nullptr);
    SQLBindParameter(session.statement, 1, SQL_PARAM_INPUT, SQL_C_NUMERIC, SQL_NUMERIC, 10, 3, &number, 0, nullptr);
    session.run("echo ?");
    CHECK_EQUAL(echoed(session), std::string("2|4:0.100;"), "the structure's own");
    SQLSetDescField(apd, 1, SQL_DESC_SCALE, reinterpret_cast<SQLPOINTER>(1), 0);
    SQLSetDescField(apd, 1, SQL_DESC_DATA_PTR, &number, 0);
    session.run("echo ?");
    CHECK_EQUAL(echoed(session), std::string("2|4:10.0;"), "the descriptor's");
}

TEST(output_parameters) {
    Session session;
    SQL_NUMERIC_STRUCT number{};
    SQLCHAR text[5] = {};
    SQLLEN number_length = 0, text_length = 0, null = 0;
    SQLINTEGER nothing = 7;
    SQLHDESC apd = nullptr;
    SQLGetStmtAttr(session.statement, SQL_ATTR_APP_PARAM_DESC, &apd, 0, nullptr);
    SQLHSTMT s = session.statement;
    SQLBindParameter(s, 1, SQL_PARAM_OUTPUT, SQL_C_NUMERIC, SQL_DECIMAL, 10, 3, &number, 0, &number_length);
    SQLSetDescField(apd, 1, SQL_DESC_PRECISION, reinterpret_cast<SQLPOINTER>(12), 0);
    SQLSetDescField(apd, 1, SQL_DESC_SCALE, reinterpret_cast<SQLPOINTER>(3), 0);
    SQLSetDescField(apd, 1, SQL_DESC_DATA_PTR, &number, 0);
    SQLBindParameter(s, 2, SQL_PARAM_OUTPUT, SQL_C_CHAR, SQL_VARCHAR, 20, 0, text, sizeof text, &text_length);
    SQLBindParameter(s, 3, SQL_PARAM_INPUT_OUTPUT, SQL_C_SLONG, SQL_INTEGER, 0, 0, &nothing, 0, &null);
    CHECK_EQUAL(session.run("call ? ? ?"), SQL_SUCCESS_WITH_INFO, "text is cut");
    CHECK_EQUAL(session.state(), std::string("01004"), "text is cut");
    CHECK(number.val[0] == (12345 & 0xFF) && number.val[1] == 12345 >> 8, "12.345");
    CHECK(number.precision == 12 && number.scale == 3, "precision and scale of the descriptor");
    CHECK_EQUAL(std::string(reinterpret_cast<char*>(text)), std::string("Zür"), "whole characters");
    CHECK_EQUAL(text_length, SQLLEN{7}, "its length");
    CHECK_EQUAL(null, SQLLEN{SQL_NULL_DATA}, "NULL");
    SQLINTEGER short_of = 0;
    SQLBindParameter(s, 1, SQL_PARAM_OUTPUT, SQL_C_TYPE_DATE, SQL_DECIMAL, 10, 3, &short_of, 0, nullptr);
    CHECK_EQUAL(session.run("call ? ? ?"), SQL_ERROR, "a text that is no date");
}

TEST(a_value_must_be_put_before_the_next_is_asked_for) {
    Session session;
    SQLLEN later = SQL_DATA_AT_EXEC;
    SQLPOINTER token = nullptr;
    SQLBindParameter(session.statement, 1, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_VARCHAR, 0, 0, &later, 0, &later);
    CHECK_EQUAL(session.run("echo ?"), SQL_NEED_DATA, session.state());
    CHECK_EQUAL(SQLPutData(session.statement, &later, 1), SQL_ERROR, "nothing was asked for");
    CHECK_EQUAL(session.state(), std::string("HY010"), "nothing was asked for");
    CHECK_EQUAL(SQLParamData(session.statement, &token), SQL_NEED_DATA, session.state());
    CHECK_EQUAL(SQLParamData(session.statement, &token), SQL_ERROR, "nothing was put");
    CHECK_EQUAL(session.state(), std::string("HY010"), "nothing was put");
    CHECK_EQUAL(SQLPutData(session.statement, const_cast<char*>(""), 0), SQL_SUCCESS, session.state());
    CHECK_EQUAL(SQLParamData(session.statement, &token), SQL_SUCCESS, session.state());
    CHECK_EQUAL(echoed(session), std::string("12|5:;"), "empty");
}

TEST(nobody_is_asked_for_parameters_that_the_statement_has_not) {
    Session session;
    SQLLEN later = SQL_DATA_AT_EXEC;
    SQLBindParameter(session.statement, 1, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_VARCHAR, 0, 0, &later, 0, &later);
    CHECK_EQUAL(session.run("rows 1"), SQL_SUCCESS, session.state());
}

TEST(data_at_execution_of_several_sets_in_odd_pieces) {
    Session session;
    SQLLEN lengths[2] = {SQL_DATA_AT_EXEC, SQL_LEN_DATA_AT_EXEC(8)};
    SQLWCHAR buffers[2][4] = {};
    session.set(SQL_ATTR_PARAMSET_SIZE, 2);
    SQLBindParameter(session.statement, 1, SQL_PARAM_INPUT, SQL_C_WCHAR, SQL_WVARCHAR, 100, 0, buffers,
                     sizeof buffers[0], lengths);
    CHECK_EQUAL(session.run("echo ?"), SQL_NEED_DATA, session.state());
    SQLPOINTER token = nullptr;
    const char16_t text[] = u"a😀é";
    for (int set = 0; set < 2; ++set) {
        CHECK_EQUAL(SQLParamData(session.statement, &token), SQL_NEED_DATA, session.state());
        CHECK(token == buffers[set], "the set's own buffer");
        const auto* bytes = reinterpret_cast<const char*>(text);
        for (const int size : {3, 2, 1, 2}) {  // within a unit, and within a pair
            SQLPutData(session.statement, const_cast<char*>(bytes), size);
            bytes += size;
        }
    }
    CHECK_EQUAL(SQLParamData(session.statement, &token), SQL_SUCCESS, session.state());
    CHECK_EQUAL(echoed(session), std::string("-9|5:a😀é;-9|5:a😀é;"), "put together");
}

TEST(a_long_value_put_in_pieces) {
    Session session;
    constexpr std::size_t pieces = 40, size = 1 << 20;
    const std::string piece(size, 'x');
    SQLLEN later = SQL_LEN_DATA_AT_EXEC(static_cast<SQLLEN>(pieces * size));
    SQLPOINTER token = nullptr;
    SQLBindParameter(session.statement, 1, SQL_PARAM_INPUT, SQL_C_BINARY, SQL_LONGVARBINARY, pieces * size, 0, &later,
                     0, &later);
    CHECK_EQUAL(session.run("update 1 ?"), SQL_NEED_DATA, session.state());
    SQLParamData(session.statement, &token);
    for (std::size_t count = 0; count < pieces; ++count) {
        SQLPutData(session.statement, const_cast<char*>(piece.data()), size);
    }
    CHECK_EQUAL(SQLParamData(session.statement, &token), SQL_SUCCESS, session.state());
}

#ifndef MANAGED  // a driver manager takes freed descriptors off by itself
// An explicit descriptor belongs to nobody: it may change, and go, while a statement asks for values by it.
TEST(a_descriptor_that_shrinks_while_its_statement_needs_data) {
    for (const bool freed : {false, true}) {
        Session session;
        SQLHDESC descriptor = nullptr;
        SQLAllocHandle(SQL_HANDLE_DESC, session.connection, &descriptor);
        session.set(SQL_ATTR_APP_PARAM_DESC, descriptor);
        SQLLEN later = SQL_DATA_AT_EXEC;
        SQLPOINTER token = nullptr;
        for (SQLUSMALLINT number = 1; number <= 2; ++number) {
            SQLBindParameter(session.statement, number, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_VARCHAR, 9, 0, &later, 0,
                             &later);
        }
        CHECK_EQUAL(session.run("echo ? ?"), SQL_NEED_DATA, session.state());
        CHECK_EQUAL(SQLParamData(session.statement, &token), SQL_NEED_DATA, session.state());
        if (freed) SQLFreeHandle(SQL_HANDLE_DESC, descriptor);
        if (!freed) SQLSetDescField(descriptor, 0, SQL_DESC_COUNT, nullptr, 0);
        char value[] = "x";
        CHECK_EQUAL(SQLPutData(session.statement, value, 1), SQL_ERROR, "to no parameter");
        CHECK_EQUAL(session.state(), std::string("07002"), "to no parameter");
        CHECK_EQUAL(SQLParamData(session.statement, &token), SQL_ERROR, "of no parameter");
        CHECK_EQUAL(SQLCancel(session.statement), SQL_SUCCESS, session.state());
        CHECK_EQUAL(session.run("rows 1"), SQL_SUCCESS, session.state());
        session.close();
        if (!freed) SQLFreeHandle(SQL_HANDLE_DESC, descriptor);
    }
}
#endif

TEST(intervals_have_two_leading_digits_unless_the_descriptor_says_more) {
    Session session;
    SQL_INTERVAL_STRUCT days{};
    SQLLEN length = 0;
    session.run("rows 1");
    SQLFetch(session.statement);
    CHECK_EQUAL(SQLGetData(session.statement, 1, SQL_C_INTERVAL_DAY, &days, sizeof days, &length), SQL_SUCCESS,
                session.state());
    session.close();
    session.run("types");
    SQLFetch(session.statement);
    SQLFetch(session.statement);
    SQLFetch(session.statement);
    CHECK_EQUAL(SQLGetData(session.statement, 2, SQL_C_INTERVAL_DAY, &days, sizeof days, &length), SQL_ERROR,
                "32768 days");
    CHECK_EQUAL(session.state(), std::string("22015"), "32768 days");
    SQLHDESC ard = nullptr;
    SQLGetStmtAttr(session.statement, SQL_ATTR_APP_ROW_DESC, &ard, 0, nullptr);
    SQLSetDescField(ard, 2, SQL_DESC_CONCISE_TYPE, reinterpret_cast<SQLPOINTER>(SQL_C_INTERVAL_DAY), 0);
    SQLSetDescField(ard, 2, SQL_DESC_DATETIME_INTERVAL_PRECISION, reinterpret_cast<SQLPOINTER>(9), 0);
    CHECK_EQUAL(SQLGetData(session.statement, 2, SQL_ARD_TYPE, &days, sizeof days, &length), SQL_SUCCESS,
                session.state());
    CHECK_EQUAL(days.intval.day_second.day, SQLUINTEGER{32768}, "as the descriptor allows");
}

TEST(columns_are_read_in_any_order_and_again) {
    Session session;
    session.run("types");
    SQLFetch(session.statement);
    CHECK_EQUAL(session.text(7), std::string("Zürich 東京 😀"), "late");
    CHECK_EQUAL(session.text(3), std::string("2"), "early");
    CHECK_EQUAL(session.text(7), std::string("Zürich 東京 😀"), "again");
    SQLCHAR text[4] = {};
    SQLLEN length = 0;
    CHECK_EQUAL(SQLGetData(session.statement, 12, SQL_C_CHAR, text, sizeof text, nullptr), SQL_ERROR, "no indicator");
    CHECK_EQUAL(session.state(), std::string("22002"), "no indicator");
    CHECK_EQUAL(SQLGetData(session.statement, 2, SQL_C_CHAR, text, sizeof text, &length), SQL_SUCCESS, "whole");
    CHECK_EQUAL(SQLGetData(session.statement, 2, SQL_C_CHAR, text, sizeof text, &length), SQL_NO_DATA, "its end");
    CHECK_EQUAL(SQLGetData(session.statement, 2, SQL_C_GUID, text, sizeof text, &length), SQL_ERROR, "no conversion");
    CHECK_EQUAL(session.state(), std::string("07006"), "no conversion");
}
