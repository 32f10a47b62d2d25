#include <charconv>
#include <string_view>

#include "interval.hpp"
#include "numbers.hpp"

namespace jsdodbc::convert {

namespace {

constexpr std::string_view field_names[] = {"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"};
// What stands before a field that is not the leading one, and what it stays below.
constexpr char separators[] = {'\0', '-', '\0', ' ', ':', ':'};
constexpr std::int64_t limits[] = {0, 12, 0, 24, 60, 60};

char upper(char character) {
    return character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A') : character;
}

struct Scanner {
    const char* at;
    const char* end;

    [[nodiscard]] bool take(char character) {
        const bool there = at != end && *at == character;
        at += there ? 1 : 0;
        return there;
    }
    void blanks() {
        while (take(' ')) {
        }
    }
    // A keyword and the blanks before it.
    [[nodiscard]] bool word(std::string_view keyword) {
        blanks();
        const char* next = at;
        for (const char letter : keyword) {
            if (next == end || upper(*next) != letter) {
                return false;
            }
            ++next;
        }
        at = next;
        return true;
    }
    [[nodiscard]] bool number(std::int64_t& value) {
        const char* const first = at;
        for (value = 0; at != end && *at >= '0' && *at <= '9' && at - first < 10; ++at) {
            value = value * 10 + (*at - '0');
        }
        return at != first;
    }
    [[nodiscard]] bool sign(bool& negative) {
        const bool minus = take('-');
        negative ^= minus;
        return minus || take('+');
    }
};

bool read_fraction(Scanner& scanner, Interval& interval) {
    std::int32_t unit = 100'000'000;
    const char* const first = scanner.at;
    for (; scanner.at != scanner.end && *scanner.at >= '0' && *scanner.at <= '9'; ++scanner.at, unit /= 10) {
        interval.nanoseconds += (*scanner.at - '0') * unit;
    }
    return scanner.at != first;
}

bool read_body(Scanner& scanner, Qualifier qualifier, Interval& interval) {
    scanner.blanks();
    (void)scanner.sign(interval.negative);
    for (auto field = static_cast<std::size_t>(qualifier.leading);
         field <= static_cast<std::size_t>(qualifier.trailing); ++field) {
        const bool first = field == static_cast<std::size_t>(qualifier.leading);
        std::int64_t value = 0;
        if ((!first && !scanner.take(separators[field])) || !scanner.number(value) ||
            (!first && value >= limits[field])) {
            return false;
        }
        interval.whole += value * unit_of(static_cast<Field>(field));
    }
    interval.year_month = qualifier.leading <= Field::month;
    const bool fraction = qualifier.trailing == Field::second && scanner.take('.');
    return !fraction || read_fraction(scanner, interval);
}

bool read_precision(Scanner& scanner) {
    scanner.blanks();
    if (!scanner.take('(')) {
        return true;
    }
    std::int64_t digits = 0;
    if (!scanner.number(digits)) {
        return false;
    }
    if (scanner.take(',')) {
        scanner.blanks();
        if (!scanner.number(digits)) {
            return false;
        }
    }
    return scanner.take(')');
}

bool read_field_name(Scanner& scanner, Field& field) {
    for (std::size_t index = 0; index < std::size(field_names); ++index) {
        if (scanner.word(field_names[index])) {
            field = static_cast<Field>(index);
            return read_precision(scanner);
        }
    }
    return false;
}

bool read_qualifier(Scanner& scanner, Qualifier& qualifier) {
    if (!read_field_name(scanner, qualifier.leading)) {
        return false;
    }
    qualifier.trailing = qualifier.leading;
    if (!scanner.word("TO")) {
        return true;
    }
    const bool named = read_field_name(scanner, qualifier.trailing) && qualifier.leading < qualifier.trailing;
    return named && (qualifier.leading <= Field::month) == (qualifier.trailing <= Field::month);
}

// INTERVAL [sign] 'body' qualifier: the qualifier comes last and says how to read the body.
bool read_literal(Scanner& scanner, Interval& interval) {
    scanner.blanks();
    (void)scanner.sign(interval.negative);
    scanner.blanks();
    if (!scanner.take('\'')) {
        return false;
    }
    Scanner body{scanner.at, scanner.at};
    while (body.end != scanner.end && *body.end != '\'') {
        ++body.end;
    }
    scanner.at = body.end;
    Qualifier qualifier{};
    if (!scanner.take('\'') || !read_qualifier(scanner, qualifier) || !read_body(body, qualifier, interval)) {
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
    Scanner scanner{all.data, all.data + all.size};
    interval = {};
    const bool braced = scanner.take('{');
    if (scanner.word("INTERVAL")) {
        if (!read_literal(scanner, interval)) {
            return false;
        }
        scanner.blanks();
        return (!braced || scanner.take('}')) && scanner.at == scanner.end;
    }
    return !braced && read_body(scanner, qualifier_of(type), interval) && scanner.at == scanner.end;
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
