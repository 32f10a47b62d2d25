// Writers of dates, times, timestamps, intervals and GUIDs.
#pragma once

#include "interval.hpp"
#include "write_number.hpp"

namespace jsdodbc::convert {

template <class Structure>
[[nodiscard]] inline Outcome put_structure(const Structure& structure, Outcome outcome, Cell& cell) {
    cell.length = sizeof structure;
    if (!is_error(outcome)) {
        store(cell.out, structure);
    }
    return outcome;
}

struct ToDate {
    static Outcome write(Date date, Cell& cell) { return put(date.days, false, cell); }

    static Outcome write(Timestamp timestamp, Cell& cell) {
        const DayAndTime split = split_timestamp(timestamp.microseconds);
        return put(split.days, split.microseconds != 0, cell);
    }

    static Outcome write(Text text, Cell& cell) {
        Moment moment;
        if (!parse_moment(text.data, text.size, moment) || !moment.has_date) {
            return Outcome::invalid_text;
        }
        return put(moment.days, moment.nanoseconds != 0 || moment.lost, cell);
    }

  private:
    static Outcome put(std::int64_t days, bool lost, Cell& cell) {
        SQL_DATE_STRUCT structure;
        const Outcome outcome = fill(days, structure);
        return put_structure(structure, outcome == Outcome::ok && lost ? Outcome::fraction_truncated : outcome, cell);
    }
};

struct ToTime {
    static Outcome write(Time time, Cell& cell) {
        return is_time_of_day(time.microseconds) ? put(time.microseconds * 1000, false, cell)
                                                 : Outcome::datetime_overflow;
    }

    static Outcome write(Timestamp timestamp, Cell& cell) {
        return put(split_timestamp(timestamp.microseconds).microseconds * 1000, false, cell);
    }

    static Outcome write(Text text, Cell& cell) {
        Moment moment;
        if (!parse_moment(text.data, text.size, moment) || !moment.has_time) {
            return Outcome::invalid_text;
        }
        return put(moment.nanoseconds, moment.lost, cell);
    }

  private:
    static Outcome put(std::int64_t nanoseconds, bool lost, Cell& cell) {
        SQL_TIME_STRUCT structure;
        fill(nanoseconds / 1'000'000'000, structure);
        lost |= nanoseconds % 1'000'000'000 != 0;
        return put_structure(structure, lost ? Outcome::fraction_truncated : Outcome::ok, cell);
    }
};

struct ToTimestamp {
    static Outcome write(Date date, Cell& cell) { return put(date.days, 0, false, cell); }

    // A time of day is today's, with its fraction set to 0.
    static Outcome write(Time time, Cell& cell) {
        if (!is_time_of_day(time.microseconds)) {
            return Outcome::datetime_overflow;
        }
        const std::int64_t fraction = time.microseconds % 1'000'000;
        return put(current_days(), (time.microseconds - fraction) * 1000, fraction != 0, cell);
    }

    static Outcome write(Timestamp timestamp, Cell& cell) {
        const DayAndTime split = split_timestamp(timestamp.microseconds);
        return put(split.days, split.microseconds * 1000, false, cell);
    }

    static Outcome write(Text text, Cell& cell) {
        Moment moment;
        if (!parse_moment(text.data, text.size, moment)) {
            return Outcome::invalid_text;
        }
        return put(moment.has_date ? moment.days : current_days(), moment.nanoseconds, moment.lost, cell);
    }

  private:
    static Outcome put(std::int64_t days, std::int64_t nanoseconds, bool lost, Cell& cell) {
        SQL_TIMESTAMP_STRUCT structure;
        const Outcome outcome = fill(days, nanoseconds, structure);
        return put_structure(structure, outcome == Outcome::ok && lost ? Outcome::fraction_truncated : outcome, cell);
    }
};

struct ToInterval {
    template <class From>
    static Outcome write(Integer<From> integer, Cell& cell) {
        const auto wide = static_cast<std::int64_t>(integer.value);
        const auto bits = static_cast<std::uint64_t>(wide);
        return put(wide < 0 ? ~bits + 1 : bits, 0, wide < 0, false, cell);
    }

    static Outcome write(const Decimal& decimal, Cell& cell) {
        constexpr std::uint32_t billion = 1'000'000'000;
        const bool seconds = qualifier_of(cell.target.c_type).leading == Field::second;
        Decimal scaled = decimal;
        const Rescaled rescaled = rescale(scaled, seconds ? 9 : 0, max_decimal_digits);
        const auto fraction = seconds ? static_cast<std::int32_t>(divide(scaled.magnitude, billion)) : 0;
        if (rescaled == Rescaled::overflow || scaled.magnitude.high != 0) {
            return Outcome::interval_overflow;
        }
        return put(scaled.magnitude.low, fraction, decimal.negative, rescaled == Rescaled::fraction_lost, cell);
    }

    static Outcome write(Text text, Cell& cell) {
        Interval interval;
        return parse_interval(text.data, text.size, cell.target.c_type, interval) ? put(interval, false, cell)
                                                                                  : Outcome::invalid_text;
    }

  private:
    static Outcome put(std::uint64_t count, std::int32_t nanoseconds, bool negative, bool lost, Cell& cell) {
        Interval interval;
        const Outcome outcome = interval_of_number(count, nanoseconds, negative, cell.target.c_type, interval);
        return is_error(outcome) ? outcome : put(interval, lost, cell);
    }

    static Outcome put(const Interval& interval, bool lost, Cell& cell) {
        SQL_INTERVAL_STRUCT structure;
        const Target& target = cell.target;
        const Outcome outcome =
            fill_interval(interval, target.c_type, target.leading_precision, target.precision, structure);
        return put_structure(structure, outcome == Outcome::ok && lost ? Outcome::fraction_truncated : outcome, cell);
    }
};

struct ToGuid {
    static Outcome write(const Guid& guid, Cell& cell) { return put_structure(guid.value, Outcome::ok, cell); }

    static Outcome write(Text text, Cell& cell) {
        SQLGUID guid;
        return put_structure(guid, parse_guid(text.data, text.size, guid) ? Outcome::ok : Outcome::invalid_text, cell);
    }
};

}  // namespace jsdodbc::convert
