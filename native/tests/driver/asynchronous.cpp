// Functions that the application asks again and again whether they are done.
#include "session.hpp"

#include <cstring>
#include <thread>

using namespace jsdodbc::test;

namespace {

// Calls until the function is done; what it said first is added to `first`.
template <class Call>
SQLRETURN finished(Call&& call, SQLRETURN* first = nullptr) {
    SQLRETURN code = call();
    if (first) *first = code;
    while (code == SQL_STILL_EXECUTING) {
        std::this_thread::yield();
        code = call();
    }
    return code;
}

SQLRETURN finish(Session& session, const char* sql) {
    return finished([&] { return session.run(sql); });
}

void set_connection(const Session& session, SQLINTEGER attribute, SQLULEN value, SQLRETURN wanted = SQL_SUCCESS) {
    const SQLRETURN code = SQLSetConnectAttr(session.connection, attribute, reinterpret_cast<SQLPOINTER>(value), 0);
    CHECK_EQUAL(code, wanted, "attribute " + std::to_string(attribute) + session.connection_state());
}

}  // namespace

TEST(asynchronous_functions_answer_when_they_are_asked_again) {
    Session session;
    session.set(SQL_ATTR_ASYNC_ENABLE, SQL_ASYNC_ENABLE_ON);
    SQLULEN enabled = 0;
    SQLGetStmtAttr(session.statement, SQL_ATTR_ASYNC_ENABLE, &enabled, 0, nullptr);
    CHECK_EQUAL(enabled, static_cast<SQLULEN>(SQL_ASYNC_ENABLE_ON), "kept");
    for (int round = 0; round < 3; ++round) {
        CHECK_EQUAL(finish(session, "rows 100 7"), SQL_SUCCESS, session.state());
        int rows = 0;
        while (rows < 100 && finished([&] { return SQLFetch(session.statement); }) == SQL_SUCCESS) ++rows;
        CHECK_EQUAL(rows, 100, "all rows");
#ifndef MANAGED  // unixODBC 2.3.14 holds a fetch that ended with SQL_NO_DATA for one that still runs
        CHECK_EQUAL(finished([&] { return SQLFetch(session.statement); }), SQL_NO_DATA, "and no more");
#endif
        CHECK_EQUAL(SQLFreeStmt(session.statement, SQL_CLOSE), SQL_SUCCESS, "closed");
    }
    CHECK_EQUAL(finish(session, "error 42S02 There is no table X."), SQL_ERROR,
                "an error comes as from the call itself");
    CHECK_EQUAL(session.state(), std::string("42S02"), "with its record");
    CHECK_EQUAL(finished([&] {
                    return SQLTables(session.statement, nullptr, 0, nullptr, 0, characters("T"), SQL_NTS, nullptr, 0);
                }),
                SQL_SUCCESS, "catalog functions too");
}

TEST(meanwhile_only_the_same_function_and_cancelling_are_allowed) {
    Session session;
    session.set(SQL_ATTR_ASYNC_ENABLE, SQL_ASYNC_ENABLE_ON);
    CHECK_EQUAL(session.run("slow"), SQL_STILL_EXECUTING, "slow");
    CHECK_EQUAL(session.run("slow"), SQL_STILL_EXECUTING, "asked again");
    SQLSMALLINT columns = 0;
    CHECK_EQUAL(SQLNumResultCols(session.statement, &columns), SQL_ERROR, "another function");
    CHECK_EQUAL(session.state(), std::string("HY010"), "another function");
    CHECK_EQUAL(SQLFreeHandle(SQL_HANDLE_STMT, session.statement), SQL_ERROR, "freeing");
    CHECK_EQUAL(session.state(), std::string("HY010"), "freeing");
    CHECK_EQUAL(SQLDisconnect(session.connection), SQL_ERROR, "disconnecting");
    CHECK_EQUAL(session.connection_state(), std::string("HY010"), "disconnecting");
    SQLHSTMT other = nullptr;
    CHECK_EQUAL(SQLAllocHandle(SQL_HANDLE_STMT, session.connection, &other), SQL_SUCCESS, "another statement");
    CHECK_EQUAL(SQLExecDirect(other, characters("rows 1"), SQL_NTS), SQL_SUCCESS, "runs beside it");
    SQLFreeHandle(SQL_HANDLE_STMT, other);
    CHECK_EQUAL(SQLCancel(session.statement), SQL_SUCCESS, "cancelled");
    CHECK_EQUAL(finish(session, "slow"), SQL_ERROR, "and so it ends");
    CHECK_EQUAL(session.state(), std::string("HY008"), "and so it ends");
    CHECK_EQUAL(finish(session, "rows 1"), SQL_SUCCESS, "usable again");
}

