#include "text.hpp"

#include <algorithm>

namespace jsdodbc::convert {

namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080;
constexpr char32_t invalid = 0xFFFFFFFF;

// How a lead byte of a sequence of two, three or four bytes bounds the byte behind it (RFC 3629, table of section 4).
struct Lead {
    int more;
    unsigned char least, most;
};

Lead lead_of(unsigned char byte) {
    if (byte < 0xC2 || byte > 0xF4) {
        return {0, 0, 0};
    }
    if (byte < 0xE0) {
        return {1, 0x80, 0xBF};
    }
    const auto least = static_cast<unsigned char>(byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80);
    const auto most = static_cast<unsigned char>(byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF);
    return {byte < 0xF0 ? 2 : 3, least, most};
}

char32_t decode(const unsigned char*& at, const unsigned char* end) {
    const unsigned char first = *at++;
    if (first < 0x80) {
        return first;
    }
    Lead lead = lead_of(first);
    if (lead.more == 0) {
        return invalid;
    }
    char32_t code_point = first & (0x3FU >> lead.more);
    for (; lead.more > 0; --lead.more, lead.least = 0x80, lead.most = 0xBF) {
        if (at == end || *at < lead.least || *at > lead.most) {
            return invalid;
        }
        code_point = code_point << 6 | (*at++ & 0x3FU);
    }
    return code_point;
}

const unsigned char* bytes(const char* text) {
    return reinterpret_cast<const unsigned char*>(text);
}

// The length of the run of ASCII at `at`, in steps of eight.
const unsigned char* skip_ascii(const unsigned char* at, const unsigned char* end) {
    std::uint64_t word = 0;
    while (end - at >= 8 && (std::memcpy(&word, at, 8), (word & high_bits) == 0)) {
        at += 8;
    }
    return at;
}

template <class Unit>
void widen_eight(const unsigned char* from, unsigned char* to) {
    Unit units[8];
    for (int unit = 0; unit < 8; ++unit) {
        units[unit] = from[unit];
    }
    std::memcpy(to, units, sizeof units);
}

void append(char32_t code_point, std::string& to) {
    char sequence[4];
    const int more = code_point < 0x80 ? 0 : code_point < 0x800 ? 1 : code_point < 0x10000 ? 2 : 3;
    constexpr unsigned leads[] = {0, 0xC0, 0xE0, 0xF0};
    for (int byte = more; byte > 0; --byte, code_point >>= 6) {
        sequence[byte] = static_cast<char>(0x80 | (code_point & 0x3F));
    }
    sequence[0] = static_cast<char>(leads[more] | code_point);
    to.append(sequence, static_cast<std::size_t>(more) + 1);
}

template <class Unit>
char32_t unit_at(const void* from, std::size_t index) {
    Unit unit;
    std::memcpy(&unit, static_cast<const char*>(from) + index * sizeof(Unit), sizeof unit);
    return unit;
}

template <class Unit>
bool narrow_units(const void* from, std::size_t units, std::string& to) {
    for (std::size_t index = 0; index < units; ++index) {
        char32_t code_point = unit_at<Unit>(from, index);
        const bool pair = sizeof(Unit) == 2 && code_point >= 0xD800 && code_point < 0xDC00 && index + 1 < units;
        const char32_t second = pair ? unit_at<Unit>(from, index + 1) : 0;
        if (pair && second >= 0xDC00 && second < 0xE000) {
            code_point = 0x10000 + ((code_point - 0xD800) << 10) + (second - 0xDC00);
            ++index;
        }
        if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000)) {
            return false;
        }
        append(code_point, to);
    }
    return true;
}

}  // namespace

char32_t next_code_point(const unsigned char*& at, const unsigned char* end) {
    const char32_t code_point = decode(at, end);
    return code_point == invalid ? replacement : code_point;
}

template <class Unit>
Progress widen(const char* from, std::size_t size, void* to, std::size_t room) {
    const unsigned char* at = bytes(from);
    const unsigned char* const end = at + size;
    auto* out = static_cast<unsigned char*>(to);
    const unsigned char* const out_end = out + room / sizeof(Unit) * sizeof(Unit);
    std::uint64_t word = 0;
    while (at != end && out != out_end) {
        while (end - at >= 8 && out_end - out >= static_cast<std::ptrdiff_t>(8 * sizeof(Unit)) &&
               (std::memcpy(&word, at, 8), (word & high_bits) == 0)) {
            widen_eight<Unit>(at, out);
            at += 8;
            out += 8 * sizeof(Unit);
        }
        // Up to eight single code points, then another look for a run.
        for (int single = 0; single < 8 && at != end && out != out_end; ++single) {
            const unsigned char* next = at;
            const char32_t code_point = next_code_point(next, end);
            if (static_cast<std::size_t>(out_end - out) < units_of<Unit>(code_point) * sizeof(Unit)) {
                return {static_cast<std::size_t>(at - bytes(from)),
                        static_cast<std::size_t>(out - static_cast<unsigned char*>(to))};
            }
            out += put_code_point<Unit>(code_point, out);
            at = next;
        }
    }
    return {static_cast<std::size_t>(at - bytes(from)),
            static_cast<std::size_t>(out - static_cast<unsigned char*>(to))};
}

template <class Unit>
std::size_t widened_size(const char* from, std::size_t size) {
    const unsigned char* at = bytes(from);
    const unsigned char* const end = at + size;
    std::size_t units = 0;
    while (at != end) {
        const unsigned char* const run_end = skip_ascii(at, end);
        units += static_cast<std::size_t>(run_end - at);
        at = run_end;
        for (int single = 0; single < 8 && at != end; ++single) {
            units += units_of<Unit>(next_code_point(at, end));
        }
    }
    return units * sizeof(Unit);
}

template Progress widen<char16_t>(const char*, std::size_t, void*, std::size_t);
template Progress widen<char32_t>(const char*, std::size_t, void*, std::size_t);
template std::size_t widened_size<char16_t>(const char*, std::size_t);
template std::size_t widened_size<char32_t>(const char*, std::size_t);

bool narrow(const void* from, std::size_t units, unsigned unit_bytes, std::string& to) {
    return unit_bytes == 2 ? narrow_units<char16_t>(from, units, to) : narrow_units<char32_t>(from, units, to);
}

bool is_utf8(const char* text, std::size_t size) {
    const unsigned char* at = bytes(text);
    const unsigned char* const end = at + size;
    while (at != end) {
        at = skip_ascii(at, end);
        if (at != end && decode(at, end) == invalid) {
            return false;
        }
    }
    return true;
}

std::size_t count_code_points(const char* text, std::size_t size) {
    return static_cast<std::size_t>(
        std::count_if(text, text + size, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

}  // namespace jsdodbc::convert
