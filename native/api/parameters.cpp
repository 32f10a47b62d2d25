// Binding parameters and sending their values.
#include "api/execution.hpp"

namespace jsdodbc {
namespace {

// The place of a bound buffer's element for parameter set `set`.
template <class Pointer>
Pointer* element(Pointer* start, const Descriptor& apd, SQLULEN set, std::size_t size) noexcept {
    if (!start) return nullptr;
    const std::size_t stride = apd.bind_type == SQL_PARAM_BIND_BY_COLUMN ? size : apd.bind_type;
    const SQLLEN offset = apd.bind_offset ? *apd.bind_offset : 0;
    return reinterpret_cast<Pointer*>(reinterpret_cast<char*>(start) + offset + set * stride);
}

std::size_t value_size(const DescriptorRecord& record) noexcept {
    const SQLLEN fixed = convert::c_type_size(record.concise_type);
    return static_cast<std::size_t>(fixed > 0 ? fixed : record.octet_length);
}

convert::Source source_of(Statement& statement, std::size_t index, SQLULEN set) {
    const Descriptor& apd = *statement.apd;
    const DescriptorRecord& buffer = apd.records[index];
    const DescriptorRecord& meaning = statement.ipd.record(index + 1);
    convert::Source source;
    source.c_type = buffer.concise_type;
    source.sql_type = meaning.concise_type;
    source.precision = buffer.concise_type == SQL_C_NUMERIC && buffer.precision ? buffer.precision : meaning.precision;
    source.scale = meaning.scale;
    source.value = element(static_cast<char*>(buffer.data), apd, set, value_size(buffer));
    source.buffer_length = buffer.octet_length;
    source.octet_length = element(buffer.octet_length_pointer, apd, set, sizeof(SQLLEN));
    source.indicator = element(buffer.indicator_pointer, apd, set, sizeof(SQLLEN));
    source.wide_char_bytes = text::wide_char_bytes();
    source.column_size = meaning.length;
    return source;
}

bool is_input(const DescriptorRecord& meaning) noexcept {
    return meaning.parameter_type != SQL_PARAM_OUTPUT;
}

bool comes_later(const convert::Source& source) noexcept {
    if (!source.octet_length) return false;
    const SQLLEN length = *source.octet_length;
    return length == SQL_DATA_AT_EXEC || length <= SQL_LEN_DATA_AT_EXEC_OFFSET;
}

bool is_ignored(const Descriptor& apd, SQLULEN set) noexcept {
    return apd.array_status && apd.array_status[set] == SQL_PARAM_IGNORE;
}

std::size_t parameter_count(Statement& statement) {
    const std::vector<DescriptorRecord>& bound = statement.apd->records;
    if (!statement.parameters) return bound.size();
    const std::size_t wanted = statement.parameters->size();
    for (std::size_t index = 0; index < wanted; ++index) {
        if (index >= bound.size() || !bound[index].bound) {
            throw Failure("07002", "The statement has " + std::to_string(wanted) +
                                       " parameter markers, but parameter " + std::to_string(index + 1) +
                                       " is not bound: call SQLBindParameter for it.");
        }
    }
    return wanted;
}

[[noreturn]] void refuse(const convert::Finding& finding, std::size_t index, SQLULEN set) {
    Record record = Failure(finding.sqlstate).records().front();
    record.message += " (parameter " + std::to_string(index + 1) + ")";
    record.row = static_cast<std::int64_t>(set) + 1;
    record.column = static_cast<std::int32_t>(index) + 1;
    throw Failure(std::vector<Record>{record});
}

// True when there are parameters that SQLPutData must bring; they are noted in statement.at_execution.
bool note_missing(Statement& statement, std::size_t count) {
    if (statement.at_execution) return false;  // they have come
    DataAtExecution waiting;
    for (SQLULEN set = 0; set < statement.apd->array_size; ++set) {
        if (is_ignored(*statement.apd, set)) continue;
        for (std::size_t index = 0; index < count; ++index) {
            const bool later =
                is_input(statement.ipd.record(index + 1)) && comes_later(source_of(statement, index, set));
            if (later) waiting.missing.emplace_back(set, index);
        }
    }
    if (waiting.missing.empty()) return false;
    statement.at_execution = std::move(waiting);
    return true;
}

void encode_one(Statement& statement, std::size_t index, SQLULEN set, std::string& out) {
    constexpr char null_tag = 0;
    if (!is_input(statement.ipd.record(index + 1))) {
        out += null_tag;
        return;
    }
    const convert::Source source = source_of(statement, index, set);
    convert::Finding finding;
    if (statement.at_execution) {
        const auto put = statement.at_execution->values.find({set, index});
        if (put != statement.at_execution->values.end()) {
            if (!convert::encode_put(put->second, source, out, finding)) refuse(finding, index, set);
            return;
        }
    }
    if (!convert::encode_parameter(source, out, finding)) refuse(finding, index, set);
}

void put_outputs(Statement& statement, const wire::Executed& executed) {
    for (const wire::Output& output : executed.outputs) {
        if (output.parameter == 0 || output.parameter > statement.apd->records.size()) continue;
        const std::size_t index = output.parameter - 1u;
        const convert::Source source = source_of(statement, index, 0);
        convert::Target target;
        target.c_type = source.c_type;
        target.value = const_cast<void*>(source.value);
        target.buffer_length = source.buffer_length;
        target.octet_length = const_cast<SQLLEN*>(source.octet_length);
        target.indicator = const_cast<SQLLEN*>(source.indicator);
        target.wide_char_bytes = source.wide_char_bytes;
        const auto* cursor = reinterpret_cast<const std::uint8_t*>(output.value.data());
        convert::Finding finding;
        if (!convert::decode_parameter(cursor, cursor + output.value.size(), target, finding))
            refuse(finding, index, 0);
    }
}

SQLRETURN bind_parameter(Statement& statement, SQLUSMALLINT number, SQLSMALLINT direction, SQLSMALLINT c_type,
                         SQLSMALLINT sql_type, SQLULEN column_size, SQLSMALLINT digits, SQLPOINTER value,
                         SQLLEN buffer_length, SQLLEN* length) {
    statement.require(Operation::bind);
    if (number == 0) throw Failure("07009");
    if (c_type != SQL_C_DEFAULT && !convert::is_c_type(c_type)) throw Failure("HY003");
    if (direction != SQL_PARAM_INPUT && direction != SQL_PARAM_OUTPUT && direction != SQL_PARAM_INPUT_OUTPUT) {
        throw Failure("HY105");
    }
    if (buffer_length < 0) throw Failure("HY090");
    if (!value && !length && direction != SQL_PARAM_OUTPUT) throw Failure("HY009");
    DescriptorRecord& buffer = statement.apd->record(number);
    buffer = {};
    buffer.set_concise_type(c_type == SQL_C_DEFAULT ? convert::default_c_type(sql_type, false) : c_type);
    buffer.octet_length = buffer_length;
    buffer.data = value;
    buffer.octet_length_pointer = buffer.indicator_pointer = length;
    buffer.bound = true;
    DescriptorRecord& meaning = statement.ipd.record(number);
    meaning = {};
    meaning.set_concise_type(sql_type);
    meaning.parameter_type = direction;
    meaning.bound = true;
    const bool numeric = sql_type == SQL_DECIMAL || sql_type == SQL_NUMERIC;
    const bool timed = sql_type == SQL_TYPE_TIME || sql_type == SQL_TYPE_TIMESTAMP || sql_type == SQL_TIME ||
                       sql_type == SQL_TIMESTAMP || meaning.type == SQL_INTERVAL;
    if (numeric) meaning.precision = static_cast<SQLSMALLINT>(std::min<SQLULEN>(column_size, 32767));
    if (timed) meaning.precision = digits;
    if (numeric) meaning.scale = digits;
    meaning.length = column_size;
    return SQL_SUCCESS;
}

SQLRETURN parameter_data(Statement& statement, SQLPOINTER* token) {
    statement.require(Operation::parameter_data);
    DataAtExecution& waiting = *statement.at_execution;
    if (waiting.asked > 0) {
        waiting.values[waiting.missing[waiting.asked - 1]];  // nothing was put: an empty value
    }
    if (waiting.asked < waiting.missing.size()) {
        const auto [set, index] = waiting.missing[waiting.asked++];
        if (token) *token = const_cast<void*>(source_of(statement, index, set).value);
        return SQL_NEED_DATA;
    }
    statement.state = waiting.before;
    const std::optional<std::string> sql = waiting.direct ? std::optional(waiting.sql) : std::nullopt;
    try {
        const SQLRETURN code = execute(statement, sql);
        statement.at_execution.reset();
        return code;
    } catch (...) {
        statement.at_execution.reset();
        throw;
    }
}

SQLRETURN put_data(Statement& statement, SQLPOINTER data, SQLLEN length) {
    statement.require(Operation::parameter_data);
    DataAtExecution& waiting = *statement.at_execution;
    if (waiting.asked == 0) throw Failure("HY010", "Call SQLParamData before SQLPutData.");
    const auto [set, index] = waiting.missing[waiting.asked - 1];
    const convert::Source source = source_of(statement, index, set);
    convert::Finding finding;
    if (!convert::put_piece(waiting.values[{set, index}], source.c_type, source.sql_type, data, length,
                            source.wide_char_bytes, finding)) {
        refuse(finding, index, set);
    }
    return SQL_SUCCESS;
}

SQLRETURN describe_parameter(Statement& statement, SQLUSMALLINT number, SQLSMALLINT* type, SQLULEN* size,
                             SQLSMALLINT* digits, SQLSMALLINT* nullable) {
    statement.require(Operation::describe_parameters);
    if (number == 0 || number > statement.parameters->size()) throw Failure("07009");
    const wire::Parameter& parameter = (*statement.parameters)[number - 1u];
    put_value(type, parameter.sql_type);
    put_value(size, static_cast<SQLULEN>(parameter.column_size));
    put_value(digits, parameter.decimal_digits);
    put_value(nullable, static_cast<SQLSMALLINT>(parameter.nullable));
    return SQL_SUCCESS;
}

}  // namespace

std::optional<wire::ParameterSets> encode_parameter_sets(Statement& statement) {
    const std::size_t count = parameter_count(statement);
    if (note_missing(statement, count)) return std::nullopt;
    const SQLULEN sets = count == 0 ? 1 : statement.apd->array_size;
    wire::ParameterSets encoded{0, {}, {}};
    for (std::size_t index = 0; index < count; ++index) {
        encoded.sql_types.push_back(statement.ipd.record(index + 1).concise_type);
    }
    for (SQLULEN set = 0; set < sets; ++set) {
        if (count > 0 && is_ignored(*statement.apd, set)) continue;
        ++encoded.sets;
        for (std::size_t index = 0; index < count; ++index) encode_one(statement, index, set, encoded.values);
    }
    return encoded;
}

void report_parameter_sets(Statement& statement, const wire::Executed& executed) {
    const Descriptor& apd = *statement.apd;
    const bool any = !apd.records.empty();
    if (statement.ipd.processed) *statement.ipd.processed = any ? apd.array_size : 1;
    std::size_t sent = 0;
    for (SQLULEN set = 0; statement.ipd.array_status && any && set < apd.array_size; ++set) {
        SQLUSMALLINT status = SQL_PARAM_UNUSED;
        if (!is_ignored(apd, set)) {
            status = sent < executed.set_status.size() ? executed.set_status[sent] : SQL_PARAM_SUCCESS;
            ++sent;
        }
        statement.ipd.array_status[set] = status;
    }
    put_outputs(statement, executed);
}

void report_failed_sets(Statement& statement) {
    const SQLULEN sets = statement.apd->records.empty() ? 0 : statement.apd->array_size;
    if (statement.ipd.processed) *statement.ipd.processed = sets;
    for (SQLULEN set = 0; statement.ipd.array_status && set < sets; ++set) {
        statement.ipd.array_status[set] = is_ignored(*statement.apd, set) ? SQL_PARAM_UNUSED : SQL_PARAM_ERROR;
    }
}

}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLBindParameter(SQLHSTMT handle, SQLUSMALLINT number, SQLSMALLINT direction,
                                              SQLSMALLINT c_type, SQLSMALLINT sql_type, SQLULEN column_size,
                                              SQLSMALLINT digits, SQLPOINTER value, SQLLEN buffer_length,
                                              SQLLEN* length) {
    return enter<Statement>(handle, [=](Statement& statement) {
        return bind_parameter(statement, number, direction, c_type, sql_type, column_size, digits, value, buffer_length,
                              length);
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

extern "C" SQLRETURN SQL_API SQLParamData(SQLHSTMT handle, SQLPOINTER* token) {
    return enter<Statement>(handle, [=](Statement& statement) { return parameter_data(statement, token); });
}

extern "C" SQLRETURN SQL_API SQLPutData(SQLHSTMT handle, SQLPOINTER data, SQLLEN length) {
    return enter<Statement>(handle, [=](Statement& statement) { return put_data(statement, data, length); });
}
