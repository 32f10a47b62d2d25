// Static cursors: going anywhere in a result.
#include "session.hpp"

#include <cstring>
#include <thread>

using namespace jsdodbc::test;

namespace {

// A static cursor over rows whose first column is their number from 0, in rowsets of `size`.
class Scrolled : public Session {
  public:
    explicit Scrolled(const char* sql, SQLULEN size = 1, SQLLEN version = SQL_OV_ODBC3) : Session(version) {
        set(SQL_ATTR_CURSOR_TYPE, SQL_CURSOR_STATIC);
        resize(size);
        set(SQL_ATTR_ROW_STATUS_PTR, status);
        set(SQL_ATTR_ROWS_FETCHED_PTR, &fetched);
        SQLBindCol(statement, 1, SQL_C_SBIGINT, ids, 0, nullptr);
        CHECK_EQUAL(run(sql), SQL_SUCCESS, state());
    }
    void resize(SQLULEN size) { set(SQL_ATTR_ROW_ARRAY_SIZE, size); }
    SQLULEN number() {
        SQLULEN row = 0;
        SQLGetStmtAttr(statement, SQL_ATTR_ROW_NUMBER, &row, 0, nullptr);
        return row;
    }
    // "first+rows" counted from 1, "none", or the SQLSTATE; " 01S06" behind it when that was said.
    std::string go(SQLSMALLINT orientation, SQLLEN offset = 0) {
        std::memset(ids, 0xFF, sizeof ids);
        const SQLRETURN code = SQLFetchScroll(statement, orientation, offset);
        if (code == SQL_NO_DATA) return "none";
        if (code == SQL_ERROR) return state();
        for (SQLULEN row = 0; row < fetched; ++row) {
            CHECK_EQUAL(ids[row], ids[0] + static_cast<SQLBIGINT>(row), "rows in order");
            CHECK_EQUAL(status[row], SQL_ROW_SUCCESS, "status");
        }
        const std::string there = std::to_string(ids[0] + 1) + "+" + std::to_string(fetched);
        return code == SQL_SUCCESS ? there : there + " " + state();
    }

    SQLBIGINT ids[64] = {};
    SQLUSMALLINT status[64] = {};
    SQLULEN fetched = 0;
};

void check_moves(Scrolled& cursor, std::initializer_list<std::tuple<SQLSMALLINT, SQLLEN, const char*>> moves) {
    int step = 0;
    for (const auto& [orientation, offset, wanted] : moves) {
        CHECK_EQUAL(cursor.go(orientation, offset), std::string(wanted), "move " + std::to_string(++step));
    }
}

SQLRETURN set_attribute(Session& session, SQLINTEGER attribute, SQLULEN value) {
    return SQLSetStmtAttr(session.statement, attribute, reinterpret_cast<SQLPOINTER>(value), 0);
}

SQLULEN attribute(Session& session, SQLINTEGER which) {
    SQLULEN value = 99;
    SQLGetStmtAttr(session.statement, which, &value, 0, nullptr);
    return value;
}

}  // namespace

TEST(goes_everywhere_row_by_row) {
    Scrolled cursor("rows 25 4");
    check_moves(cursor,
                {{SQL_FETCH_PRIOR, 0, "none"},      {SQL_FETCH_NEXT, 0, "1+1"},       {SQL_FETCH_NEXT, 0, "2+1"},
                 {SQL_FETCH_LAST, 0, "25+1"},       {SQL_FETCH_NEXT, 0, "none"},      {SQL_FETCH_PRIOR, 0, "25+1"},
                 {SQL_FETCH_PRIOR, 0, "24+1"},      {SQL_FETCH_FIRST, 0, "1+1"},      {SQL_FETCH_PRIOR, 0, "none"},
                 {SQL_FETCH_NEXT, 0, "1+1"},        {SQL_FETCH_ABSOLUTE, 10, "10+1"}, {SQL_FETCH_RELATIVE, 5, "15+1"},
                 {SQL_FETCH_RELATIVE, -14, "1+1"},  {SQL_FETCH_ABSOLUTE, -1, "25+1"}, {SQL_FETCH_ABSOLUTE, -25, "1+1"},
                 {SQL_FETCH_ABSOLUTE, -26, "none"}, {SQL_FETCH_ABSOLUTE, 26, "none"}, {SQL_FETCH_RELATIVE, -2, "24+1"},
                 {SQL_FETCH_RELATIVE, 2, "none"},   {SQL_FETCH_ABSOLUTE, 0, "none"},  {SQL_FETCH_RELATIVE, 3, "3+1"},
                 {SQL_FETCH_RELATIVE, 0, "3+1"}});
    CHECK_EQUAL(cursor.number(), 3u, "row number");
    CHECK_EQUAL(cursor.text(2), std::string("name 2"), "SQLGetData");
}

