#include "api/rowset.hpp"

#include <algorithm>

#include "api/bookmarks.hpp"

namespace jsdodbc {
namespace {

constexpr std::size_t most_records = 100;  // diagnostics of one rowset

template <class Pointer>
Pointer* moved(Pointer* start, std::size_t bytes) noexcept {
    return start ? reinterpret_cast<Pointer*>(reinterpret_cast<char*>(start) + bytes) : nullptr;
}

void mark(Rowset& rowset, std::int64_t row, bool error) noexcept {
    if (error) ++rowset.errors;
    if (rowset.status && rowset.status[row] != SQL_ROW_ERROR) {
        rowset.status[row] = error ? SQL_ROW_ERROR : SQL_ROW_SUCCESS_WITH_INFO;
    }
}

// Turns what convert found in a column into diagnostics and row statuses. Column 0 is the bookmark.
void report(Statement& statement, Rowset& rowset, std::size_t number, std::int64_t first_row) {
    for (const convert::Finding& finding : statement.findings) {
        const std::int64_t row = first_row + finding.row;
        mark(rowset, row, finding.error);
        if (statement.diagnostics.records().size() >= most_records) continue;
        Record record = Failure(finding.sqlstate).records().front();
        if (number > 0) record.message += " (column " + statement.columns[number - 1].name + ")";
        record.row = row + 1;
        record.column = static_cast<std::int32_t>(number);
        statement.diagnostics.add(std::move(record));
    }
    statement.findings.clear();
}

void convert_bookmarks(Statement& statement, Rowset& rowset, std::int64_t first, std::int64_t rows) {
    convert::Target target = target_of(statement, statement.ard->bookmark, bookmark_column(statement), first);
    target.max_length = 0;
    const BookmarkVector bookmarks(statement.result.rowset_start() + first + 1, rows, target.c_type == SQL_C_BINARY);
    convert::to_rows(bookmarks.vector(), 0, rows, target, statement.findings);
    if (!statement.findings.empty()) report(statement, rowset, 0, first);
}

bool binds_bookmarks(const Statement& statement) noexcept {
    return statement.ard->bookmark.bound && has_bookmarks(statement);
}

std::size_t bound_columns(const Statement& statement) noexcept {
    return std::min(statement.ard->records.size(), statement.columns.size());
}

void convert_part(Statement& statement, Rowset& rowset, std::size_t index, const Segment& segment, std::int64_t row) {
    const DescriptorRecord& record = statement.ard->records[index];
    const convert::Target target = target_of(statement, record, statement.columns[index], row);
    convert::to_rows(segment.batch->column(index), segment.first, segment.count, target, statement.findings);
    if (!statement.findings.empty()) report(statement, rowset, index + 1, row);
}

bool is_ignored(const Statement& statement, std::size_t index, std::int64_t row) {
    const convert::Target target = target_of(statement, statement.ard->records[index], statement.columns[index], row);
    SQLLEN length = 0;
    if (target.octet_length) std::memcpy(&length, target.octet_length, sizeof length);
    return length == SQL_COLUMN_IGNORE;
}

}  // namespace

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
    target.charset = statement.connection.charset.get();
}

convert::Target target_of(const Statement& statement, const DescriptorRecord& record, const wire::Column& column,
                          std::int64_t row) {
    const Descriptor& ard = *statement.ard;
    convert::Target target;
    describe_buffer(statement, record, column, target);
    const SQLLEN fixed = convert::c_type_size(target.c_type);
    const auto size = static_cast<std::size_t>(fixed > 0 ? fixed : std::max<SQLLEN>(0, record.octet_length));
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

void convert_rowset(Statement& statement, Rowset& rowset) {
    if (binds_bookmarks(statement)) convert_bookmarks(statement, rowset, 0, statement.result.rowset_rows());
    const std::size_t count = bound_columns(statement);
    for (std::size_t index = 0; index < count; ++index) {
        if (!statement.ard->records[index].bound) continue;
        std::int64_t row = 0;
        for (const Segment& segment : statement.result.rowset()) {
            convert_part(statement, rowset, index, segment, row);
            row += segment.count;
        }
    }
}

void convert_row(Statement& statement, Rowset& rowset, std::int64_t row) {
    if (binds_bookmarks(statement)) convert_bookmarks(statement, rowset, row, 1);
    const auto [batch, from] = statement.result.locate(row);
    const std::size_t count = bound_columns(statement);
    for (std::size_t index = 0; index < count; ++index) {
        if (statement.ard->records[index].bound) convert_part(statement, rowset, index, {batch, from, 1}, row);
    }
}

void convert_into(Statement& statement, Rowset& rowset, const wire::Batch& batch, std::int64_t from, std::int64_t row) {
    const std::size_t count = bound_columns(statement);
    for (std::size_t index = 0; index < count; ++index) {
        if (!statement.ard->records[index].bound || is_ignored(statement, index, row)) continue;
        convert_part(statement, rowset, index, {&batch, from, 1}, row);
    }
}

void report_row(Statement& statement, Rowset& rowset, std::int64_t row, Record record) {
    mark(rowset, row, true);
    record.row = row + 1;
    if (statement.diagnostics.records().size() < most_records) statement.diagnostics.add(std::move(record));
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

}  // namespace jsdodbc
