// Binding columns, and reading them one by one.
#include "api/bookmarks.hpp"
#include "api/rowset.hpp"

namespace jsdodbc {
namespace {

void check_bound_type(const Statement& statement, SQLUSMALLINT number, SQLSMALLINT type) {
    if (number == 0) {
        if (!has_bookmarks(statement)) throw Failure("07009", "Column 0 needs SQL_ATTR_USE_BOOKMARKS.");
        if (!is_bookmark_c_type(type)) throw Failure("07006", "A bookmark is SQL_C_VARBOOKMARK or SQL_C_BOOKMARK.");
    } else if (type != SQL_C_DEFAULT && !convert::is_c_type(type)) {
        throw Failure("HY003");
    }
}

SQLRETURN bind_column(Statement& statement, SQLUSMALLINT number, SQLSMALLINT c_type, SQLPOINTER value,
                      SQLLEN buffer_length, SQLLEN* length) {
    statement.require(Operation::bind);
    const SQLSMALLINT type = modern_c_type(c_type);
    Descriptor& ard = *statement.ard;
    if (!value && !length) {
        if (number <= ard.records.size()) ard.record(number) = {};
        ard.trim();
        return SQL_SUCCESS;
    }
    check_bound_type(statement, number, type);
    if (buffer_length < 0) throw Failure("HY090");
    DescriptorRecord& record = ard.record(number);
    record = {};
    record.set_concise_type(type);
    record.octet_length = buffer_length;
    record.data = value;
    record.octet_length_pointer = record.indicator_pointer = length;
    record.bound = true;
    return SQL_SUCCESS;
}

const wire::Column& column_of(const Statement& statement, SQLUSMALLINT number) {
    return number == 0 ? bookmark_column(statement) : statement.columns[number - 1u];
}

// The type and the refinements of SQLGetData's target: SQL_ARD_TYPE takes them from the descriptor.
convert::Target reading_target(Statement& statement, SQLUSMALLINT number, SQLSMALLINT c_type) {
    DescriptorRecord record;
    Descriptor& bound = *statement.ard;
    const bool described = number <= bound.records.size();
    if (c_type == SQL_ARD_TYPE || (described && bound.record(number).concise_type == c_type)) {
        if (!described) throw Failure("07009");
        record = bound.record(number);
    } else {
        record.set_concise_type(c_type);
    }
    convert::Target target;
    describe_buffer(statement, record, column_of(statement, number), target);
    return target;
}

void check_reading(const Statement& statement, SQLUSMALLINT number, SQLSMALLINT type) {
    if (number > statement.columns.size()) throw Failure("07009");
    if (number == 0) {
        if (!has_bookmarks(statement)) throw Failure("07009", "Column 0 needs SQL_ATTR_USE_BOOKMARKS.");
        if (!is_bookmark_c_type(type)) throw Failure("HY003", "A bookmark is SQL_C_VARBOOKMARK or SQL_C_BOOKMARK.");
    } else if (type != SQL_C_DEFAULT && type != SQL_ARD_TYPE && !convert::is_c_type(type)) {
        throw Failure("HY003");
    }
}

SQLRETURN read_piece(Statement& statement, SQLUSMALLINT number, const convert::Target& target,
                     convert::Finding& finding) {
    convert::PieceState& state = statement.reading.state;
    const auto row = static_cast<std::int64_t>(statement.current_row) - 1;
    if (number == 0) {
        const BookmarkVector bookmark(statement.result.rowset_start() + row + 1, 1, target.c_type == SQL_C_BINARY);
        return convert::to_piece(bookmark.vector(), 0, target, state, finding);
    }
    const auto [batch, index] = statement.result.locate(row);
    return convert::to_piece(batch->column(number - 1u), index, target, state, finding);
}

SQLRETURN get_data(Statement& statement, SQLUSMALLINT number, SQLSMALLINT c_type, SQLPOINTER value,
                   SQLLEN buffer_length, SQLLEN* length) {
    statement.require(Operation::get_data);
    const SQLSMALLINT type = modern_c_type(c_type);
    check_reading(statement, number, type);
    if (buffer_length < 0) throw Failure("HY090");
    if (!value && !length) throw Failure("HY009");
    const auto row = static_cast<std::int64_t>(statement.current_row) - 1;
    if (row >= statement.result.rowset_rows()) {
        throw Failure("24000", "There is no current row: the fetch before found none.");
    }
    Reading& reading = statement.reading;
    if (reading.row != row || reading.column != number) reading = {row, number, {}};
    convert::Target target = reading_target(statement, number, type);
    target.value = value;
    target.buffer_length = buffer_length;
    target.octet_length = target.indicator = length;
    if (number == 0) target.max_length = 0;
    convert::Finding finding;
    const SQLRETURN code = read_piece(statement, number, target, finding);
    if (code != SQL_ERROR && code != SQL_SUCCESS_WITH_INFO) return code;
    Record record = Failure(finding.sqlstate).records().front();
    record.row = static_cast<std::int64_t>(statement.current_row);
    record.column = number;
    statement.diagnostics.add(std::move(record));
    return code;
}

}  // namespace
}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLBindCol(SQLHSTMT handle, SQLUSMALLINT number, SQLSMALLINT c_type, SQLPOINTER value,
                                        SQLLEN buffer_length, SQLLEN* length) {
    return enter<Statement>(handle, [=](Statement& statement) {
        return bind_column(statement, number, c_type, value, buffer_length, length);
    });
}

extern "C" SQLRETURN SQL_API SQLGetData(SQLHSTMT handle, SQLUSMALLINT number, SQLSMALLINT c_type, SQLPOINTER value,
                                        SQLLEN buffer_length, SQLLEN* length) {
    return enter<Statement>(handle, [=](Statement& statement) {
        return get_data(statement, number, c_type, value, buffer_length, length);
    });
}
