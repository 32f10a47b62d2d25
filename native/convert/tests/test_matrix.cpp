// Every layout into every C type: what appendix D allows succeeds, the rest is 07006, and NULL is NULL everywhere.
#include <map>
#include <set>

#include "check.hpp"
#include "describe.hpp"

using namespace jsdodbc;
using namespace jsdodbc::test;
using convert::Physical;

namespace {

const std::vector<SQLSMALLINT> numbers = {SQL_C_BIT,     SQL_C_TINYINT, SQL_C_STINYINT, SQL_C_UTINYINT, SQL_C_SHORT,
                                          SQL_C_SSHORT,  SQL_C_USHORT,  SQL_C_LONG,     SQL_C_SLONG,    SQL_C_ULONG,
                                          SQL_C_SBIGINT, SQL_C_UBIGINT, SQL_C_FLOAT,    SQL_C_DOUBLE,   SQL_C_NUMERIC};
const std::vector<SQLSMALLINT> texts = {SQL_C_CHAR, SQL_C_WCHAR, SQL_C_BINARY};
const std::vector<SQLSMALLINT> dates = {SQL_C_DATE, SQL_C_TYPE_DATE};
const std::vector<SQLSMALLINT> times = {SQL_C_TIME, SQL_C_TYPE_TIME};
const std::vector<SQLSMALLINT> timestamps = {SQL_C_TIMESTAMP, SQL_C_TYPE_TIMESTAMP};
const std::vector<SQLSMALLINT> single_intervals = {SQL_C_INTERVAL_YEAR, SQL_C_INTERVAL_MONTH,  SQL_C_INTERVAL_DAY,
                                                   SQL_C_INTERVAL_HOUR, SQL_C_INTERVAL_MINUTE, SQL_C_INTERVAL_SECOND};
const std::vector<SQLSMALLINT> double_intervals = {SQL_C_INTERVAL_YEAR_TO_MONTH,   SQL_C_INTERVAL_DAY_TO_HOUR,
                                                   SQL_C_INTERVAL_DAY_TO_MINUTE,   SQL_C_INTERVAL_DAY_TO_SECOND,
                                                   SQL_C_INTERVAL_HOUR_TO_MINUTE,  SQL_C_INTERVAL_HOUR_TO_SECOND,
                                                   SQL_C_INTERVAL_MINUTE_TO_SECOND};
const std::vector<SQLSMALLINT> guids = {SQL_C_GUID};

using Types = std::vector<SQLSMALLINT>;
std::set<SQLSMALLINT> joined(const std::vector<Types>& parts) {
    std::set<SQLSMALLINT> all;
    for (const Types& part : parts) {
        all.insert(part.begin(), part.end());
    }
    return all;
}

const std::vector<Types> exact = {texts, numbers, single_intervals};
const std::vector<Types> everything = {texts, numbers, dates, times, timestamps, single_intervals, double_intervals,
                                       guids};
const std::map<Physical, std::vector<Types>> allowed = {
    {Physical::boolean, {texts, numbers}},
    {Physical::int16, exact},
    {Physical::int32, exact},
    {Physical::int64, exact},
    {Physical::float64, {texts, numbers}},
    {Physical::decimal128, exact},
    {Physical::utf8, everything},
    {Physical::binary, {texts}},
    {Physical::date32, {texts, dates, timestamps}},
    {Physical::time64, {texts, times, timestamps}},
    {Physical::timestamp, {texts, dates, times, timestamps}},
};

// A text that every conversion to this C type accepts.
Column text_for(SQLSMALLINT c_type) {
    const std::map<SQLSMALLINT, std::string> texts_of = {{SQL_C_GUID, "6F9619FF-8B86-D011-B42D-00C04FC964FF"},
                                                         {SQL_C_INTERVAL_YEAR_TO_MONTH, "1-2"},
                                                         {SQL_C_INTERVAL_DAY_TO_HOUR, "1 02"},
                                                         {SQL_C_INTERVAL_DAY_TO_MINUTE, "1 02:03"},
                                                         {SQL_C_INTERVAL_DAY_TO_SECOND, "1 02:03:04"},
                                                         {SQL_C_INTERVAL_HOUR_TO_MINUTE, "2:03"},
                                                         {SQL_C_INTERVAL_HOUR_TO_SECOND, "2:03:04"},
                                                         {SQL_C_INTERVAL_MINUTE_TO_SECOND, "3:04"}};
    const bool dated = c_type == SQL_C_DATE || c_type == SQL_C_TYPE_DATE || c_type == SQL_C_TIMESTAMP ||
                       c_type == SQL_C_TYPE_TIMESTAMP;
    if (dated || c_type == SQL_C_TIME || c_type == SQL_C_TYPE_TIME) {
        return Column::utf8(dated ? "2024-02-29" : "12:34:56");
    }
    const auto found = texts_of.find(c_type);
    return Column::utf8(found != texts_of.end() ? found->second : "1");
}

}  // namespace

