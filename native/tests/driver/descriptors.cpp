#include "session.hpp"

#include <cstring>

using namespace jsdodbc::test;

namespace {

SQLPOINTER number(SQLLEN value) {
    return reinterpret_cast<SQLPOINTER>(value);
}

// The descriptors of a statement, and short words for their fields.
struct Described : Session {
    explicit Described(SQLLEN version = SQL_OV_ODBC3) : Session(version) {
        SQLGetStmtAttr(statement, SQL_ATTR_APP_ROW_DESC, &ard, 0, nullptr);
        SQLGetStmtAttr(statement, SQL_ATTR_APP_PARAM_DESC, &apd, 0, nullptr);
        SQLGetStmtAttr(statement, SQL_ATTR_IMP_ROW_DESC, &ird, 0, nullptr);
        SQLGetStmtAttr(statement, SQL_ATTR_IMP_PARAM_DESC, &ipd, 0, nullptr);
    }
    SQLHDESC ard = nullptr, apd = nullptr, ird = nullptr, ipd = nullptr;
};

std::string put(SQLHDESC descriptor, SQLSMALLINT record, SQLSMALLINT field, SQLPOINTER value, SQLINTEGER length = 0) {
    const SQLRETURN code = SQLSetDescField(descriptor, record, field, value, length);
    return code == SQL_SUCCESS ? "" : state_of(SQL_HANDLE_DESC, descriptor);
}

template <class Value>
Value get(SQLHDESC descriptor, SQLSMALLINT record, SQLSMALLINT field) {
    Value value{};
    std::memset(&value, 0x5A, sizeof value);
    SQLGetDescField(descriptor, record, field, &value, sizeof value, nullptr);
    return value;
}

std::string text(SQLHDESC descriptor, SQLSMALLINT record, SQLSMALLINT field) {
    char value[100] = "unset";
    SQLINTEGER length = 0;
    SQLGetDescField(descriptor, record, field, value, sizeof value, &length);
    return value;
}

}  // namespace

TEST(header_fields_have_their_defaults) {
    Described its;
    for (const SQLHDESC descriptor : {its.ard, its.apd, its.ipd}) {
        CHECK_EQUAL(get<SQLSMALLINT>(descriptor, 0, SQL_DESC_ALLOC_TYPE), SQL_DESC_ALLOC_AUTO, "allocation");
        CHECK_EQUAL(get<SQLSMALLINT>(descriptor, 0, SQL_DESC_COUNT), 0, "no records");
        CHECK(get<SQLPOINTER>(descriptor, 0, SQL_DESC_ARRAY_STATUS_PTR) == nullptr, "status pointer");
    }
    CHECK_EQUAL(get<SQLULEN>(its.ard, 0, SQL_DESC_ARRAY_SIZE), SQLULEN{1}, "one row");
    CHECK_EQUAL(get<SQLINTEGER>(its.apd, 0, SQL_DESC_BIND_TYPE), SQLINTEGER{SQL_BIND_BY_COLUMN}, "by column");
    SQLHDESC mine = nullptr;
    SQLAllocHandle(SQL_HANDLE_DESC, its.connection, &mine);
    CHECK_EQUAL(get<SQLSMALLINT>(mine, 0, SQL_DESC_ALLOC_TYPE), SQL_DESC_ALLOC_USER, "allocated by the application");
    SQLFreeHandle(SQL_HANDLE_DESC, mine);
}

