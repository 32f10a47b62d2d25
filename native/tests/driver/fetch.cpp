#include "session.hpp"

#include <cstring>

using namespace jsdodbc::test;

namespace {

struct Row {
    SQLBIGINT id;
    SQLLEN id_length;
    SQLCHAR name[20];
    SQLLEN name_length;
};

}  // namespace

TEST(reads_every_type_as_text) {
    Session session;
    CHECK_EQUAL(session.run("types"), SQL_SUCCESS, session.state());
    SQLSMALLINT count = 0;
    SQLNumResultCols(session.statement, &count);
    CHECK_EQUAL(count, 12, "columns");
    const char* wanted[][12] = {
        {"1", "1", "2", "3", "1.5", "1.2345", "Zürich 東京 😀", "0001FF", "2024-10-04", "01:00:00.000000",
         "2023-11-14 22:13:20.123456", "NULL"},
        {"NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL"},
        {"0", "-32768", "-2147483648", "-9223372036854775808", "-1e+300", "-1000000000000000.0000", "", "",
         "1969-12-31", "23:59:59.999999", "1969-12-31 23:59:59.999999", "NULL"}};
    for (const auto& row : wanted) {
        CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS, "fetch");
        for (SQLUSMALLINT column = 12; column > 0; --column) {  // in any order
            CHECK_EQUAL(session.text(column), std::string(row[column - 1]), "column " + std::to_string(column));
        }
    }
    CHECK_EQUAL(SQLFetch(session.statement), SQL_NO_DATA, "end");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_NO_DATA, "end, again");
    SQLLEN rows = 0;
    SQLRowCount(session.statement, &rows);
    CHECK_EQUAL(rows, -1, "never 0 for a result set");
}

TEST(reads_long_text_in_pieces) {
    Session session;
    session.run("text");
    SQLFetch(session.statement);
    CHECK_EQUAL(session.text(1).size(), 80u, "twenty characters outside the basic plane");
    SQLFetch(session.statement);
    std::string whole;
    char piece[100];
    SQLLEN length = 0;
    SQLRETURN code;
    while (SQL_SUCCEEDED(code = SQLGetData(session.statement, 1, SQL_C_CHAR, piece, sizeof piece, &length)))
        whole += piece;
    CHECK_EQUAL(code, SQL_NO_DATA, "after the last piece");
    CHECK_EQUAL(whole.size(), 10002u, "all of it");
    SQLFetch(session.statement);
    CHECK_EQUAL(session.text(1), std::string(), "empty");
    SQLFetch(session.statement);
    CHECK_EQUAL(SQLGetData(session.statement, 1, SQL_C_CHAR, piece, sizeof piece, nullptr), SQL_ERROR, "no indicator");
    CHECK_EQUAL(session.state(), std::string("22002"), "no indicator");
    CHECK_EQUAL(session.text(1), std::string("NULL"), "NULL");
}

TEST(binds_by_column_over_batches) {
    Session session;
    constexpr SQLULEN size = 10;
    SQLBIGINT ids[size];
    SQLCHAR names[size][20];
    SQLLEN id_lengths[size], name_lengths[size];
    SQLUSMALLINT status[size];
    SQLULEN fetched = 0;
    session.set(SQL_ATTR_ROW_ARRAY_SIZE, size);
    session.set(SQL_ATTR_ROW_STATUS_PTR, status);
    session.set(SQL_ATTR_ROWS_FETCHED_PTR, &fetched);
    SQLBindCol(session.statement, 1, SQL_C_SBIGINT, ids, 0, id_lengths);
    SQLBindCol(session.statement, 2, SQL_C_CHAR, names, sizeof names[0], name_lengths);
    CHECK_EQUAL(session.run("rows 25 3"), SQL_SUCCESS, session.state());  // batches of 3, rowsets of 10
    SQLBIGINT seen = 0;
    while (SQL_SUCCEEDED(SQLFetchScroll(session.statement, SQL_FETCH_NEXT, 0))) {
        for (SQLULEN row = 0; row < fetched; ++row, ++seen) {
            CHECK_EQUAL(ids[row], seen, "id");
            CHECK_EQUAL(status[row], SQL_ROW_SUCCESS, "status");
            if (seen % 7 == 3)
                CHECK_EQUAL(name_lengths[row], SQL_NULL_DATA, "NULL");
            else
                CHECK_EQUAL(std::string(reinterpret_cast<char*>(names[row])), "name " + std::to_string(seen), "name");
        }
    }
    CHECK_EQUAL(seen, 25, "rows");
    CHECK_EQUAL(fetched, 0u, "none fetched at the end");
}

