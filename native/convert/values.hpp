// The values of a column as types of their own (no implicit conversion between them), and how each layout is read.
#pragma once

#include <cstring>

#include "binary.hpp"
#include "convert.hpp"
#include "decimal.hpp"

namespace jsdodbc::convert {

struct Boolean {
    bool value = false;
};
template <class Stored>
struct Integer {
    Stored value = 0;
};
struct Real {
    double value = 0;
};
struct Text {
    const char* data = nullptr;
    std::size_t size = 0;
};
struct Bytes {
    const char* data = nullptr;
    std::size_t size = 0;
};
struct Date {
    std::int32_t days = 0;
};
struct Time {
    std::int64_t microseconds = 0;
    int digits = 0;
};
struct Timestamp {
    std::int64_t microseconds = 0;
    int digits = 0;
};
struct Guid {
    SQLGUID value;
    const char* text = nullptr;  // guid_text characters
};
struct Nothing {};

// GUIDs come as text.
[[nodiscard]] inline bool is_guid(const ColumnVector& column) {
    return column.sql_type == SQL_GUID && column.physical == Physical::utf8;
}

template <class Stored>
[[nodiscard]] inline Stored load(const void* from) {
    Stored stored;
    std::memcpy(&stored, from, sizeof stored);
    return stored;
}

template <class Stored>
inline void store(void* to, const Stored& stored) {
    std::memcpy(to, &stored, sizeof stored);
}

template <class Stored>
[[nodiscard]] inline Stored load_row(const ColumnVector& column, std::int64_t row) {
    return load<Stored>(column.values + static_cast<std::size_t>(row) * sizeof(Stored));
}

[[nodiscard]] inline bool bit_at(const std::uint8_t* bits, std::int64_t row) {
    return ((bits[row >> 3] >> (row & 7)) & 1) != 0;
}

[[nodiscard]] inline bool is_null(const ColumnVector& column, std::int64_t row) {
    return column.physical == Physical::nulls || (column.validity != nullptr && !bit_at(column.validity, row));
}

// The bytes of a utf8 or binary cell; false when the offsets lead outside the data.
[[nodiscard]] inline bool read_span(const ColumnVector& column, std::int64_t row, const char*& data,
                                    std::size_t& size) {
    const auto* at = reinterpret_cast<const std::uint8_t*>(column.offsets) + static_cast<std::size_t>(row) * 4;
    const auto begin = load<std::int32_t>(at);
    const auto end = load<std::int32_t>(at + 4);
    if (begin < 0 || end < begin || end > column.data_size) {
        return false;
    }
    data = begin == end ? "" : column.data + begin;
    size = static_cast<std::size_t>(end - begin);
    return true;
}

// The longest prefix of at most `limit` bytes that does not end inside a UTF-8 sequence.
[[nodiscard]] inline std::size_t whole_sequences(const char* data, std::size_t limit) {
    std::size_t size = limit;
    while (size > 0 && limit - size < 3 && (static_cast<unsigned char>(data[size]) & 0xC0) == 0x80) {
        --size;
    }
    return (static_cast<unsigned char>(data[size]) & 0xC0) == 0x80 ? limit : size;
}

[[nodiscard]] inline bool read(const ColumnVector& column, std::int64_t row, SQLULEN, Boolean& value) {
    value.value = bit_at(column.values, row);
    return true;
}

template <class Stored>
[[nodiscard]] inline bool read(const ColumnVector& column, std::int64_t row, SQLULEN, Integer<Stored>& value) {
    value.value = load_row<Stored>(column, row);
    return true;
}

[[nodiscard]] inline bool read(const ColumnVector& column, std::int64_t row, SQLULEN, Real& value) {
    value.value = load_row<double>(column, row);
    return true;
}

[[nodiscard]] inline bool read(const ColumnVector& column, std::int64_t row, SQLULEN, Decimal& value) {
    const std::uint8_t* at = column.values + static_cast<std::size_t>(row) * 16;
    value = decimal_of_two_words(load<std::uint64_t>(at), load<std::uint64_t>(at + 8), column.scale);
    return column.scale >= -max_decimal_digits && column.scale <= max_decimal_digits;
}

[[nodiscard]] inline bool read(const ColumnVector& column, std::int64_t row, SQLULEN max_length, Text& value) {
    if (!read_span(column, row, value.data, value.size)) {
        return false;
    }
    if (max_length != 0 && value.size > max_length) {
        value.size = whole_sequences(value.data, max_length);
    }
    return true;
}

[[nodiscard]] inline bool read(const ColumnVector& column, std::int64_t row, SQLULEN max_length, Bytes& value) {
    if (!read_span(column, row, value.data, value.size)) {
        return false;
    }
    if (max_length != 0 && value.size > max_length) {
        value.size = max_length;
    }
    return true;
}

[[nodiscard]] inline bool read(const ColumnVector& column, std::int64_t row, SQLULEN, Guid& value) {
    std::size_t size = 0;
    return read_span(column, row, value.text, size) && size == guid_text && parse_guid(value.text, size, value.value);
}

[[nodiscard]] inline bool read(const ColumnVector& column, std::int64_t row, SQLULEN, Date& value) {
    value.days = load_row<std::int32_t>(column, row);
    return true;
}

[[nodiscard]] inline bool read(const ColumnVector& column, std::int64_t row, SQLULEN, Time& value) {
    value = {load_row<std::int64_t>(column, row), column.scale};
    return true;
}

[[nodiscard]] inline bool read(const ColumnVector& column, std::int64_t row, SQLULEN, Timestamp& value) {
    value = {load_row<std::int64_t>(column, row), column.scale};
    return true;
}

[[nodiscard]] inline bool read(const ColumnVector&, std::int64_t, SQLULEN, Nothing&) {
    return true;
}

}  // namespace jsdodbc::convert