TEST(fields_can_be_set_where_the_reference_says_so) {
    Described its;
    SQLUSMALLINT status[2] = {};
    SQLULEN processed = 0;
    CHECK_EQUAL(put(its.ird, 0, SQL_DESC_ARRAY_STATUS_PTR, status), std::string(), "IRD statuses");
    CHECK_EQUAL(put(its.ird, 0, SQL_DESC_ROWS_PROCESSED_PTR, &processed), std::string(), "IRD count");
    CHECK_EQUAL(put(its.ird, 0, SQL_DESC_COUNT, number(3)), std::string("HY016"), "IRD");
    CHECK_EQUAL(put(its.ird, 1, SQL_DESC_TYPE, number(SQL_CHAR)), std::string("HY016"), "IRD");
    CHECK_EQUAL(put(its.ard, 0, SQL_DESC_ALLOC_TYPE, number(1)), std::string("HY091"), "read only");
    CHECK_EQUAL(put(its.ard, 0, SQL_DESC_ROWS_PROCESSED_PTR, &processed), std::string("HY091"), "no field of an ARD");
    CHECK_EQUAL(put(its.ard, 1, SQL_DESC_NULLABLE, number(1)), std::string("HY091"), "no field of an ARD");
    CHECK_EQUAL(put(its.ard, 1, 9999, number(1)), std::string("HY091"), "no field");
    CHECK_EQUAL(put(its.ipd, 0, SQL_DESC_ARRAY_SIZE, number(2)), std::string("HY091"), "no field of an IPD");
    CHECK_EQUAL(put(its.ipd, 1, SQL_DESC_UNSIGNED, number(1)), std::string("HY091"), "read only");
    CHECK_EQUAL(put(its.ipd, 1, SQL_DESC_PARAMETER_TYPE, number(77)), std::string("HY105"), "no parameter type");
    CHECK_EQUAL(put(its.ipd, 1, SQL_DESC_UNNAMED, number(SQL_NAMED)), std::string("HY092"), "names are given");
    CHECK_EQUAL(put(its.ard, 0, SQL_DESC_ARRAY_SIZE, number(0)), std::string("HY024"), "no rows");
    CHECK_EQUAL(put(its.ard, -1, SQL_DESC_TYPE, number(SQL_C_CHAR)), std::string("07009"), "no such record");
    CHECK_EQUAL(put(its.ard, 0, SQL_DESC_TYPE, number(SQL_C_CHAR)), std::string("07009"), "no bookmarks");
    CHECK_EQUAL(put(its.ipd, 0, SQL_DESC_TYPE, number(SQL_CHAR)), std::string("07009"), "parameters count from 1");
    CHECK_EQUAL(put(its.ard, 1, SQL_DESC_NUM_PREC_RADIX, number(7)), std::string("HY092"), "no radix");
    CHECK_EQUAL(put(its.ipd, 2, SQL_DESC_NAME, const_cast<char*>("@key"), SQL_NTS), std::string(), "a name");
    CHECK_EQUAL(text(its.ipd, 2, SQL_DESC_NAME), std::string("@key"), "a name");
    CHECK_EQUAL(get<SQLSMALLINT>(its.ipd, 2, SQL_DESC_UNNAMED), SQL_NAMED, "a name");
    CHECK_EQUAL(get<SQLSMALLINT>(its.ipd, 2, SQL_DESC_PARAMETER_TYPE), SQL_PARAM_INPUT, "default direction");
}

TEST(types_concise_types_and_their_refinements_belong_together) {
    Described its;
    struct Case {
        SQLSMALLINT concise, type, code, precision;
        SQLINTEGER leading;
    };
    const Case cases[] = {{SQL_C_TYPE_DATE, SQL_DATETIME, SQL_CODE_DATE, 0, 0},
                          {SQL_C_TYPE_TIME, SQL_DATETIME, SQL_CODE_TIME, 0, 0},
                          {SQL_C_TYPE_TIMESTAMP, SQL_DATETIME, SQL_CODE_TIMESTAMP, 6, 0},
                          {SQL_C_INTERVAL_YEAR, SQL_INTERVAL, SQL_CODE_YEAR, 0, 2},
                          {SQL_C_INTERVAL_DAY_TO_SECOND, SQL_INTERVAL, SQL_CODE_DAY_TO_SECOND, 6, 2},
                          {SQL_C_NUMERIC, SQL_C_NUMERIC, 0, 38, 0},
                          {SQL_C_CHAR, SQL_C_CHAR, 0, 0, 0}};
    SQLSMALLINT record = 0;
    for (const Case& one : cases) {
        const std::string what = "C type " + std::to_string(one.concise);
        CHECK_EQUAL(put(its.ard, ++record, SQL_DESC_CONCISE_TYPE, number(one.concise)), std::string(), what);
        CHECK_EQUAL(get<SQLSMALLINT>(its.ard, record, SQL_DESC_TYPE), one.type, what);
        CHECK_EQUAL(get<SQLSMALLINT>(its.ard, record, SQL_DESC_DATETIME_INTERVAL_CODE), one.code, what);
        CHECK_EQUAL(get<SQLSMALLINT>(its.ard, record, SQL_DESC_PRECISION), one.precision, what);
        CHECK_EQUAL(get<SQLINTEGER>(its.ard, record, SQL_DESC_DATETIME_INTERVAL_PRECISION), one.leading, what);
        if (one.code == 0) continue;
        CHECK_EQUAL(put(its.apd, record, SQL_DESC_TYPE, number(one.type)), std::string(), what);
        CHECK_EQUAL(put(its.apd, record, SQL_DESC_DATA_PTR, &its), std::string("HY021"), what + " without a code");
        CHECK_EQUAL(put(its.apd, record, SQL_DESC_DATETIME_INTERVAL_CODE, number(99)), std::string("HY092"), what);
        CHECK_EQUAL(put(its.apd, record, SQL_DESC_DATETIME_INTERVAL_CODE, number(one.code)), std::string(), what);
        CHECK_EQUAL(get<SQLSMALLINT>(its.apd, record, SQL_DESC_CONCISE_TYPE), one.concise, what);
        CHECK_EQUAL(put(its.apd, record, SQL_DESC_DATA_PTR, &its), std::string(), what);
    }
    CHECK_EQUAL(get<SQLSMALLINT>(its.ard, 0, SQL_DESC_COUNT), record, "records come into being");
    CHECK_EQUAL(put(its.ard, 1, SQL_DESC_CONCISE_TYPE, number(12345)), std::string("HY021"), "no C type");
    CHECK_EQUAL(put(its.ipd, 1, SQL_DESC_TYPE, number(12345)), std::string("HY021"), "no SQL type");
    CHECK_EQUAL(put(its.ipd, 1, SQL_DESC_TYPE, number(SQL_DECIMAL)), std::string(), "an SQL type");
    CHECK_EQUAL(put(its.ipd, 1, SQL_DESC_PRECISION, number(39)), std::string(), "not checked yet");
    CHECK_EQUAL(put(its.ipd, 1, SQL_DESC_DATA_PTR, nullptr), std::string("HY021"), "the check is asked for");
}