TEST(counts_rows_where_nothing_is_aligned) {
    Session session;
    alignas(SQLULEN) char packed[2 * sizeof(SQLULEN)] = {};
    session.set(SQL_ATTR_ROWS_FETCHED_PTR, packed + 4);  // as RODBC has it
    session.run("rows 2");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS, session.state());
    SQLULEN fetched = 0;
    std::memcpy(&fetched, packed + 4, sizeof fetched);
    CHECK_EQUAL(fetched, 1u, "rows");
}

TEST(binds_by_row_with_an_offset) {
    Session session;
    Row rows[2][4] = {};
    SQLLEN offset = 0;
    SQLULEN fetched = 0;
    session.set(SQL_ATTR_ROW_BIND_TYPE, sizeof(Row));
    session.set(SQL_ATTR_ROW_ARRAY_SIZE, 4);
    session.set(SQL_ATTR_ROW_BIND_OFFSET_PTR, &offset);
    session.set(SQL_ATTR_ROWS_FETCHED_PTR, &fetched);
    SQLBindCol(session.statement, 1, SQL_C_SBIGINT, &rows[0][0].id, 0, &rows[0][0].id_length);
    SQLBindCol(session.statement, 2, SQL_C_CHAR, rows[0][0].name, 20, &rows[0][0].name_length);
    session.run("rows 7 5");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS, session.state());
    offset = sizeof rows[0];
    CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS, session.state());
    CHECK_EQUAL(fetched, 3u, "the rest");
    CHECK_EQUAL(rows[0][3].name_length, SQL_NULL_DATA, "NULL of row 3");
    CHECK_EQUAL(std::string(reinterpret_cast<char*>(rows[1][2].name)), std::string("name 6"), "last row");
    CHECK_EQUAL(rows[1][2].id, 6, "last row");
}

TEST(positions_in_a_rowset_that_spans_batches) {
    Session session;
    session.set(SQL_ATTR_ROW_ARRAY_SIZE, 7);
    session.run("rows 20 2");
    SQLFetch(session.statement);
    for (const SQLSETPOSIROW row : {7, 1, 4, 2}) {
        CHECK_EQUAL(SQLSetPos(session.statement, row, SQL_POSITION, SQL_LOCK_NO_CHANGE), SQL_SUCCESS, session.state());
        CHECK_EQUAL(session.text(1), std::to_string(row - 1), "id");
    }
    CHECK_EQUAL(SQLSetPos(session.statement, 8, SQL_POSITION, SQL_LOCK_NO_CHANGE), SQL_ERROR, "outside");
    CHECK_EQUAL(session.state(), std::string("HY107"), "outside");
    CHECK_EQUAL(SQLSetPos(session.statement, 1, SQL_DELETE, SQL_LOCK_NO_CHANGE), SQL_ERROR, "no positioned delete");
}

TEST(extended_fetch) {
    Session session;
    SQLULEN fetched = 0;
    SQLUSMALLINT status[3];
    session.set(SQL_ROWSET_SIZE, 3);
    session.run("rows 4");
    CHECK_EQUAL(SQLExtendedFetch(session.statement, SQL_FETCH_NEXT, 0, &fetched, status), SQL_SUCCESS, session.state());
    CHECK_EQUAL(fetched, 3u, "rows");
    SQLExtendedFetch(session.statement, SQL_FETCH_NEXT, 0, &fetched, status);
    CHECK(fetched == 1 && status[0] == SQL_ROW_SUCCESS && status[2] == SQL_ROW_NOROW, "the last");
}