TEST(goes_everywhere_by_rowsets) {
    Scrolled cursor("rows 25 4", 10);
    check_moves(cursor, {{SQL_FETCH_NEXT, 0, "1+10"},
                         {SQL_FETCH_NEXT, 0, "11+10"},
                         {SQL_FETCH_NEXT, 0, "21+5"},
                         {SQL_FETCH_NEXT, 0, "none"},
                         {SQL_FETCH_PRIOR, 0, "16+10"},
                         {SQL_FETCH_PRIOR, 0, "6+10"},
                         {SQL_FETCH_PRIOR, 0, "1+10 01S06"},
                         {SQL_FETCH_PRIOR, 0, "none"},
                         {SQL_FETCH_LAST, 0, "16+10"},
                         {SQL_FETCH_RELATIVE, 5, "21+5"},
                         {SQL_FETCH_ABSOLUTE, 4, "4+10"},
                         {SQL_FETCH_RELATIVE, -6, "1+10 01S06"},
                         {SQL_FETCH_ABSOLUTE, 4, "4+10"},
                         {SQL_FETCH_RELATIVE, -11, "none"},
                         {SQL_FETCH_ABSOLUTE, -26, "none"},
                         {SQL_FETCH_ABSOLUTE, -3, "23+3"}});
    CHECK_EQUAL(cursor.status[2], SQL_ROW_SUCCESS, "the last row");
    CHECK_EQUAL(cursor.status[3], SQL_ROW_NOROW, "behind it");
}

TEST(a_rowset_size_may_change_between_fetches) {
    Scrolled cursor("rows 25 4", 10);
    CHECK_EQUAL(cursor.go(SQL_FETCH_NEXT), std::string("1+10"), "ten");
    cursor.resize(3);
    CHECK_EQUAL(cursor.go(SQL_FETCH_NEXT), std::string("11+3"), "behind the ten");
    cursor.resize(5);
    CHECK_EQUAL(cursor.go(SQL_FETCH_PRIOR), std::string("6+5"), "five before");
    cursor.resize(30);
    CHECK_EQUAL(cursor.go(SQL_FETCH_LAST), std::string("1+25"), "larger than the result");
    CHECK_EQUAL(cursor.go(SQL_FETCH_NEXT), std::string("none"), "after the end");
    CHECK_EQUAL(cursor.go(SQL_FETCH_PRIOR), std::string("1+25 01S06"), "cut at the start");
    CHECK_EQUAL(cursor.go(SQL_FETCH_ABSOLUTE, -30), std::string("1+25 01S06"), "cut at the start");
}

TEST(an_empty_result_has_no_row_anywhere) {
    Scrolled cursor("empty");
    for (const SQLSMALLINT orientation : {SQL_FETCH_NEXT, SQL_FETCH_FIRST, SQL_FETCH_LAST, SQL_FETCH_PRIOR}) {
        CHECK_EQUAL(cursor.go(orientation), std::string("none"), std::to_string(orientation));
    }
    CHECK_EQUAL(cursor.go(SQL_FETCH_ABSOLUTE, -1), std::string("none"), "from the end");
    CHECK_EQUAL(cursor.text(1), std::string("!24000"), "no row to read");
}

