// The frames that both halves test against, tests/odbc/golden_frames.json: what the library sends has these bytes, and
// what it reads from these bytes has this meaning. The values are those of tests/odbc_seam/examples.py.
#include "convert/tests/check.hpp"
#include "golden.hpp"
#include "wire/batch.hpp"
#include "wire/requests.hpp"

using namespace jsdodbc;
using namespace jsdodbc::wire;
using test::golden_frames;
using Frame = test::GoldenFrame;

namespace {

// Texts of records: SQLSTATE, native code, row, column, message.
std::string told(const std::vector<Record>& records) {
    std::string text;
    for (const Record& record : records) {
        text += record.sqlstate + " " + std::to_string(record.native) + " " + std::to_string(record.row) + " " +
                std::to_string(record.column) + " " + record.message + "\n";
    }
    return text;
}

const std::string warning = "01S00 0 -1 -1 'Colour' is not a connection property and was ignored.\n";
const std::string failed = "22018 400 2 3 Größe „x“ ist keine Zahl.\n";
const Options options{30, 1000, 4096};

// A parameter value as the application would bind it.
template <class Value>
std::string bound(SQLSMALLINT c_type, SQLSMALLINT sql_type, const Value& value, SQLLEN length = SQL_NTS) {
    convert::Source source;
    source.c_type = c_type;
    source.sql_type = sql_type;
    source.precision = sql_type == SQL_DECIMAL ? 10 : 6;
    source.scale = 2;
    source.value = &value;
    source.octet_length = source.indicator = &length;
    source.wide_char_bytes = 2;
    std::string bytes;
    convert::Finding finding;
    CHECK(convert::encode_parameter(source, bytes, finding), std::string("a value is encoded: ") + finding.sqlstate);
    return bytes;
}

std::string every_value() {
    const SQL_DATE_STRUCT date{2026, 11, 23};
    const SQL_TIMESTAMP_STRUCT before_1970{1969, 12, 31, 23, 59, 59, 999999000};
    const SQLGUID guid{0x01234567, 0x89AB, 0xCDEF, {0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF}};
    SQL_INTERVAL_STRUCT months{};
    months.interval_type = SQL_IS_YEAR_TO_MONTH;
    months.intval.year_month = {1, 2};
    SQL_INTERVAL_STRUCT seconds{};
    seconds.interval_type = SQL_IS_DAY_TO_SECOND;
    seconds.interval_sign = SQL_TRUE;
    seconds.intval.day_second = {0, 0, 0, 1, 500000};
    const char binary[] = {'\x00', '\xFF'};
    return bound(SQL_C_CHAR, SQL_WVARCHAR, "", SQL_NULL_DATA) + bound(SQL_C_BIT, SQL_BIT, std::uint8_t{1}) +
           bound(SQL_C_SLONG, SQL_BIGINT, SQLINTEGER{-42}) + bound(SQL_C_DOUBLE, SQL_DOUBLE, 1.5) +
           bound(SQL_C_CHAR, SQL_DECIMAL, "-12.50") + bound(SQL_C_WCHAR, SQL_WVARCHAR, u"\u00E9\u6771\U0001F642") +
           bound(SQL_C_BINARY, SQL_VARBINARY, binary, sizeof binary) + bound(SQL_C_TYPE_DATE, SQL_TYPE_DATE, date) +
           bound(SQL_C_CHAR, SQL_TYPE_TIME, "23:59:59.999999") +
           bound(SQL_C_TYPE_TIMESTAMP, SQL_TYPE_TIMESTAMP, before_1970) + bound(SQL_C_GUID, SQL_GUID, guid) +
           bound(SQL_C_INTERVAL_YEAR_TO_MONTH, SQL_INTERVAL_YEAR_TO_MONTH, months) +
           bound(SQL_C_INTERVAL_DAY_TO_SECOND, SQL_INTERVAL_DAY_TO_SECOND, seconds) +
           bound(SQL_C_SLONG, SQL_INTEGER, SQLINTEGER{0}, SQL_DEFAULT_PARAM);
}

std::string execute_every_value() {
    const std::vector<std::int16_t> types{-9, -7, -5, 8, 3, -9, -3, 91, 92, 93, -11, 107, 110, 4};
    return encode_execute(1, "INSERT", options, {1, types, every_value()});
}

// Values of which portions have gone before.
std::string kept_values() {
    std::string bytes;
    for (const bool binary : {false, true}) {
        convert::Source source;
        source.c_type = binary ? SQL_C_BINARY : SQL_C_CHAR;
        source.sql_type = binary ? SQL_LONGVARBINARY : SQL_WLONGVARCHAR;
        convert::PutBuffer buffer;
        buffer.number = binary ? 2 : 1;
        buffer.taken = binary ? 7 : (std::uint64_t{1} << 32) + 1;
        convert::Finding finding;
        CHECK(convert::encode_put(buffer, source, bytes, finding), finding.sqlstate);
    }
    return bytes;
}

std::string execute_two_sets() {
    const std::string values =
        bound(SQL_C_SLONG, SQL_INTEGER, SQLINTEGER{1}) + bound(SQL_C_SLONG, SQL_INTEGER, SQLINTEGER{0}, SQL_NULL_DATA);
    return encode_execute(1, std::nullopt, options, {2, {4}, values});
}

using Encode = std::string (*)();

const std::map<std::string, Encode> requests{
    {"HELLO", [] { return encode_hello("0.1.0"); }},
    {"CONNECT driver",
     [] {
         return encode_connect({0, "DSN=desk;UID=ann;PWD={a;b}}c}", {}, {}, 15, 380, false});
     }},
    {"CONNECT dsn",
     [] {
         return encode_connect({1, "desk", "ann", "secret", 0, 3, true});
     }},
    {"CONNECT browse",
     [] {
         return encode_connect({2, "URL=site.example", {}, {}, 0, 2, false});
     }},
    {"DISCONNECT", [] { return std::string(); }},
    {"NATIVE_SQL", [] { return encode_native_sql("SELECT {fn UCASE(Summary)} FROM Issues"); }},
    {"SET_CONNECTION_ATTRIBUTE", [] { return encode_set_connection_attribute(109, "site.example", 0); }},
    {"GET_CONNECTION_ATTRIBUTE", [] { return encode_get_connection_attribute(109); }},
    {"PREPARE", [] { return encode_prepare(1, "SELECT * FROM Requests WHERE IssueKey = ?"); }},
    {"EXECUTE prepared", [] { return encode_execute(1, std::nullopt, {}, {}); }},
    {"EXECUTE every value", execute_every_value},
    {"EXECUTE two sets", execute_two_sets},
    {"CATALOG",
     [] {
         return encode_catalog({1, 1, {std::nullopt, "", "%", "TABLE"}, {}, false, options});
     }},
    {"CATALOG integers",
     [] {
         return encode_catalog({1, 6, {std::nullopt, std::nullopt, "Requests"}, {1, 0, 1}, true, options});
     }},
    {"FETCH", [] { return encode_fetch(1000, 30); }},
    {"MORE_RESULTS", [] { return std::string(); }},
    {"CLOSE_CURSOR", [] { return std::string(); }},
    {"FREE_STATEMENT", [] { return std::string(); }},
    {"CANCEL", [] { return std::string(); }},
    {"FETCH_AT", [] { return encode_fetch_at((std::uint64_t{1} << 40) + 5, 30); }},
    {"PUT_VALUE",
     [] {
         return encode_put_value(1, 2,
                                 std::string_view("\x00\xFF"
                                                  "bytes",
                                                  7));
     }},
    {"EXECUTE kept values",
     [] {
         return encode_execute(1, "INSERT", options, {1, {-10, -4}, kept_values()});
     }},
};

void check_key(const Column& column) {
    const std::string names = column.name + "|" + column.base_column + "|" + column.table + "|" + column.schema + "|" +
                              column.catalog + "|" + column.type_name;
    CHECK_EQUAL(names, "Key|IssueKey|Requests|JiraServiceDesk|site.example|VARCHAR", "names");
    CHECK_EQUAL(column.sql_type, SQL_WVARCHAR, "SQL type");
    CHECK(column.physical == convert::Physical::utf8, "layout");
    CHECK_EQUAL(column.column_size, 255u, "size");
    CHECK_EQUAL(column.decimal_digits, 0, "digits");
    CHECK_EQUAL(static_cast<int>(column.nullable), SQL_NO_NULLS, "nullable");
    CHECK(column.case_sensitive() && !column.is_unsigned() && !column.updatable(), "flags");
    CHECK_EQUAL(static_cast<int>(column.searchable), SQL_PRED_SEARCHABLE, "searchable");
}

void check_columns(const std::vector<Column>& columns) {
    CHECK_EQUAL(columns.size(), 2u, "columns");
    check_key(columns.at(0));
    const Column& count = columns.at(1);
    CHECK_EQUAL(count.name + "|" + count.base_column + "|" + count.table + "|" + count.type_name, "COUNT(*)|||BIGINT",
                "names of an expression");
    CHECK(count.sql_type == SQL_BIGINT && count.physical == convert::Physical::int64, "types of an expression");
    CHECK(count.column_size == 19 && count.nullable == SQL_NULLABLE && count.flags == 0, "facts of an expression");
    CHECK_EQUAL(static_cast<int>(count.searchable), SQL_PRED_BASIC, "searchable");
}

void check_error(Reply reply) {
    try {
        require(reply, Message::executed);
        CHECK(false, "an error is thrown");
    } catch (const Failure& failure) {
        CHECK_EQUAL(told(failure.records()), failed + warning, "records");
    }
}

void check_connected(Reply reply) {
    const Connected connected = decode_connected(reply);
    CHECK(!connected.need_data, "complete");
    CHECK_EQUAL(connected.connection_string, "URL=https://site.example", "connection string");
    CHECK_EQUAL(connected.info.size(), 3u, "info");
    CHECK_EQUAL(std::get<std::string>(connected.info.at(17)), "Jira", "text");
    CHECK_EQUAL(std::get<std::uint16_t>(connected.info.at(23)), 2, "16 bits");
    CHECK_EQUAL(std::get<std::uint32_t>(connected.info.at(81)), 15u, "32 bits");
    CHECK_EQUAL(connected.charset, "windows-1252", "encoding");
    CHECK_EQUAL(told(connected.diagnostics), warning, "diagnostics");
}

void check_browsed(Reply reply) {
    const Connected connected = decode_connected(reply);
    CHECK(connected.need_data && connected.diagnostics.empty(), "data is needed");
    CHECK_EQUAL(connected.connection_string, "User={?};*APIToken={?};*Password={?}", "browse result");
}

void check_hello(Reply reply) {
    require(reply, Message::hello_ok);
    CHECK_EQUAL(Reader(reply.payload).u32(), protocol_version, "version");
}

void check_text(Reply reply) {
    require(reply, Message::text);
    CHECK_EQUAL(Reader(reply.payload).text(), "SELECT UPPER(Summary) FROM Issues", "text");
}

template <bool has_text>
void check_attribute(Reply reply) {
    require(reply, Message::attribute);
    Reader reader(reply.payload);
    CHECK_EQUAL(reader.nullable_text().value_or("NULL"), has_text ? "site.example" : "NULL", "text");
    CHECK_EQUAL(reader.i64(), has_text ? 0 : -1, "number");
}

void check_prepared(Reply reply) {
    const Prepared prepared = decode_prepared(reply);
    check_columns(prepared.columns);
    CHECK(prepared.diagnostics.empty(), "no diagnostics");
    CHECK_EQUAL(prepared.parameters.size(), 2u, "parameters");
    const Parameter &first = prepared.parameters.at(0), &second = prepared.parameters.at(1);
    CHECK(first.sql_type == SQL_WVARCHAR && first.column_size == 255 && first.decimal_digits == 0, "first");
    CHECK(first.nullable == 1 && first.direction == 1 && first.name.empty(), "first");
    CHECK(second.sql_type == SQL_DECIMAL && second.column_size == 10 && second.decimal_digits == 2, "second");
    CHECK(second.nullable == 2 && second.direction == 4 && second.name == "Total", "second");
}

void check_executed(Reply reply) {
    const Executed executed = decode_executed(reply);
    CHECK(executed.has_result && executed.row_count == -1 && executed.sets_processed == 1, "a result set");
    check_columns(executed.columns);
    CHECK(executed.set_status.empty() && executed.outputs.empty(), "nothing about sets");
    CHECK_EQUAL(told(executed.diagnostics), warning, "diagnostics");
}

void check_executed_sets(Reply reply) {
    const Executed executed = decode_executed(reply);
    CHECK(!executed.has_result && executed.row_count == 2 && executed.columns.empty(), "no result set");
    CHECK_EQUAL(executed.sets_processed, 3u, "sets");
    CHECK(executed.set_status == std::vector<std::uint16_t>({0, 5, 6}), "statuses");
    CHECK_EQUAL(executed.outputs.size(), 1u, "outputs");
    CHECK_EQUAL(executed.outputs.at(0).parameter, 2, "its number");
    CHECK_EQUAL(executed.outputs.at(0).value,
                std::string("\x04\x04\0\0\0"
                            "1.25",
                            9),
                "its value");
    CHECK_EQUAL(told(executed.diagnostics), failed, "diagnostics");
}

struct Layout {
    convert::Physical physical;
    std::int16_t digits;
    const char* cells[4];  // as SQL_C_CHAR
};

const Layout layouts[] = {
    {convert::Physical::boolean, 0, {"1", "NULL", "0", "1"}},
    {convert::Physical::int16, 0, {"1", "NULL", "-2", "3"}},
    {convert::Physical::int32, 0, {"1", "NULL", "-2", "3"}},
    {convert::Physical::int64, 0, {"1", "2", "-2", "9223372036854775807"}},
    {convert::Physical::float64, 0, {"1.5", "NULL", "-0.25", "1e+300"}},
    {convert::Physical::decimal128, 2, {"-12.50", "NULL", "0.01", "7.00"}},
    {convert::Physical::utf8, 0, {"a", "NULL", "", "é東🙂"}},
    {convert::Physical::binary, 0, {"00FF", "NULL", "", "616263"}},
    {convert::Physical::date32, 0, {"2026-11-23", "NULL", "1969-12-31", "0001-01-01"}},
    {convert::Physical::time64, 6, {"20:30:00.123456", "NULL", "00:00:00.000000", "23:59:59.999999"}},
    {convert::Physical::timestamp,
     6,
     {"2026-11-23 20:30:00.123456", "NULL", "1969-12-31 23:59:59.000000", "2026-11-23 20:30:00.123456"}},
    {convert::Physical::nulls, 0, {"NULL", "NULL", "NULL", "NULL"}},
};

std::vector<Column> layout_columns() {
    std::vector<Column> columns(std::size(layouts));
    for (std::size_t index = 0; index < columns.size(); ++index) {
        columns[index].physical = layouts[index].physical;
        columns[index].decimal_digits = layouts[index].digits;
    }
    return columns;
}

std::string cell(const convert::ColumnVector& column, std::int64_t row) {
    char buffer[100] = {};
    SQLLEN length = 0;
    convert::Target target;
    target.c_type = SQL_C_CHAR;
    target.value = buffer;
    target.buffer_length = sizeof buffer;
    target.octet_length = target.indicator = &length;
    std::vector<convert::Finding> findings;
    convert::to_rows(column, row, 1, target, findings);
    if (!findings.empty()) return findings[0].sqlstate;
    return length == SQL_NULL_DATA ? "NULL" : buffer;
}

void check_batch(Reply reply) {
    const Batch batch(std::move(reply), layout_columns());
    CHECK_EQUAL(batch.rows(), 4, "rows");
    CHECK(!batch.last(), "more follow");
    CHECK_EQUAL(told(batch.diagnostics()), warning, "diagnostics");
    for (std::size_t index = 0; index < std::size(layouts); ++index) {
        for (std::int64_t row = 0; row < 4; ++row) {
            CHECK_EQUAL(cell(batch.column(index), row), layouts[index].cells[row],
                        "layout " + std::to_string(index + 1) + ", row " + std::to_string(row));
        }
    }
}

void check_empty_batch(Reply reply) {
    const Batch batch(std::move(reply), layout_columns());
    CHECK(batch.rows() == 0 && batch.last() && batch.diagnostics().empty(), "no rows, the last");
}

void check_batch_at(Reply reply) {
    const Batch batch(std::move(reply), std::vector<Column>{layout_columns()[3]}, Message::batch_at);
    CHECK(batch.first() == 1000 && batch.rows() == 3 && batch.total() == -1, "its place");
    CHECK(batch.contains(1000) && batch.contains(1002) && !batch.contains(999) && !batch.contains(1003), "its rows");
    CHECK_EQUAL(told(batch.diagnostics()), warning, "diagnostics");
    CHECK_EQUAL(cell(batch.column(0), 0) + cell(batch.column(0), 1) + cell(batch.column(0), 2), "7NULL9", "values");
}

void check_batch_at_end(Reply reply) {
    const Batch batch(std::move(reply), std::vector<Column>{layout_columns()[3]}, Message::batch_at);
    CHECK(batch.rows() == 0 && batch.first() == 1003 && batch.total() == 1003, "the end is told");
}

const std::map<std::string, void (*)(Reply)> replies{
    {"OK", [](Reply reply) { CHECK_EQUAL(told(decode_ok(reply)), warning, "diagnostics"); }},
    {"ERROR", check_error},
    {"HELLO_OK", check_hello},
    {"CONNECT_OK", check_connected},
    {"CONNECT_NEED_DATA", check_browsed},
    {"TEXT", check_text},
    {"ATTRIBUTE", check_attribute<true>},
    {"ATTRIBUTE integer", check_attribute<false>},
    {"PREPARED", check_prepared},
    {"EXECUTED", check_executed},
    {"EXECUTED sets", check_executed_sets},
    {"NO_MORE_RESULTS", [](Reply reply) { require(reply, Message::no_more_results); }},
    {"BATCH every layout", check_batch},
    {"BATCH empty", check_empty_batch},
    {"BATCH_AT", check_batch_at},
    {"BATCH_AT end", check_batch_at_end},
};

std::string hexadecimal(const std::string& bytes) {
    std::string digits;
    for (const char byte : bytes) {
        for (const int shift : {4, 0}) digits += "0123456789abcdef"[(static_cast<unsigned char>(byte) >> shift) & 15];
    }
    return digits;
}

}  // namespace

