#include "datetime.hpp"
#include "numbers.hpp"
#include "text_cursor.hpp"

namespace jsdodbc::convert {

namespace {

bool read_date(TextCursor& reader, Moment& moment) {
    unsigned year = 0;
    unsigned month = 0;
    unsigned day = 0;
    if (!reader.number(4, 4, year) || !reader.take('-') || !reader.number(1, 2, month) || !reader.take('-') ||
        !reader.number(1, 2, day) || !is_civil(year, month, day)) {
        return false;
    }
    moment.has_date = true;
    moment.days = days_of_civil(year, month, day);
    return true;
}

bool read_time(TextCursor& reader, Moment& moment) {
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;
    std::int32_t nanoseconds = 0;
    if (!reader.number(1, 2, hour) || !reader.take(':') || !reader.number(2, 2, minute)) {
        return false;
    }
    if (reader.take(':')) {
        if (!reader.number(2, 2, second) || (reader.take('.') && !reader.nanoseconds(nanoseconds, moment.lost))) {
            return false;
        }
    }
    moment.has_time = true;
    moment.nanoseconds = (hour * 3600LL + minute * 60LL + second) * 1'000'000'000 + nanoseconds;
    return hour < 24 && minute < 60 && second < 60;
}

// Z, +01:00, +0100 or +01 behind a timestamp, or nothing.
bool read_zone(TextCursor& reader, Moment& moment) {
    if (reader.take('Z') || reader.at == reader.end) {
        return true;
    }
    const bool west = *reader.at == '-';
    if (!west && *reader.at != '+') {
        return true;
    }
    ++reader.at;
    unsigned hour = 0;
    unsigned minute = 0;
    if (!reader.number(2, 2, hour)) {
        return false;
    }
    const bool colon = reader.take(':');
    const bool minutes = reader.number(2, 2, minute);
    if ((colon && !minutes) || hour > 18 || minute > 59) {
        return false;
    }
    const std::int64_t offset = (hour * 3600LL + minute * 60LL) * 1'000'000'000;
    const std::int64_t utc = moment.nanoseconds + (west ? offset : -offset);
    const std::int64_t carry = utc < 0 ? -1 : utc >= nanoseconds_a_day ? 1 : 0;
    moment.days += carry;
    moment.nanoseconds = utc - carry * nanoseconds_a_day;
    return true;
}

bool read_moment(TextCursor& reader, Moment& moment) {
    const auto size = reader.end - reader.at;
    if (size < 5 || reader.at[4] != '-') {
        return read_time(reader, moment);
    }
    if (!read_date(reader, moment)) {
        return false;
    }
    if (!reader.take('T')) {
        reader.blanks();
        if (!reader.at_digit()) {
            return true;
        }
    }
    return read_time(reader, moment) && read_zone(reader, moment);
}

// {d '…'}: takes the head, says which kinds the body must have.
struct Escape {
    bool open = false;
    bool date = false;
    bool time = false;
};

bool read_escape(TextCursor& reader, Escape& escape) {
    escape.open = reader.take('{');
    if (!escape.open) {
        return true;
    }
    reader.blanks();
    const auto letter = [&](char lower) {
        return reader.take(lower) || reader.take(static_cast<char>(lower - 'a' + 'A'));
    };
    escape.date = letter('d');
    escape.time = !escape.date && letter('t');
    escape.date |= escape.time && letter('s');
    reader.blanks();
    return (escape.date || escape.time) && reader.take('\'');
}

bool close_escape(TextCursor& reader, const Escape& escape, const Moment& moment) {
    if (!escape.open) {
        return true;
    }
    if (!reader.take('\'')) {
        return false;
    }
    reader.blanks();
    return reader.take('}') && escape.date == moment.has_date && escape.time == moment.has_time;
}

}  // namespace

bool parse_moment(const char* text, std::size_t size, Moment& moment) {
    const NumberText all = trimmed(text, size);
    TextCursor reader{all.data, all.data + all.size};
    Escape escape;
    moment = {};
    if (!read_escape(reader, escape) || !read_moment(reader, moment)) {
        return false;
    }
    return close_escape(reader, escape, moment) && reader.at == reader.end;
}

}  // namespace jsdodbc::convert
