// Binding parameters and describing them.
#include "api/columns.hpp"
#include "api/descriptor_fields.hpp"
#include "api/execution.hpp"

namespace jsdodbc {
namespace {

struct Binding {
    SQLSMALLINT direction, c_type, sql_type;
    SQLULEN column_size;
    SQLSMALLINT digits;
    SQLPOINTER value;
    SQLLEN buffer_length;
    SQLLEN* length;
};

bool is_exact(SQLSMALLINT sql_type) noexcept {
    return sql_type == SQL_DECIMAL || sql_type == SQL_NUMERIC;
}

Failure no_such_parameter(const Statement& statement) {
    return Failure(statement.odbc2() ? "S1093" : "07009",
                   "Parameters are numbered from 1 in the order of their markers.");
}

void check(const Binding& given) {
    check_parameter_type(given.direction);
    if (!convert::is_c_type(given.c_type)) throw Failure("HY003");
    if (!convert::is_sql_type(given.sql_type)) throw Failure("HY004");
    const bool sent = given.direction != SQL_PARAM_OUTPUT;
    if (sent && !convert::can_bind(given.c_type, given.sql_type)) throw Failure("07006");
    if (given.buffer_length < 0) throw Failure("HY090");
    if (!given.value && !given.length && sent) throw Failure("HY009");
    const bool precise = is_exact(given.sql_type) && given.column_size > 0;
    if (precise && (given.column_size > 38 || given.digits > 127 || given.digits < -128)) throw Failure("HY104");
}

void bind_buffer(DescriptorRecord& buffer, const Binding& given) {
    buffer = {};
    const bool chosen = given.c_type != SQL_C_DEFAULT;
    buffer.set_concise_type(chosen ? given.c_type : convert::default_c_type(given.sql_type, false));
    buffer.octet_length = given.buffer_length;
    buffer.data = given.value;
    buffer.octet_length_pointer = buffer.indicator_pointer = given.length;
    buffer.bound = true;
}

void bind_meaning(DescriptorRecord& meaning, const Binding& given) {
    meaning = {};
    meaning.set_concise_type(given.sql_type);
    meaning.parameter_type = given.direction;
    meaning.bound = true;
    meaning.length = given.column_size;
    meaning.precision = meaning.scale = 0;
    if (is_exact(given.sql_type)) {
        meaning.precision = static_cast<SQLSMALLINT>(given.column_size);
        meaning.scale = given.digits;
    } else if (meaning.type == SQL_DATETIME || meaning.type == SQL_INTERVAL) {
        meaning.precision = given.digits;
    }
}

SQLRETURN bind_parameter(Statement& statement, SQLUSMALLINT number, const Binding& given) {
    statement.require(Operation::bind);
    if (number == 0) throw no_such_parameter(statement);
    check(given);
    bind_buffer(statement.apd->record(number), given);
    bind_meaning(statement.ipd.record(number), given);
    return SQL_SUCCESS;
}

SQLRETURN describe_parameter(Statement& statement, SQLUSMALLINT number, SQLSMALLINT* type, SQLULEN* size,
                             SQLSMALLINT* digits, SQLSMALLINT* nullable) {
    statement.require(Operation::describe_parameters);
    if (number == 0 || number > statement.parameters->size()) throw no_such_parameter(statement);
    const wire::Parameter& parameter = (*statement.parameters)[number - 1u];
    put_value(type, sql_type_for(parameter.sql_type, statement.odbc2()));
    put_value(size, static_cast<SQLULEN>(parameter.column_size));
    put_value(digits, parameter.decimal_digits);
    put_value(nullable, static_cast<SQLSMALLINT>(parameter.nullable));
    return SQL_SUCCESS;
}

}  // namespace

void describe_in_descriptor(Statement& statement) {
    statement.ipd.records.clear();
    for (const wire::Parameter& parameter : *statement.parameters) {
        DescriptorRecord& record = statement.ipd.record(statement.ipd.records.size() + 1);
        const auto size = static_cast<SQLULEN>(parameter.column_size);
        bind_meaning(record, {parameter.direction, SQL_C_DEFAULT, parameter.sql_type, size, parameter.decimal_digits,
                              nullptr, 0, nullptr});
        record.nullable = parameter.nullable;
        record.name = parameter.name;
    }
}

}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLBindParameter(SQLHSTMT handle, SQLUSMALLINT number, SQLSMALLINT direction,
                                              SQLSMALLINT c_type, SQLSMALLINT sql_type, SQLULEN column_size,
                                              SQLSMALLINT digits, SQLPOINTER value, SQLLEN buffer_length,
                                              SQLLEN* length) {
    return enter<Statement>(handle, [=](Statement& statement) {
        return bind_parameter(statement, number,
                              {direction, c_type, sql_type, column_size, digits, value, buffer_length, length});
    });
}

extern "C" SQLRETURN SQL_API SQLNumParams(SQLHSTMT handle, SQLSMALLINT* count) {
    return enter<Statement>(handle, [=](Statement& statement) -> SQLRETURN {
        statement.require(Operation::describe_parameters);
        put_value(count, static_cast<SQLSMALLINT>(statement.parameters->size()));
        return SQL_SUCCESS;
    });
}

extern "C" SQLRETURN SQL_API SQLDescribeParam(SQLHSTMT handle, SQLUSMALLINT number, SQLSMALLINT* type, SQLULEN* size,
                                              SQLSMALLINT* digits, SQLSMALLINT* nullable) {
    return enter<Statement>(handle, [=](Statement& statement) {
        return describe_parameter(statement, number, type, size, digits, nullable);
    });
}
