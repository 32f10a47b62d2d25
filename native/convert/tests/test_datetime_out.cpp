#include "../datetime.hpp"
#include "check.hpp"
#include "describe.hpp"

using namespace jsdodbc;
using namespace jsdodbc::test;

namespace {

constexpr std::int32_t leap_day = 19782;                                     // 2024-02-29
constexpr std::int64_t noon = leap_day * 86'400'000'000LL + 43'200'000'000;  // 12:00:00
constexpr SQLLEN date_size = sizeof(SQL_DATE_STRUCT);
constexpr SQLLEN time_size = sizeof(SQL_TIME_STRUCT);
constexpr SQLLEN stamp_size = sizeof(SQL_TIMESTAMP_STRUCT);

std::string today(const char* time) {
    char text[convert::max_datetime_text];
    return std::string(text, convert::print_date(convert::current_days(), text)) + time;
}

}  // namespace

TEST(every_day_of_twelve_centuries_goes_round) {
    std::int64_t days = convert::days_of_civil(1500, 1, 1);
    const unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int wrong = 0;
    for (int year = 1500; year < 2700; ++year) {
        const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (unsigned month = 1; month <= 12; ++month) {
            for (unsigned day = 1; day <= lengths[month - 1] + (leap && month == 2 ? 1U : 0U); ++day, ++days) {
                const convert::CivilDate date = convert::civil_of_days(days);
                wrong += date.year != year || date.month != month || date.day != day ? 1 : 0;
                wrong += convert::days_of_civil(year, month, day) != days ? 1 : 0;
            }
        }
    }
    CHECK_EQUAL(wrong, 0, "days");
    CHECK_EQUAL(convert::days_of_civil(1970, 1, 1), 0, "the epoch");
    CHECK_EQUAL(convert::days_of_civil(2024, 2, 29), leap_day, "a leap day");
}

