// Hexadecimal text and GUIDs.
#pragma once

#include <string>

#include "convert.hpp"

namespace jsdodbc::convert {

[[nodiscard]] char hex_digit(unsigned value);
// Appends the bytes; false when the text is no sequence of pairs of hexadecimal digits.
[[nodiscard]] bool parse_hex(const char* text, std::size_t size, std::string& to);

// 8-4-4-4-12 digits, perhaps in braces, blanks around.
[[nodiscard]] bool parse_guid(const char* text, std::size_t size, SQLGUID& guid);
inline constexpr std::size_t guid_text = 36;
void print_guid(const SQLGUID& guid, char* to);

}  // namespace jsdodbc::convert
