// Writers of the numeric C types.
#pragma once

#include <cmath>
#include <limits>
#include <utility>

#include "write_text.hpp"

namespace jsdodbc::convert {

// A number cut behind the point.
struct Whole {
    std::uint64_t magnitude = 0;
    bool negative = false;
    bool fraction = false;
};

[[nodiscard]] inline Outcome whole_of(const Decimal& decimal, Whole& whole) {
    const Rescaled rescaled = whole_part(decimal, whole.magnitude);
    whole.negative = decimal.negative && whole.magnitude != 0;
    whole.fraction = rescaled == Rescaled::fraction_lost;
    return rescaled == Rescaled::overflow ? Outcome::out_of_range : Outcome::ok;
}

[[nodiscard]] inline Outcome whole_of(Real real, Whole& whole) {
    const double cut = std::trunc(real.value);
    const double magnitude = std::fabs(cut);
    if (!(magnitude < 0x1p64)) {
        return Outcome::out_of_range;
    }
    whole = {static_cast<std::uint64_t>(magnitude), cut < 0, cut != real.value};
    return Outcome::ok;
}

[[nodiscard]] inline Outcome whole_of(Text text, Whole& whole) {
    Decimal decimal;
    return parse_decimal(text.data, text.size, decimal) ? whole_of(decimal, whole) : Outcome::invalid_text;
}

template <class Stored>
[[nodiscard]] inline Outcome put_whole(const Whole& whole, Cell& cell) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<Stored>::max());
    const std::uint64_t limit = !whole.negative ? most : std::is_signed_v<Stored> ? most + 1 : 0;
    if (whole.magnitude > limit) {
        return Outcome::out_of_range;
    }
    store(cell.out, static_cast<Stored>(whole.negative ? ~whole.magnitude + 1 : whole.magnitude));
    return whole.fraction ? Outcome::fraction_truncated : Outcome::ok;
}

template <class Stored>
struct ToInteger {
    static Outcome write(Boolean boolean, Cell& cell) {
        cell.length = sizeof(Stored);
        store(cell.out, static_cast<Stored>(boolean.value));
        return Outcome::ok;
    }

    template <class From>
    static Outcome write(Integer<From> integer, Cell& cell) {
        cell.length = sizeof(Stored);
        if (!std::in_range<Stored>(integer.value)) {
            return Outcome::out_of_range;
        }
        store(cell.out, static_cast<Stored>(integer.value));
        return Outcome::ok;
    }

    template <class Value>
    requires requires(const Value& value, Whole& whole) { whole_of(value, whole); }
    static Outcome write(const Value& value, Cell& cell) {
        cell.length = sizeof(Stored);
        Whole whole;
        const Outcome outcome = whole_of(value, whole);
        return is_error(outcome) ? outcome : put_whole<Stored>(whole, cell);
    }
};

struct ToBit {
    static Outcome write(Boolean boolean, Cell& cell) { return put(boolean.value ? 1U : 0U, false, false, cell); }

    template <class From>
    static Outcome write(Integer<From> integer, Cell& cell) {
        return put(integer.value == 1 ? 1U : integer.value == 0 ? 0U : 2U, false, false, cell);
    }

    template <class Value>
    requires requires(const Value& value, Whole& whole) { whole_of(value, whole); }
    static Outcome write(const Value& value, Cell& cell) {
        Whole whole;
        const Outcome outcome = whole_of(value, whole);
        return is_error(outcome) ? outcome : put(whole.magnitude, is_negative(value), whole.fraction, cell);
    }

  private:
    static bool is_negative(const Decimal& decimal) { return decimal.negative && !decimal.is_zero(); }
    static bool is_negative(Real real) { return real.value < 0; }
    static bool is_negative(Text text) {
        Decimal decimal;
        return parse_decimal(text.data, text.size, decimal) && is_negative(decimal);
    }
    static Outcome put(std::uint64_t magnitude, bool negative, bool fraction, Cell& cell) {
        cell.length = 1;
        if (negative || magnitude > 1) {
            return Outcome::out_of_range;
        }
        store(cell.out, static_cast<unsigned char>(magnitude));
        return fraction ? Outcome::fraction_truncated : Outcome::ok;
    }
};

template <class Floating>
struct ToReal {
    static Outcome write(Boolean boolean, Cell& cell) { return put(boolean.value ? Floating{1} : Floating{0}, cell); }

    template <class From>
    static Outcome write(Integer<From> integer, Cell& cell) {
        return put(static_cast<Floating>(integer.value), cell);
    }

    static Outcome write(Real real, Cell& cell) {
        const bool finite = std::isfinite(real.value);
        if (finite && std::fabs(real.value) > static_cast<double>(std::numeric_limits<Floating>::max())) {
            cell.length = sizeof(Floating);
            return Outcome::out_of_range;
        }
        return put(static_cast<Floating>(real.value), cell);
    }

    static Outcome write(const Decimal& decimal, Cell& cell) {
        double value = 0;
        return nearest_double(decimal, value) ? write(Real{value}, cell) : Outcome::out_of_range;
    }

    static Outcome write(Text text, Cell& cell) {
        Floating value = 0;
        const Outcome outcome = parse_real(text.data, text.size, value);
        return is_error(outcome) ? outcome : put(value, cell);
    }

  private:
    static Outcome put(Floating value, Cell& cell) {
        cell.length = sizeof value;
        store(cell.out, value);
        return Outcome::ok;
    }
};

// The exact decimal of a double is its shortest text.
[[nodiscard]] inline bool decimal_of_real(double value, Decimal& decimal) {
    char text[max_real_text];
    std::size_t whole = 0;
    const std::size_t size = print_real(value, text, whole);
    return parse_decimal(text, size, decimal);
}

struct ToNumeric {
    static Outcome write(Boolean boolean, Cell& cell) { return write(decimal_of(boolean.value ? 1 : 0, false), cell); }

    template <class From>
    static Outcome write(Integer<From> integer, Cell& cell) {
        const auto wide = static_cast<std::int64_t>(integer.value);
        const auto bits = static_cast<std::uint64_t>(wide);
        return write(decimal_of(wide < 0 ? ~bits + 1 : bits, wide < 0), cell);
    }

    static Outcome write(Real real, Cell& cell) {
        Decimal decimal;
        return decimal_of_real(real.value, decimal) ? write(decimal, cell) : Outcome::out_of_range;
    }

    static Outcome write(Text text, Cell& cell) {
        Decimal decimal;
        return parse_decimal(text.data, text.size, decimal) ? write(decimal, cell) : Outcome::invalid_text;
    }

    static Outcome write(const Decimal& decimal, Cell& cell) {
        const int asked = cell.target.precision;
        const int precision = asked > 0 && asked <= max_decimal_digits ? asked : max_decimal_digits;
        Decimal copy = decimal;
        const Rescaled rescaled = rescale(copy, std::clamp<int>(cell.target.scale, -128, 127), precision);
        cell.length = sizeof(SQL_NUMERIC_STRUCT);
        if (rescaled == Rescaled::overflow) {
            return Outcome::out_of_range;
        }
        SQL_NUMERIC_STRUCT numeric;
        fill(copy, precision, numeric);
        store(cell.out, numeric);
        return rescaled == Rescaled::fraction_lost ? Outcome::fraction_truncated : Outcome::ok;
    }
};

}  // namespace jsdodbc::convert
