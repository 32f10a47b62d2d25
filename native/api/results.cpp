// Fetching rows into the application's memory.
#include <algorithm>

#include "api/bookmarks.hpp"
#include "api/rowset.hpp"

namespace jsdodbc {
namespace {

// What a fetch function was called with, beyond the attributes.
struct Fetch {
    Rowset rowset;
    SQLULEN* fetched;
    State positioned;  // afterwards
};

std::int64_t advance(Statement& statement, const Move& move) {
    if (statement.result.scrollable()) return statement.result.scroll(move, statement.columns, statement.diagnostics);
    if (move.orientation != SQL_FETCH_NEXT) {
        throw Failure("HY106",
                      "The cursor is forward-only: set SQL_ATTR_CURSOR_TYPE to SQL_CURSOR_STATIC before executing.");
    }
    return statement.result.advance(move.size, statement.columns, statement.diagnostics);
}

SQLRETURN fetch(Statement& statement, Fetch call, Move move) {
    Rowset& rowset = call.rowset;
    tell_processed(call.fetched, 0);
    move.size = static_cast<std::int64_t>(rowset.size);
    const std::int64_t rows = advance(statement, move);
    statement.reading = {};
    statement.state = call.positioned;
    statement.current_row = 1;
    statement.row_status = rowset.status;
    tell_processed(call.fetched, static_cast<SQLULEN>(rows));
    if (rowset.status) {
        std::fill(rowset.status, rowset.status + rows, SQLUSMALLINT{SQL_ROW_SUCCESS});
        std::fill(rowset.status + rows, rowset.status + rowset.size, SQLUSMALLINT{SQL_ROW_NOROW});
    }
    if (rows == 0) return SQL_NO_DATA;
    if (statement.attributes.retrieve_data == SQL_RD_ON) convert_rowset(statement, rowset);
    return outcome(statement, rowset, rows);
}

SQLRETURN fetch(Statement& statement, const Move& move) {
    return fetch(statement,
                 {{statement.ard->array_size, statement.ird.array_status}, statement.ird.processed, State::positioned},
                 move);
}

// HY111 unless there is a row with the bookmark.
void check_bookmark(Statement& statement, std::int64_t bookmark) {
    if (!statement.result.scrollable()) return;  // refused for its own reason
    if (!statement.result.batch_of(bookmark, statement.columns, statement.diagnostics)) {
        throw Failure("HY111", "The result has no row with this bookmark.");
    }
}

void require_bookmarks(const Statement& statement) {
    if (!has_bookmarks(statement)) throw Failure("HY106", "Set SQL_ATTR_USE_BOOKMARKS before executing.");
}

SQLRETURN fetch_scroll(Statement& statement, SQLSMALLINT orientation, SQLLEN offset) {
    statement.require(Operation::fetch);
    Move move{orientation, offset};
    if (orientation == SQL_FETCH_BOOKMARK) {
        require_bookmarks(statement);
        move.bookmark = read_bookmark(statement, statement.attributes.fetch_bookmark);
        check_bookmark(statement, move.bookmark);
    }
    return fetch(statement, move);
}

// The offset of ODBC 2 is the bookmark itself.
SQLRETURN extended_fetch(Statement& statement, SQLSMALLINT orientation, SQLLEN offset, SQLUSMALLINT* status) {
    statement.extended_rows.reset();
    statement.require(Operation::extended_fetch);
    Move move{orientation, offset};
    if (orientation == SQL_FETCH_BOOKMARK) {
        require_bookmarks(statement);
        if (offset < 1) throw Failure("HY111");
        check_bookmark(statement, offset);
        move = {orientation, 0, 1, offset};
    }
    SQLULEN* fetched = &statement.extended_rows.emplace(0);
    return fetch(statement, {{statement.attributes.rowset_size, status}, fetched, State::positioned_extended}, move);
}

SQLRETURN more_results(Statement& statement) {
    statement.require(Operation::more_results);
    if (statement.state == State::allocated || statement.state == State::prepared) return SQL_NO_DATA;
    statement.result.close();
    try {
        const wire::Reply reply = statement.request(wire::Message::more_results, {});
        if (reply.type == wire::Message::no_more_results) {
            statement.close_cursor();
            return SQL_NO_DATA;
        }
        wire::Executed answer = wire::decode_executed(reply);
        statement.open_result();
        statement.opened(std::move(answer));
        return SQL_SUCCESS;
    } catch (const Failure&) {
        statement.close_cursor();  // the former result is gone, the next did not come
        throw;
    }
}

}  // namespace
}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLFetch(SQLHSTMT handle) {
    return enter_long<Statement>(handle, SQL_API_SQLFETCH, [](Statement& statement) {
        statement.require(Operation::fetch);
        return fetch(statement, Move{});
    });
}

extern "C" SQLRETURN SQL_API SQLFetchScroll(SQLHSTMT handle, SQLSMALLINT orientation, SQLLEN offset) {
    return enter_long<Statement>(handle, SQL_API_SQLFETCHSCROLL,
                                 [=](Statement& statement) { return fetch_scroll(statement, orientation, offset); });
}

extern "C" SQLRETURN SQL_API SQLExtendedFetch(SQLHSTMT handle, SQLUSMALLINT orientation, SQLLEN offset,
                                              SQLULEN* fetched, SQLUSMALLINT* status) {
    return enter_long<Statement>(
        handle, SQL_API_SQLEXTENDEDFETCH, [] { return Nothing{}; },
        [=](Statement& statement, Nothing) {
            return extended_fetch(statement, static_cast<SQLSMALLINT>(orientation), offset, status);
        },
        [=](Statement& statement, SQLRETURN code) {
            if (statement.extended_rows) tell_processed(fetched, *statement.extended_rows);
            return code;
        });
}

extern "C" SQLRETURN SQL_API SQLMoreResults(SQLHSTMT handle) {
    return enter_long<Statement>(handle, SQL_API_SQLMORERESULTS,
                                 [](Statement& statement) { return more_results(statement); });
}

extern "C" SQLRETURN SQL_API SQLRowCount(SQLHSTMT handle, SQLLEN* count) {
    return enter<Statement>(handle, [=](Statement& statement) -> SQLRETURN {
        statement.require(Operation::row_count);
        const bool rows = statement.state != State::executed;  // of a SELECT: 0 would be taken for "no rows"
        put_value(count, static_cast<SQLLEN>(rows && statement.row_count == 0 ? -1 : statement.row_count));
        return SQL_SUCCESS;
    });
}

extern "C" SQLRETURN SQL_API SQLCloseCursor(SQLHSTMT handle) {
    return enter<Statement>(handle, [](Statement& statement) -> SQLRETURN {
        statement.require(Operation::close_cursor);
        statement.close_cursor();
        return SQL_SUCCESS;
    });
}
