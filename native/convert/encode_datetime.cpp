// Parameters whose SQL type is a date, a time, a timestamp or an interval.
#include "encode.hpp"

namespace jsdodbc::convert {

namespace {

// A moment that was given as a structure or as text. missing: what to say when the part asked for is not in it.
Outcome moment_of(const Given& given, Moment& moment, Outcome& missing) {
    if (const auto* text = std::get_if<GivenText>(&given)) {
        missing = Outcome::invalid_text;
        return parse_moment(text->data, text->size, moment) ? Outcome::ok : Outcome::invalid_text;
    }
    missing = Outcome::restricted;
    const auto* structure = std::get_if<Moment>(&given);
    if (structure == nullptr) {
        return Outcome::restricted;
    }
    moment = *structure;
    return Outcome::ok;
}

bool has_whole_microseconds(const Moment& moment) {
    return !moment.lost && moment.nanoseconds % 1000 == 0;
}

Outcome interval_of(const Given& given, SQLSMALLINT sql_type, Interval& interval) {
    if (const auto* text = std::get_if<GivenText>(&given)) {
        return parse_interval(text->data, text->size, sql_type, interval) ? Outcome::ok : Outcome::invalid_text;
    }
    if (const auto* structure = std::get_if<GivenInterval>(&given)) {
        interval = structure->interval;
        return Outcome::ok;
    }
    const auto* number = std::get_if<Decimal>(&given);
    if (number == nullptr) {
        return Outcome::restricted;
    }
    std::uint64_t count = 0;
    const Rescaled rescaled = whole_part(*number, count);
    if (rescaled != Rescaled::exact) {
        return rescaled == Rescaled::overflow ? Outcome::interval_overflow : Outcome::data_too_long;
    }
    return interval_of_number(count, 0, number->negative, sql_type, interval);
}

}  // namespace

Outcome encode_date(const Given& given, std::string& out) {
    Moment moment;
    Outcome missing = Outcome::ok;
    const Outcome outcome = moment_of(given, moment, missing);
    if (is_error(outcome) || !moment.has_date) {
        return is_error(outcome) ? outcome : missing;
    }
    if (moment.nanoseconds != 0 || moment.lost) {
        return Outcome::datetime_overflow;
    }
    append_value(out, Tag::date, static_cast<std::int32_t>(moment.days));
    return Outcome::ok;
}

Outcome encode_time(const Given& given, std::string& out) {
    Moment moment;
    Outcome missing = Outcome::ok;
    const Outcome outcome = moment_of(given, moment, missing);
    if (is_error(outcome) || !moment.has_time) {
        return is_error(outcome) ? outcome : missing;
    }
    if (!has_whole_microseconds(moment)) {
        return Outcome::datetime_overflow;
    }
    append_value(out, Tag::time, moment.nanoseconds / 1000);
    return Outcome::ok;
}

Outcome encode_timestamp(const Given& given, std::string& out) {
    Moment moment;
    Outcome missing = Outcome::ok;
    const Outcome outcome = moment_of(given, moment, missing);
    if (is_error(outcome)) {
        return outcome;
    }
    if (!has_whole_microseconds(moment)) {
        return Outcome::datetime_overflow;
    }
    const std::int64_t days = moment.has_date ? moment.days : current_days();
    append_value(out, Tag::timestamp, days * microseconds_a_day + moment.nanoseconds / 1000);
    return Outcome::ok;
}

Outcome encode_interval(const Given& given, SQLSMALLINT sql_type, std::string& out) {
    Interval interval;
    const Outcome outcome = interval_of(given, sql_type, interval);
    if (is_error(outcome)) {
        return outcome;
    }
    if (interval.year_month != is_year_month(sql_type)) {
        return std::holds_alternative<GivenText>(given) ? Outcome::invalid_text : Outcome::restricted;
    }
    const std::int64_t unit = unit_of(qualifier_of(sql_type).trailing);
    if (interval.whole % unit != 0 || interval.nanoseconds % 1000 != 0 || interval.whole > INT64_MAX / 2'000'000) {
        return Outcome::interval_overflow;
    }
    const std::int64_t sign = interval.negative ? -1 : 1;
    if (interval.year_month) {
        append_value(out, Tag::months, interval.whole * sign);
    } else {
        append_value(out, Tag::microseconds, (interval.whole * 1'000'000 + interval.nanoseconds / 1000) * sign);
    }
    return Outcome::ok;
}

}  // namespace jsdodbc::convert
