#include "datetime.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace jsdodbc::convert {

namespace {

constexpr std::int64_t days_in_era = 146'097;  // 400 years
constexpr std::int64_t epoch_from_march_0 = 719'468;

std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

char* print_two(unsigned value, char* to) {
    to[0] = static_cast<char>('0' + value / 10);
    to[1] = static_cast<char>('0' + value % 10);
    return to + 2;
}

}  // namespace

CivilDate civil_of_days(std::int64_t days) {
    // Years begin in March here, so that the leap day is the last of its year.
    const std::int64_t shifted = days + epoch_from_march_0;
    const std::int64_t era = floor_divide(shifted, days_in_era);
    const auto day_of_era = static_cast<unsigned>(shifted - era * days_in_era);
    const unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const unsigned month_from_march = (5 * day_of_year + 2) / 153;
    const unsigned month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return {era * 400 + year_of_era + (month <= 2 ? 1 : 0), month, day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

std::int64_t days_of_civil(std::int64_t year, unsigned month, unsigned day) {
    const std::int64_t march_year = year - (month <= 2 ? 1 : 0);
    const std::int64_t era = floor_divide(march_year, 400);
    const std::int64_t year_of_era = march_year - era * 400;
    const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * days_in_era + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           epoch_from_march_0;
}

bool is_civil(std::int64_t year, unsigned month, unsigned day) {
    constexpr unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1) {
        return false;
    }
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= lengths[month - 1] + (month == 2 && leap ? 1U : 0U);
}

std::int64_t current_days() {
    using days = std::chrono::duration<std::int64_t, std::ratio<86400>>;
    return std::chrono::floor<days>(std::chrono::system_clock::now()).time_since_epoch().count();
}

DayAndTime split_timestamp(std::int64_t microseconds) {
    const std::int64_t rest = microseconds % microseconds_a_day;
    return {floor_divide(microseconds, microseconds_a_day), rest < 0 ? rest + microseconds_a_day : rest};
}

char* print_date(std::int64_t days, char* to) {
    const CivilDate date = civil_of_days(days);
    if (date.year >= 0 && date.year <= 9999) {
        const auto year = static_cast<unsigned>(date.year);
        to = print_two(year % 100, print_two(year / 100, to));
    } else {
        const std::int64_t magnitude = date.year < 0 ? -date.year : date.year;
        *to = '-';
        to += date.year < 0 ? 1 : 0;
        for (std::int64_t least = 1000; least > magnitude && least > 1; least /= 10) {
            *to++ = '0';
        }
        to = std::to_chars(to, to + 20, magnitude).ptr;
    }
    *to++ = '-';
    to = print_two(date.month, to);
    *to++ = '-';
    return print_two(date.day, to);
}

char* print_time(std::int64_t microseconds, int digits, char* to) {
    const auto seconds = static_cast<unsigned>(microseconds / 1'000'000);
    auto fraction = static_cast<unsigned>(microseconds % 1'000'000);
    to = print_two(seconds / 3600, to);
    *to++ = ':';
    to = print_two(seconds / 60 % 60, to);
    *to++ = ':';
    to = print_two(seconds % 60, to);
    digits = std::clamp(digits, 0, 9);
    if (digits == 0) {
        return to;
    }
    char all[9] = {'0', '0', '0', '0', '0', '0', '0', '0', '0'};
    for (int digit = 5; digit >= 0; --digit, fraction /= 10) {
        all[digit] = static_cast<char>('0' + fraction % 10);
    }
    *to++ = '.';
    return std::copy_n(all, digits, to);
}

char* print_time_exactly(std::int64_t nanoseconds, char* to) {
    to = print_time(nanoseconds / 1000, 0, to);
    auto fraction = static_cast<unsigned>(nanoseconds % 1'000'000'000);
    if (fraction == 0) {
        return to;
    }
    *to++ = '.';
    for (unsigned unit = 100'000'000; fraction > 0; unit /= 10) {
        *to++ = static_cast<char>('0' + fraction / unit);
        fraction %= unit;
    }
    return to;
}

}  // namespace jsdodbc::convert
