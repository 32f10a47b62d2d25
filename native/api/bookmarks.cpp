#include "api/bookmarks.hpp"

#include <cstring>
#include <numeric>

namespace jsdodbc {
namespace {

constexpr std::int32_t size = sizeof(std::int64_t);

wire::Column described(std::int16_t sql_type, convert::Physical physical, std::uint64_t column_size, const char* name) {
    wire::Column column;
    column.type_name = name;
    column.sql_type = sql_type;
    column.physical = physical;
    column.column_size = column_size;
    return column;
}

}  // namespace

const wire::Column& bookmark_column(const Statement& statement) {
    static const wire::Column variable = described(SQL_BINARY, convert::Physical::binary, size, "BINARY");
    static const wire::Column fixed = described(SQL_INTEGER, convert::Physical::int64, 10, "INTEGER");
    return statement.attributes.use_bookmarks == SQL_UB_VARIABLE ? variable : fixed;
}

bool is_bookmark_c_type(SQLSMALLINT c_type) noexcept {
    return c_type == SQL_C_BOOKMARK || c_type == SQL_C_VARBOOKMARK || c_type == SQL_C_DEFAULT;
}

std::int64_t read_bookmark(const Statement& statement, const void* from) {
    if (!from) throw Failure("HY111", "There is no bookmark: set SQL_ATTR_FETCH_BOOKMARK_PTR.");
    std::int64_t row = 0;
    if (statement.attributes.use_bookmarks == SQL_UB_VARIABLE) {
        std::memcpy(&row, from, sizeof row);
    } else {
        SQLULEN fixed = 0;
        std::memcpy(&fixed, from, sizeof fixed);
        row = static_cast<std::int64_t>(fixed);
    }
    if (row < 1) throw Failure("HY111");
    return row;
}

BookmarkVector::BookmarkVector(std::int64_t first_row, std::int64_t rows, bool binary)
    : numbers_(static_cast<std::size_t>(rows)) {
    std::iota(numbers_.begin(), numbers_.end(), first_row);
    vector_.physical = binary ? convert::Physical::binary : convert::Physical::int64;
    vector_.sql_type = binary ? SQL_BINARY : SQL_BIGINT;
    vector_.column_size = size;
    vector_.rows = rows;
    vector_.values = reinterpret_cast<const std::uint8_t*>(numbers_.data());
    if (!binary) return;
    for (std::int64_t row = 0; row <= rows; ++row) offsets_.push_back(static_cast<std::int32_t>(row) * size);
    vector_.offsets = offsets_.data();
    vector_.data = reinterpret_cast<const char*>(numbers_.data());
    vector_.data_size = rows * size;
}

}  // namespace jsdodbc
