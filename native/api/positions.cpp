// SQLSetPos and SQLBulkOperations: what a read-only cursor can do of them.
#include "api/bookmarks.hpp"
#include "api/not_implemented.hpp"
#include "api/rowset.hpp"

namespace jsdodbc {
namespace {

void position(Statement& statement, SQLSETPOSIROW row) {
    if (row == 0) throw Failure("HY109", "SQL_POSITION needs one row: pass its number in the rowset, from 1.");
    if (static_cast<std::int64_t>(row) > statement.result.rowset_rows()) throw Failure("HY107");
    statement.current_row = row;
    statement.reading = {};
}

void refresh_row(Statement& statement, Rowset& rowset, std::int64_t row) {
    if (rowset.status) rowset.status[row] = SQL_ROW_SUCCESS;
    if (statement.attributes.retrieve_data == SQL_RD_ON) convert_row(statement, rowset, row);
}

// The rows are those of the snapshot that a static cursor is: the buffers get them again.
SQLRETURN refresh(Statement& statement, SQLSETPOSIROW number) {
    const std::int64_t rows = statement.result.rowset_rows();
    const auto row = static_cast<std::int64_t>(number);
    if (row > statement.result.rowset_size()) throw Failure("HY107");
    if (row > rows) throw Failure("HY109", "The row has not been fetched: the rowset has fewer rows.");
    Rowset rowset{row ? 1 : static_cast<SQLULEN>(rows), statement.row_status};
    if (row > 0) {
        statement.current_row = number;
        statement.reading = {};
        refresh_row(statement, rowset, row - 1);
        return outcome(statement, rowset, 1);
    }
    const SQLUSMALLINT* operations = statement.ard->array_status;
    for (std::int64_t each = 0; each < rows; ++each) {
        if (!operations || operations[each] != SQL_ROW_IGNORE) refresh_row(statement, rowset, each);
    }
    return outcome(statement, rowset, rows);
}

SQLRETURN set_position(Statement& statement, SQLSETPOSIROW row, SQLUSMALLINT operation, SQLUSMALLINT lock) {
    statement.require(Operation::set_position);
    refuse_changes(operation, lock);
    if (statement.result.rowset_rows() == 0)
        throw Failure("24000", "There is no current row: the last fetch found none.");
    if (operation == SQL_REFRESH) return refresh(statement, row);
    position(statement, row);
    return SQL_SUCCESS;
}

// One row of SQL_FETCH_BY_BOOKMARK, counted from 0.
void fetch_by_bookmark(Statement& statement, Rowset& rowset, std::int64_t row) {
    const convert::Target bookmark = target_of(statement, statement.ard->bookmark, bookmark_column(statement), row);
    try {
        const std::int64_t number = read_bookmark(statement, bookmark.value);
        const auto batch = statement.result.batch_of(number, statement.columns, statement.diagnostics);
        if (!batch) throw Failure("HY111", "The result has no row with this bookmark.");
        if (rowset.status) rowset.status[row] = SQL_ROW_SUCCESS;
        convert_into(statement, rowset, *batch, number - 1 - batch->first(), row);
    } catch (const Failure& failure) {
        if (failure.records().front().sqlstate != "HY111") throw;
        report_row(statement, rowset, row, failure.records().front());
    }
}

SQLRETURN bulk(Statement& statement, SQLUSMALLINT operation) {
    statement.require(Operation::bulk);
    refuse_changes(operation);
    if (!has_bookmarks(statement) || !statement.ard->bookmark.bound) {
        throw Failure("HY092", "Set SQL_ATTR_USE_BOOKMARKS before executing, and bind column 0.");
    }
    if (!statement.result.scrollable()) throw Failure("HYC00", "Fetching by bookmark needs a static cursor.");
    Rowset rowset{statement.ard->array_size, statement.ird.array_status};
    const auto rows = static_cast<std::int64_t>(rowset.size);
    for (std::int64_t row = 0; row < rows; ++row) fetch_by_bookmark(statement, rowset, row);
    tell_processed(statement.ird.processed, rowset.size);
    return outcome(statement, rowset, rows);
}

}  // namespace
}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLSetPos(SQLHSTMT handle, SQLSETPOSIROW row, SQLUSMALLINT operation, SQLUSMALLINT lock) {
    return enter_long<Statement>(handle, SQL_API_SQLSETPOS,
                                 [=](Statement& statement) { return set_position(statement, row, operation, lock); });
}

extern "C" SQLRETURN SQL_API SQLBulkOperations(SQLHSTMT handle, SQLSMALLINT operation) {
    return enter_long<Statement>(handle, SQL_API_SQLBULKOPERATIONS, [=](Statement& statement) {
        return bulk(statement, static_cast<SQLUSMALLINT>(operation));
    });
}
