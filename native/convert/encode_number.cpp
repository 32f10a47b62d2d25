// Parameters whose SQL type is a number or a bit.
#include "encode.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "numbers.hpp"

namespace jsdodbc::convert {

namespace {

// The exact decimal of what was given.
struct DecimalOf {
    Decimal decimal;

    Outcome operator()(Boolean boolean) {
        decimal = decimal_of(boolean.value ? 1 : 0, false);
        return Outcome::ok;
    }
    Outcome operator()(const Decimal& given) {
        decimal = given;
        return Outcome::ok;
    }
    Outcome operator()(Real real) {
        char text[max_real_text];
        std::size_t whole = 0;
        const std::size_t size = print_real(real.value, text, whole);
        return parse_decimal(text, size, decimal) ? Outcome::ok : Outcome::out_of_range;
    }
    Outcome operator()(const GivenText& text) {
        return parse_decimal(text.data, text.size, decimal) ? Outcome::ok : Outcome::invalid_text;
    }
    Outcome operator()(const GivenInterval& given) {
        std::int64_t count = 0;
        const Outcome outcome = number_of_interval(given.interval, given.type, count);
        decimal = decimal_of(static_cast<std::uint64_t>(count < 0 ? -count : count), count < 0);
        return outcome;
    }
    template <class Other>
    Outcome operator()(const Other&) {
        return Outcome::restricted;
    }
};

// Of a number digits behind the point may go; a text that loses any digit is an error ("C to SQL: Numeric" and
// "Character").
Outcome outcome_of(Rescaled rescaled, const Given& given) {
    if (rescaled == Rescaled::exact) {
        return Outcome::ok;
    }
    if (std::holds_alternative<GivenText>(given)) {
        return Outcome::data_too_long;
    }
    return rescaled == Rescaled::overflow ? Outcome::out_of_range : Outcome::fraction_truncated;
}

Outcome whole_number(const Given& given, std::uint64_t& magnitude, bool& negative) {
    DecimalOf made;
    const Outcome outcome = std::visit(made, given);
    if (is_error(outcome)) {
        return outcome;
    }
    negative = made.decimal.negative;
    const Outcome whole = outcome_of(whole_part(made.decimal, magnitude), given);
    return whole == Outcome::ok ? outcome : whole;
}

// The largest magnitudes of positive and negative values.
struct Range {
    std::uint64_t most;
    std::uint64_t least;
};

Range range_of(SQLSMALLINT sql_type) {
    switch (sql_type) {
        case SQL_TINYINT: return {255, 128};  // signed or not
        case SQL_SMALLINT: return {0x7FFF, 0x8000};
        case SQL_INTEGER: return {0x7FFFFFFF, 0x80000000};
        default: return {0x7FFFFFFFFFFFFFFF, 0x8000000000000000};
    }
}

// Digits that print_decimal shows completely: a scale of 0 … 38.
Rescaled settle(Decimal& decimal) {
    if (decimal.is_zero() && !decimal.inexact) {
        decimal.scale = 0;
    }
    return rescale(decimal, std::clamp<int>(decimal.scale, 0, max_decimal_digits), max_decimal_digits);
}

// Cuts digits behind the point that the parameter's scale doesn't have.
Rescaled fit(Decimal& decimal, const Source& source) {
    const Rescaled settled = settle(decimal);
    if (settled == Rescaled::overflow || source.precision == 0) {
        return settled;
    }
    Decimal scaled = decimal;
    const Rescaled rescaled = rescale(scaled, source.scale, source.precision);
    if (rescaled == Rescaled::fraction_lost) {
        decimal = scaled;
    }
    return rescaled == Rescaled::exact ? settled : rescaled;
}

}  // namespace

Outcome encode_decimal(const Given& given, const Source& source, std::string& out) {
    DecimalOf made;
    Outcome outcome = std::visit(made, given);
    if (is_error(outcome)) {
        return outcome;
    }
    const Outcome fitted = outcome_of(fit(made.decimal, source), given);
    outcome = fitted == Outcome::ok ? outcome : fitted;
    if (!is_error(outcome)) {
        char text[max_decimal_text];
        std::size_t whole = 0;
        append_value(out, Tag::decimal, std::string_view(text, print_decimal(made.decimal, text, whole)));
    }
    return outcome;
}

Outcome encode_integer(const Given& given, SQLSMALLINT sql_type, std::string& out) {
    std::uint64_t magnitude = 0;
    bool negative = false;
    const Outcome outcome = whole_number(given, magnitude, negative);
    if (is_error(outcome)) {
        return outcome;
    }
    const Range range = range_of(sql_type);
    if (magnitude > (negative ? range.least : range.most)) {
        return outcome_of(Rescaled::overflow, given);
    }
    append_value(out, Tag::integer, static_cast<std::int64_t>(negative ? ~magnitude + 1 : magnitude));
    return outcome;
}

Outcome encode_real(const Given& given, SQLSMALLINT sql_type, std::string& out) {
    double value = 0;
    if (const auto* real = std::get_if<Real>(&given)) {
        value = real->value;
    } else if (const auto* text = std::get_if<GivenText>(&given)) {
        const Outcome outcome = parse_real(text->data, text->size, value);
        if (is_error(outcome)) {
            return outcome;
        }
    } else {
        DecimalOf made;
        const Outcome outcome = std::visit(made, given);
        if (is_error(outcome) || !nearest_double(made.decimal, value)) {
            return is_error(outcome) ? outcome : Outcome::out_of_range;
        }
    }
    const bool too_large =
        std::isfinite(value) && std::fabs(value) > static_cast<double>(std::numeric_limits<float>::max());
    if (sql_type == SQL_REAL && too_large) {
        return Outcome::out_of_range;
    }
    append_value(out, Tag::real, value);
    return Outcome::ok;
}

Outcome encode_bit(const Given& given, std::string& out) {
    if (std::holds_alternative<GivenInterval>(given)) {
        return Outcome::restricted;
    }
    DecimalOf made;
    const Outcome outcome = std::visit(made, given);
    if (is_error(outcome)) {
        return outcome;
    }
    std::uint64_t magnitude = 0;
    const Rescaled rescaled = whole_part(made.decimal, magnitude);
    const bool below_zero = made.decimal.negative && (magnitude != 0 || rescaled != Rescaled::exact);
    if (rescaled == Rescaled::overflow || magnitude > 1 || below_zero) {
        return Outcome::out_of_range;
    }
    if (rescaled == Rescaled::fraction_lost) {
        return Outcome::data_too_long;
    }
    append_value(out, Tag::boolean, static_cast<std::uint8_t>(magnitude));
    return Outcome::ok;
}

}  // namespace jsdodbc::convert
