#include "numbers.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace jsdodbc::convert {

namespace {

bool is_blank(char character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
}

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

const char* skip_digits(const char* at, const char* end) {
    return std::find_if_not(at, end, is_digit);
}

// The exponent at `at`, which is behind the e; null when there is none.
const char* parse_exponent(const char* at, const char* end, std::int64_t& exponent) {
    const bool negative = at != end && *at == '-';
    at += at != end && (*at == '-' || *at == '+') ? 1 : 0;
    const char* const digits_end = skip_digits(at, end);
    if (digits_end == at) {
        return nullptr;
    }
    exponent = 0;
    for (; at != digits_end; ++at) {
        exponent = std::min<std::int64_t>(exponent * 10 + (*at - '0'), 1'000'000'000);
    }
    exponent = negative ? -exponent : exponent;
    return digits_end;
}

// Whether a literal that no double is near is too large rather than too small: the power of ten of its first digit.
bool is_large(const Literal& literal) {
    const char* const point = std::find(literal.digits, literal.digits_end, '.');
    const char* const first =
        std::find_if(literal.digits, literal.digits_end, [](char c) { return c != '0' && c != '.'; });
    const std::int64_t power = first < point ? point - first : point - first + 1;
    return power + literal.exponent > 0;
}

template <class Floating>
Outcome parse_floating(const char* text, std::size_t size, Floating& value) {
    Literal literal;
    if (!parse_literal(text, size, literal)) {
        return Outcome::invalid_text;
    }
    const NumberText all = trimmed(text, size);
    const auto read = std::from_chars(literal.digits, all.data + all.size, value);
    if (read.ec == std::errc::result_out_of_range) {
        if (is_large(literal)) {
            return Outcome::out_of_range;
        }
        value = 0;
    }
    value = literal.negative ? -value : value;
    return Outcome::ok;
}

}  // namespace

NumberText trimmed(const char* text, std::size_t size) {
    while (size > 0 && is_blank(text[size - 1])) {
        --size;
    }
    while (size > 0 && is_blank(*text)) {
        ++text;
        --size;
    }
    return {text, size};
}

bool parse_literal(const char* text, std::size_t size, Literal& literal) {
    const NumberText all = trimmed(text, size);
    const char* at = all.data;
    const char* const end = all.data + all.size;
    literal = {};
    literal.negative = at != end && *at == '-';
    at += at != end && (*at == '-' || *at == '+') ? 1 : 0;
    literal.digits = at;
    at = skip_digits(at, end);
    std::ptrdiff_t digits = at - literal.digits;
    if (at != end && *at == '.') {
        const char* const fraction = at + 1;
        at = skip_digits(fraction, end);
        digits += at - fraction;
    }
    literal.digits_end = at;
    if (digits == 0) {
        return false;
    }
    if (at != end && (*at == 'e' || *at == 'E')) {
        at = parse_exponent(at + 1, end, literal.exponent);
    }
    return at == end;
}

Outcome parse_real(const char* text, std::size_t size, double& value) {
    return parse_floating(text, size, value);
}

Outcome parse_real(const char* text, std::size_t size, float& value) {
    return parse_floating(text, size, value);
}

std::size_t print_real(double value, char* to, std::size_t& whole) {
    const double magnitude = std::fabs(value);
    const bool plain = magnitude == 0 || (magnitude >= 1e-5 && magnitude < 1e16);
    const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
    const char* const end = std::to_chars(to, to + max_real_text, value, format).ptr;
    whole = static_cast<std::size_t>((plain ? std::find<const char*>(to, end, '.') : end) - to);
    return static_cast<std::size_t>(end - to);
}

}  // namespace jsdodbc::convert