TEST(every_layout_into_every_c_type) {
    for (const auto& [physical, parts] : allowed) {
        const std::set<SQLSMALLINT> types = joined(parts);
        for (const SQLSMALLINT c_type : joined(everything)) {
            const std::string what =
                "layout " + std::to_string(static_cast<int>(physical)) + " as C type " + std::to_string(c_type);
            const Column column = physical == Physical::utf8 ? text_for(c_type) : Column::sample(physical);
            const Got got = get(column, c_type);
            const bool warned = got.state == "01S07";  // a time of day lost
            CHECK_EQUAL(warned ? "00000" : got.state, types.contains(c_type) ? "00000" : "07006", what);
            const Got null = get(Column::null(physical), c_type);
            CHECK_EQUAL(null.state, types.contains(c_type) ? "00000" : "07006", what + ", NULL");
            CHECK_EQUAL(null.length, types.contains(c_type) ? SQL_NULL_DATA : -99, what + ", NULL");
        }
    }
}

TEST(sizes_of_c_types_and_what_is_none) {
    for (const SQLSMALLINT c_type : joined(everything)) {
        CHECK(convert::is_c_type(c_type), "C type " + std::to_string(c_type));
        const bool variable = c_type == SQL_C_CHAR || c_type == SQL_C_WCHAR || c_type == SQL_C_BINARY;
        CHECK_EQUAL(convert::c_type_size(c_type) == 0, variable, "size of C type " + std::to_string(c_type));
        const Got got = get(Column::null(Physical::nulls), c_type);
        CHECK_EQUAL(got.length, SQL_NULL_DATA, "the layout without values as C type " + std::to_string(c_type));
    }
    for (const int c_type : {0, 3, 6, 12, -1, -5, -9, 100, 114, -31, 120, 32767, -32768}) {
        CHECK(!convert::is_c_type(static_cast<SQLSMALLINT>(c_type)), "no C type " + std::to_string(c_type));
        CHECK_EQUAL(get(Column::int64(1), static_cast<SQLSMALLINT>(c_type)).state, "HY003",
                    "no C type " + std::to_string(c_type));
    }
}

TEST(default_c_types) {
    const std::pair<SQLSMALLINT, SQLSMALLINT> defaults[] = {
        {SQL_CHAR, SQL_C_CHAR},        {SQL_VARCHAR, SQL_C_CHAR},
        {SQL_LONGVARCHAR, SQL_C_CHAR}, {SQL_WCHAR, SQL_C_WCHAR},
        {SQL_WVARCHAR, SQL_C_WCHAR},   {SQL_WLONGVARCHAR, SQL_C_WCHAR},
        {SQL_DECIMAL, SQL_C_CHAR},     {SQL_NUMERIC, SQL_C_CHAR},
        {SQL_BIT, SQL_C_BIT},          {SQL_TINYINT, SQL_C_STINYINT},
        {SQL_SMALLINT, SQL_C_SSHORT},  {SQL_INTEGER, SQL_C_SLONG},
        {SQL_BIGINT, SQL_C_SBIGINT},   {SQL_REAL, SQL_C_FLOAT},
        {SQL_FLOAT, SQL_C_DOUBLE},     {SQL_DOUBLE, SQL_C_DOUBLE},
        {SQL_VARBINARY, SQL_C_BINARY}, {SQL_TYPE_DATE, SQL_C_TYPE_DATE},
        {SQL_DATE, SQL_C_DATE},        {SQL_TYPE_TIMESTAMP, SQL_C_TYPE_TIMESTAMP},
        {SQL_GUID, SQL_C_GUID},        {SQL_INTERVAL_DAY, SQL_C_INTERVAL_DAY}};
    for (const auto& [sql_type, c_type] : defaults) {
        CHECK_EQUAL(convert::default_c_type(sql_type, false), c_type,
                    "default of SQL type " + std::to_string(sql_type));
    }
    CHECK_EQUAL(convert::default_c_type(SQL_BIGINT, true), SQL_C_UBIGINT, "unsigned");
    Column column = Column::int64(7);
    column.sql_type = SQL_BIGINT;
    std::int64_t value = 0;
    std::vector<convert::Finding> findings;
    convert::Target target;
    target.value = &value;
    convert::to_rows(column.vector(), 0, 1, target, findings);
    CHECK_EQUAL(value, 7, "SQL_C_DEFAULT of a BIGINT");
    CHECK(findings.empty(), "SQL_C_DEFAULT of a BIGINT");
}
