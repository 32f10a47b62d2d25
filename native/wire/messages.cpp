#include "wire/messages.hpp"

namespace jsdodbc::wire {
namespace {

constexpr std::size_t smallest_record = 4 + 4 + 4 + 8 + 4;
constexpr std::size_t smallest_column = 6 * 4 + 2 + 1 + 8 + 2 + 3;
constexpr std::size_t smallest_parameter = 2 + 8 + 2 + 1 + 1 + 4;

std::vector<Column> read_columns(Reader& reader) {
    std::vector<Column> columns(reader.count(smallest_column));
    for (Column& column : columns) {
        for (std::string* text :
             {&column.name, &column.base_column, &column.table, &column.schema, &column.catalog, &column.type_name}) {
            *text = reader.text();
        }
        column.sql_type = reader.i16();
        const std::uint8_t physical = reader.u8();
        if (physical < 1 || physical > 12) malformed("a column has an unknown layout");
        column.physical = static_cast<convert::Physical>(physical);
        column.column_size = reader.u64();
        column.decimal_digits = reader.i16();
        column.nullable = reader.u8();
        column.flags = reader.u8();
        column.searchable = reader.u8();
    }
    return columns;
}

std::vector<Parameter> read_parameters(Reader& reader) {
    std::vector<Parameter> parameters(reader.count(smallest_parameter));
    for (Parameter& parameter : parameters) {
        parameter.sql_type = reader.i16();
        parameter.column_size = reader.u64();
        parameter.decimal_digits = reader.i16();
        parameter.nullable = reader.u8();
        parameter.direction = reader.u8();
        parameter.name = reader.text();
    }
    return parameters;
}

InfoValue read_info(Reader& reader) {
    switch (reader.u8()) {
        case 0: return reader.text();
        case 1: return reader.u16();
        case 2: return reader.u32();
        default: malformed("an information value has an unknown kind");
    }
}

// Steps over a tagged value and returns its bytes.
std::string read_tagged(Reader& reader) {
    const std::uint8_t* start = reader.cursor();
    switch (reader.u8()) {
        case 0:
        case 13: break;
        case 1: reader.u8(); break;
        case 2:
        case 3:
        case 8:
        case 9:
        case 11:
        case 12: reader.u64(); break;
        case 4:
        case 5:
        case 10: reader.nullable_text(); break;
        case 6: reader.take(reader.u32()); break;
        case 7: reader.u32(); break;
        default: malformed("a parameter value has an unknown tag");
    }
    return std::string(reinterpret_cast<const char*>(start), static_cast<std::size_t>(reader.cursor() - start));
}

}  // namespace

std::vector<Record> read_records(Reader& reader) {
    std::vector<Record> records(reader.count(smallest_record));
    for (Record& record : records) {
        record.sqlstate = reader.text();
        if (record.sqlstate.size() != 5) record.sqlstate = "HY000";
        record.native = reader.i32();
        record.message = reader.text();
        const std::int64_t row = reader.i64();
        const std::int32_t column = reader.i32();
        record.row = row > 0 ? row : SQL_NO_ROW_NUMBER;
        record.column = column > 0 ? column : SQL_NO_COLUMN_NUMBER;
    }
    return records;
}

void require(const Reply& reply, Message expected) {
    if (reply.type == expected) return;
    if (reply.type != Message::error) malformed("an answer has a type that its request can't have");
    Reader reader(reply.payload);
    std::vector<Record> records = read_records(reader);
    if (records.empty()) throw Failure("HY000", "The engine refused without saying why.");
    throw Failure(std::move(records));
}

std::vector<Record> decode_ok(const Reply& reply) {
    require(reply, Message::ok);
    Reader reader(reply.payload);
    return read_records(reader);
}

Connected decode_connected(const Reply& reply) {
    Connected connected;
    connected.need_data = reply.type == Message::connect_need_data;
    if (!connected.need_data) require(reply, Message::connect_ok);
    Reader reader(reply.payload);
    connected.connection_string = reader.text();
    for (std::uint32_t left = connected.need_data ? 0 : reader.count(5); left > 0; --left) {
        const std::uint16_t type = reader.u16();
        connected.info[type] = read_info(reader);
    }
    connected.diagnostics = read_records(reader);
    if (!connected.need_data) connected.charset = reader.text();
    return connected;
}

Prepared decode_prepared(const Reply& reply) {
    require(reply, Message::prepared);
    Reader reader(reply.payload);
    Prepared prepared;
    prepared.parameters = read_parameters(reader);
    prepared.columns = read_columns(reader);
    prepared.diagnostics = read_records(reader);
    return prepared;
}

Executed decode_executed(const Reply& reply) {
    require(reply, Message::executed);
    Reader reader(reply.payload);
    Executed executed;
    executed.has_result = reader.u8() != 0;
    executed.row_count = reader.i64();
    executed.columns = read_columns(reader);
    executed.sets_processed = reader.u32();
    executed.set_status.resize(reader.count(2));
    for (std::uint16_t& status : executed.set_status) status = reader.u16();
    executed.outputs.resize(reader.count(3));
    for (Output& output : executed.outputs) {
        output.parameter = reader.u16();
        output.value = read_tagged(reader);
    }
    executed.diagnostics = read_records(reader);
    if (executed.has_result && executed.columns.empty()) malformed("a result set has no columns");
    return executed;
}

}  // namespace jsdodbc::wire