TEST(fields_that_are_not_deferred_unbind) {
    Described its;
    SQLINTEGER value = 0;
    SQLBindCol(its.statement, 2, SQL_C_SLONG, &value, 0, nullptr);
    CHECK(get<SQLPOINTER>(its.ard, 2, SQL_DESC_DATA_PTR) == &value, "bound");
    CHECK_EQUAL(put(its.ard, 2, SQL_DESC_INDICATOR_PTR, &its), std::string(), "deferred");
    CHECK(get<SQLPOINTER>(its.ard, 2, SQL_DESC_DATA_PTR) == &value, "still bound");
    CHECK_EQUAL(put(its.ard, 2, SQL_DESC_SCALE, number(2)), std::string(), "not deferred");
    CHECK(get<SQLPOINTER>(its.ard, 2, SQL_DESC_DATA_PTR) == nullptr, "unbound");
    CHECK_EQUAL(put(its.ard, 0, SQL_DESC_COUNT, number(1)), std::string(), "fewer");
    SQLSMALLINT type = 0;
    CHECK_EQUAL(SQLGetDescField(its.ard, 2, SQL_DESC_TYPE, &type, 0, nullptr), SQL_NO_DATA, "freed");
    CHECK_EQUAL(SQLSetDescField(its.ard, 0, SQL_DESC_COUNT, number(-1), 0), SQL_ERROR, "fewer than none");
    CHECK_EQUAL(state_of(SQL_HANDLE_DESC, its.ard), std::string("07009"), "fewer than none");
}

TEST(whole_records) {
    Described its;
    SQLINTEGER value = 0;
    SQLLEN length = 0;
    CHECK_EQUAL(SQLSetDescRec(its.ard, 1, SQL_C_SLONG, 0, 4, 0, 0, &value, &length, &length), SQL_SUCCESS,
                state_of(SQL_HANDLE_DESC, its.ard));
    its.run("types");
    SQLFetch(its.statement);
    CHECK(value == 1 && length == 4, "a column bound by its descriptor");
    SQLCHAR name[30] = {};
    SQLSMALLINT name_length = 0, type = 0, subtype = 0, precision = 0, scale = 0, nullable = 0;
    SQLGetDescRec(its.ird, 11, name, sizeof name, &name_length, &type, &subtype, &length, &precision, &scale,
                  &nullable);
    CHECK_EQUAL(std::string(reinterpret_cast<char*>(name)), std::string("moment"), "name");
    CHECK(type == SQL_DATETIME && subtype == SQL_CODE_TIMESTAMP && length == 16 && precision == 6 && nullable == 1,
          "timestamp");
    CHECK_EQUAL(SQLGetDescRec(its.ird, 13, name, sizeof name, &name_length, &type, &subtype, &length, &precision,
                              &scale, &nullable),
                SQL_NO_DATA, "behind the last");
    CHECK_EQUAL(SQLSetDescRec(its.ipd, 1, SQL_INTERVAL, SQL_CODE_DAY, 0, 0, 0, nullptr, nullptr, nullptr), SQL_SUCCESS,
                state_of(SQL_HANDLE_DESC, its.ipd));
    CHECK_EQUAL(get<SQLSMALLINT>(its.ipd, 1, SQL_DESC_CONCISE_TYPE), SQL_INTERVAL_DAY, "interval");
    CHECK_EQUAL(SQLSetDescRec(its.ard, 1, 12345, 0, 0, 0, 0, &value, nullptr, nullptr), SQL_ERROR, "no C type");
    CHECK_EQUAL(state_of(SQL_HANDLE_DESC, its.ard), std::string("HY021"), "no C type");
}

