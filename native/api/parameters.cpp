// The values of bound parameters on their way to the engine, and what comes back.
#include <algorithm>

#include "api/parameters.hpp"

namespace jsdodbc {
namespace {

constexpr std::size_t most_records = 100;           // diagnostics of one execution
constexpr std::size_t most_bytes = 0x7FFFFFFF / 2;  // of all values: a frame has room for the statement beside them

// The place of a bound buffer's element for parameter set `set`.
template <class Pointer>
Pointer* element(Pointer* start, const Descriptor& apd, SQLULEN set, std::size_t size) noexcept {
    if (!start) return nullptr;
    const std::size_t stride = apd.bind_type == SQL_PARAM_BIND_BY_COLUMN ? size : apd.bind_type;
    const SQLLEN offset = apd.bind_offset ? *apd.bind_offset : 0;
    return reinterpret_cast<Pointer*>(reinterpret_cast<char*>(start) + offset + set * stride);
}

std::size_t value_size(SQLSMALLINT c_type, SQLLEN octet_length) noexcept {
    const SQLLEN fixed = convert::c_type_size(c_type);
    return static_cast<std::size_t>(fixed > 0 ? fixed : std::max<SQLLEN>(0, octet_length));
}

bool is_input(const DescriptorRecord& meaning) noexcept {
    return meaning.parameter_type != SQL_PARAM_OUTPUT;
}

bool comes_later(const convert::Source& source) noexcept {
    if (!source.octet_length) return false;
    SQLLEN length;
    std::memcpy(&length, source.octet_length, sizeof length);
    return length == SQL_DATA_AT_EXEC || length <= SQL_LEN_DATA_AT_EXEC_OFFSET;
}

bool is_ignored(const Descriptor& apd, SQLULEN set) noexcept {
    return apd.array_status && apd.array_status[set] == SQL_PARAM_IGNORE;
}

// How many parameters the statement has, as far as that is known; else how many are bound without a gap.
std::size_t parameter_count(Statement& statement) {
    const std::vector<DescriptorRecord>& bound = statement.apd->records;
    const auto gap = std::find_if(bound.begin(), bound.end(), [](const DescriptorRecord& one) { return !one.bound; });
    const auto available = static_cast<std::size_t>(gap - bound.begin());
    if (!statement.parameters) return available;
    const std::size_t wanted = statement.parameters->size();
    if (available >= wanted) return wanted;
    throw Failure("07002", "The statement has " + std::to_string(wanted) + " parameter markers, but parameter " +
                               std::to_string(available + 1) + " is not bound: call SQLBindParameter for it.");
}

// Those of parameters that SQLPutData must bring, in the order of asking.
std::vector<std::pair<SQLULEN, std::size_t>> find_missing(Statement& statement, std::size_t count) {
    std::vector<std::pair<SQLULEN, std::size_t>> missing;
    for (SQLULEN set = 0; set < statement.apd->array_size; ++set) {
        if (is_ignored(*statement.apd, set)) continue;
        for (std::size_t index = 0; index < count; ++index) {
            const bool given = is_input(statement.ipd.record(index + 1));
            if (given && comes_later(parameter_source(statement, index, set))) missing.emplace_back(set, index);
        }
    }
    return missing;
}

bool encode_one(Statement& statement, std::size_t index, SQLULEN set, std::string& out, convert::Finding& finding) {
    constexpr char null_tag = 0;
    if (!is_input(statement.ipd.record(index + 1))) {
        out += null_tag;
        return true;
    }
    const convert::Source source = parameter_source(statement, index, set);
    if (statement.at_execution) {
        const auto put = statement.at_execution->values.find({set, index});
        if (put != statement.at_execution->values.end()) {
            const convert::PutBuffer value = std::move(put->second);  // gone from memory behind this
            return convert::encode_put(value, source, out, finding);
        }
    }
    return convert::encode_parameter(source, out, finding);
}

void note(SentSets& sent, const convert::Finding& finding, std::size_t index, SQLULEN set) {
    (finding.error ? sent.refused : sent.warned).push_back(set);
    if (sent.records.size() < most_records) sent.records.push_back(parameter_record(finding, index, set));
}

// A set whose values can't be sent is left out and noted: the others are executed.
void encode_set(Statement& statement, std::size_t count, SQLULEN set, wire::ParameterSets& encoded) {
    SentSets& sent = statement.sent_sets;
    const std::size_t before = encoded.values.size();
    for (std::size_t index = 0; index < count; ++index) {
        convert::Finding finding;
        const bool encoded_it = encode_one(statement, index, set, encoded.values, finding);
        if (!encoded_it || finding.sqlstate != std::string_view("00000")) note(sent, finding, index, set);
        if (encoded_it) continue;
        encoded.values.resize(before);
        return;
    }
    if (encoded.values.size() > most_bytes) {
        throw Failure("HY001", "The values of all parameter sets take more than 1 GB: send fewer at once.");
    }
    ++encoded.sets;
    sent.places.push_back(set);
}

void set_status(Statement& statement, SQLULEN set, SQLUSMALLINT status) noexcept {
    if (statement.ipd.array_status) statement.ipd.array_status[set] = status;
}

SQLULEN set_count(const Statement& statement) noexcept {
    return statement.apd->records.empty() ? 1 : statement.apd->array_size;
}

// The engine counts the sets that were sent, the application those that it bound.
void renumber(const SentSets& sent, std::vector<Record>& records) {
    for (Record& record : records) {
        const bool known = record.row >= 1 && static_cast<std::size_t>(record.row) <= sent.places.size();
        if (known) record.row = static_cast<std::int64_t>(sent.places[static_cast<std::size_t>(record.row) - 1]) + 1;
    }
}

convert::Target output_target(Statement& statement, std::size_t index) {
    const convert::Source source = parameter_source(statement, index, 0);
    const DescriptorRecord& buffer = statement.apd->records[index];
    convert::Target target;
    target.c_type = source.c_type;
    target.precision = buffer.precision;
    target.scale = buffer.scale;
    target.leading_precision = static_cast<SQLSMALLINT>(buffer.interval_precision);
    target.value = const_cast<void*>(source.value);
    target.buffer_length = source.buffer_length;
    target.octet_length = const_cast<SQLLEN*>(source.octet_length);
    target.indicator = const_cast<SQLLEN*>(source.indicator);
    target.wide_char_bytes = source.wide_char_bytes;
    target.charset = source.charset;
    return target;
}

void put_outputs(Statement& statement, const wire::Executed& executed) {
    for (const wire::Output& output : executed.outputs) {
        if (output.parameter == 0 || output.parameter > statement.apd->records.size()) continue;
        const std::size_t index = output.parameter - 1u;
        if (statement.ipd.record(output.parameter).parameter_type == SQL_PARAM_INPUT) continue;
        const auto* cursor = reinterpret_cast<const std::uint8_t*>(output.value.data());
        convert::Finding finding;
        const bool written =
            convert::decode_parameter(cursor, cursor + output.value.size(), output_target(statement, index), finding);
        if (written && std::string_view(finding.sqlstate) == "00000") continue;
        if (!written) throw Failure(std::vector<Record>{parameter_record(finding, index, 0)});
        statement.diagnostics.add(parameter_record(finding, index, 0));
    }
}

}  // namespace

convert::Source parameter_source(Statement& statement, std::size_t index, SQLULEN set) {
    const Descriptor& apd = *statement.apd;
    if (index >= apd.records.size()) {  // an explicit one may have changed while data was asked for
        throw Failure("07002", "Parameter " + std::to_string(index + 1) +
                                   " is not bound any more: bind it again and execute the statement anew.");
    }
    const DescriptorRecord& buffer = apd.records[index];
    const DescriptorRecord& meaning = statement.ipd.record(index + 1);
    convert::Source source;
    const bool chosen = buffer.concise_type != SQL_C_DEFAULT;
    source.c_type = chosen ? buffer.concise_type : convert::default_c_type(meaning.concise_type, false);
    source.sql_type = meaning.concise_type;
    source.precision = meaning.precision;
    source.scale = meaning.scale;
    source.c_precision = buffer.precision;
    source.c_scale = buffer.scale;
    source.described =
        source.c_type == SQL_C_NUMERIC && (buffer.scale != 0 || buffer.precision != default_numeric_precision);
    source.value = element(static_cast<char*>(buffer.data), apd, set, value_size(source.c_type, buffer.octet_length));
    source.buffer_length = buffer.octet_length;
    source.octet_length = element(buffer.octet_length_pointer, apd, set, sizeof(SQLLEN));
    source.indicator = element(buffer.indicator_pointer, apd, set, sizeof(SQLLEN));
    source.wide_char_bytes = text::wide_char_bytes();
    source.charset = statement.connection.charset.get();
    source.column_size = meaning.length;
    return source;
}

Record parameter_record(const convert::Finding& finding, std::size_t index, SQLULEN set) {
    Record record = Failure(finding.sqlstate).records().front();
    record.message += " (parameter " + std::to_string(index + 1) + ")";
    record.row = static_cast<std::int64_t>(set) + 1;
    record.column = static_cast<std::int32_t>(index) + 1;
    return record;
}

bool waits_for_data(Statement& statement) {
    return !statement.at_execution && !find_missing(statement, parameter_count(statement)).empty();
}

std::optional<wire::ParameterSets> encode_parameter_sets(Statement& statement) {
    const std::size_t count = parameter_count(statement);
    statement.sent_sets = {};
    if (!statement.at_execution) {
        std::vector<std::pair<SQLULEN, std::size_t>> missing = find_missing(statement, count);
        if (!missing.empty()) {
            statement.at_execution.emplace().missing = std::move(missing);
            return std::nullopt;
        }
    }
    wire::ParameterSets encoded{0, {}, {}};
    for (std::size_t index = 0; index < count; ++index) {
        encoded.sql_types.push_back(statement.ipd.record(index + 1).concise_type);
    }
    const SQLULEN sets = count == 0 ? 1 : statement.apd->array_size;
    for (SQLULEN set = 0; set < sets; ++set) {
        if (count == 0 || !is_ignored(*statement.apd, set)) encode_set(statement, count, set, encoded);
    }
    if (encoded.sets == 0 && !statement.sent_sets.refused.empty()) {
        std::vector<Record> records = std::move(statement.sent_sets.records);
        report_failed_sets(statement, {});
        throw Failure(std::move(records));
    }
    return encoded;
}

void report_parameter_sets(Statement& statement, wire::Executed& executed) {
    SentSets& sent = statement.sent_sets;
    const SQLULEN sets = set_count(statement);
    tell_processed(statement.ipd.processed, sets);
    for (SQLULEN set = 0; set < sets; ++set) set_status(statement, set, SQL_PARAM_UNUSED);
    for (std::size_t index = 0; index < sent.places.size(); ++index) {
        const bool told = index < executed.set_status.size();
        set_status(statement, sent.places[index], told ? executed.set_status[index] : SQL_PARAM_SUCCESS);
    }
    for (const SQLULEN set : sent.warned) set_status(statement, set, SQL_PARAM_SUCCESS_WITH_INFO);
    for (const SQLULEN set : sent.refused) set_status(statement, set, SQL_PARAM_ERROR);
    renumber(sent, executed.diagnostics);
    statement.diagnostics.add(sent.records);
    put_outputs(statement, executed);
}

std::vector<Record> report_failed_sets(Statement& statement, std::vector<Record> records) {
    const SentSets& sent = statement.sent_sets;
    renumber(sent, records);
    const bool told = !records.empty() && records.front().row >= 1;  // which set it was: those behind were not reached
    const SQLULEN sets = set_count(statement);
    const SQLULEN failed = told ? static_cast<SQLULEN>(records.front().row) - 1 : sets;
    tell_processed(statement.ipd.processed, told ? std::min(failed + 1, sets) : sets);
    for (SQLULEN set = 0; set < sets; ++set) set_status(statement, set, SQL_PARAM_UNUSED);
    for (const SQLULEN set : sent.places) {
        const SQLUSMALLINT after = set == failed || !told ? SQL_PARAM_ERROR : SQL_PARAM_UNUSED;
        set_status(statement, set, set < failed && told ? SQLUSMALLINT{SQL_PARAM_SUCCESS} : after);
    }
    for (const SQLULEN set : sent.refused) set_status(statement, set, SQL_PARAM_ERROR);
    return records;
}

}  // namespace jsdodbc
