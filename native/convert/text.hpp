// UTF-8, UTF-16 and UTF-32. What is invalid is read as U+FFFD on the way out and refused on the way in.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>

namespace jsdodbc::convert {

inline constexpr char32_t replacement = 0xFFFD;

// The code point at `at`, which moves behind it: by one byte at least, never beyond end.
[[nodiscard]] char32_t next_code_point(const unsigned char*& at, const unsigned char* end);

template <class Unit>
[[nodiscard]] constexpr std::size_t units_of(char32_t code_point) {
    return sizeof(Unit) == 2 && code_point > 0xFFFF ? 2 : 1;
}

// Units of one code point, as bytes in `to`; the number of bytes.
template <class Unit>
inline std::size_t put_code_point(char32_t code_point, void* to) {
    if (units_of<Unit>(code_point) == 1) {
        const auto unit = static_cast<Unit>(code_point);
        std::memcpy(to, &unit, sizeof unit);
        return sizeof(Unit);
    }
    const Unit pair[2] = {static_cast<Unit>(0xD7C0 + (code_point >> 10)),
                          static_cast<Unit>(0xDC00 + (code_point & 0x3FF))};
    std::memcpy(to, pair, sizeof pair);
    return sizeof pair;
}

struct Progress {
    std::size_t bytes_read = 0;
    std::size_t bytes_written = 0;
};

// As many whole code points as fit into `room` bytes.
template <class Unit>
[[nodiscard]] Progress widen(const char* from, std::size_t size, void* to, std::size_t room);

// Bytes that `size` bytes of UTF-8 take in the wide encoding, without terminator.
template <class Unit>
[[nodiscard]] std::size_t widened_size(const char* from, std::size_t size);

extern template Progress widen<char16_t>(const char*, std::size_t, void*, std::size_t);
extern template Progress widen<char32_t>(const char*, std::size_t, void*, std::size_t);
extern template std::size_t widened_size<char16_t>(const char*, std::size_t);
extern template std::size_t widened_size<char32_t>(const char*, std::size_t);

// Appends UTF-8; false when the units are no valid text.
[[nodiscard]] bool narrow(const void* from, std::size_t units, unsigned unit_bytes, std::string& to);
[[nodiscard]] bool is_utf8(const char* text, std::size_t size);
[[nodiscard]] std::size_t count_code_points(const char* text, std::size_t size);

}  // namespace jsdodbc::convert
