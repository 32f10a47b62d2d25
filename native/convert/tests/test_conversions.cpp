// The declared matrix of conversions against what the conversions do.
#include "../conversions.hpp"
#include "../values.hpp"
#include "check.hpp"
#include "describe.hpp"

using namespace jsdodbc;
using namespace jsdodbc::test;

namespace {

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

TEST(what_the_matrix_knows) {
    CHECK(convert::is_sql_type(SQL_TIMESTAMP) && convert::is_sql_type(SQL_GUID), "SQL types");
    CHECK(!convert::is_sql_type(77) && !convert::is_sql_type(SQL_C_SBIGINT), "no SQL types");
    CHECK(convert::can_read(SQL_INTEGER, SQL_C_DEFAULT) && !convert::can_read(SQL_GUID, SQL_C_SLONG), "reading");
    CHECK_EQUAL(convert::group_of(SQL_C_INTERVAL_DAY_TO_HOUR), convert::seconds, "groups");
    CHECK_EQUAL(convert::group_of(77), convert::none, "groups");
}
