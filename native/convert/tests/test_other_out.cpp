#include "check.hpp"
#include "describe.hpp"

using namespace jsdodbc;
using namespace jsdodbc::test;

namespace {

constexpr SQLLEN interval_size = sizeof(SQL_INTERVAL_STRUCT);
const std::string guid = "6F9619FF-8B86-D011-B42D-00C04FC964FF";

}  // namespace

TEST(binary) {
    const std::string bytes("\x00\x1F\xFF", 3);
    run({{Column::binary(bytes), SQL_C_BINARY, 3, "001FFF", 3, "00000"},
         {Column::binary(bytes), SQL_C_BINARY, 2, "001F", 3, "01004"},
         {Column::binary(bytes), SQL_C_BINARY, 0, "-", 3, "01004"},
         {Column::binary(""), SQL_C_BINARY, 1, "", 0, "00000"},
         {Column::binary(bytes), SQL_C_BINARY, -1, "-", 3, "HY090"},
         {Column::binary(bytes), SQL_C_CHAR, 7, "001FFF", 6, "00000"},
         {Column::binary(bytes), SQL_C_CHAR, 6, "001F", 6, "01004"},
         {Column::binary(bytes), SQL_C_CHAR, 0, "-", 6, "01004"},
         {Column::binary(bytes), SQL_C_WCHAR, 14, "001FFF", 12, "00000"},
         {Column::binary(bytes), SQL_C_WCHAR, 13, "001F", 12, "01004"},
         {Column::binary(bytes), SQL_C_SLONG, 0, "-", 0, "07006"},
         {Column::binary(bytes), SQL_C_GUID, 0, "-", 0, "07006"},
         {Column::utf8("aé"), SQL_C_BINARY, 3, "61C3A9", 3, "00000"},
         {Column::utf8("aé"), SQL_C_BINARY, 2, "61C3", 3, "01004"}},
        "binary");
}

TEST(guids) {
    run({{Column::utf8(guid), SQL_C_GUID, 0, "FF19966F868B11D0B42D00C04FC964FF", 16, "00000"},
         {Column::utf8(" {6f9619ff-8b86-d011-b42d-00c04fc964ff} "), SQL_C_GUID, 0, "FF19966F868B11D0B42D00C04FC964FF",
          16, "00000"},
         {Column::utf8("6F9619FF-8B86-D011-B42D-00C04FC964F"), SQL_C_GUID, 0, "-", 16, "22018"},
         {Column::utf8("6F9619FF-8B86-D011-B42D-00C04FC964FG"), SQL_C_GUID, 0, "-", 16, "22018"},
         {Column::utf8("6F9619FF08B86-D011-B42D-00C04FC964FF"), SQL_C_GUID, 0, "-", 16, "22018"},
         {Column::int64(1), SQL_C_GUID, 0, "-", 16, "07006"}},
        "GUIDs");
}

