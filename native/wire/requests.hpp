// The payloads of the requests to the engine, message by message.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/frame.hpp"

namespace jsdodbc::wire {

inline constexpr std::uint32_t protocol_version = 1;

struct Options {
    std::uint32_t timeout = 0;  // seconds
    std::uint64_t max_rows = 0;
    std::uint64_t max_length = 0;
};

struct ConnectRequest {
    std::uint8_t kind = 0;
    std::string text;  // connection string or DSN
    std::optional<std::string> user, password;
    std::uint32_t login_timeout = 0;  // seconds
    std::uint32_t odbc_version = 0;
    bool read_only = false;
};

struct ParameterSets {
    std::uint32_t sets = 1;
    std::vector<std::int16_t> sql_types;
    std::string values;  // tagged, as convert::encode_parameter writes them, set by set
};

struct CatalogRequest {
    std::uint32_t connection = 0;
    std::uint16_t function = 0;
    std::vector<std::optional<std::string>> texts;
    std::vector<std::int32_t> integers;
    bool metadata_id = false;
    Options options;
};

std::string encode_hello(std::string_view version_of_library);
std::string encode_connect(const ConnectRequest& request);
std::string encode_native_sql(std::string_view sql);
std::string encode_set_connection_attribute(std::int32_t attribute, const std::optional<std::string>& text,
                                            std::int64_t number);
std::string encode_get_connection_attribute(std::int32_t attribute);
std::string encode_prepare(std::uint32_t connection, std::string_view sql);
// `sql` null: what was prepared.
std::string encode_execute(std::uint32_t connection, const std::optional<std::string>& sql, const Options& options,
                           const ParameterSets& parameters);
std::string encode_catalog(const CatalogRequest& request);
// `most_rows` 0: the engine's choice; `timeout` in seconds, 0: none.
std::string encode_fetch(std::uint32_t most_rows, std::uint32_t timeout);
// `row` counts from 0.
std::string encode_fetch_at(std::uint64_t row, std::uint32_t timeout);

// A portion of a long value, to be kept under `number` until the statement is executed.
std::string encode_put_value(std::uint32_t connection, std::uint32_t number, std::string_view portion);

}  // namespace jsdodbc::wire
