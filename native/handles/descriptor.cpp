#include "handles/descriptor.hpp"

#include "convert/convert.hpp"
#include "handles/statement.hpp"

namespace jsdodbc {
namespace {

bool is_interval(SQLSMALLINT type) noexcept {
    return type >= SQL_INTERVAL_YEAR && type <= SQL_INTERVAL_MINUTE_TO_SECOND;
}

bool has_seconds(SQLSMALLINT type) noexcept {
    return type == SQL_INTERVAL_SECOND || type == SQL_INTERVAL_DAY_TO_SECOND || type == SQL_INTERVAL_HOUR_TO_SECOND ||
           type == SQL_INTERVAL_MINUTE_TO_SECOND;
}

bool is_timed(SQLSMALLINT type) noexcept {
    return type == SQL_TYPE_TIME || type == SQL_TYPE_TIMESTAMP || has_seconds(type);
}

bool is_exact(SQLSMALLINT type) noexcept {
    return type == SQL_DECIMAL || type == SQL_NUMERIC;
}

// Dates and times of ODBC 2 have the numbers of ODBC 3's SQL_DATETIME and SQL_INTERVAL.
SQLSMALLINT modern(SQLSMALLINT type) noexcept {
    return type >= SQL_DATE && type <= SQL_TIMESTAMP ? static_cast<SQLSMALLINT>(type - SQL_DATE + SQL_TYPE_DATE) : type;
}

}  // namespace

void DescriptorRecord::set_defaults() noexcept {
    precision = 0;
    switch (concise_type) {
        case SQL_CHAR:
        case SQL_VARCHAR:
        case SQL_WCHAR:
        case SQL_WVARCHAR: length = 1; break;
        case SQL_DECIMAL:
        case SQL_NUMERIC:
            precision = default_numeric_precision;
            scale = 0;
            break;
        case SQL_REAL: precision = 24; break;
        case SQL_FLOAT:
        case SQL_DOUBLE: precision = 53; break;
        case SQL_TYPE_TIMESTAMP: precision = default_second_precision; break;
        default: break;
    }
    if (is_interval(concise_type)) interval_precision = default_leading_precision;
    if (has_seconds(concise_type)) precision = default_second_precision;
}

void DescriptorRecord::set_concise_type(SQLSMALLINT concise) {
    concise = modern(concise);
    concise_type = concise;
    type = concise;
    interval_code = 0;
    if (concise >= SQL_TYPE_DATE && concise <= SQL_TYPE_TIMESTAMP) {
        type = SQL_DATETIME;
        interval_code = static_cast<SQLSMALLINT>(concise - 90);
    } else if (is_interval(concise)) {
        type = SQL_INTERVAL;
        interval_code = static_cast<SQLSMALLINT>(concise - 100);
    }
    set_defaults();
}

void DescriptorRecord::set_type(SQLSMALLINT verbose) {
    if (verbose != SQL_DATETIME && verbose != SQL_INTERVAL) return set_concise_type(verbose);
    type = concise_type = verbose;  // until the interval code says more
    if (interval_code != 0) set_interval_code(interval_code);
}

void DescriptorRecord::set_interval_code(SQLSMALLINT code) {
    interval_code = code;
    if (type == SQL_DATETIME) concise_type = static_cast<SQLSMALLINT>(code + 90);
    if (type == SQL_INTERVAL) concise_type = static_cast<SQLSMALLINT>(code + 100);
    set_defaults();
}

bool DescriptorRecord::is_consistent(Role role) const noexcept {
    const bool of_parameter = role == Role::parameter_implementation;
    const bool known = of_parameter ? convert::is_sql_type(concise_type) : convert::is_c_type(concise_type);
    const bool waits_for_code = (type == SQL_DATETIME || type == SQL_INTERVAL) && concise_type == type;
    if (!known || waits_for_code || interval_precision < 0) return false;
    if (is_exact(concise_type)) return precision >= 0 && precision <= default_numeric_precision && scale <= 127;
    return !is_timed(concise_type) || (precision >= 0 && precision <= 9);
}

Descriptor::Descriptor(Connection& its_connection, Role its_role, Statement* its_statement)
    : Handle(Kind::descriptor, its_statement), connection(its_connection), role(its_role), statement(its_statement) {}

DescriptorRecord& Descriptor::record(std::size_t number) {
    if (number == 0) return bookmark;
    if (records.size() < number) records.resize(number);
    return records[number - 1];
}

void Descriptor::trim() {
    while (!records.empty() && !records.back().bound) records.pop_back();
}

}  // namespace jsdodbc
