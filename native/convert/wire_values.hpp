// The tagged parameter values of docs/wire-protocol.md.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace jsdodbc::convert {

enum class Tag : std::uint8_t {
    null,
    boolean,
    integer,
    real,
    decimal,
    character,
    binary,
    date,
    time,
    timestamp,
    guid,
    months,
    microseconds,
    default_value,
    count,
    // Of values whose bytes were sent before; never in what the engine sends.
    kept_character = count,
    kept_binary,
};

template <class Number>
inline void append_number(std::string& out, Number number) {
    static_assert(std::endian::native == std::endian::little);
    out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

inline void append_tag(std::string& out, Tag tag) {
    out.push_back(static_cast<char>(tag));
}

template <class Number>
inline void append_value(std::string& out, Tag tag, Number number) {
    append_tag(out, tag);
    append_number(out, number);
}

inline void append_value(std::string& out, Tag tag, std::string_view bytes) {
    append_tag(out, tag);
    append_number(out, static_cast<std::uint32_t>(bytes.size()));
    out.append(bytes);
}

}  // namespace jsdodbc::convert