TEST(intervals) {
    run({{Column::utf8("3"), SQL_C_INTERVAL_YEAR, 0, "3", interval_size, "00000"},
         {Column::utf8("-14"), SQL_C_INTERVAL_MONTH, 0, "-14", interval_size, "00000"},
         {Column::utf8("1-2"), SQL_C_INTERVAL_YEAR_TO_MONTH, 0, "1-2", interval_size, "00000"},
         {Column::utf8("1-12"), SQL_C_INTERVAL_YEAR_TO_MONTH, 0, "-", 0, "22018"},
         {Column::utf8("3 04"), SQL_C_INTERVAL_DAY_TO_HOUR, 0, "3 04", interval_size, "00000"},
         {Column::utf8("3 04:05"), SQL_C_INTERVAL_DAY_TO_MINUTE, 0, "3 04:05", interval_size, "00000"},
         {Column::utf8("3 04:05:06.5"), SQL_C_INTERVAL_DAY_TO_SECOND, 0, "3 04:05:06.5", interval_size, "00000"},
         {Column::utf8("3 04:05:06.1234567"), SQL_C_INTERVAL_DAY_TO_SECOND, 0, "3 04:05:06.123456", interval_size,
          "01S07"},
         {Column::utf8("30:05"), SQL_C_INTERVAL_HOUR_TO_MINUTE, 0, "30:05", interval_size, "00000"},
         {Column::utf8("30:05:06"), SQL_C_INTERVAL_HOUR_TO_SECOND, 0, "30:05:06", interval_size, "00000"},
         {Column::utf8("90:06.25"), SQL_C_INTERVAL_MINUTE_TO_SECOND, 0, "90:06.25", interval_size, "00000"},
         {Column::utf8("INTERVAL '3 04:05' DAY TO MINUTE"), SQL_C_INTERVAL_HOUR, 0, "76", interval_size, "01S07"},
         {Column::utf8("{INTERVAL -'2' DAY(3)}"), SQL_C_INTERVAL_HOUR_TO_MINUTE, 0, "-48:00", interval_size, "00000"},
         {Column::utf8("interval '25' month"), SQL_C_INTERVAL_YEAR_TO_MONTH, 0, "2-1", interval_size, "00000"},
         {Column::utf8("INTERVAL '1.5' SECOND(2, 6)"), SQL_C_INTERVAL_SECOND, 0, "1.5", interval_size, "00000"},
         {Column::utf8("INTERVAL '1' YEAR"), SQL_C_INTERVAL_DAY, 0, "-", 0, "22018"},
         {Column::utf8("INTERVAL '1' MONTH TO DAY"), SQL_C_INTERVAL_DAY, 0, "-", 0, "22018"},
         {Column::utf8("INTERVAL '1"), SQL_C_INTERVAL_DAY, 0, "-", 0, "22018"},
         {Column::utf8("tomorrow"), SQL_C_INTERVAL_DAY, 0, "-", 0, "22018"},
         {Column::utf8(""), SQL_C_INTERVAL_DAY, 0, "-", 0, "22018"},
         {Column::int64(-5), SQL_C_INTERVAL_DAY, 0, "-5", interval_size, "00000"},
         {Column::int32(5), SQL_C_INTERVAL_MINUTE, 0, "5", interval_size, "00000"},
         {Column::int16(5), SQL_C_INTERVAL_DAY_TO_HOUR, 0, "-", 0, "07006"},
         {Column::int64(1LL << 40), SQL_C_INTERVAL_DAY, 0, "-", 0, "22015"},
         {Column::decimal(1275, 2), SQL_C_INTERVAL_SECOND, 0, "12.75", interval_size, "00000"},
         {Column::decimal(1275, 2), SQL_C_INTERVAL_HOUR, 0, "12", interval_size, "01S07"},
         {Column::decimal_words(0, 1, 0), SQL_C_INTERVAL_HOUR, 0, "-", 0, "22015"},
         {Column::float64(1), SQL_C_INTERVAL_DAY, 0, "-", 0, "07006"},
         {Column::boolean(true), SQL_C_INTERVAL_DAY, 0, "-", 0, "07006"}},
        "intervals");
}

TEST(leading_precision_of_an_interval) {
    const Column hundred = Column::utf8("100");
    SQL_INTERVAL_STRUCT interval;
    std::vector<convert::Finding> findings;
    convert::Target target;
    target.c_type = SQL_C_INTERVAL_DAY;
    target.value = &interval;
    target.leading_precision = 3;
    convert::to_rows(hundred.vector(), 0, 1, target, findings);
    CHECK(findings.empty(), "three digits");
    CHECK_EQUAL(interval.intval.day_second.day, 100U, "three digits");
    CHECK_EQUAL(static_cast<int>(interval.interval_type), static_cast<int>(SQL_IS_DAY), "type");
    target.leading_precision = 2;
    convert::to_rows(hundred.vector(), 0, 1, target, findings);
    CHECK_EQUAL(findings.size(), 1U, "two digits");
    CHECK_EQUAL(std::string(findings.at(0).sqlstate), "22015", "two digits");
}
