// Bookmarks, SQLSetPos, SQLBulkOperations and cursor names.
#include "session.hpp"

#include <cstring>

using namespace jsdodbc::test;

namespace {

constexpr std::int64_t no_bookmark = -1;

struct Bookmarked : Session {
    explicit Bookmarked(SQLULEN kind = SQL_UB_VARIABLE, SQLULEN size = 1) {
        set(SQL_ATTR_CURSOR_TYPE, SQL_CURSOR_STATIC);
        set(SQL_ATTR_USE_BOOKMARKS, kind);
        set(SQL_ATTR_ROW_ARRAY_SIZE, size);
        set(SQL_ATTR_ROW_STATUS_PTR, status);
        CHECK_EQUAL(run("rows 25 4"), SQL_SUCCESS, state());
    }
    SQLRETURN go(SQLSMALLINT orientation, SQLLEN offset = 0) { return SQLFetchScroll(statement, orientation, offset); }
    std::int64_t bookmark() {
        std::int64_t value = no_bookmark;
        SQLLEN length = 0;
        const SQLRETURN code = SQLGetData(statement, 0, SQL_C_VARBOOKMARK, &value, sizeof value, &length);
        return code == SQL_SUCCESS && length == sizeof value ? value : no_bookmark;
    }
    SQLRETURN position(SQLSETPOSIROW row, SQLUSMALLINT operation = SQL_POSITION,
                       SQLUSMALLINT lock = SQL_LOCK_NO_CHANGE) {
        return SQLSetPos(statement, row, operation, lock);
    }

    SQLUSMALLINT status[8] = {};
};

void check_refused(Session& session, SQLRETURN code, const char* sqlstate, const std::string& what) {
    CHECK_EQUAL(code, SQL_ERROR, what);
    CHECK_EQUAL(session.state(), std::string(sqlstate), what);
}

}  // namespace

TEST(a_bookmark_leads_back_to_its_row) {
    Bookmarked cursor;
    CHECK_EQUAL(cursor.go(SQL_FETCH_ABSOLUTE, 17), SQL_SUCCESS, cursor.state());
    std::int64_t bookmark = cursor.bookmark();
    CHECK_EQUAL(bookmark, 17, "read by SQLGetData");
    cursor.set(SQL_ATTR_FETCH_BOOKMARK_PTR, &bookmark);
    cursor.go(SQL_FETCH_FIRST);
    CHECK_EQUAL(cursor.go(SQL_FETCH_BOOKMARK), SQL_SUCCESS, cursor.state());
    CHECK_EQUAL(cursor.text(1), std::string("16"), "the row again");
    CHECK_EQUAL(cursor.go(SQL_FETCH_BOOKMARK, -10), SQL_SUCCESS, cursor.state());
    CHECK_EQUAL(cursor.text(1), std::string("6"), "ten before");
    CHECK_EQUAL(cursor.go(SQL_FETCH_BOOKMARK, -17), SQL_NO_DATA, "before the start");
    CHECK_EQUAL(cursor.go(SQL_FETCH_BOOKMARK, 9), SQL_NO_DATA, "after the end");
    for (const std::int64_t wrong : {std::int64_t{0}, std::int64_t{-4}, std::int64_t{26}, INT64_MAX, INT64_MIN}) {
        bookmark = wrong;
        check_refused(cursor, cursor.go(SQL_FETCH_BOOKMARK), "HY111", "bookmark " + std::to_string(wrong));
    }
    cursor.set(SQL_ATTR_FETCH_BOOKMARK_PTR, nullptr);
    check_refused(cursor, cursor.go(SQL_FETCH_BOOKMARK), "HY111", "no bookmark");
}

