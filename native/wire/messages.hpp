// What the replies of the engine mean, message by message.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "convert/convert.hpp"
#include "wire/frame.hpp"

namespace jsdodbc::wire {

struct Column {
    std::string name, base_column, table, schema, catalog, type_name;
    std::int16_t sql_type = 0;
    convert::Physical physical = convert::Physical::nulls;
    std::uint64_t column_size = 0;
    std::int16_t decimal_digits = 0;
    std::uint8_t nullable = 0;
    std::uint8_t flags = 0;
    std::uint8_t searchable = 0;

    bool is_unsigned() const noexcept { return flags & 1; }
    bool case_sensitive() const noexcept { return flags & 2; }
    bool updatable() const noexcept { return flags & 4; }
    bool auto_unique() const noexcept { return flags & 8; }
    bool fixed_precision() const noexcept { return flags & 16; }
};

struct Parameter {
    std::int16_t sql_type = 0;
    std::uint64_t column_size = 0;
    std::int16_t decimal_digits = 0;
    std::uint8_t nullable = 0;
    std::uint8_t direction = 1;
    std::string name;
};

using InfoValue = std::variant<std::string, std::uint16_t, std::uint32_t>;

struct Connected {
    bool need_data = false;
    std::string connection_string;
    std::map<std::uint16_t, InfoValue> info;
    std::vector<Record> diagnostics;
    std::string charset;  // of the application's narrow text; empty: UTF-8
};

struct Prepared {
    std::vector<Parameter> parameters;
    std::vector<Column> columns;
    std::vector<Record> diagnostics;
};

struct Output {
    std::uint16_t parameter = 0;
    std::string value;  // tagged, as convert::decode_parameter reads it
};

struct Executed {
    bool has_result = false;
    std::int64_t row_count = -1;
    std::vector<Column> columns;
    std::uint32_t sets_processed = 0;
    std::vector<std::uint16_t> set_status;
    std::vector<Output> outputs;
    std::vector<Record> diagnostics;
};

// Throws the diagnostics of an ERROR; anything but `expected` is malformed.
void require(const Reply& reply, Message expected);
std::vector<Record> decode_ok(const Reply& reply);
Connected decode_connected(const Reply& reply);
Prepared decode_prepared(const Reply& reply);
Executed decode_executed(const Reply& reply);
std::vector<Record> read_records(Reader& reader);

}  // namespace jsdodbc::wire