TEST(reading_forward_takes_as_long_a_way_as_without_scrolling) {
    Scrolled cursor("rows 5000 97", 64);
    SQLULEN rows = 0;
    while (SQL_SUCCEEDED(SQLFetch(cursor.statement))) {
        CHECK_EQUAL(cursor.ids[0], static_cast<SQLBIGINT>(rows), "in order");
        rows += cursor.fetched;
    }
    CHECK_EQUAL(rows, 5000u, "all of them");
    for (SQLLEN row = 4937; row > 0; row -= 500)
        CHECK_EQUAL(cursor.go(SQL_FETCH_ABSOLUTE, row), std::to_string(row) + "+64", "again");
}

TEST(catalog_results_scroll) {
    Session session;
    session.set(SQL_ATTR_CURSOR_SCROLLABLE, SQL_SCROLLABLE);
    CHECK_EQUAL(SQLTables(session.statement, nullptr, 0, nullptr, 0, characters("T"), 1, nullptr, 0), SQL_SUCCESS,
                session.state());
    CHECK_EQUAL(SQLFetchScroll(session.statement, SQL_FETCH_LAST, 0), SQL_SUCCESS, session.state());
    const std::string arguments = session.text(2);
    CHECK_EQUAL(SQLFetchScroll(session.statement, SQL_FETCH_FIRST, 0), SQL_SUCCESS, session.state());
    CHECK_EQUAL(session.text(2), arguments, "the one row");
}

TEST(a_failing_page_fails_its_fetch_and_never_shortens_the_result) {
    Scrolled cursor("fetcherror 7", 5);
    check_moves(cursor, {{SQL_FETCH_NEXT, 0, "1+5"},
                         {SQL_FETCH_NEXT, 0, "08S01"},
                         {SQL_FETCH_LAST, 0, "08S01"},
                         {SQL_FETCH_ABSOLUTE, -1, "08S01"},
                         {SQL_FETCH_ABSOLUTE, 3, "3+5"},
                         {SQL_FETCH_NEXT, 0, "08S01"},
                         {SQL_FETCH_FIRST, 0, "1+5"}});
    cursor.close();
    CHECK_EQUAL(cursor.run("rows 1"), SQL_SUCCESS, "the statement is usable again");
    CHECK_EQUAL(cursor.go(SQL_FETCH_LAST), std::string("1+1"), "and scrolls");
}

TEST(an_engine_that_answers_with_other_rows_is_not_believed) {
    Scrolled cursor("lostrow 8");
    CHECK_EQUAL(cursor.go(SQL_FETCH_ABSOLUTE, 3), std::string("08S01"), "not the row that was asked for");
}

TEST(cancelling_a_fetch_of_the_last_row) {
    Scrolled cursor("stall 5");
    CHECK_EQUAL(cursor.go(SQL_FETCH_ABSOLUTE, 2), std::string("2+1"), "what is there");
    Session watching;
    std::thread canceller([&] {
        watching.await_waiting();
        SQLCancel(cursor.statement);
    });
    CHECK_EQUAL(cursor.go(SQL_FETCH_LAST), std::string("HY008"), "cancelled");
    canceller.join();
#ifndef MANAGED  // unixODBC takes every SQLCancel for the closing of the cursor
    CHECK_EQUAL(cursor.go(SQL_FETCH_ABSOLUTE, 5), std::string("5+1"), "rows read before are there still");
#endif
    CHECK_EQUAL(cursor.run("stall 5"), SQL_SUCCESS, "again, without closing what was cancelled");
    cursor.close();  // while the engine waits for the rest
    CHECK_EQUAL(cursor.run("rows 2"), SQL_SUCCESS, "usable");
}

TEST(results_behind_the_first_scroll_too) {
    Scrolled cursor("multi");
    CHECK_EQUAL(cursor.go(SQL_FETCH_LAST), std::string("3+1"), "the first");
    CHECK_EQUAL(SQLMoreResults(cursor.statement), SQL_SUCCESS, "the second");
    CHECK_EQUAL(cursor.go(SQL_FETCH_LAST), std::string("2+1"), "its last");
    CHECK_EQUAL(cursor.go(SQL_FETCH_PRIOR), std::string("1+1"), "its first");
    CHECK_EQUAL(SQLMoreResults(cursor.statement), SQL_NO_DATA, "no third");
}