TEST(bookmarks_are_bound_as_column_0) {
    Bookmarked cursor(SQL_UB_VARIABLE, 5);
    std::int64_t bookmarks[5] = {};
    SQLLEN lengths[5] = {};
    CHECK_EQUAL(SQLBindCol(cursor.statement, 0, SQL_C_VARBOOKMARK, bookmarks, sizeof bookmarks[0], lengths),
                SQL_SUCCESS, cursor.state());
    CHECK_EQUAL(cursor.go(SQL_FETCH_LAST), SQL_SUCCESS, cursor.state());
    for (int row = 0; row < 5; ++row) {
        CHECK(bookmarks[row] == 21 + row && lengths[row] == sizeof bookmarks[row], "bound");
    }
    SQLFreeStmt(cursor.statement, SQL_UNBIND);
    cursor.go(SQL_FETCH_FIRST);
    CHECK_EQUAL(bookmarks[0], 1, "SQL_UNBIND leaves column 0 bound");
    SQLBindCol(cursor.statement, 0, SQL_C_VARBOOKMARK, nullptr, 0, nullptr);
    cursor.go(SQL_FETCH_NEXT);
    CHECK_EQUAL(bookmarks[0], 1, "unbound");
    CHECK_EQUAL(cursor.position(3), SQL_SUCCESS, cursor.state());
    CHECK_EQUAL(cursor.bookmark(), 8, "of the row that SQLSetPos chose");
    check_refused(cursor, SQLBindCol(cursor.statement, 0, SQL_C_CHAR, bookmarks, 8, lengths), "07006", "no such type");
}

TEST(bookmarks_of_odbc_2_are_numbers) {
    Bookmarked cursor(SQL_UB_ON);
    SQLULEN bookmark = 0;
    SQLLEN length = 0;
    cursor.go(SQL_FETCH_ABSOLUTE, 9);
    CHECK_EQUAL(SQLGetData(cursor.statement, 0, SQL_C_BOOKMARK, &bookmark, 0, &length), SQL_SUCCESS, cursor.state());
    CHECK_EQUAL(bookmark, 9u, "a number");
    cursor.close();
    cursor.run("rows 25 4");
    SQLULEN fetched = 0;
    CHECK_EQUAL(
        SQLExtendedFetch(cursor.statement, SQL_FETCH_BOOKMARK, static_cast<SQLLEN>(bookmark), &fetched, cursor.status),
        SQL_SUCCESS, cursor.state());
    CHECK_EQUAL(cursor.text(1), std::string("8"), "the offset is the bookmark");
    check_refused(cursor, SQLExtendedFetch(cursor.statement, SQL_FETCH_BOOKMARK, 26, &fetched, cursor.status), "HY111",
                  "no such row");
}

TEST(column_0_is_described_when_there_are_bookmarks) {
    Session session;
    session.run("rows 3");
    SQLSMALLINT type = 0;
    SQLULEN size = 0;
    const auto describe = [&] {
        return SQLDescribeCol(session.statement, 0, nullptr, 0, nullptr, &type, &size, nullptr, nullptr);
    };
    check_refused(session, describe(), "07009", "no bookmarks");
    SQLFetch(session.statement);
    SQLLEN length = 0;
    check_refused(session, SQLGetData(session.statement, 0, SQL_C_VARBOOKMARK, &size, sizeof size, &length), "07009",
                  "no bookmarks");
    session.close();
    for (const auto& [kind, wanted] : {std::pair{SQL_UB_VARIABLE, SQL_BINARY}, {SQL_UB_ON, SQL_INTEGER}}) {
        session.set(SQL_ATTR_USE_BOOKMARKS, kind);
        session.run("rows 3");
        CHECK_EQUAL(describe(), SQL_SUCCESS, session.state());
        CHECK_EQUAL(type, wanted, "type");
        session.close();
    }
    session.set(SQL_ATTR_USE_BOOKMARKS, SQL_UB_VARIABLE);
    session.run("rows 3");
    SQLLEN octets = 0;
    SQLColAttribute(session.statement, 0, SQL_DESC_OCTET_LENGTH, nullptr, 0, nullptr, &octets);
    CHECK_EQUAL(octets, 8, "bytes");
}

