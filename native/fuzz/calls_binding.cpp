// Columns, parameters, descriptors and the attributes of statements.
#include "fuzz/application.hpp"

namespace jsdodbc::fuzz {
namespace {

void bind_column(Application& application) {
    Input& input = application.input;
    void* value = input.ConsumeIntegralInRange(0, 7) == 7 ? nullptr : application.values();
    SQLBindCol(application.statement(), application.column(), input.c_type(), value,
               input.length(Application::largest_buffer), input.ConsumeBool() ? application.lengths() : nullptr);
}

void bind_parameter(Application& application) {
    Input& input = application.input;
    void* value = input.ConsumeIntegralInRange(0, 7) == 7 ? nullptr : application.values();
    SQLBindParameter(application.statement(), input.ConsumeIntegralInRange<SQLUSMALLINT>(0, 4), application.small(),
                     input.c_type(), input.sql_type(), input.ConsumeIntegralInRange<SQLULEN>(0, 50),
                     application.small(), value, input.length(Application::largest_buffer),
                     input.ConsumeIntegralInRange(0, 7) == 7 && !value ? nullptr : application.lengths());
}

void put_data(Application& application) {
    SQLPOINTER token;
    SQLParamData(application.statement(), &token);
    const SQLLEN length = application.input.length(64);
    char* data = application.keep(128);  // no fixed C type is longer, and there is a terminator
    SQLPutData(application.statement(), data, length);
}

// More than is held: a portion goes to the engine.
void put_long_data(Application& application) {
    static std::string value(convert::portion_bytes + 100, 'x');
    const SQLLEN size = static_cast<SQLLEN>(value.size()) - application.input.ConsumeIntegralInRange(0, 200);
    SQLPOINTER token;
    if (application.input.ConsumeBool()) SQLParamData(application.statement(), &token);
    SQLPutData(application.statement(), value.data(), size);
}

void describe_parameter(Application& application) {
    SQLSMALLINT count, type, digits, nullable;
    SQLULEN size;
    SQLNumParams(application.statement(), &count);
    SQLDescribeParam(application.statement(), application.column(), &type, &size, &digits, &nullable);
}

void set_attribute(Application& application) {
    static constexpr SQLINTEGER numbers[] = {
        SQL_ATTR_MAX_ROWS,      SQL_ATTR_MAX_LENGTH,         SQL_ATTR_NOSCAN,      SQL_ATTR_RETRIEVE_DATA,
        SQL_ATTR_METADATA_ID,   SQL_ATTR_KEYSET_SIZE,        SQL_ATTR_CURSOR_TYPE, SQL_ATTR_CURSOR_SCROLLABLE,
        SQL_ATTR_USE_BOOKMARKS, SQL_ATTR_CURSOR_SENSITIVITY, SQL_ATTR_CONCURRENCY, SQL_ATTR_SIMULATE_CURSOR,
        SQL_ATTR_QUERY_TIMEOUT, SQL_ATTR_ENABLE_AUTO_IPD,    SQL_ATTR_ROW_NUMBER,  SQL_ATTR_ASYNC_ENABLE};
    static constexpr SQLINTEGER sizes[] = {SQL_ATTR_ROW_ARRAY_SIZE, SQL_ATTR_PARAMSET_SIZE, SQL_ROWSET_SIZE};
    static constexpr SQLINTEGER layouts[] = {SQL_ATTR_ROW_BIND_TYPE, SQL_ATTR_PARAM_BIND_TYPE};
    static constexpr SQLINTEGER statuses[] = {SQL_ATTR_ROW_STATUS_PTR, SQL_ATTR_ROW_OPERATION_PTR,
                                              SQL_ATTR_PARAM_STATUS_PTR, SQL_ATTR_PARAM_OPERATION_PTR};
    static constexpr SQLINTEGER counts[] = {SQL_ATTR_ROWS_FETCHED_PTR, SQL_ATTR_PARAMS_PROCESSED_PTR,
                                            SQL_ATTR_FETCH_BOOKMARK_PTR};
    static constexpr SQLINTEGER offsets[] = {SQL_ATTR_ROW_BIND_OFFSET_PTR, SQL_ATTR_PARAM_BIND_OFFSET_PTR};
    static constexpr SQLINTEGER descriptors[] = {SQL_ATTR_APP_ROW_DESC, SQL_ATTR_APP_PARAM_DESC};
    Input& input = application.input;
    const SQLHSTMT statement = application.statement();
    const auto set = input.ConsumeBool() ? SQLSetStmtAttrW : SQLSetStmtAttr;
    switch (input.ConsumeIntegralInRange(0, 6)) {
        case 0: set(statement, input.PickValueInArray(sizes), application.number(Application::largest_array), 0); break;
        case 1: set(statement, input.PickValueInArray(layouts), application.number(Application::largest_row), 0); break;
        case 2: set(statement, input.PickValueInArray(statuses), application.statuses(), 0); break;
        case 3: set(statement, input.PickValueInArray(counts), application.count(), 0); break;
        case 4: set(statement, input.PickValueInArray(offsets), application.offset(), 0); break;
        case 5: set(statement, input.PickValueInArray(descriptors), application.descriptor(), 0); break;
        default: set(statement, input.PickValueInArray(numbers), application.number(5), 0);
    }
}

void get_attribute(Application& application) {
    char value[sizeof(SQLPOINTER)];
    SQLINTEGER length;
    const SQLINTEGER attribute = application.input.ConsumeIntegralInRange(-3, 60);
    const auto get = application.input.ConsumeBool() ? SQLGetStmtAttrW : SQLGetStmtAttr;
    get(application.statement(), attribute, value, sizeof value, &length);
}

void set_field(Application& application) {
    Input& input = application.input;
    const SQLHDESC descriptor = application.descriptor();
    const bool wide = input.ConsumeBool();
    const auto set = wide ? SQLSetDescFieldW : SQLSetDescField;
    const auto number = static_cast<SQLSMALLINT>(application.column());
    switch (input.ConsumeIntegralInRange(0, 9)) {
        case 0: set(descriptor, number, SQL_DESC_DATA_PTR, application.values(), 0); break;
        case 1: set(descriptor, number, SQL_DESC_OCTET_LENGTH_PTR, application.lengths(), 0); break;
        case 2: set(descriptor, number, SQL_DESC_INDICATOR_PTR, application.lengths(), 0); break;
        case 3: set(descriptor, 0, SQL_DESC_ARRAY_STATUS_PTR, application.statuses(), 0); break;
        case 4: set(descriptor, 0, SQL_DESC_BIND_OFFSET_PTR, application.offset(), 0); break;
        case 5: set(descriptor, 0, SQL_DESC_ARRAY_SIZE, application.number(Application::largest_array), 0); break;
        case 6: set(descriptor, 0, SQL_DESC_COUNT, application.number(30), 0); break;
        case 7: {
            const Argument text = application.text(wide ? 2 : 1);
            const SQLINTEGER bytes = text.length > 0 && wide ? text.length * 2 : text.length;
            set(descriptor, number, SQL_DESC_NAME, text.at, bytes);
            break;
        }
        case 8:
            set(descriptor, number, SQL_DESC_OCTET_LENGTH,
                reinterpret_cast<SQLPOINTER>(input.length(Application::largest_buffer)), 0);
            break;
        default: {
            static constexpr SQLSMALLINT fields[] = {SQL_DESC_TYPE,
                                                     SQL_DESC_CONCISE_TYPE,
                                                     SQL_DESC_DATETIME_INTERVAL_CODE,
                                                     SQL_DESC_PRECISION,
                                                     SQL_DESC_SCALE,
                                                     SQL_DESC_PARAMETER_TYPE,
                                                     SQL_DESC_LENGTH,
                                                     SQL_DESC_NUM_PREC_RADIX,
                                                     SQL_DESC_NULLABLE,
                                                     SQL_DESC_UNNAMED,
                                                     SQL_DESC_DATETIME_INTERVAL_PRECISION};
            const SQLLEN value = input.ConsumeBool() ? input.c_type() : input.ConsumeIntegral<SQLSMALLINT>();
            set(descriptor, number, input.PickValueInArray(fields), reinterpret_cast<SQLPOINTER>(value), 0);
        }
    }
}

void get_field(Application& application) {
    Input& input = application.input;
    const auto out = application.room(1);
    char wide_enough[sizeof(SQLLEN)] = {};
    void* at = out.size < static_cast<SQLSMALLINT>(sizeof wide_enough) ? wide_enough : out.at;
    const SQLSMALLINT field = input.ConsumeBool() ? input.ConsumeIntegralInRange<SQLSMALLINT>(0, 40)
                                                  : input.ConsumeIntegralInRange<SQLSMALLINT>(1000, 1100);
    const auto get = input.ConsumeBool() ? SQLGetDescFieldW : SQLGetDescField;
    SQLINTEGER length;
    get(application.descriptor(), application.small(), field, at, out.size, &length);
}

void get_record(Application& application) {
    const auto out = application.room(2);
    SQLSMALLINT length, type, subtype, precision, scale, nullable;
    SQLLEN octets;
    SQLGetDescRecW(application.descriptor(), application.small(), static_cast<SQLWCHAR*>(out.at), out.size, &length,
                   &type, &subtype, &octets, &precision, &scale, &nullable);
}

void set_record(Application& application) {
    Input& input = application.input;
    SQLSetDescRec(application.descriptor(), application.small(), input.c_type(), application.small(),
                  input.length(Application::largest_buffer), application.small(), application.small(),
                  input.ConsumeBool() ? application.values() : nullptr, application.lengths(), application.lengths());
}

}  // namespace

const std::vector<Call> binding_calls{
    bind_column,
    bind_parameter,
    put_data,
    put_long_data,
    describe_parameter,
    set_attribute,
    get_attribute,
    set_field,
    get_field,
    get_record,
    set_record,
    [](Application& application) { SQLCopyDesc(application.descriptor(), application.descriptor()); },
};

}  // namespace jsdodbc::fuzz