TEST(positions_move_while_data_stay_when_they_are_not_wanted) {
    Scrolled cursor("rows 20 4", 4);
    cursor.set(SQL_ATTR_RETRIEVE_DATA, SQL_RD_OFF);
    cursor.ids[0] = -7;
    CHECK_EQUAL(SQLFetchScroll(cursor.statement, SQL_FETCH_LAST, 0), SQL_SUCCESS, cursor.state());
    CHECK_EQUAL(cursor.ids[0], -7, "the buffer is untouched");
    CHECK(cursor.fetched == 4 && cursor.status[3] == SQL_ROW_SUCCESS, "counts and statuses are told");
    CHECK_EQUAL(cursor.number(), 17u, "the position has moved");
    cursor.set(SQL_ATTR_RETRIEVE_DATA, SQL_RD_ON);
    CHECK_EQUAL(cursor.go(SQL_FETCH_RELATIVE, 0), std::string("17+4"), "now the data");
}

TEST(cursor_attributes_follow_each_other) {
    Session session;
    const auto is = [&](SQLULEN type, SQLULEN scrollable, SQLULEN sensitivity, const char* when) {
        CHECK_EQUAL(attribute(session, SQL_ATTR_CURSOR_TYPE), type, when);
        CHECK_EQUAL(attribute(session, SQL_ATTR_CURSOR_SCROLLABLE), scrollable, when);
        CHECK_EQUAL(attribute(session, SQL_ATTR_CURSOR_SENSITIVITY), sensitivity, when);
        CHECK_EQUAL(attribute(session, SQL_ATTR_CONCURRENCY), SQLULEN{SQL_CONCUR_READ_ONLY}, when);
    };
    is(SQL_CURSOR_FORWARD_ONLY, SQL_NONSCROLLABLE, SQL_UNSPECIFIED, "at first");
    CHECK_EQUAL(set_attribute(session, SQL_ATTR_CURSOR_TYPE, SQL_CURSOR_STATIC), SQL_SUCCESS, "static");
    is(SQL_CURSOR_STATIC, SQL_SCROLLABLE, SQL_INSENSITIVE, "static");
    CHECK_EQUAL(set_attribute(session, SQL_ATTR_CURSOR_SCROLLABLE, SQL_NONSCROLLABLE), SQL_SUCCESS, "not scrollable");
    is(SQL_CURSOR_FORWARD_ONLY, SQL_NONSCROLLABLE, SQL_UNSPECIFIED, "not scrollable");
    CHECK_EQUAL(set_attribute(session, SQL_ATTR_CURSOR_SENSITIVITY, SQL_INSENSITIVE), SQL_SUCCESS, "insensitive");
    is(SQL_CURSOR_STATIC, SQL_SCROLLABLE, SQL_INSENSITIVE, "insensitive");
    CHECK_EQUAL(set_attribute(session, SQL_ATTR_CURSOR_SENSITIVITY, SQL_UNSPECIFIED), SQL_SUCCESS, "unspecified");
    is(SQL_CURSOR_STATIC, SQL_SCROLLABLE, SQL_INSENSITIVE, "unspecified");
    CHECK_EQUAL(set_attribute(session, SQL_ATTR_CURSOR_SENSITIVITY, SQL_SENSITIVE), SQL_SUCCESS_WITH_INFO, "sensitive");
    CHECK_EQUAL(session.state(), std::string("01S02"), "sensitive");
    for (const SQLULEN type : {SQL_CURSOR_KEYSET_DRIVEN, SQL_CURSOR_DYNAMIC}) {
        set_attribute(session, SQL_ATTR_CURSOR_TYPE, SQL_CURSOR_FORWARD_ONLY);
        CHECK_EQUAL(set_attribute(session, SQL_ATTR_CURSOR_TYPE, type), SQL_SUCCESS_WITH_INFO, "becomes static");
        CHECK_EQUAL(session.state(), std::string("01S02"), "becomes static");
        is(SQL_CURSOR_STATIC, SQL_SCROLLABLE, SQL_INSENSITIVE, "becomes static");
    }
    for (const SQLULEN concurrency : {SQL_CONCUR_LOCK, SQL_CONCUR_ROWVER, SQL_CONCUR_VALUES}) {
        CHECK_EQUAL(set_attribute(session, SQL_ATTR_CONCURRENCY, concurrency), SQL_SUCCESS_WITH_INFO, "read-only");
        CHECK_EQUAL(session.state(), std::string("01S02"), "read-only");
    }
    is(SQL_CURSOR_STATIC, SQL_SCROLLABLE, SQL_INSENSITIVE, "read-only");
    CHECK_EQUAL(set_attribute(session, SQL_ATTR_KEYSET_SIZE, 10), SQL_SUCCESS_WITH_INFO, "no keyset");
    CHECK_EQUAL(attribute(session, SQL_ATTR_KEYSET_SIZE), 0u, "no keyset");
    CHECK_EQUAL(set_attribute(session, SQL_ATTR_SIMULATE_CURSOR, SQL_SC_UNIQUE), SQL_SUCCESS_WITH_INFO,
                "simulates none");
    CHECK_EQUAL(attribute(session, SQL_ATTR_SIMULATE_CURSOR), SQLULEN{SQL_SC_NON_UNIQUE}, "simulates none");
    CHECK_EQUAL(set_attribute(session, SQL_ATTR_CURSOR_TYPE, 17), SQL_ERROR, "no type of the reference");
    CHECK_EQUAL(session.state(), std::string("HY024"), "no type of the reference");
    session.run("rows 1");
    CHECK_EQUAL(set_attribute(session, SQL_ATTR_CURSOR_TYPE, SQL_CURSOR_STATIC), SQL_ERROR, "a cursor is open");
    CHECK_EQUAL(session.state(), std::string("24000"), "a cursor is open");
}