TEST(cancelling_by_handle_ends_a_fetch) {
    Session session;
    CHECK_EQUAL(session.run("slowfetch"), SQL_SUCCESS, "executed");
    session.set(SQL_ATTR_ASYNC_ENABLE, SQL_ASYNC_ENABLE_ON);
    CHECK_EQUAL(SQLFetch(session.statement), SQL_STILL_EXECUTING, "no rows yet");
    CHECK_EQUAL(SQLCancelHandle(SQL_HANDLE_STMT, session.statement), SQL_SUCCESS, "cancelled");
    CHECK_EQUAL(finished([&] { return SQLFetch(session.statement); }), SQL_ERROR, "ended");
    CHECK_EQUAL(session.state(), std::string("HY008"), "ended");
}

TEST(the_connection_sets_what_its_statements_begin_with) {
    Session session;
    set_connection(session, SQL_ATTR_ASYNC_ENABLE, SQL_ASYNC_ENABLE_ON);
    SQLHSTMT statement = nullptr;
    SQLAllocHandle(SQL_HANDLE_STMT, session.connection, &statement);
    SQLULEN enabled = 0;
    SQLGetStmtAttr(statement, SQL_ATTR_ASYNC_ENABLE, &enabled, 0, nullptr);
    CHECK_EQUAL(enabled, static_cast<SQLULEN>(SQL_ASYNC_ENABLE_ON), "inherited");
    CHECK_EQUAL(finished([&] { return SQLPrepare(statement, characters("echo ?"), SQL_NTS); }), SQL_SUCCESS,
                "prepared");
    SQLCHAR value[10] = "x";
    SQLLEN length = SQL_NTS;
    SQLBindParameter(statement, 1, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_VARCHAR, 10, 0, value, sizeof value, &length);
    CHECK_EQUAL(finished([&] { return SQLExecute(statement); }), SQL_SUCCESS, "executed");
    SQLFreeHandle(SQL_HANDLE_STMT, statement);
}

TEST(the_text_of_a_statement_is_free_after_the_first_call) {
    Session session;
    session.set(SQL_ATTR_ASYNC_ENABLE, SQL_ASYNC_ENABLE_ON);
    char sql[] = "rows 3";
    SQLRETURN code = session.run(sql);
    std::memset(sql, 'x', sizeof sql - 1);
    while (code == SQL_STILL_EXECUTING) code = session.run(sql);
    CHECK_EQUAL(code, SQL_SUCCESS, "executed as it was given");
}

TEST(a_timeout_ends_an_asynchronous_function) {
    Session session;
    session.set(SQL_ATTR_ASYNC_ENABLE, SQL_ASYNC_ENABLE_ON);
    session.set(SQL_ATTR_QUERY_TIMEOUT, 1);
    CHECK_EQUAL(finish(session, "slow"), SQL_ERROR, "late");
    CHECK_EQUAL(session.state(), std::string("HYT00"), "late");
}

#ifndef MANAGED  // the driver manager has no such functions, or keeps them from drivers

TEST(diagnostics_do_not_wait_for_an_asynchronous_function) {
    Session session;
    session.set(SQL_ATTR_ASYNC_ENABLE, SQL_ASYNC_ENABLE_ON);
    CHECK_EQUAL(session.run("slow"), SQL_STILL_EXECUTING, "slow");
    CHECK_EQUAL(session.state(), std::string(), "no records");
    SQLULEN value = 0;
    CHECK_EQUAL(SQLGetStmtAttr(session.statement, SQL_ATTR_ROW_ARRAY_SIZE, &value, 0, nullptr), SQL_ERROR, "refused");
    CHECK_EQUAL(session.state(), std::string("HY010"), "its record");
    SQLRETURN code = SQL_SUCCESS;
    CHECK_EQUAL(SQLCompleteAsync(SQL_HANDLE_STMT, session.statement, &code), SQL_STILL_EXECUTING, "not complete");
    SQLCancel(session.statement);
    CHECK_EQUAL(finished([&] { return SQLCompleteAsync(SQL_HANDLE_STMT, session.statement, &code); }), SQL_SUCCESS,
                "complete");
    CHECK_EQUAL(code, SQL_ERROR, "cancelled");
    CHECK_EQUAL(session.state(), std::string("HY008"), "cancelled");
    CHECK_EQUAL(SQLCompleteAsync(SQL_HANDLE_STMT, session.statement, &code), SQL_ERROR, "nothing runs");
    CHECK_EQUAL(session.state(), std::string("HY010"), "nothing runs");
}

