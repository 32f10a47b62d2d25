// Reading what an engine sends that can't be trusted.
#include "convert/tests/check.hpp"
#include "handles/state.hpp"
#include "wire/batch.hpp"
#include "wire/discovery.hpp"

using namespace jsdodbc;

namespace {

wire::Reply reply_of(wire::Message type, const std::string& bytes) {
    wire::Reply reply;
    reply.type = type;
    reply.payload.bytes = std::make_unique_for_overwrite<std::uint8_t[]>(bytes.size() + 1);
    std::memcpy(reply.payload.bytes.get(), bytes.data(), bytes.size());
    reply.payload.size = bytes.size();
    return reply;
}

template <class Work>
std::string state_of(Work&& work) {
    try {
        work();
    } catch (const Failure& failure) {
        return failure.records().front().sqlstate;
    }
    return "";
}

// A batch of two rows of one BIGINT column, as docs/wire-protocol.md lays it out.
std::string good_batch() {
    wire::Writer writer;
    writer.u32(2);
    writer.u8(1);
    writer.u32(0);
    writer.bytes().resize(16);
    writer.u64(0);
    writer.u64(0);
    writer.u64(16);
    writer.i64(7);
    writer.i64(-7);
    return std::move(writer.bytes());
}

std::vector<wire::Column> one_column() {
    wire::Column column;
    column.physical = convert::Physical::int64;
    column.sql_type = SQL_BIGINT;
    return {column};
}

}  // namespace

TEST(a_batch_is_viewed_in_place) {
    const wire::Batch batch(reply_of(wire::Message::batch, good_batch()), one_column());
    std::int64_t second;
    std::memcpy(&second, batch.column(0).values + 8, 8);
    CHECK_EQUAL(batch.rows(), 2, "rows");
    CHECK(batch.last(), "last");
    CHECK_EQUAL(second, -7, "value");
}

TEST(no_shortened_batch_is_read_past_its_end) {
    const std::string whole = good_batch();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const std::string state =
            state_of([&] { wire::Batch(reply_of(wire::Message::batch, whole.substr(0, size)), one_column()); });
        CHECK_EQUAL(state, std::string("08S01"), "cut at " + std::to_string(size));
    }
}

TEST(no_changed_byte_of_a_batch_is_believed) {
    const std::string whole = good_batch();
    for (std::size_t at = 0; at < 40; ++at) {
        for (const int change : {1, 0x7F, 0xFF}) {
            std::string other = whole;
            other[at] = static_cast<char>(other[at] ^ change);
            state_of([&] {
                const wire::Batch batch(reply_of(wire::Message::batch, other), one_column());
                std::uint8_t sum = 0;
                for (std::int64_t byte = 0; byte < batch.rows() * 8; ++byte) sum += batch.column(0).values[byte];
                CHECK(sum <= 255, "reading what is promised stays in bounds (the sanitizer watches)");
            });
        }
    }
}

TEST(errors_are_thrown_with_all_their_records) {
    wire::Writer writer;
    writer.u32(2);
    for (const char* state : {"42S02", "01000"}) {
        writer.text(std::string_view(state));
        writer.i32(404);
        writer.text(std::string_view("No such table"));
        writer.i64(3);
        writer.i32(-1);
    }
    try {
        wire::decode_ok(reply_of(wire::Message::error, writer.bytes()));
        CHECK(false, "it must throw");
    } catch (const Failure& failure) {
        CHECK_EQUAL(failure.records().size(), 2u, "records");
        CHECK_EQUAL(failure.records()[0].native, 404, "native code");
        CHECK_EQUAL(failure.records()[0].row, 3, "row");
        CHECK_EQUAL(failure.records()[0].column, SQL_NO_COLUMN_NUMBER, "no column");
    }
}

TEST(a_list_can_not_be_longer_than_its_message) {
    wire::Writer writer;
    writer.u32(0xFFFFFFF0);
    CHECK_EQUAL(state_of([&] { wire::decode_ok(reply_of(wire::Message::ok, writer.bytes())); }), std::string("08S01"),
                "list");
    CHECK_EQUAL(state_of([&] { wire::decode_executed(reply_of(wire::Message::prepared, "")); }), std::string("08S01"),
                "type");
}

TEST(connection_strings_are_read_as_far_as_needed) {
    const std::string text = "Driver={a;b}}c};URL=http://x; DSN = name ;Empty=;Last=1";
    CHECK_EQUAL(wire::connection_string_value(text, "DRIVER").value_or("?"), std::string("a;b}c"), "braces");
    CHECK_EQUAL(wire::connection_string_value(text, "dsn").value_or("?"), std::string("name"), "spaces");
    CHECK_EQUAL(wire::connection_string_value(text, "empty").value_or("?"), std::string(), "empty");
    CHECK_EQUAL(wire::connection_string_value(text, "last").value_or("?"), std::string("1"), "last");
    CHECK(!wire::connection_string_value(text, "none"), "absent");
    CHECK(!wire::connection_string_value("{", "none"), "an odd one");
}

TEST(state_tables) {
    CHECK_EQUAL(std::string(refusal(Operation::fetch, State::prepared, true)), std::string("HY010"),
                "fetch before execute");
    CHECK_EQUAL(std::string(refusal(Operation::fetch, State::executed, true)), std::string("24000"),
                "fetch without rows");
    CHECK(!refusal(Operation::fetch, State::cursor_open, false), "fetch");
    CHECK_EQUAL(std::string(refusal(Operation::execute, State::executed, false)), std::string("HY010"), "not prepared");
    CHECK_EQUAL(std::string(refusal(Operation::execute, State::positioned, true)), std::string("24000"), "cursor open");
    CHECK_EQUAL(std::string(refusal(Operation::extended_fetch, State::positioned, false)), std::string("HY010"),
                "mixed");
    CHECK_EQUAL(std::string(refusal(Operation::close_cursor, State::prepared, true)), std::string("24000"),
                "no cursor");
    CHECK_EQUAL(std::string(refusal(Operation::bind, State::need_data, true)), std::string("HY010"),
                "parameters wanted");
}
