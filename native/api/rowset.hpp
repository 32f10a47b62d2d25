// Rows of a result into the buffers that an application has bound.
#pragma once

#include <vector>

#include "api/entry.hpp"

namespace jsdodbc {

// What one call writes to: of how many rows the buffers are, and where the rows' statuses go.
struct Rowset {
    SQLULEN size;
    SQLUSMALLINT* status;
    std::int64_t errors = 0;
};

// The C types of ODBC 2 for dates and times become those of ODBC 3.
SQLSMALLINT modern_c_type(SQLSMALLINT c_type) noexcept;
// What a bound record or SQLGetData's arguments say of a buffer, but for its place.
void describe_buffer(const Statement& statement, const DescriptorRecord& record, const wire::Column& column,
                     convert::Target& target);
// The buffers of a bound column from row `row` of the rowset on, counted from 0.
convert::Target target_of(const Statement& statement, const DescriptorRecord& record, const wire::Column& column,
                          std::int64_t row);

// Converts all rows of the current rowset.
void convert_rowset(Statement& statement, Rowset& rowset);
// Converts one row of the current rowset, counted from 0.
void convert_row(Statement& statement, Rowset& rowset, std::int64_t row);
// Converts a row of some batch into row `row` of the buffers. A column whose length is SQL_COLUMN_IGNORE is left alone.
void convert_into(Statement& statement, Rowset& rowset, const wire::Batch& batch, std::int64_t from, std::int64_t row);
// A row that can't be had at all.
void report_row(Statement& statement, Rowset& rowset, std::int64_t row, Record record);
// What a function that converted `rows` rows returns.
SQLRETURN outcome(Statement& statement, const Rowset& rowset, std::int64_t rows);

}  // namespace jsdodbc