TEST(dates) {
    run({{Column::date(leap_day), SQL_C_TYPE_DATE, 0, "2024-02-29", date_size, "00000"},
         {Column::date(leap_day), SQL_C_DATE, 0, "2024-02-29", date_size, "00000"},
         {Column::date(-1), SQL_C_TYPE_DATE, 0, "1969-12-31", date_size, "00000"},
         {Column::date(-719'528), SQL_C_TYPE_DATE, 0, "0000-01-01", date_size, "00000"},
         {Column::date(leap_day), SQL_C_TYPE_TIMESTAMP, 0, "2024-02-29 00:00:00.000000000", stamp_size, "00000"},
         {Column::date(leap_day), SQL_C_TYPE_TIME, 0, "-", 0, "07006"},
         {Column::date(leap_day), SQL_C_SLONG, 0, "-", 0, "07006"},
         {Column::date(leap_day), SQL_C_CHAR, 11, "2024-02-29", 10, "00000"},
         {Column::date(leap_day), SQL_C_CHAR, 10, "-", 10, "22003"},
         {Column::date(leap_day), SQL_C_WCHAR, 22, "2024-02-29", 20, "00000"},
         {Column::date(leap_day), SQL_C_WCHAR, 21, "-", 20, "22003"},
         {Column::date(-719'529), SQL_C_CHAR, 20, "-0001-12-31", 11, "00000"},
         {Column::date(2'932'897), SQL_C_CHAR, 20, "10000-01-01", 11, "00000"},
         {Column::date(INT32_MAX), SQL_C_TYPE_DATE, 0, "-", 0, "22008"},
         {Column::date(INT32_MIN), SQL_C_TYPE_TIMESTAMP, 0, "-", 0, "22008"},
         {Column::date(leap_day), SQL_C_BINARY, 6, "E80702001D00", 6, "00000"},
         {Column::date(leap_day), SQL_C_BINARY, 5, "-", 6, "22003"}},
        "dates");
}

TEST(times) {
    run({{Column::time(43'200'000'000, 0), SQL_C_TYPE_TIME, 0, "12:00:00", time_size, "00000"},
         {Column::time(86'399'999'999, 6), SQL_C_TIME, 0, "23:59:59", time_size, "01S07"},
         {Column::time(86'399'999'999, 6), SQL_C_CHAR, 16, "23:59:59.999999", 15, "00000"},
         {Column::time(86'399'999'999, 6), SQL_C_CHAR, 15, "23:59:59.99999", 15, "01004"},
         {Column::time(86'399'999'999, 6), SQL_C_CHAR, 9, "23:59:59", 15, "01004"},
         {Column::time(86'399'999'999, 6), SQL_C_CHAR, 8, "-", 15, "22003"},
         {Column::time(86'399'999'999, 3), SQL_C_WCHAR, 40, "23:59:59.999", 24, "00000"},
         {Column::time(86'400'000'000, 0), SQL_C_CHAR, 40, "-", 0, "22008"},
         {Column::time(-1, 0), SQL_C_TYPE_TIME, 0, "-", 0, "22008"},
         {Column::time(-1, 0), SQL_C_TYPE_TIMESTAMP, 0, "-", 0, "22008"},
         {Column::time(1, 0), SQL_C_TYPE_DATE, 0, "-", 0, "07006"},
         {Column::time(43'200'000'000, 0), SQL_C_BINARY, 6, "0C0000000000", 6, "00000"}},
        "times");
    CHECK_EQUAL(get(Column::time(43'200'500'000, 1), SQL_C_TYPE_TIMESTAMP).value, today(" 12:00:00.000000000"),
                "time as timestamp");
    CHECK_EQUAL(get(Column::time(43'200'500'000, 1), SQL_C_TYPE_TIMESTAMP).state, "01S07", "time as timestamp");
}

TEST(timestamps) {
    run({{Column::timestamp(noon, 0), SQL_C_TYPE_TIMESTAMP, 0, "2024-02-29 12:00:00.000000000", stamp_size, "00000"},
         {Column::timestamp(noon + 123'456, 6), SQL_C_TIMESTAMP, 0, "2024-02-29 12:00:00.123456000", stamp_size,
          "00000"},
         {Column::timestamp(-1, 6), SQL_C_TYPE_TIMESTAMP, 0, "1969-12-31 23:59:59.999999000", stamp_size, "00000"},
         {Column::timestamp(noon, 0), SQL_C_TYPE_DATE, 0, "2024-02-29", date_size, "01S07"},
         {Column::timestamp(0, 0), SQL_C_TYPE_DATE, 0, "1970-01-01", date_size, "00000"},
         {Column::timestamp(noon, 0), SQL_C_TYPE_TIME, 0, "12:00:00", time_size, "00000"},
         {Column::timestamp(noon + 1, 6), SQL_C_TYPE_TIME, 0, "12:00:00", time_size, "01S07"},
         {Column::timestamp(noon + 123'000, 3), SQL_C_CHAR, 24, "2024-02-29 12:00:00.123", 23, "00000"},
         {Column::timestamp(noon + 123'000, 3), SQL_C_CHAR, 22, "2024-02-29 12:00:00.1", 23, "01004"},
         {Column::timestamp(noon + 123'000, 3), SQL_C_CHAR, 20, "2024-02-29 12:00:00", 23, "01004"},
         {Column::timestamp(noon + 123'000, 3), SQL_C_CHAR, 19, "-", 23, "22003"},
         {Column::timestamp(noon, 0), SQL_C_WCHAR, 40, "2024-02-29 12:00:00", 38, "00000"},
         {Column::timestamp(noon, 9), SQL_C_CHAR, 40, "2024-02-29 12:00:00.000000000", 29, "00000"},
         {Column::timestamp(INT64_MAX, 6), SQL_C_CHAR, 60, "294247-01-10 04:00:54.775807", 28, "00000"},
         {Column::timestamp(INT64_MIN, 6), SQL_C_CHAR, 60, "-290308-12-21 19:59:05.224192", 29, "00000"},
         {Column::timestamp(INT64_MIN, 6), SQL_C_TYPE_TIMESTAMP, 0, "-", 0, "22008"},
         {Column::timestamp(noon, 0), SQL_C_DOUBLE, 0, "-", 0, "07006"},
         {Column::timestamp(noon, 0), SQL_C_INTERVAL_DAY, 0, "-", 0, "07006"},
         {Column::timestamp(noon + 1'000, 3), SQL_C_BINARY, 16, "E80702001D000C000000000040420F00", 16, "00000"},
         {Column::timestamp(noon, 3), SQL_C_BINARY, 15, "-", 16, "22003"}},
        "timestamps");
}

TEST(text_to_dates_and_times) {
    run({{Column::utf8("2024-02-29"), SQL_C_TYPE_DATE, 0, "2024-02-29", date_size, "00000"},
         {Column::utf8("  {d '2024-02-29'} "), SQL_C_TYPE_DATE, 0, "2024-02-29", date_size, "00000"},
         {Column::utf8("{D'2024-2-9'}"), SQL_C_TYPE_DATE, 0, "2024-02-09", date_size, "00000"},
         {Column::utf8("2024-02-29 00:00:00"), SQL_C_TYPE_DATE, 0, "2024-02-29", date_size, "00000"},
         {Column::utf8("2024-02-29 00:00:01"), SQL_C_TYPE_DATE, 0, "2024-02-29", date_size, "01S07"},
         {Column::utf8("2023-02-29"), SQL_C_TYPE_DATE, 0, "-", 0, "22018"},
         {Column::utf8("2024-13-01"), SQL_C_TYPE_DATE, 0, "-", 0, "22018"},
         {Column::utf8("29.02.2024"), SQL_C_TYPE_DATE, 0, "-", 0, "22018"},
         {Column::utf8("2024-02-29x"), SQL_C_TYPE_DATE, 0, "-", 0, "22018"},
         {Column::utf8("{t '2024-02-29'}"), SQL_C_TYPE_DATE, 0, "-", 0, "22018"},
         {Column::utf8("{d '2024-02-29'"), SQL_C_TYPE_DATE, 0, "-", 0, "22018"},
         {Column::utf8("12:00:00"), SQL_C_TYPE_DATE, 0, "-", 0, "22018"},
         {Column::utf8(""), SQL_C_TYPE_DATE, 0, "-", 0, "22018"},
         {Column::utf8("12:34:56"), SQL_C_TYPE_TIME, 0, "12:34:56", time_size, "00000"},
         {Column::utf8("9:05"), SQL_C_TYPE_TIME, 0, "09:05:00", time_size, "00000"},
         {Column::utf8("{t '12:34:56.5'}"), SQL_C_TYPE_TIME, 0, "12:34:56", time_size, "01S07"},
         {Column::utf8("2024-02-29 12:34:56"), SQL_C_TYPE_TIME, 0, "12:34:56", time_size, "00000"},
         {Column::utf8("2024-02-29"), SQL_C_TYPE_TIME, 0, "-", 0, "22018"},
         {Column::utf8("24:00:00"), SQL_C_TYPE_TIME, 0, "-", 0, "22018"},
         {Column::utf8("12:60:00"), SQL_C_TYPE_TIME, 0, "-", 0, "22018"},
         {Column::utf8("12:34:"), SQL_C_TYPE_TIME, 0, "-", 0, "22018"},
         {Column::utf8("12:34:56."), SQL_C_TYPE_TIME, 0, "-", 0, "22018"},
         {Column::utf8("{ts '2024-02-29 12:34:56.123456789'}"), SQL_C_TYPE_TIMESTAMP, 0,
          "2024-02-29 12:34:56.123456789", stamp_size, "00000"},
         {Column::utf8("2024-02-29 12:34:56.1234567890"), SQL_C_TYPE_TIMESTAMP, 0, "2024-02-29 12:34:56.123456789",
          stamp_size, "00000"},
         {Column::utf8("2024-02-29 12:34:56.1234567891"), SQL_C_TYPE_TIMESTAMP, 0, "2024-02-29 12:34:56.123456789",
          stamp_size, "01S07"},
         {Column::utf8("2024-02-29"), SQL_C_TYPE_TIMESTAMP, 0, "2024-02-29 00:00:00.000000000", stamp_size, "00000"},
         {Column::utf8("2024-02-29T12:34:56Z"), SQL_C_TYPE_TIMESTAMP, 0, "2024-02-29 12:34:56.000000000", stamp_size,
          "00000"},
         {Column::utf8("2024-02-29T23:30:00.000-0100"), SQL_C_TYPE_TIMESTAMP, 0, "2024-03-01 00:30:00.000000000",
          stamp_size, "00000"},
         {Column::utf8("2024-03-01T00:30:00+01:00"), SQL_C_TYPE_TIMESTAMP, 0, "2024-02-29 23:30:00.000000000",
          stamp_size, "00000"},
         {Column::utf8("2024-02-29T12:34:56+1"), SQL_C_TYPE_TIMESTAMP, 0, "-", 0, "22018"},
         {Column::utf8("2024-02-29 12:34:56 noon"), SQL_C_TYPE_TIMESTAMP, 0, "-", 0, "22018"}},
        "text as dates and times");
    CHECK_EQUAL(get(Column::utf8("{t '12:34:56.5'}"), SQL_C_TYPE_TIMESTAMP).value, today(" 12:34:56.500000000"),
                "time text as timestamp");
}