TEST(fetching_by_bookmark) {
    Bookmarked cursor(SQL_UB_VARIABLE, 4);
    std::int64_t bookmarks[4] = {20, 3, 25, 1};
    SQLBIGINT ids[4] = {};
    SQLLEN lengths[4] = {};
    SQLULEN fetched = 0;
    cursor.set(SQL_ATTR_ROWS_FETCHED_PTR, &fetched);
    const auto bulk = [&] { return SQLBulkOperations(cursor.statement, SQL_FETCH_BY_BOOKMARK); };
    check_refused(cursor, bulk(), "HY092", "column 0 is not bound");
    SQLBindCol(cursor.statement, 0, SQL_C_VARBOOKMARK, bookmarks, sizeof bookmarks[0], nullptr);
    SQLBindCol(cursor.statement, 1, SQL_C_SBIGINT, ids, 0, lengths);
    CHECK_EQUAL(bulk(), SQL_SUCCESS, cursor.state());
    CHECK(ids[0] == 19 && ids[1] == 2 && ids[2] == 24 && ids[3] == 0, "in the order asked for");
    CHECK_EQUAL(fetched, 4u, "rows");
    bookmarks[1] = 99;
    lengths[2] = SQL_COLUMN_IGNORE;
    ids[1] = ids[2] = -5;
    CHECK_EQUAL(bulk(), SQL_SUCCESS_WITH_INFO, "one bookmark is wrong");
    CHECK(cursor.status[0] == SQL_ROW_SUCCESS && cursor.status[1] == SQL_ROW_ERROR, "its status");
    CHECK_EQUAL(state_of(SQL_HANDLE_STMT, cursor.statement, 2), std::string("HY111"), "why");
    CHECK_EQUAL(ids[2], -5, "a column to be ignored");
    CHECK_EQUAL(cursor.go(SQL_FETCH_FIRST), SQL_SUCCESS, "the cursor goes on");
    CHECK_EQUAL(ids[3], 3, "the cursor goes on");
}

TEST(changes_by_a_cursor_are_refused) {
    Bookmarked cursor(SQL_UB_VARIABLE, 3);
    std::int64_t bookmarks[3] = {1, 2, 3};
    SQLBindCol(cursor.statement, 0, SQL_C_VARBOOKMARK, bookmarks, sizeof bookmarks[0], nullptr);
    for (const SQLSMALLINT operation : {SQL_ADD, SQL_UPDATE_BY_BOOKMARK, SQL_DELETE_BY_BOOKMARK}) {
        check_refused(cursor, SQLBulkOperations(cursor.statement, operation), "HY092", std::to_string(operation));
    }
    check_refused(cursor, cursor.position(1), "24000", "not fetched yet");
    cursor.go(SQL_FETCH_NEXT);
    for (const SQLUSMALLINT operation : {SQL_UPDATE, SQL_DELETE}) {
        check_refused(cursor, cursor.position(1, operation), "HY092", std::to_string(operation));
    }
    for (const SQLUSMALLINT lock : {SQL_LOCK_EXCLUSIVE, SQL_LOCK_UNLOCK}) {
        check_refused(cursor, cursor.position(1, SQL_POSITION, lock), "HYC00", "lock " + std::to_string(lock));
    }
    check_refused(cursor, cursor.position(1, 17), "HY092", "no operation");
    check_refused(cursor, cursor.position(0), "HY109", "no row");
    check_refused(cursor, cursor.position(4), "HY107", "outside");
    cursor.go(SQL_FETCH_ABSOLUTE, 24);  // 24, 25
    check_refused(cursor, cursor.position(3, SQL_REFRESH), "HY109", "not fetched");
    check_refused(cursor, cursor.position(4, SQL_REFRESH), "HY107", "outside");
    cursor.go(SQL_FETCH_NEXT);
    check_refused(cursor, cursor.position(1), "24000", "after the end");
}

