// One function a family of SQL types: a given value becomes the wire's value, or an error and nothing is appended.
#pragma once

#include "given.hpp"
#include "wire_values.hpp"

namespace jsdodbc::convert {

inline constexpr std::size_t max_wire_bytes = 0x7FFFFFFF;

[[nodiscard]] Outcome encode_character(const Given& given, const Source& source, std::string& out);
[[nodiscard]] Outcome encode_binary(const Given& given, const Source& source, std::string& out);
[[nodiscard]] Outcome encode_guid(const Given& given, std::string& out);
[[nodiscard]] Outcome encode_decimal(const Given& given, const Source& source, std::string& out);
[[nodiscard]] Outcome encode_integer(const Given& given, SQLSMALLINT sql_type, std::string& out);
[[nodiscard]] Outcome encode_real(const Given& given, SQLSMALLINT sql_type, std::string& out);
[[nodiscard]] Outcome encode_bit(const Given& given, std::string& out);
[[nodiscard]] Outcome encode_date(const Given& given, std::string& out);
[[nodiscard]] Outcome encode_time(const Given& given, std::string& out);
[[nodiscard]] Outcome encode_timestamp(const Given& given, std::string& out);
[[nodiscard]] Outcome encode_interval(const Given& given, SQLSMALLINT sql_type, std::string& out);

}  // namespace jsdodbc::convert
