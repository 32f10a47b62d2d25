// What follows a cancel: unixODBC holds an open cursor for closed then, and lets the next execution through.
#include "session.hpp"

#include <functional>
#include <thread>

using namespace jsdodbc::test;

namespace {

using Next = std::function<SQLRETURN(Session&)>;

SQLRETURN tables(Session& session) {
    return SQLTables(session.statement, nullptr, 0, nullptr, 0, characters("T"), SQL_NTS, nullptr, 0);
}

}  // namespace

TEST(a_cursor_that_was_cancelled_makes_way) {
    const Next nexts[] = {[](Session& session) { return session.run("rows 2"); }, tables,
                          [](Session& session) {
                              const SQLRETURN code = SQLPrepare(session.statement, characters("rows 2"), SQL_NTS);
                              return SQL_SUCCEEDED(code) ? SQLExecute(session.statement) : code;
                          }};
    int number = 0;
    for (const Next& next : nexts) {
        for (const int fetched : {0, 1, 4}) {  // none, one, one more than there are
            const std::string what = std::to_string(number) + " after " + std::to_string(fetched);
            Session session;
            CHECK_EQUAL(session.run("rows 3"), SQL_SUCCESS, what);
            for (int row = 0; row < fetched; ++row) SQLFetch(session.statement);
            CHECK_EQUAL(SQLCancel(session.statement), SQL_SUCCESS, what);
            CHECK_EQUAL(next(session), SQL_SUCCESS, what + session.state());
            CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS, what + session.state());
            CHECK_EQUAL(session.run("rows 2"), SQL_ERROR, what);
            CHECK_EQUAL(session.state(), std::string("24000"), what + ", but not the next cursor");
        }
        ++number;
    }
}

TEST(a_prepared_statement_runs_again_after_a_cancel) {
    Session session;
    SQLPrepare(session.statement, characters("rows 3"), SQL_NTS);
    for (int round = 0; round < 3; ++round) {
        CHECK_EQUAL(SQLExecute(session.statement), SQL_SUCCESS, session.state());
        CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS, session.state());
        CHECK_EQUAL(SQLCancel(session.statement), SQL_SUCCESS, session.state());
    }
}

TEST(a_statement_whose_fetch_was_cancelled_runs_again) {
    Session session, watching;
    CHECK_EQUAL(session.run("slowfetch"), SQL_SUCCESS, session.state());
    std::thread canceller([&] {
        watching.await_waiting();
        SQLCancel(session.statement);
    });
    CHECK_EQUAL(SQLFetch(session.statement), SQL_ERROR, "cancelled");
    canceller.join();
    CHECK_EQUAL(session.run("rows 2"), SQL_SUCCESS, session.state());
    CHECK_EQUAL(SQLFetch(session.statement), SQL_SUCCESS, session.state());
}