TEST(a_value_that_does_not_fit_is_a_warning_or_an_error_of_its_row) {
    Session session;
    SQLSMALLINT small[3] = {};
    SQLLEN lengths[3] = {};
    SQLUSMALLINT status[3] = {};
    session.set(SQL_ATTR_ROW_ARRAY_SIZE, 3);
    session.set(SQL_ATTR_ROW_STATUS_PTR, status);
    SQLBindCol(session.statement, 4, SQL_C_SSHORT, small, 0, lengths);  // BIGINT 3, NULL, -2^63
    session.run("types");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS_WITH_INFO, "one of three");
    CHECK(status[0] == SQL_ROW_SUCCESS && status[1] == SQL_ROW_SUCCESS && status[2] == SQL_ROW_ERROR, "status");
    CHECK_EQUAL(small[0], 3, "the good row");
    CHECK_EQUAL(lengths[1], SQL_NULL_DATA, "the NULL row");
    CHECK_EQUAL(session.state(), std::string("01S01"), "records of no row come first");
    CHECK_EQUAL(state_of(SQL_HANDLE_STMT, session.statement, 2), std::string("22003"), "why");
    session.close();
    session.set(SQL_ATTR_ROW_ARRAY_SIZE, 1);
    session.set(SQL_ATTR_ROW_STATUS_PTR, nullptr);
    SQLFreeStmt(session.statement, SQL_UNBIND);
    SQLCHAR tiny[4];
    SQLBindCol(session.statement, 7, SQL_C_CHAR, tiny, sizeof tiny, lengths);
    session.run("types");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS_WITH_INFO, "cut off");
    CHECK_EQUAL(session.state(), std::string("01004"), "cut off");
}

TEST(a_failing_fetch_is_an_error_and_never_a_short_result) {
    Session session;
    session.set(SQL_ATTR_ROW_ARRAY_SIZE, 1000);
    session.run("fetcherror 300");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_ERROR, "the rowset can't be filled");
    CHECK_EQUAL(session.state(), std::string("08S01"), "why");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_ERROR, "and it stays so");
    session.close();
    session.set(SQL_ATTR_ROW_ARRAY_SIZE, 1);
    session.run("fetcherror 3");
    for (int row = 0; row < 3; ++row) CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS, "delivered before");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_ERROR, "then the error");
    session.close();
    CHECK_EQUAL(session.run("rows 1"), SQL_SUCCESS, "the statement is usable again");
}

TEST(lies_about_lengths_are_errors) {
    Session session;
    for (const char* sql : {"broken", "badoffsets"}) {
        session.run(sql);
        SQLCHAR buffer[10];
        SQLLEN length;
        SQLRETURN code = SQLFetch(session.statement);
        if (SQL_SUCCEEDED(code)) code = SQLGetData(session.statement, 1, SQL_C_CHAR, buffer, sizeof buffer, &length);
        CHECK_EQUAL(code, SQL_ERROR, sql);
        session.close();
    }
}

TEST(several_results) {
    Session session;
    session.run("multi");
    CHECK_EQUAL(SQLMoreResults(session.statement), SQL_SUCCESS, "the second, the first unread");
    int rows = 0;
    while (SQL_SUCCEEDED(SQLFetch(session.statement))) ++rows;
    CHECK_EQUAL(rows, 2, "rows of the second");
    CHECK_EQUAL(SQLMoreResults(session.statement), SQL_NO_DATA, "no third");
    CHECK_EQUAL(session.run("empty"), SQL_SUCCESS, "usable again");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_NO_DATA, "empty");
    CHECK_EQUAL(session.text(1), std::string("!24000"), "no row to read");
}