TEST(the_row_descriptor_knows_the_columns_once_prepared) {
    Described its;
    SQLSMALLINT type = 0;
    CHECK_EQUAL(SQLGetDescField(its.ird, 1, SQL_DESC_TYPE, &type, 0, nullptr), SQL_ERROR, "nothing prepared");
    CHECK_EQUAL(state_of(SQL_HANDLE_DESC, its.ird), std::string("HY007"), "nothing prepared");
    SQLPrepare(its.statement, characters("types"), SQL_NTS);
    CHECK_EQUAL(get<SQLSMALLINT>(its.ird, 0, SQL_DESC_COUNT), 12, "prepared");
    CHECK_EQUAL(get<SQLULEN>(its.ird, 6, SQL_DESC_LENGTH), SQLULEN{20}, "length");
    CHECK_EQUAL(get<SQLLEN>(its.ird, 6, SQL_DESC_DISPLAY_SIZE), 22, "display size");
    CHECK_EQUAL(get<SQLSMALLINT>(its.ird, 5, SQL_DESC_PRECISION), 53, "bits of a double");
    CHECK_EQUAL(get<SQLINTEGER>(its.ird, 5, SQL_DESC_NUM_PREC_RADIX), 2, "bits of a double");
    CHECK_EQUAL(get<SQLSMALLINT>(its.ird, 7, SQL_DESC_PRECISION), 0, "text has no precision");
    CHECK_EQUAL(get<SQLSMALLINT>(its.ird, 7, SQL_DESC_SEARCHABLE), SQL_PRED_SEARCHABLE, "searchable");
    CHECK_EQUAL(get<SQLINTEGER>(its.ird, 7, SQL_DESC_CASE_SENSITIVE), SQL_TRUE, "case sensitive");
    CHECK_EQUAL(text(its.ird, 7, SQL_DESC_LABEL), std::string("name"), "label");
    CHECK_EQUAL(text(its.ird, 7, SQL_DESC_SCHEMA_NAME), std::string("Fake"), "schema");
    CHECK_EQUAL(text(its.ird, 7, SQL_DESC_CATALOG_NAME), std::string("catalog"), "catalog");
    CHECK_EQUAL(text(its.ird, 11, SQL_DESC_LITERAL_PREFIX), std::string("{ts '"), "literal");
    CHECK_EQUAL(text(its.ird, 11, SQL_DESC_LITERAL_SUFFIX), std::string("'}"), "literal");
    CHECK(get<SQLPOINTER>(its.ird, 7, SQL_DESC_DATA_PTR) == nullptr, "undefined there");
}

TEST(record_0_is_the_bookmark_where_there_is_one) {
    Described its;
    SQLSMALLINT type = 0;
    SQLPrepare(its.statement, characters("types"), SQL_NTS);
    CHECK_EQUAL(SQLGetDescField(its.ird, 0, SQL_DESC_TYPE, &type, 0, nullptr), SQL_ERROR, "none");
    CHECK_EQUAL(state_of(SQL_HANDLE_DESC, its.ird), std::string("07009"), "none");
    Described with;
    with.set(SQL_ATTR_USE_BOOKMARKS, SQL_UB_VARIABLE);
    SQLPrepare(with.statement, characters("types"), SQL_NTS);
    CHECK_EQUAL(get<SQLSMALLINT>(with.ird, 0, SQL_DESC_CONCISE_TYPE), SQL_BINARY, "its type");
}

