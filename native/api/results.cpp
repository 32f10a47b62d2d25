// Fetching rows into the application's memory.
#include <algorithm>

#include "api/columns.hpp"
#include "api/entry.hpp"

namespace jsdodbc {
namespace {

constexpr std::size_t most_records = 100;  // diagnostics of one rowset

// The C types of ODBC 2 for dates and times.
SQLSMALLINT modern_c_type(SQLSMALLINT c_type) noexcept {
    switch (c_type) {
        case SQL_C_DATE: return SQL_C_TYPE_DATE;
        case SQL_C_TIME: return SQL_C_TYPE_TIME;
        case SQL_C_TIMESTAMP: return SQL_C_TYPE_TIMESTAMP;
        default: return c_type;
    }
}

void describe_buffer(const Statement& statement, const DescriptorRecord& record, const wire::Column& column,
                     convert::Target& target) {
    target.c_type = record.concise_type == SQL_C_DEFAULT
                        ? convert::default_c_type(column.sql_type, column.is_unsigned())
                        : modern_c_type(record.concise_type);
    target.precision = record.precision;
    target.scale = record.scale;
    target.leading_precision = static_cast<SQLSMALLINT>(record.interval_precision);
    target.buffer_length = record.octet_length;
    target.wide_char_bytes = text::wide_char_bytes();
    target.max_length = statement.attributes.max_length;
}

template <class Pointer>
Pointer* moved(Pointer* start, std::size_t bytes) noexcept {
    return start ? reinterpret_cast<Pointer*>(reinterpret_cast<char*>(start) + bytes) : nullptr;
}

// The buffers of a bound column from row `row` of the rowset on.
convert::Target target_of(const Statement& statement, const DescriptorRecord& record, const wire::Column& column,
                          std::int64_t row) {
    const Descriptor& ard = *statement.ard;
    convert::Target target;
    describe_buffer(statement, record, column, target);
    const SQLLEN fixed = convert::c_type_size(target.c_type);
    const std::size_t size = static_cast<std::size_t>(fixed > 0 ? fixed : record.octet_length);
    const bool by_column = ard.bind_type == SQL_BIND_BY_COLUMN;
    target.value_stride = by_column ? size : ard.bind_type;
    target.length_stride = by_column ? sizeof(SQLLEN) : ard.bind_type;
    const std::size_t offset = ard.bind_offset ? static_cast<std::size_t>(*ard.bind_offset) : 0;
    const auto rows = static_cast<std::size_t>(row);
    target.value = moved(static_cast<char*>(record.data), offset + rows * target.value_stride);
    target.octet_length = moved(record.octet_length_pointer, offset + rows * target.length_stride);
    target.indicator = moved(record.indicator_pointer, offset + rows * target.length_stride);
    return target;
}

struct Rowset {
    SQLULEN size;
    SQLUSMALLINT* status;
    std::int64_t errors = 0;
    std::int64_t warnings = 0;
};

// Turns what convert found in a column into diagnostics and row statuses.
void report(Statement& statement, Rowset& rowset, std::size_t column, std::int64_t first_row) {
    for (const convert::Finding& finding : statement.findings) {
        const std::int64_t row = first_row + finding.row;
        (finding.error ? rowset.errors : rowset.warnings) += 1;
        if (rowset.status && rowset.status[row] != SQL_ROW_ERROR) {
            rowset.status[row] = finding.error ? SQL_ROW_ERROR : SQL_ROW_SUCCESS_WITH_INFO;
        }
        if (statement.diagnostics.records().size() >= most_records) continue;
        Record record = Failure(finding.sqlstate).records().front();
        record.message += " (column " + statement.columns[column].name + ")";
        record.row = row + 1;
        record.column = static_cast<std::int32_t>(column) + 1;
        statement.diagnostics.add(std::move(record));
    }
    statement.findings.clear();
}

void convert_rowset(Statement& statement, Rowset& rowset) {
    const std::vector<DescriptorRecord>& records = statement.ard->records;
    const std::size_t count = std::min(records.size(), statement.columns.size());
    for (std::size_t column = 0; column < count; ++column) {
        const DescriptorRecord& record = records[column];
        if (!record.bound) continue;
        std::int64_t row = 0;
        for (const Segment& segment : statement.result.rowset()) {
            const convert::Target target = target_of(statement, record, statement.columns[column], row);
            convert::to_rows(segment.batch->column(column), segment.first, segment.count, target, statement.findings);
            if (!statement.findings.empty()) report(statement, rowset, column, row);
            row += segment.count;
        }
    }
}

SQLRETURN outcome(Statement& statement, const Rowset& rowset, std::int64_t rows) {
    if (rowset.errors == 0) return SQL_SUCCESS;
    if (rowset.size == 1) return SQL_ERROR;
    std::int64_t failed_rows = rowset.errors;
    if (rowset.status) failed_rows = std::count(rowset.status, rowset.status + rows, SQL_ROW_ERROR);
    if (failed_rows >= rows) return SQL_ERROR;
    statement.diagnostics.add("01S01");
    return SQL_SUCCESS_WITH_INFO;
}

SQLRETURN fetch(Statement& statement, Rowset rowset, SQLULEN* fetched, State positioned) {
    if (fetched) *fetched = 0;
    statement.reading = {};
    const std::int64_t rows =
        statement.result.advance(static_cast<std::int64_t>(rowset.size), statement.columns, statement.diagnostics);
    statement.state = positioned;
    statement.current_row = 1;
    if (fetched) *fetched = static_cast<SQLULEN>(rows);
    if (rowset.status) {
        std::fill(rowset.status, rowset.status + rows, SQLUSMALLINT{SQL_ROW_SUCCESS});
        std::fill(rowset.status + rows, rowset.status + rowset.size, SQLUSMALLINT{SQL_ROW_NOROW});
    }
    if (rows == 0) return SQL_NO_DATA;
    if (statement.attributes.retrieve_data == SQL_RD_ON) convert_rowset(statement, rowset);
    return outcome(statement, rowset, rows);
}

SQLRETURN fetch_next(Statement& statement) {
    statement.require(Operation::fetch);
    return fetch(statement, {statement.ard->array_size, statement.ird.array_status}, statement.ird.processed,
                 State::positioned);
}

SQLRETURN bind_column(Statement& statement, SQLUSMALLINT number, SQLSMALLINT c_type, SQLPOINTER value,
                      SQLLEN buffer_length, SQLLEN* length) {
    statement.require(Operation::bind);
    if (number == 0) throw Failure("HYC00", "Bookmarks are not offered: columns are numbered from 1.");
    const SQLSMALLINT type = modern_c_type(c_type);
    if (type != SQL_C_DEFAULT && !convert::is_c_type(type)) throw Failure("HY003");
    if (buffer_length < 0) throw Failure("HY090");
    Descriptor& ard = *statement.ard;
    if (!value && !length) {
        if (number <= ard.records.size()) ard.record(number) = {};
        ard.trim();
        return SQL_SUCCESS;
    }
    DescriptorRecord& record = ard.record(number);
    record = {};
    record.set_concise_type(type);
    record.octet_length = buffer_length;
    record.data = value;
    record.octet_length_pointer = record.indicator_pointer = length;
    record.bound = true;
    return SQL_SUCCESS;
}

// The type and the refinements of SQLGetData's target: SQL_ARD_TYPE takes them from the descriptor.
convert::Target reading_target(Statement& statement, SQLUSMALLINT number, SQLSMALLINT c_type) {
    DescriptorRecord record;
    const std::vector<DescriptorRecord>& bound = statement.ard->records;
    const bool described = number <= bound.size();
    if (c_type == SQL_ARD_TYPE || (described && bound[number - 1u].concise_type == c_type)) {
        if (!described) throw Failure("07009");
        record = bound[number - 1u];
    } else {
        record.concise_type = c_type;
    }
    convert::Target target;
    describe_buffer(statement, record, statement.columns[number - 1u], target);
    return target;
}

SQLRETURN get_data(Statement& statement, SQLUSMALLINT number, SQLSMALLINT c_type, SQLPOINTER value,
                   SQLLEN buffer_length, SQLLEN* length) {
    statement.require(Operation::get_data);
    if (number == 0 || number > statement.columns.size()) throw Failure("07009");
    if (buffer_length < 0) throw Failure("HY090");
    if (!value && !length) throw Failure("HY009");
    const SQLSMALLINT type = modern_c_type(c_type);
    if (type != SQL_C_DEFAULT && type != SQL_ARD_TYPE && !convert::is_c_type(type)) throw Failure("HY003");
    const auto row = static_cast<std::int64_t>(statement.current_row) - 1;
    const auto [batch, index] = statement.result.locate(row);
    if (!batch) throw Failure("24000", "There is no current row: the fetch before found none.");
    Reading& reading = statement.reading;
    if (reading.row != row || reading.column != number) reading = {row, number, {}};
    convert::Target target = reading_target(statement, number, type);
    target.value = value;
    target.buffer_length = buffer_length;
    target.octet_length = target.indicator = length;
    convert::Finding finding;
    const SQLRETURN code = convert::to_piece(batch->column(number - 1u), index, target, reading.state, finding);
    if (code != SQL_ERROR && code != SQL_SUCCESS_WITH_INFO) return code;
    Record record = Failure(finding.sqlstate).records().front();
    record.row = static_cast<std::int64_t>(statement.current_row);
    record.column = number;
    statement.diagnostics.add(std::move(record));
    return code;
}

SQLRETURN set_position(Statement& statement, SQLSETPOSIROW row, SQLUSMALLINT operation, SQLUSMALLINT lock) {
    statement.require(Operation::set_position);
    if (operation > SQL_ADD || lock > SQL_LOCK_UNLOCK) throw Failure("HY092");
    if (operation != SQL_POSITION) throw Failure("HYC00", "SQLSetPos only positions: change data with SQL statements.");
    if (row == 0 || static_cast<std::int64_t>(row) > statement.result.rowset_rows()) throw Failure("HY107");
    statement.current_row = row;
    statement.reading = {};
    return SQL_SUCCESS;
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
        statement.result.open(statement.connection.shared_engine, statement.number, statement.options().timeout);
        statement.opened(std::move(answer));
        return SQL_SUCCESS;
    } catch (const Failure&) {
        statement.close_cursor();  // the former result is gone, the next did not come
        throw;
    }
}

void check_orientation(SQLSMALLINT orientation) {
    if (orientation != SQL_FETCH_NEXT) {
        throw Failure("HY106", "The cursor is forward-only: only SQL_FETCH_NEXT is available.");
    }
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

extern "C" SQLRETURN SQL_API SQLFetch(SQLHSTMT handle) {
    return enter<Statement>(handle, [](Statement& statement) { return fetch_next(statement); });
}

extern "C" SQLRETURN SQL_API SQLFetchScroll(SQLHSTMT handle, SQLSMALLINT orientation, SQLLEN) {
    return enter<Statement>(handle, [=](Statement& statement) {
        statement.require(Operation::fetch);
        check_orientation(orientation);
        return fetch_next(statement);
    });
}

extern "C" SQLRETURN SQL_API SQLExtendedFetch(SQLHSTMT handle, SQLUSMALLINT orientation, SQLLEN, SQLULEN* fetched,
                                              SQLUSMALLINT* status) {
    return enter<Statement>(handle, [=](Statement& statement) {
        statement.require(Operation::extended_fetch);
        check_orientation(static_cast<SQLSMALLINT>(orientation));
        return fetch(statement, {statement.attributes.rowset_size, status}, fetched, State::positioned_extended);
    });
}

extern "C" SQLRETURN SQL_API SQLGetData(SQLHSTMT handle, SQLUSMALLINT number, SQLSMALLINT c_type, SQLPOINTER value,
                                        SQLLEN buffer_length, SQLLEN* length) {
    return enter<Statement>(handle, [=](Statement& statement) {
        return get_data(statement, number, c_type, value, buffer_length, length);
    });
}

extern "C" SQLRETURN SQL_API SQLSetPos(SQLHSTMT handle, SQLSETPOSIROW row, SQLUSMALLINT operation, SQLUSMALLINT lock) {
    return enter<Statement>(handle,
                            [=](Statement& statement) { return set_position(statement, row, operation, lock); });
}

extern "C" SQLRETURN SQL_API SQLMoreResults(SQLHSTMT handle) {
    return enter<Statement>(handle, [](Statement& statement) { return more_results(statement); });
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
