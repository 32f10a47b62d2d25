#include "decimal.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "numbers.hpp"

namespace jsdodbc::convert {

namespace {

constexpr std::uint32_t billion = 1'000'000'000;
constexpr std::uint32_t small_powers[] = {1,       10,        100,        1'000,       10'000,
                                          100'000, 1'000'000, 10'000'000, 100'000'000, billion};

// All digits of the magnitude, without leading zeros ("0" for zero).
std::size_t print_magnitude(Unsigned128 magnitude, char* to) {
    if (magnitude.high == 0) {
        return static_cast<std::size_t>(std::to_chars(to, to + 20, magnitude.low).ptr - to);
    }
    char digits[45];
    std::size_t at = sizeof digits;
    while (magnitude.high != 0) {
        std::uint32_t group = divide(magnitude, billion);
        for (int digit = 0; digit < 9; ++digit, group /= 10) {
            digits[--at] = static_cast<char>('0' + group % 10);
        }
    }
    const std::size_t head = print_magnitude(magnitude, to);
    std::memcpy(to + head, digits + at, sizeof digits - at);
    return head + sizeof digits - at;
}

void append_digits(Unsigned128& magnitude, std::uint32_t& group, int& group_size) {
    if (magnitude.high == 0 && magnitude.low <= UINT32_MAX) {
        magnitude.low = magnitude.low * small_powers[group_size] + group;
    } else {
        (void)multiply_add(magnitude, small_powers[group_size], group);
    }
    group = 0;
    group_size = 0;
}

char* put_zeros(char* to, int zeros) {
    std::fill_n(to, zeros, '0');
    return to + zeros;
}

}  // namespace

bool multiply_add(Unsigned128& value, std::uint32_t factor, std::uint32_t addend) {
    std::uint32_t limbs[4] = {static_cast<std::uint32_t>(value.low), static_cast<std::uint32_t>(value.low >> 32),
                              static_cast<std::uint32_t>(value.high), static_cast<std::uint32_t>(value.high >> 32)};
    std::uint64_t carry = addend;
    for (std::uint32_t& limb : limbs) {
        carry += static_cast<std::uint64_t>(limb) * factor;
        limb = static_cast<std::uint32_t>(carry);
        carry >>= 32;
    }
    value.low = limbs[0] | static_cast<std::uint64_t>(limbs[1]) << 32;
    value.high = limbs[2] | static_cast<std::uint64_t>(limbs[3]) << 32;
    return carry == 0;
}

std::uint32_t divide(Unsigned128& value, std::uint32_t divisor) {
    std::uint64_t remainder = 0;
    const auto step = [&](std::uint64_t word, int shift) {
        const std::uint64_t part = remainder << 32 | (word >> shift & 0xFFFFFFFF);
        remainder = part % divisor;
        return part / divisor << shift;
    };
    std::uint64_t high = step(value.high, 32);
    high |= step(value.high, 0);
    std::uint64_t low = step(value.low, 32);
    low |= step(value.low, 0);
    value = {low, high};
    return static_cast<std::uint32_t>(remainder);
}

bool scale_up(Unsigned128& value, int power) {
    if (value == Unsigned128{}) {
        return true;
    }
    if (value.high == 0 && value.low <= UINT32_MAX && power >= 0 && power <= 9) {
        value.low *= small_powers[power];
        return true;
    }
    for (; power > 0; power -= 9) {
        if (!multiply_add(value, small_powers[std::min(power, 9)], 0)) {
            return false;
        }
    }
    return true;
}

bool scale_down(Unsigned128& value, int power) {
    bool lost = false;
    if (value.high == 0 && power >= 0 && power <= 9) {
        lost = value.low % small_powers[power] != 0;
        value.low /= small_powers[power];
        return lost;
    }
    for (; power > 0 && !(value == Unsigned128{}); power -= 9) {
        lost |= divide(value, small_powers[std::min(power, 9)]) != 0;
    }
    return lost;
}

Unsigned128 power_of_ten(int power) {
    Unsigned128 value{1, 0};
    (void)scale_up(value, power);
    return value;
}

std::size_t print_decimal(const Decimal& decimal, char* to, std::size_t& whole) {
    char digits[45];
    const auto count = static_cast<int>(print_magnitude(decimal.magnitude, digits));
    const int scale = decimal.is_zero() ? std::clamp(decimal.scale, 0, 38) : std::clamp(decimal.scale, -40, 80);
    char* at = to;
    if (decimal.negative && !decimal.is_zero()) {
        *at++ = '-';
    }
    const int before = count - scale;
    if (before > 0) {
        at = std::copy_n(digits, std::min(before, count), at);
        at = put_zeros(at, before - std::min(before, count));
    } else {
        *at++ = '0';
    }
    whole = static_cast<std::size_t>(at - to);
    if (scale > 0) {
        *at++ = '.';
        at = put_zeros(at, std::max(0, -before));
        at = std::copy(digits + std::max(0, before), digits + count, at);
    }
    return static_cast<std::size_t>(at - to);
}

bool parse_decimal(const char* text, std::size_t size, Decimal& decimal) {
    Literal literal;
    if (!parse_literal(text, size, literal)) {
        return false;
    }
    decimal = {{}, 0, literal.negative, false};
    int significant = 0;
    std::int64_t scale = 0;
    bool behind_point = false;
    std::uint32_t group = 0;  // up to nine digits that the magnitude does not have yet
    int group_size = 0;
    for (const char* at = literal.digits; at != literal.digits_end; ++at) {
        if (*at == '.') {
            behind_point = true;
            continue;
        }
        const auto digit = static_cast<std::uint32_t>(*at - '0');
        if (significant == max_decimal_digits) {
            decimal.inexact |= digit != 0;
            scale -= behind_point ? 0 : 1;
            continue;
        }
        group = group * 10 + digit;
        if (++group_size == 9) {
            append_digits(decimal.magnitude, group, group_size);
        }
        significant += significant > 0 || digit != 0 ? 1 : 0;
        scale += behind_point ? 1 : 0;
    }
    append_digits(decimal.magnitude, group, group_size);
    decimal.scale = static_cast<int>(std::clamp<std::int64_t>(scale - literal.exponent, -100'000'000, 100'000'000));
    return true;
}

Rescaled rescale(Decimal& decimal, int scale, int precision) {
    const bool lost = decimal.scale > scale ? scale_down(decimal.magnitude, decimal.scale - scale) : false;
    if (decimal.scale < scale && !scale_up(decimal.magnitude, scale - decimal.scale)) {
        return Rescaled::overflow;
    }
    decimal.scale = scale;
    // Nothing of 64 bits has more than 20 digits.
    const int digits = std::clamp(precision, 0, max_decimal_digits);
    const bool certain = decimal.magnitude.high == 0 && digits >= 20;
    if (!certain && !less(decimal.magnitude, power_of_ten(digits))) {
        return Rescaled::overflow;
    }
    return lost || decimal.inexact ? Rescaled::fraction_lost : Rescaled::exact;
}

Rescaled whole_part(const Decimal& decimal, std::uint64_t& magnitude) {
    Decimal copy = decimal;
    const Rescaled rescaled = rescale(copy, 0, max_decimal_digits);
    if (rescaled == Rescaled::overflow || copy.magnitude.high != 0) {
        return Rescaled::overflow;
    }
    magnitude = copy.magnitude.low;
    return rescaled;
}

bool nearest_double(const Decimal& decimal, double& value) {
    constexpr std::uint64_t exact = std::uint64_t{1} << 53;
    if (decimal.magnitude.high == 0 && decimal.magnitude.low <= exact && decimal.scale >= 0 && decimal.scale <= 9) {
        value = static_cast<double>(decimal.magnitude.low) / small_powers[decimal.scale];
        value = decimal.negative ? -value : value;
        return true;
    }
    char text[max_decimal_text];
    char* end = text + print_magnitude(decimal.magnitude, text);
    *end++ = 'e';
    end = std::to_chars(end, text + sizeof text, -static_cast<std::int64_t>(decimal.scale)).ptr;
    const NumberText read{text, static_cast<std::size_t>(end - text)};
    const bool fits = parse_real(read.data, read.size, value) == Outcome::ok;
    value = decimal.negative ? -value : value;
    return fits;
}

}  // namespace jsdodbc::convert
