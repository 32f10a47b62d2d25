// Exact decimal numbers of up to 38 digits (and a few more while computing), in portable 128-bit arithmetic: 32-bit
// targets have no __int128.
#pragma once

#include <cstddef>
#include <cstdint>

namespace jsdodbc::convert {

inline constexpr int max_decimal_digits = 38;

struct Unsigned128 {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    friend bool operator==(const Unsigned128&, const Unsigned128&) = default;
};

[[nodiscard]] constexpr bool less(Unsigned128 left, Unsigned128 right) {
    return left.high != right.high ? left.high < right.high : left.low < right.low;
}

// value = value * factor + addend; false and unspecified when it does not fit.
[[nodiscard]] bool multiply_add(Unsigned128& value, std::uint32_t factor, std::uint32_t addend);
// value = value / divisor; the remainder.
std::uint32_t divide(Unsigned128& value, std::uint32_t divisor);
// value * 10^power; false when it does not fit.
[[nodiscard]] bool scale_up(Unsigned128& value, int power);
// value / 10^power; true when digits other than 0 were lost.
bool scale_down(Unsigned128& value, int power);
[[nodiscard]] Unsigned128 power_of_ten(int power);  // 0 … 38

// magnitude × 10^-scale. inexact: digits behind the last one were dropped when it was read.
struct Decimal {
    Unsigned128 magnitude;
    int scale = 0;
    bool negative = false;
    bool inexact = false;

    [[nodiscard]] bool is_zero() const { return magnitude.low == 0 && magnitude.high == 0; }
};

// From two's complement.
[[nodiscard]] constexpr Decimal decimal_of_two_words(std::uint64_t low, std::uint64_t high, int scale) {
    const bool negative = (high >> 63) != 0;
    if (negative) {
        low = ~low + 1;
        high = ~high + (low == 0 ? 1 : 0);
    }
    return {{low, high}, scale, negative, false};
}

[[nodiscard]] constexpr Decimal decimal_of(std::uint64_t magnitude, bool negative) {
    return {{magnitude, 0}, 0, negative, false};
}

// The longest text print_decimal makes.
inline constexpr std::size_t max_decimal_text = 88;

// Writes all digits, e.g. -12.50; returns the length. `whole` is the length before the point. |scale| is at most 38, or
// it came from text and is anything: then digits are printed as far as there are any, without padding beyond
// max_decimal_text.
std::size_t print_decimal(const Decimal& decimal, char* to, std::size_t& whole);

// Reads a numeric literal: blanks, sign, digits, point, exponent, blanks. False when the text is anything else.
// Up to 38 significant digits are kept; more set inexact.
[[nodiscard]] bool parse_decimal(const char* text, std::size_t size, Decimal& decimal);

enum class Rescaled : std::uint8_t { exact, fraction_lost, overflow };
// Brings the number to another scale by cutting digits; overflow: more than `precision` digits.
[[nodiscard]] Rescaled rescale(Decimal& decimal, int scale, int precision);
// The part before the point as 64 bits.
[[nodiscard]] Rescaled whole_part(const Decimal& decimal, std::uint64_t& magnitude);

// The nearest double; false when it is too large for one.
[[nodiscard]] bool nearest_double(const Decimal& decimal, double& value);

}  // namespace jsdodbc::convert
