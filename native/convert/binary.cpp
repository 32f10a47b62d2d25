#include "binary.hpp"

#include "numbers.hpp"

namespace jsdodbc::convert {

namespace {

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

char* print_hex(std::uint64_t value, int digits, char* to) {
    for (int digit = digits - 1; digit >= 0; --digit) {
        *to++ = hex_digit(static_cast<unsigned>(value >> (4 * digit)) & 15U);
    }
    return to;
}

bool is_dash_place(std::size_t index) {
    return index == 8 || index == 13 || index == 18 || index == 23;
}

}  // namespace

char hex_digit(unsigned value) {
    return "0123456789ABCDEF"[value];
}

bool parse_hex(const char* text, std::size_t size, std::string& to) {
    if (size % 2 != 0) {
        return false;
    }
    for (std::size_t index = 0; index < size; index += 2) {
        const int high = hex_value(text[index]);
        const int low = hex_value(text[index + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        to.push_back(static_cast<char>(high * 16 + low));
    }
    return true;
}

bool parse_guid(const char* text, std::size_t size, SQLGUID& guid) {
    NumberText all = trimmed(text, size);
    if (all.size == guid_text + 2 && all.data[0] == '{' && all.data[guid_text + 1] == '}') {
        all = {all.data + 1, guid_text};
    }
    if (all.size != guid_text) {
        return false;
    }
    std::uint64_t words[2] = {0, 0};
    int digits = 0;
    for (std::size_t index = 0; index < guid_text; ++index) {
        const int value = hex_value(all.data[index]);
        if (is_dash_place(index) ? all.data[index] != '-' : value < 0) {
            return false;
        }
        if (!is_dash_place(index)) {
            std::uint64_t& word = words[digits++ / 16];
            word = word << 4 | static_cast<std::uint64_t>(value);
        }
    }
    guid.Data1 = static_cast<decltype(guid.Data1)>(words[0] >> 32);
    guid.Data2 = static_cast<decltype(guid.Data2)>(words[0] >> 16 & 0xFFFF);
    guid.Data3 = static_cast<decltype(guid.Data3)>(words[0] & 0xFFFF);
    for (int byte = 0; byte < 8; ++byte) {
        guid.Data4[byte] = static_cast<unsigned char>(words[1] >> (56 - 8 * byte));
    }
    return true;
}

void print_guid(const SQLGUID& guid, char* to) {
    to = print_hex(guid.Data1, 8, to);
    *to++ = '-';
    to = print_hex(guid.Data2, 4, to);
    *to++ = '-';
    to = print_hex(guid.Data3, 4, to);
    for (int byte = 0; byte < 8; ++byte) {
        if (byte == 0 || byte == 2) {
            *to++ = '-';
        }
        to = print_hex(guid.Data4[byte], 2, to);
    }
}

}  // namespace jsdodbc::convert
