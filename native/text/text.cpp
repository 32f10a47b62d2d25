#include "text/text.hpp"

#include <cstring>

#include "diagnostics/failure.hpp"

namespace jsdodbc::text {
namespace {

constexpr char32_t replacement = 0xFFFD;

thread_local const convert::Charset* narrow_charset = nullptr;  // null: UTF-8

void append_utf8(std::string& out, char32_t point) {
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xC0 | (point >> 6));
        out += static_cast<char>(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        out += static_cast<char>(0xE0 | (point >> 12));
        out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (point & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (point >> 18));
        out += static_cast<char>(0x80 | ((point >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (point & 0x3F));
    }
}

char32_t unit_at(const void* text, std::size_t index, unsigned width) noexcept {
    if (width == 4) {
        char32_t unit;
        std::memcpy(&unit, static_cast<const char*>(text) + index * 4, 4);
        return unit;
    }
    char16_t unit;
    std::memcpy(&unit, static_cast<const char*>(text) + index * 2, 2);
    return unit;
}

bool is_high(char32_t unit) noexcept {
    return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low(char32_t unit) noexcept {
    return unit >= 0xDC00 && unit < 0xE000;
}

// Decodes the character at `position` and moves past it; a byte that starts none becomes U+FFFD.
char32_t next_point(std::string_view utf8, std::size_t& position) noexcept {
    const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(utf8[position + offset]); };
    const unsigned char first = byte(0);
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xC2 ? 0
                               : first < 0xE0 ? 2
                               : first < 0xF0 ? 3
                               : first < 0xF5 ? 4
                                              : 0;
    if (length == 1) {
        ++position;
        return first;
    }
    if (length == 0 || position + length > utf8.size()) {
        ++position;
        return replacement;
    }
    char32_t point = first & (0x7F >> length);
    for (std::size_t offset = 1; offset < length; ++offset) {
        if ((byte(offset) & 0xC0) != 0x80) {
            ++position;
            return replacement;
        }
        point = (point << 6) | (byte(offset) & 0x3Fu);
    }
    const bool bad = point > 0x10FFFF || (point >= 0xD800 && point < 0xE000) || (length == 3 && point < 0x800) ||
                     (length == 4 && point < 0x10000);
    position += bad ? 1 : length;
    return bad ? replacement : point;
}

std::size_t checked_length(SQLLEN length) {
    if (length < 0) throw Failure("HY090", "a text length is negative and not SQL_NTS");
    return static_cast<std::size_t>(length);
}

Written write_narrow(std::string_view utf8, const Output& output) noexcept {
    const Written result{static_cast<SQLLEN>(utf8.size()), output.capacity <= static_cast<SQLLEN>(utf8.size())};
    if (!output.buffer || output.capacity <= 0) return {result.characters, output.buffer != nullptr};
    std::size_t count = utf8.size();
    if (result.truncated) {
        count = static_cast<std::size_t>(output.capacity) - 1;
        while (count > 0 && (static_cast<unsigned char>(utf8[count]) & 0xC0) == 0x80) --count;
    }
    std::memcpy(output.buffer, utf8.data(), count);
    static_cast<char*>(output.buffer)[count] = '\0';
    return result;
}

Written write_encoded(std::string_view utf8, const Output& output) {
    const std::size_t room = output.buffer && output.capacity > 0 ? static_cast<std::size_t>(output.capacity) - 1 : 0;
    const convert::Charset::Encoded encoded = narrow_charset->encode(utf8, room);
    if (output.buffer && output.capacity > 0) {
        std::memcpy(output.buffer, encoded.bytes.data(), encoded.fitting);
        static_cast<char*>(output.buffer)[encoded.fitting] = '\0';
    }
    return {static_cast<SQLLEN>(encoded.bytes.size()), output.buffer && encoded.bytes.size() > room};
}

void put_unit(const Output& output, SQLLEN index, char32_t unit) noexcept {
    char* place = static_cast<char*>(output.buffer) + index * static_cast<SQLLEN>(output.width);
    if (output.width == 4) {
        std::memcpy(place, &unit, 4);
    } else {
        const auto half = static_cast<char16_t>(unit);
        std::memcpy(place, &half, 2);
    }
}

Written write_wide(std::string_view utf8, const Output& output) noexcept {
    const SQLLEN room = output.buffer ? output.capacity / static_cast<SQLLEN>(output.width) - 1 : -1;
    SQLLEN total = 0;
    SQLLEN written = 0;
    for (std::size_t position = 0; position < utf8.size();) {
        const char32_t point = next_point(utf8, position);
        const SQLLEN units = output.width == 2 && point >= 0x10000 ? 2 : 1;
        if (total == written && total + units <= room) {
            if (units == 2) {
                put_unit(output, total, 0xD800 + ((point - 0x10000) >> 10));
                put_unit(output, total + 1, 0xDC00 + ((point - 0x10000) & 0x3FF));
            } else {
                put_unit(output, total, point);
            }
            written += units;
        }
        total += units;
    }
    if (room >= 0) put_unit(output, written, 0);
    return {total, output.buffer != nullptr && written < total};
}

}  // namespace

std::optional<std::string> from_narrow(const SQLCHAR* text, SQLLEN length) {
    if (!text) return std::nullopt;
    const char* characters = reinterpret_cast<const char*>(text);
    const std::string_view raw =
        length == SQL_NTS ? std::string_view(characters) : std::string_view(characters, checked_length(length));
    if (narrow_charset) {
        std::optional<std::string> utf8 = narrow_charset->decode(raw);
        if (!utf8) throw Failure("22018", "The text is not in the encoding that the property Charset names.");
        return utf8;
    }
    std::string clean;
    clean.reserve(raw.size());
    for (std::size_t position = 0; position < raw.size();) append_utf8(clean, next_point(raw, position));
    return clean;
}

std::optional<std::string> from_wide(const SQLWCHAR* text, SQLLEN length) {
    if (!text) return std::nullopt;
    const unsigned width = wide_char_bytes();
    std::size_t units = 0;
    if (length == SQL_NTS) {
        while (unit_at(text, units, width) != 0) ++units;
    } else {
        units = checked_length(length);
    }
    return utf8_from_wide(text, units, width);
}

std::string utf8_from_wide(const void* text, std::size_t units, unsigned width) {
    std::string out;
    out.reserve(units);
    for (std::size_t index = 0; index < units; ++index) {
        char32_t point = unit_at(text, index, width);
        if (is_high(point) && index + 1 < units && is_low(unit_at(text, index + 1, width))) {
            point = 0x10000 + ((point - 0xD800) << 10) + (unit_at(text, ++index, width) - 0xDC00);
        } else if (is_high(point) || is_low(point) || point > 0x10FFFF) {
            point = replacement;
        }
        append_utf8(out, point);
    }
    return out;
}

Written write(std::string_view utf8, const Output& output) {
    if (output.width != 1) return write_wide(utf8, output);
    return narrow_charset ? write_encoded(utf8, output) : write_narrow(utf8, output);
}

NarrowCharset::NarrowCharset(const convert::Charset* charset) noexcept : set_(charset != nullptr) {
    if (set_) narrow_charset = charset;
}
NarrowCharset::~NarrowCharset() {
    if (set_) narrow_charset = nullptr;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept {
    if (left.size() != right.size()) return false;
    const auto lower = [](char letter) { return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : +letter; };
    for (std::size_t index = 0; index < left.size(); ++index) {
        if (lower(left[index]) != lower(right[index])) return false;
    }
    return true;
}

}  // namespace jsdodbc::text
