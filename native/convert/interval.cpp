#include "interval.hpp"

#include <limits>

namespace jsdodbc::convert {

namespace {

constexpr Qualifier qualifiers[] = {
    {Field::year, Field::year},     {Field::month, Field::month},   {Field::day, Field::day},
    {Field::hour, Field::hour},     {Field::minute, Field::minute}, {Field::second, Field::second},
    {Field::year, Field::month},    {Field::day, Field::hour},      {Field::day, Field::minute},
    {Field::day, Field::second},    {Field::hour, Field::minute},   {Field::hour, Field::second},
    {Field::minute, Field::second},
};
constexpr std::int64_t units[] = {12, 1, 86'400, 3'600, 60, 1};
constexpr std::uint32_t powers[] = {1,       10,        100,        1'000,       10'000,
                                    100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};
constexpr std::int64_t most_units = std::numeric_limits<SQLUINTEGER>::max() & 0xFFFFFFFF;

// The structure's member of a field. The structure is a local of the caller, so it is aligned.
SQLUINTEGER& member(SQL_INTERVAL_STRUCT& structure, Field field) {
    switch (field) {
        case Field::year: return structure.intval.year_month.year;
        case Field::month: return structure.intval.year_month.month;
        case Field::day: return structure.intval.day_second.day;
        case Field::hour: return structure.intval.day_second.hour;
        case Field::minute: return structure.intval.day_second.minute;
        default: return structure.intval.day_second.second;
    }
}

Field next(Field field) {
    return static_cast<Field>(static_cast<int>(field) + 1);
}

int clamp_precision(int precision) {
    return precision <= 0 ? default_second_precision : precision > 9 ? 9 : precision;
}

}  // namespace

bool is_interval_type(SQLSMALLINT type) {
    return type >= SQL_INTERVAL_YEAR && type <= SQL_INTERVAL_MINUTE_TO_SECOND;
}

bool is_year_month(SQLSMALLINT type) {
    return qualifier_of(type).leading <= Field::month;
}

Qualifier qualifier_of(SQLSMALLINT type) {
    return qualifiers[type - SQL_INTERVAL_YEAR];
}

std::int64_t unit_of(Field field) {
    return units[static_cast<int>(field)];
}

Outcome fill_interval(const Interval& interval, SQLSMALLINT type, int leading_precision, int second_precision,
                      SQL_INTERVAL_STRUCT& structure) {
    const Qualifier qualifier = qualifier_of(type);
    if (interval.year_month != is_year_month(type)) {
        return Outcome::invalid_text;
    }
    structure = {};
    std::int64_t rest = interval.whole;
    const std::int64_t leading = rest / unit_of(qualifier.leading);
    const bool limited = leading_precision > 0 && leading_precision <= 9;
    if (leading > most_units || (limited && leading >= powers[leading_precision])) {
        return Outcome::interval_overflow;
    }
    for (Field field = qualifier.leading; field <= qualifier.trailing; field = next(field)) {
        member(structure, field) = static_cast<SQLUINTEGER>(rest / unit_of(field));
        rest %= unit_of(field);
    }
    bool lost = rest != 0 || (qualifier.trailing != Field::second && interval.nanoseconds != 0);
    if (qualifier.trailing == Field::second) {
        const auto step = static_cast<std::int32_t>(powers[9 - clamp_precision(second_precision)]);
        structure.intval.day_second.fraction = static_cast<SQLUINTEGER>(interval.nanoseconds / step);
        lost |= interval.nanoseconds % step != 0;
    }
    structure.interval_type = static_cast<SQLINTERVAL>(type - SQL_INTERVAL_YEAR + 1);
    structure.interval_sign = interval.negative ? SQL_TRUE : SQL_FALSE;
    return lost ? Outcome::fraction_truncated : Outcome::ok;
}

Outcome read_interval(const SQL_INTERVAL_STRUCT& structure, SQLSMALLINT type, int second_precision,
                      Interval& interval) {
    const Qualifier qualifier = qualifier_of(type);
    SQL_INTERVAL_STRUCT copy = structure;
    interval = {0, 0, is_year_month(type), structure.interval_sign == SQL_TRUE};
    for (Field field = qualifier.leading; field <= qualifier.trailing; field = next(field)) {
        interval.whole += static_cast<std::int64_t>(member(copy, field)) * unit_of(field);
    }
    if (qualifier.trailing == Field::second) {
        const std::uint32_t units_a_second = powers[clamp_precision(second_precision)];
        const auto fraction = static_cast<std::uint32_t>(structure.intval.day_second.fraction);
        if (fraction >= units_a_second) {
            return Outcome::interval_overflow;
        }
        interval.nanoseconds = static_cast<std::int32_t>(fraction * (powers[9] / units_a_second));
    }
    return Outcome::ok;
}

Outcome interval_of_number(std::uint64_t count, std::int32_t nanoseconds, bool negative, SQLSMALLINT type,
                           Interval& interval) {
    const Qualifier qualifier = qualifier_of(type);
    if (qualifier.leading != qualifier.trailing) {
        return Outcome::restricted;
    }
    if (count > static_cast<std::uint64_t>(most_units)) {
        return Outcome::interval_overflow;
    }
    interval = {static_cast<std::int64_t>(count) * unit_of(qualifier.leading), nanoseconds, is_year_month(type),
                negative};
    return Outcome::ok;
}

Outcome number_of_interval(const Interval& interval, SQLSMALLINT type, std::int64_t& count) {
    const Qualifier qualifier = qualifier_of(type);
    if (qualifier.leading != qualifier.trailing) {
        return Outcome::restricted;
    }
    count = interval.whole / unit_of(qualifier.leading) * (interval.negative ? -1 : 1);
    return interval.nanoseconds != 0 ? Outcome::fraction_truncated : Outcome::ok;
}

}  // namespace jsdodbc::convert
