#include <charconv>
#include <string_view>

#include "interval.hpp"
#include "numbers.hpp"
#include "text_cursor.hpp"

namespace jsdodbc::convert {

namespace {

constexpr std::string_view field_names[] = {"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"};
// What stands before a field that is not the leading one, and what it stays below.
constexpr char separators[] = {'\0', '-', '\0', ' ', ':', ':'};
constexpr std::int64_t limits[] = {0, 12, 0, 24, 60, 60};

char upper(char character) {
    return character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A') : character;
}

constexpr int most_digits = 10;

// A keyword and the blanks before it.
bool take_word(TextCursor& cursor, std::string_view keyword) {
    cursor.blanks();
    const char* next = cursor.at;
    for (const char letter : keyword) {
        if (next == cursor.end || upper(*next) != letter) {
            return false;
        }
        ++next;
    }
    cursor.at = next;
    return true;
}

void take_sign(TextCursor& cursor, bool& negative) {
    if (cursor.take('-')) {
        negative = !negative;
    } else {
        (void)cursor.take('+');
    }
}

bool read_body(TextCursor& cursor, Qualifier qualifier, Interval& interval) {
    cursor.blanks();
    take_sign(cursor, interval.negative);
    for (auto field = static_cast<std::size_t>(qualifier.leading);
         field <= static_cast<std::size_t>(qualifier.trailing); ++field) {
        const bool first = field == static_cast<std::size_t>(qualifier.leading);
        std::int64_t value = 0;
        if ((!first && !cursor.take(separators[field])) || !cursor.number(1, most_digits, value) ||
            (!first && value >= limits[field])) {
            return false;
        }
        interval.whole += value * unit_of(static_cast<Field>(field));
    }
    interval.year_month = qualifier.leading <= Field::month;
    const bool fraction = qualifier.trailing == Field::second && cursor.take('.');
    bool lost = false;
    return !fraction || cursor.nanoseconds(interval.nanoseconds, lost);
}

bool read_precision(TextCursor& cursor) {
    cursor.blanks();
    if (!cursor.take('(')) {
        return true;
    }
    std::int64_t digits = 0;
    if (!cursor.number(1, most_digits, digits)) {
        return false;
    }
    if (cursor.take(',')) {
        cursor.blanks();
        if (!cursor.number(1, most_digits, digits)) {
            return false;
        }
    }
    return cursor.take(')');
}

bool read_field_name(TextCursor& cursor, Field& field) {
    for (std::size_t index = 0; index < std::size(field_names); ++index) {
        if (take_word(cursor, field_names[index])) {
            field = static_cast<Field>(index);
            return read_precision(cursor);
        }
    }
    return false;
}

bool read_qualifier(TextCursor& cursor, Qualifier& qualifier) {
    if (!read_field_name(cursor, qualifier.leading)) {
        return false;
    }
    qualifier.trailing = qualifier.leading;
    if (!take_word(cursor, "TO")) {
        return true;
    }
    const bool named = read_field_name(cursor, qualifier.trailing) && qualifier.leading < qualifier.trailing;
    return named && (qualifier.leading <= Field::month) == (qualifier.trailing <= Field::month);
}

// INTERVAL [sign] 'body' qualifier: the qualifier comes last and says how to read the body.
bool read_literal(TextCursor& cursor, Interval& interval) {
    cursor.blanks();
    take_sign(cursor, interval.negative);
    cursor.blanks();
    if (!cursor.take('\'')) {
        return false;
    }
    TextCursor body{cursor.at, cursor.at};
    while (body.end != cursor.end && *body.end != '\'') {
        ++body.end;
    }
    cursor.at = body.end;
    Qualifier qualifier{};
    if (!cursor.take('\'') || !read_qualifier(cursor, qualifier) || !read_body(body, qualifier, interval)) {
        return false;
    }
    body.blanks();
    return body.at == body.end;
}

char* print_number(std::int64_t value, bool first, char* to) {
    if (!first && value < 10) {
        *to++ = '0';
    }
    return std::to_chars(to, to + 20, value).ptr;
}

char* print_fraction(std::int32_t nanoseconds, char* to) {
    if (nanoseconds == 0) {
        return to;
    }
    *to++ = '.';
    for (std::int32_t unit = 100'000'000; unit > 0 && nanoseconds > 0; unit /= 10) {
        *to++ = static_cast<char>('0' + nanoseconds / unit);
        nanoseconds %= unit;
    }
    return to;
}

}  // namespace

bool parse_interval(const char* text, std::size_t size, SQLSMALLINT type, Interval& interval) {
    const NumberText all = trimmed(text, size);
    TextCursor cursor{all.data, all.data + all.size};
    interval = {};
    const bool braced = cursor.take('{');
    if (take_word(cursor, "INTERVAL")) {
        if (!read_literal(cursor, interval)) {
            return false;
        }
        cursor.blanks();
        return (!braced || cursor.take('}')) && cursor.at == cursor.end;
    }
    return !braced && read_body(cursor, qualifier_of(type), interval) && cursor.at == cursor.end;
}

std::size_t print_interval(const Interval& interval, SQLSMALLINT type, char* to) {
    const Qualifier qualifier = qualifier_of(type);
    char* at = to;
    if (interval.negative) {
        *at++ = '-';
    }
    std::int64_t rest = interval.whole;
    for (auto field = static_cast<std::size_t>(qualifier.leading);
         field <= static_cast<std::size_t>(qualifier.trailing); ++field) {
        const bool first = field == static_cast<std::size_t>(qualifier.leading);
        if (!first) {
            *at++ = separators[field];
        }
        at = print_number(rest / unit_of(static_cast<Field>(field)), first || field == 1, at);
        rest %= unit_of(static_cast<Field>(field));
    }
    if (qualifier.trailing == Field::second) {
        at = print_fraction(interval.nanoseconds, at);
    }
    return static_cast<std::size_t>(at - to);
}

}  // namespace jsdodbc::convert