TEST(every_golden_frame_is_known_here_and_the_other_way_round) {
    const std::vector<Frame> frames = golden_frames();
    for (const Frame& frame : frames) {
        CHECK(requests.contains(frame.name) || replies.contains(frame.name), "no test knows the frame " + frame.name);
    }
    CHECK_EQUAL(frames.size(), requests.size() + replies.size(), "a test's frame is not in the file");
}

TEST(headers_are_the_golden_ones) {
    for (const Frame& frame : golden_frames()) {
        const Header header{static_cast<std::uint32_t>(frame.bytes("payload_hex").size()),
                            static_cast<Message>(frame.number("type")), frame.number("target"),
                            frame.number("sequence")};
        const std::string bytes = encode_header(header);
        CHECK_EQUAL(hexadecimal(bytes), frame.fields.at("header_hex"), frame.name);
        const Header read = decode_header(reinterpret_cast<const std::uint8_t*>(bytes.data()));
        CHECK(read.length == header.length && read.type == header.type, frame.name);
        CHECK(read.target == header.target && read.sequence == header.sequence, frame.name);
    }
}

TEST(requests_have_the_golden_bytes) {
    for (const Frame& frame : golden_frames()) {
        const auto found = requests.find(frame.name);
        if (found == requests.end()) continue;
        CHECK_EQUAL(hexadecimal(found->second()), frame.fields.at("payload_hex"), frame.name);
    }
}

TEST(replies_have_the_golden_meaning) {
    for (const Frame& frame : golden_frames()) {
        const auto found = replies.find(frame.name);
        if (found == replies.end()) continue;
        try {
            found->second(frame.reply());
        } catch (const Failure& failure) {
            CHECK(false, frame.name + ": " + failure.what());
        }
    }
}