TEST(connecting_runs_asynchronously_too) {
    Session session(Session::unconnected);
    set_connection(session, SQL_ATTR_ASYNC_DBC_FUNCTIONS_ENABLE, SQL_ASYNC_DBC_ENABLE_ON);
    const std::string slow = connection_string(";slow=1");
    SQLCHAR out[200] = {};
    SQLSMALLINT length = 0;
    const auto connect = [&](const std::string& text) {
        return SQLDriverConnect(session.connection, nullptr, characters(text.c_str()), SQL_NTS, out, sizeof out,
                                &length, SQL_DRIVER_NOPROMPT);
    };
    SQLRETURN first = SQL_SUCCESS;
    CHECK_EQUAL(connect(slow), SQL_STILL_EXECUTING, "slow");
    CHECK_EQUAL(SQLCancelHandle(SQL_HANDLE_DBC, session.connection), SQL_SUCCESS, "cancelled");
    CHECK_EQUAL(finished([&] { return connect(slow); }), SQL_ERROR, "ended");
    CHECK_EQUAL(session.connection_state(), std::string("HY008"), "ended");
    const std::string quick = connection_string();
    CHECK_EQUAL(finished([&] { return connect(quick); }, &first), SQL_SUCCESS, session.connection_state());
    CHECK(std::strstr(reinterpret_cast<char*>(out), "Completed=1"), "the answer comes with the last call");
    CHECK_EQUAL(finished([&] { return SQLDisconnect(session.connection); }), SQL_SUCCESS, "disconnected");
}

TEST(a_connect_is_cancelled_from_another_thread) {
    Session session(Session::unconnected), watching;
    std::thread canceller([&] {
        watching.await_waiting();
        SQLCancelHandle(SQL_HANDLE_DBC, session.connection);
    });
    session.connect(";slow=1");
    canceller.join();
    CHECK_EQUAL(session.connected, SQL_ERROR, "ended");
    CHECK_EQUAL(session.connection_state(), std::string("HY008"), "ended");
    session.connect();
    CHECK_EQUAL(session.connected, SQL_SUCCESS, session.connection_state());
}

TEST(there_are_no_notifications) {
    Session session;
    int event = 0;
    CHECK_EQUAL(SQLSetStmtAttr(session.statement, SQL_ATTR_ASYNC_STMT_EVENT, &event, 0), SQL_ERROR, "statement");
    CHECK_EQUAL(session.state(), std::string("HYC00"), "statement");
    CHECK_EQUAL(SQLSetConnectAttr(session.connection, SQL_ATTR_ASYNC_DBC_EVENT, &event, 0), SQL_ERROR, "connection");
    CHECK_EQUAL(session.connection_state(), std::string("HYC00"), "connection");
}

#endif

// Found by fuzzing: the first call is over, and its arguments may be gone, when there is something to write to them.
TEST(results_go_to_the_arguments_of_the_call_that_ends_the_function) {
    Session session;
    CHECK_EQUAL(session.run("slowfetch"), SQL_SUCCESS, session.state());
    session.set(SQL_ATTR_ASYNC_ENABLE, SQL_ASYNC_ENABLE_ON);
    SQLULEN first = 77, last = 77;
    SQLUSMALLINT status = 0;
    CHECK_EQUAL(SQLExtendedFetch(session.statement, SQL_FETCH_NEXT, 0, &first, &status), SQL_STILL_EXECUTING, "waits");
    SQLCancel(session.statement);
    const SQLRETURN code =
        finished([&] { return SQLExtendedFetch(session.statement, SQL_FETCH_NEXT, 0, &last, &status); });
    CHECK_EQUAL(code, SQL_ERROR, "cancelled");
    CHECK_EQUAL(first, 77u, "not touched");
    CHECK_EQUAL(last, 0u, "no rows");
}