TEST(extended_fetch_scrolls_with_its_own_size_and_statuses) {
    Scrolled cursor("rows 10 4", 2);
    cursor.set(SQL_ROWSET_SIZE, 4);
    SQLULEN rows = 77;
    SQLUSMALLINT own[4] = {9, 9, 9, 9};
    cursor.status[0] = 9;
    CHECK_EQUAL(SQLExtendedFetch(cursor.statement, SQL_FETCH_LAST, 0, &rows, own), SQL_SUCCESS, cursor.state());
    CHECK(rows == 4 && cursor.ids[0] == 6 && own[3] == SQL_ROW_SUCCESS, "the last four");
    CHECK(cursor.status[0] == 9 && cursor.fetched == 0, "the attributes' buffers are not its own");
    CHECK_EQUAL(SQLExtendedFetch(cursor.statement, SQL_FETCH_PRIOR, 0, &rows, own), SQL_SUCCESS, cursor.state());
    CHECK_EQUAL(cursor.ids[0], 2, "four before");
    CHECK_EQUAL(SQLFetch(cursor.statement), SQL_ERROR, "not mixed");
    CHECK_EQUAL(cursor.state(), std::string("HY010"), "not mixed");
    CHECK_EQUAL(SQLFetchScroll(cursor.statement, SQL_FETCH_NEXT, 0), SQL_ERROR, "not mixed");
    CHECK_EQUAL(SQLSetPos(cursor.statement, 2, SQL_POSITION, SQL_LOCK_NO_CHANGE), SQL_SUCCESS, cursor.state());
    CHECK_EQUAL(cursor.text(1), std::string("3"), "the second of the four");
    cursor.close();
    cursor.run("rows 10 4");
    CHECK_EQUAL(SQLFetch(cursor.statement), SQL_SUCCESS, cursor.state());
    CHECK_EQUAL(SQLExtendedFetch(cursor.statement, SQL_FETCH_NEXT, 0, &rows, own), SQL_ERROR, "not mixed");
    CHECK_EQUAL(cursor.state(), std::string("HY010"), "not mixed");
}
