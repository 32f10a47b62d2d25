// The declared matrix of conversions against what the conversions do.
#include "../conversions.hpp"
#include "../values.hpp"
#include "check.hpp"
#include "describe.hpp"

using namespace jsdodbc;
using namespace jsdodbc::test;

namespace {

const std::string guid = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

std::vector<SQLSMALLINT> c_types() {
    std::vector<SQLSMALLINT> all;
    for (int code = -40; code < 130; ++code) {
        const auto c_type = static_cast<SQLSMALLINT>(code);
        if (c_type != SQL_C_DEFAULT && convert::is_c_type(c_type)) {
            all.push_back(c_type);
        }
    }
    return all;
}

}  // namespace

TEST(every_parameter_is_refused_where_the_matrix_says_so) {
    for (const convert::Conversions& line : convert::conversions) {
        for (const SQLSMALLINT c_type : c_types()) {
            const std::string what = "C type " + std::to_string(c_type) + " to SQL " + std::to_string(line.sql_type);
            const bool allowed = (line.from & convert::group_of(c_type)) != 0;
            CHECK_EQUAL(convert::can_bind(c_type, line.sql_type), allowed, what);
            alignas(8) unsigned char value[64] = {};
            SQLLEN length = 0;
            convert::Source source;
            source.c_type = c_type;
            source.sql_type = line.sql_type;
            source.value = value;
            source.octet_length = &length;
            CHECK_EQUAL(encoded(source) == "07006", !allowed, what);
        }
    }
}

TEST(every_column_is_refused_where_the_matrix_says_so) {
    using convert::Physical;
    const std::vector<std::pair<SQLSMALLINT, Physical>> layouts = {{SQL_WVARCHAR, Physical::utf8},
                                                                   {SQL_VARCHAR, Physical::utf8},
                                                                   {SQL_BIT, Physical::boolean},
                                                                   {SQL_SMALLINT, Physical::int16},
                                                                   {SQL_INTEGER, Physical::int32},
                                                                   {SQL_BIGINT, Physical::int64},
                                                                   {SQL_DOUBLE, Physical::float64},
                                                                   {SQL_DECIMAL, Physical::decimal128},
                                                                   {SQL_VARBINARY, Physical::binary},
                                                                   {SQL_TYPE_DATE, Physical::date32},
                                                                   {SQL_TYPE_TIMESTAMP, Physical::timestamp},
                                                                   {SQL_TYPE_TIME, Physical::time64},
                                                                   {SQL_GUID, Physical::utf8}};
    for (const auto& [sql_type, physical] : layouts) {
        const unsigned to = convert::conversions_of(sql_type)->to;
        for (const SQLSMALLINT c_type : c_types()) {
            const std::string what = "SQL " + std::to_string(sql_type) + " to C type " + std::to_string(c_type);
            const bool allowed = (to & convert::group_of(c_type)) != 0;
            CHECK_EQUAL(convert::can_read(sql_type, c_type), allowed, what);
            Column column = physical == Physical::utf8 ? Column::utf8(guid) : Column::sample(physical);
            column.sql_type = sql_type;
            CHECK_EQUAL(get(column, c_type).state == "07006", !allowed, what);
        }
    }
}

TEST(guids_are_no_texts) {
    Column column = Column::utf8(guid);
    column.sql_type = SQL_GUID;
    const std::string structure = "FF19966F868B11D0B42D00C04FC964FF";
    CHECK_EQUAL(get(column, SQL_C_BINARY, 16).value, structure, "the structure's bytes");
    CHECK_EQUAL(get(column, SQL_C_DEFAULT, 16).value, structure, "the structure");
    CHECK_EQUAL(get(column, SQL_C_BINARY, 15).state, "22003", "all or nothing");
    CHECK_EQUAL(get(column, SQL_C_CHAR, 37).value, guid, "as text");
    CHECK_EQUAL(get(column, SQL_C_CHAR, 36).state, "22003", "all or nothing");
    CHECK_EQUAL(get(column, SQL_C_WCHAR, 74, 2).value, guid, "as wide text");
    CHECK_EQUAL(get(column, SQL_C_SLONG).state, "07006", "no number");
    column = Column::utf8("no GUID");
    column.sql_type = SQL_GUID;
    CHECK_EQUAL(get(column, SQL_C_CHAR, 37).state, "08S01", "the engine contradicts itself");
}

TEST(what_the_matrix_knows) {
    CHECK(convert::is_sql_type(SQL_TIMESTAMP) && convert::is_sql_type(SQL_GUID), "SQL types");
    CHECK(!convert::is_sql_type(77) && !convert::is_sql_type(SQL_C_SBIGINT), "no SQL types");
    CHECK(convert::can_read(SQL_INTEGER, SQL_C_DEFAULT) && !convert::can_read(SQL_GUID, SQL_C_SLONG), "reading");
    CHECK_EQUAL(convert::group_of(SQL_C_INTERVAL_DAY_TO_HOUR), convert::seconds, "groups");
    CHECK_EQUAL(convert::group_of(77), convert::none, "groups");
}
