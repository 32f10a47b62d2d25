#include "wire/requests.hpp"

namespace jsdodbc::wire {
namespace {

void write_options(Writer& writer, const Options& options) {
    writer.u32(options.timeout);
    writer.u64(options.max_rows);
    writer.u64(options.max_length);
}

}  // namespace

std::string encode_hello(std::string_view version_of_library) {
    Writer writer;
    writer.u32(protocol_version);
    writer.text(version_of_library);
    return std::move(writer.bytes());
}

std::string encode_connect(const ConnectRequest& request) {
    Writer writer;
    writer.u8(request.kind);
    writer.text(std::string_view(request.text));
    writer.text(request.user);
    writer.text(request.password);
    writer.u32(request.login_timeout);
    writer.u32(request.odbc_version);
    writer.u8(request.read_only);
    return std::move(writer.bytes());
}

std::string encode_native_sql(std::string_view sql) {
    Writer writer;
    writer.text(sql);
    return std::move(writer.bytes());
}

std::string encode_set_connection_attribute(std::int32_t attribute, const std::optional<std::string>& text,
                                            std::int64_t number) {
    Writer writer;
    writer.i32(attribute);
    writer.text(text);
    writer.i64(number);
    return std::move(writer.bytes());
}

std::string encode_get_connection_attribute(std::int32_t attribute) {
    Writer writer;
    writer.i32(attribute);
    return std::move(writer.bytes());
}

std::string encode_prepare(std::uint32_t connection, std::string_view sql) {
    Writer writer;
    writer.u32(connection);
    writer.text(sql);
    return std::move(writer.bytes());
}

std::string encode_execute(std::uint32_t connection, const std::optional<std::string>& sql, const Options& options,
                           const ParameterSets& parameters) {
    Writer writer;
    writer.u32(connection);
    writer.text(sql);
    write_options(writer, options);
    writer.u32(parameters.sets);
    writer.u16(static_cast<std::uint16_t>(parameters.sql_types.size()));
    for (const std::int16_t type : parameters.sql_types) writer.i16(type);
    writer.bytes() += parameters.values;
    return std::move(writer.bytes());
}

std::string encode_catalog(const CatalogRequest& request) {
    Writer writer;
    writer.u32(request.connection);
    writer.u16(request.function);
    writer.u32(static_cast<std::uint32_t>(request.texts.size()));
    for (const auto& text : request.texts) writer.text(text);
    writer.u32(static_cast<std::uint32_t>(request.integers.size()));
    for (const std::int32_t value : request.integers) writer.i32(value);
    writer.u8(request.metadata_id);
    write_options(writer, request.options);
    return std::move(writer.bytes());
}

std::string encode_fetch(std::uint32_t most_rows, std::uint32_t timeout) {
    Writer writer;
    writer.u32(most_rows);
    writer.u32(timeout);
    return std::move(writer.bytes());
}

std::string encode_fetch_at(std::uint64_t row, std::uint32_t timeout) {
    Writer writer;
    writer.u64(row);
    writer.u32(timeout);
    return std::move(writer.bytes());
}

std::string encode_put_value(std::uint32_t connection, std::uint32_t number, std::string_view portion) {
    Writer writer;
    writer.u32(connection);
    writer.u32(number);
    writer.text(portion);  // bytes are written like text
    return std::move(writer.bytes());
}

}  // namespace jsdodbc::wire
