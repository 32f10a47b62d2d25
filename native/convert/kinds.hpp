// The C types by the way they are written; several codes share one.
#pragma once

#include "convert.hpp"

namespace jsdodbc::convert {

enum class Kind : std::uint8_t {
    character,
    wide2,
    wide4,
    binary,
    bit,
    int8,
    uint8,
    int16,
    uint16,
    int32,
    uint32,
    int64,
    uint64,
    real32,
    real64,
    numeric,
    date,
    time,
    timestamp,
    interval,
    guid,
    count,
};
inline constexpr std::size_t kinds = static_cast<std::size_t>(Kind::count);

// Kind::count for what is no C type. SQL_C_DEFAULT must have been resolved.
[[nodiscard]] Kind kind_of(SQLSMALLINT c_type, unsigned wide_char_bytes);
[[nodiscard]] constexpr bool has_length(Kind kind) {
    return kind <= Kind::binary;
}

// What SQL_C_DEFAULT of a target means for a column.
[[nodiscard]] inline SQLSMALLINT resolved(SQLSMALLINT c_type, SQLSMALLINT sql_type) {
    return c_type == SQL_C_DEFAULT ? default_c_type(sql_type, false) : c_type;
}

// Whether the target's charset has a say in how the column is written.
[[nodiscard]] inline bool is_encoded(const ColumnVector& column, const Target& target, Kind kind) {
    return target.charset != nullptr && kind == Kind::character && column.physical == Physical::utf8;
}

}  // namespace jsdodbc::convert