TEST(refreshing_rows) {
    Bookmarked cursor(SQL_UB_OFF, 4);
    SQLBIGINT ids[4] = {};
    SQLUSMALLINT operations[4] = {SQL_ROW_PROCEED, SQL_ROW_IGNORE, SQL_ROW_PROCEED, SQL_ROW_PROCEED};
    SQLBindCol(cursor.statement, 1, SQL_C_SBIGINT, ids, 0, nullptr);
    cursor.go(SQL_FETCH_ABSOLUTE, 6);
    std::memset(ids, 0, sizeof ids);
    CHECK_EQUAL(cursor.position(3, SQL_REFRESH), SQL_SUCCESS, cursor.state());
    CHECK(ids[2] == 7 && ids[1] == 0 && ids[3] == 0, "one row");
    CHECK_EQUAL(cursor.text(1), std::string("7"), "which is the current one");
    cursor.set(SQL_ATTR_ROW_OPERATION_PTR, operations);
    std::memset(ids, 0, sizeof ids);
    std::memset(cursor.status, 0xFF, sizeof cursor.status);
    CHECK_EQUAL(cursor.position(0, SQL_REFRESH), SQL_SUCCESS, cursor.state());
    CHECK(ids[0] == 5 && ids[1] == 0 && ids[2] == 7 && ids[3] == 8, "all but the ignored");
    CHECK(cursor.status[0] == SQL_ROW_SUCCESS && cursor.status[1] == 0xFFFF, "statuses likewise");
}

TEST(bookmarks_of_a_forward_only_cursor_lead_nowhere) {
    Session session;
    session.set(SQL_ATTR_USE_BOOKMARKS, SQL_UB_VARIABLE);
    session.run("rows 5 2");
    std::int64_t bookmark = 0;
    SQLLEN length = 0;
    for (int row = 1; row <= 3; ++row) {
        SQLFetch(session.statement);
        SQLGetData(session.statement, 0, SQL_C_VARBOOKMARK, &bookmark, sizeof bookmark, &length);
        CHECK_EQUAL(bookmark, row, "the row's number");
    }
    session.set(SQL_ATTR_FETCH_BOOKMARK_PTR, &bookmark);
    check_refused(session, SQLFetchScroll(session.statement, SQL_FETCH_BOOKMARK, 0), "HY106", "fetching");
    SQLBindCol(session.statement, 0, SQL_C_VARBOOKMARK, &bookmark, sizeof bookmark, nullptr);
    check_refused(session, SQLBulkOperations(session.statement, SQL_FETCH_BY_BOOKMARK), "HYC00", "in bulk");
}

TEST(cursor_names_are_checked) {
    Session session;
    SQLHSTMT other = nullptr;
    SQLAllocHandle(SQL_HANDLE_STMT, session.connection, &other);
    const auto name = [&](const std::string& text) {
        return SQLSetCursorName(session.statement, characters(text.c_str()), SQL_NTS);
    };
    CHECK_EQUAL(SQLSetCursorName(other, characters("taken"), SQL_NTS), SQL_SUCCESS, "free");
    check_refused(session, name("taken"), "3C000", "taken");
    check_refused(session, name("TAKEN"), "3C000", "names differ by more than case");
    for (const char* reserved : {"SQL_CUR7", "SQLCURx", "sql_cur1", ""}) {
        check_refused(session, name(reserved), "34000", std::string("reserved: ") + reserved);
    }
    CHECK_EQUAL(name(std::string(200, 'n')), SQL_SUCCESS_WITH_INFO, "cut off");
    CHECK_EQUAL(session.state(), std::string("01004"), "cut off");
    SQLCHAR text[300] = {};
    SQLSMALLINT length = 0;
    SQLGetCursorName(session.statement, text, sizeof text, &length);
    CHECK_EQUAL(length, 128, "SQL_MAX_CURSOR_NAME_LEN");
    CHECK_EQUAL(SQLGetCursorName(session.statement, text, 10, &length), SQL_SUCCESS_WITH_INFO, "a short buffer");
    CHECK(session.state() == "01004" && length == 128, "a short buffer");
    session.run("rows 1");
    check_refused(session, name("late"), "24000", "a cursor is open");
    SQLFreeHandle(SQL_HANDLE_STMT, other);
}