TEST(descriptors_are_copied) {
    Described its;
    SQLINTEGER value = 0;
    SQLHDESC mine = nullptr;
    SQLAllocHandle(SQL_HANDLE_DESC, its.connection, &mine);
    CHECK_EQUAL(SQLCopyDesc(its.ird, mine), SQL_ERROR, "nothing prepared");
    CHECK_EQUAL(state_of(SQL_HANDLE_DESC, mine), std::string("HY007"), "nothing prepared");
    SQLBindCol(its.statement, 1, SQL_C_SLONG, &value, 0, nullptr);
    its.set(SQL_ATTR_ROW_ARRAY_SIZE, 5);
    CHECK_EQUAL(SQLCopyDesc(its.ard, mine), SQL_SUCCESS, state_of(SQL_HANDLE_DESC, mine));
    CHECK(get<SQLPOINTER>(mine, 1, SQL_DESC_DATA_PTR) == &value, "record");
    CHECK_EQUAL(get<SQLULEN>(mine, 0, SQL_DESC_ARRAY_SIZE), SQLULEN{5}, "header");
    CHECK_EQUAL(get<SQLSMALLINT>(mine, 0, SQL_DESC_ALLOC_TYPE), SQL_DESC_ALLOC_USER, "but not its allocation");
    CHECK_EQUAL(SQLCopyDesc(mine, its.ird), SQL_ERROR, "into the IRD");
    CHECK_EQUAL(state_of(SQL_HANDLE_DESC, its.ird), std::string("HY016"), "into the IRD");
    SQLPrepare(its.statement, characters("types"), SQL_NTS);
    CHECK_EQUAL(SQLCopyDesc(its.ird, its.ipd), SQL_SUCCESS, state_of(SQL_HANDLE_DESC, its.ipd));
    CHECK_EQUAL(get<SQLSMALLINT>(its.ipd, 6, SQL_DESC_CONCISE_TYPE), SQL_DECIMAL, "columns as parameters");
    CHECK_EQUAL(text(its.ipd, 7, SQL_DESC_NAME), std::string("name"), "columns as parameters");
    SQLFreeHandle(SQL_HANDLE_DESC, mine);
}

TEST(parameters_are_described_in_their_descriptor_when_asked) {
    Described its;
    SQLUINTEGER offered = SQL_FALSE;
    SQLGetConnectAttr(its.connection, SQL_ATTR_AUTO_IPD, &offered, 0, nullptr);
    CHECK_EQUAL(offered, static_cast<SQLUINTEGER>(SQL_TRUE), "offered");
    SQLPrepare(its.statement, characters("echo ? ?"), SQL_NTS);
    CHECK_EQUAL(get<SQLSMALLINT>(its.ipd, 0, SQL_DESC_COUNT), 0, "not asked");
    its.set(SQL_ATTR_ENABLE_AUTO_IPD, SQL_TRUE);
    SQLPrepare(its.statement, characters("echo ? ?"), SQL_NTS);
    CHECK_EQUAL(get<SQLSMALLINT>(its.ipd, 0, SQL_DESC_COUNT), 2, "asked");
    CHECK_EQUAL(get<SQLSMALLINT>(its.ipd, 2, SQL_DESC_CONCISE_TYPE), SQL_WVARCHAR, "type");
    CHECK_EQUAL(get<SQLULEN>(its.ipd, 2, SQL_DESC_LENGTH), SQLULEN{255}, "length");
    CHECK_EQUAL(get<SQLSMALLINT>(its.ipd, 2, SQL_DESC_NULLABLE), SQL_NULLABLE, "nullable");
}

TEST(wide_text_fields) {
    Described its;
    SQLPrepare(its.statement, characters("types"), SQL_NTS);
    SQLWCHAR name[5] = {};
    SQLINTEGER length = 0;
    CHECK_EQUAL(SQLGetDescFieldW(its.ird, 11, SQL_DESC_NAME, name, sizeof name, &length), SQL_SUCCESS_WITH_INFO, "cut");
    CHECK_EQUAL(state_of(SQL_HANDLE_DESC, its.ird), std::string("01004"), "cut");
    CHECK_EQUAL(length, static_cast<SQLINTEGER>(6 * sizeof(SQLWCHAR)), "bytes");
    CHECK(name[0] == 'm' && name[3] == 'e' && name[4] == 0, "cut");
    const SQLWCHAR mine[] = {'@', 'x', 0};
    CHECK_EQUAL(SQLSetDescFieldW(its.ipd, 1, SQL_DESC_NAME, const_cast<SQLWCHAR*>(mine), SQL_NTS), SQL_SUCCESS, "name");
    CHECK_EQUAL(text(its.ipd, 1, SQL_DESC_NAME), std::string("@x"), "name");
}