// Found by fuzzing.
TEST(a_next_result_that_fails_leaves_no_cursor) {
    Session session;
    session.run("morefails");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS, "the first");
    CHECK_EQUAL(SQLMoreResults(session.statement), SQL_ERROR, "the second");
    CHECK_EQUAL(session.state(), std::string("HY000"), "why");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_ERROR, "no rows of either");
    session.close();
    CHECK_EQUAL(session.run("rows 1"), SQL_SUCCESS, "usable again");
}

TEST(warnings_of_the_service_come_with_the_rows) {
    Session session;
    session.run("warn");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS_WITH_INFO, "warned");
    CHECK_EQUAL(session.state(), std::string("01000"), "warned");
    CHECK_EQUAL(session.text(1), std::string("0"), "and the row is there");
}

TEST(many_statements_at_once) {
    Session session;
    std::vector<SQLHSTMT> statements(20);
    for (SQLHSTMT& statement : statements) {
        SQLAllocHandle(SQL_HANDLE_STMT, session.connection, &statement);
        CHECK_EQUAL(SQLExecDirect(statement, characters("rows 50 5"), SQL_NTS), SQL_SUCCESS, "execute");
    }
    for (int row = 0; row < 50; ++row) {
        for (SQLHSTMT statement : statements) {
            SQLBIGINT id = -1;
            SQLLEN length;
            CHECK_EQUAL(SQLFetch(statement), SQL_SUCCESS, "fetch");
            SQLGetData(statement, 1, SQL_C_SBIGINT, &id, 0, &length);
            CHECK_EQUAL(id, row, "each its own rows");
        }
    }
    for (SQLHSTMT statement : statements) SQLFreeHandle(SQL_HANDLE_STMT, statement);
}

TEST(the_first_rows_are_asked_for_with_the_execution) {
    Session session;
    CHECK_EQUAL(session.run("ahead"), SQL_SUCCESS, session.state());
    CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS, "a row");
    CHECK_EQUAL(session.text(1), std::string("0"), "its value");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_NO_DATA, "the end");
}

TEST(rows_asked_for_in_vain_leave_no_trace) {
    Session session;
    CHECK_EQUAL(session.run("error 42S02 There is no table X."), SQL_ERROR, "a failing execution");
    CHECK_EQUAL(session.state(), std::string("42S02"), "its own error");
    CHECK_EQUAL(state_of(SQL_HANDLE_STMT, session.statement, 2), std::string(), "and no other");
    CHECK_EQUAL(session.run("update 3"), SQL_SUCCESS, "no result set");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_ERROR, "nothing to fetch");
    CHECK_EQUAL(session.state(), std::string("24000"), "nothing to fetch");
    session.close();
    for (int round = 0; round < 20; ++round) {
        CHECK_EQUAL(session.run(round % 2 ? "rows 100 10" : "slowfetch"), SQL_SUCCESS, "executed, never fetched");
        session.close();
    }
    CHECK_EQUAL(session.run("rows 1"), SQL_SUCCESS, session.state());
    CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS, "the rows of this execution");
    CHECK_EQUAL(session.text(1), std::string("0"), "the rows of this execution");
    CHECK_EQUAL(SQLFetch(session.statement), SQL_NO_DATA, "the end");
}

TEST(forward_only) {
    Session session;
    session.run("rows 3");
    CHECK_EQUAL(SQLFetchScroll(session.statement, SQL_FETCH_LAST, 0), SQL_ERROR, "no scrolling");
    CHECK_EQUAL(session.state(), std::string("HY106"), "no scrolling");
    CHECK_EQUAL(SQLFetchScroll(session.statement, SQL_FETCH_NEXT, 0), SQL_SUCCESS, "but forward");
    SQLULEN row = 0;
    SQLGetStmtAttr(session.statement, SQL_ATTR_ROW_NUMBER, &row, 0, nullptr);
    CHECK_EQUAL(row, 1u, "row number");
}
