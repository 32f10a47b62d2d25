#include "fuzz/script.hpp"

#include <mutex>
#include <thread>

#include "tests/golden.hpp"
#include "wire/channel.hpp"
#include "wire/messages.hpp"

namespace jsdodbc::fuzz {
namespace {

using wire::Header;
using wire::Message;
using wire::Transfer;

Input* input = nullptr;
const std::thread::id main_thread = std::this_thread::get_id();

std::string golden(const std::string& name) {
    static const std::vector<test::GoldenFrame> frames = test::golden_frames();
    for (const test::GoldenFrame& frame : frames) {
        if (frame.name == name) return frame.bytes("payload_hex");
    }
    return {};
}

// A result of the columns that the golden batch has: one of every layout.
std::string executed() {
    static constexpr std::int16_t sql_types[] = {SQL_BIT,       SQL_SMALLINT,  SQL_INTEGER,        SQL_BIGINT,
                                                 SQL_DOUBLE,    SQL_DECIMAL,   SQL_WVARCHAR,       SQL_VARBINARY,
                                                 SQL_TYPE_DATE, SQL_TYPE_TIME, SQL_TYPE_TIMESTAMP, SQL_WVARCHAR};
    wire::Writer writer;
    writer.u8(1);
    writer.i64(-1);
    writer.u32(std::size(sql_types));
    for (std::uint8_t layout = 1; layout <= std::size(sql_types); ++layout) {
        for (const char* name : {"Größe", "base", "Table", "Schema", "catalog", "TYPE"})
            writer.text(std::string_view(name));
        writer.i16(sql_types[layout - 1]);
        writer.u8(layout);
        writer.u64(40);
        writer.i16(2);
        for (const std::uint8_t fact : {1, 2, 3}) writer.u8(fact);
    }
    for (int nothing = 0; nothing < 4; ++nothing) writer.u32(0);
    return std::move(writer.bytes());
}

struct Answer {
    Message type;
    std::string payload;
};

// The batch that a row of a result of some rows is in, or word that there is no such row.
std::string batch_at(std::uint64_t row) {
    static const std::string batch = golden("BATCH every layout"), end = golden("BATCH empty");
    constexpr std::uint64_t rows = 4, all = 5 * rows;
    const bool behind = row >= all;
    wire::Writer writer;
    writer.u64(behind ? all : row / rows * rows);
    writer.i64(behind ? static_cast<std::int64_t>(all) : -1);
    writer.u32(0);  // diagnostics
    writer.u32(0);  // padding
    return std::move(writer.bytes()) + (behind ? end : batch);
}

Answer right_answer(Message request, const std::string& payload) {
    switch (request) {
        case Message::hello: return {Message::hello_ok, golden("HELLO_OK")};
        case Message::connect: return {Message::connect_ok, golden("CONNECT_OK")};
        case Message::native_sql: return {Message::text, golden("TEXT")};
        case Message::get_connection_attribute: return {Message::attribute, golden("ATTRIBUTE")};
        case Message::prepare: return {Message::prepared, golden("PREPARED")};
        case Message::execute:
        case Message::catalog: return {Message::executed, executed()};
        case Message::fetch: return {Message::batch, golden("BATCH every layout")};
        case Message::fetch_at: {
            std::uint64_t row = 0;
            std::memcpy(&row, payload.data(), std::min(payload.size(), sizeof row));
            return {Message::batch_at, batch_at(row)};
        }
        case Message::more_results: return {Message::no_more_results, {}};
        default: return {Message::ok, golden("OK")};
    }
}

// Ways to answer wrongly, or otherwise than with success.
Answer other_answer(Answer answer) {
    static constexpr const char* others[] = {"ERROR",       "EXECUTED sets", "EXECUTED",    "CONNECT_NEED_DATA",
                                             "BATCH empty", "BATCH_AT",      "BATCH_AT end"};
    static constexpr Message types[] = {
        Message::error, Message::executed, Message::executed, Message::connect_need_data,
        Message::batch, Message::batch_at, Message::batch_at};
    switch (input->ConsumeIntegralInRange(0, 3)) {
        case 0: {
            const auto which = input->ConsumeIntegralInRange<std::size_t>(0, std::size(others) - 1);
            return {types[which], golden(others[which])};
        }
        case 1: return {answer.type, input->ConsumeRandomLengthString(200)};
        case 2: answer.payload.resize(input->ConsumeIntegralInRange<std::size_t>(0, answer.payload.size())); break;
        default: break;
    }
    for (int changes = input->ConsumeIntegralInRange(0, 4); changes > 0 && !answer.payload.empty(); --changes) {
        const auto at = input->ConsumeIntegralInRange<std::size_t>(0, answer.payload.size() - 1);
        answer.payload[at] = input->ConsumeIntegral<char>();
    }
    return answer;
}

// Functions that run asynchronously come from threads of their own: these are answered rightly, without the input,
// which is the application's thread's alone.
class ScriptedChannel final : public wire::Channel {
  public:
    Transfer read(void* buffer, std::size_t size, std::size_t& count, const wire::Deadline& deadline) override {
        const std::lock_guard lock(mutex_);
        if (!input || closed_) return Transfer::closed;
        // Nothing comes any more, and nobody should wait until the clock says so.
        if (replies_.empty())
            return deadline && *deadline <= wire::Clock::now() ? Transfer::timed_out : Transfer::closed;
        const std::size_t most = scripted() ? input->ConsumeIntegralInRange<std::size_t>(0, 3) * 7 + 4096 : size;
        count = std::min({size, replies_.size(), most});
        std::memcpy(buffer, replies_.data(), count);
        replies_.erase(0, count);
        return Transfer::done;
    }

    Transfer write(const void* buffer, std::size_t size, std::size_t& count) override {
        const std::lock_guard lock(mutex_);
        if (!input || closed_) return Transfer::closed;
        requests_.append(static_cast<const char*>(buffer), size);
        count = size;
        while (requests_.size() >= wire::header_size) {
            const Header header = wire::decode_header(reinterpret_cast<const std::uint8_t*>(requests_.data()));
            if (requests_.size() < wire::header_size + header.length) break;
            const std::string payload = requests_.substr(wire::header_size, header.length);
            requests_.erase(0, wire::header_size + header.length);
            if (header.type != Message::cancel) answer(header, payload);
        }
        return Transfer::done;
    }

    void wait_writable(std::chrono::milliseconds) override {}
    void close() noexcept override { end(); }
    std::string last_words() override { return "Traceback:\n  \xFFoops"; }
    bool reap(std::chrono::milliseconds) noexcept override { return true; }
    void kill() noexcept override { end(); }

  private:
    bool scripted() const { return std::this_thread::get_id() == main_thread; }

    void end() noexcept {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }

    void answer(const Header& request, const std::string& payload) {
        const int whim = scripted() ? input->ConsumeIntegralInRange(0, 63) : 0;
        Answer answer = right_answer(request.type, payload);
        if (answer.type == Message::batch && ++batches_ % 3 == 0) answer.payload[4] = 1;  // the last one
        if (whim >= 48) answer = other_answer(std::move(answer));
        Header header{static_cast<std::uint32_t>(answer.payload.size()), answer.type, request.target, request.sequence};
        if (whim == 63) header.sequence = input->ConsumeIntegral<std::uint8_t>();
        if (whim == 62) header.length = input->ConsumeIntegralInRange<std::uint32_t>(0, 100000);
        if (whim == 61) header.type = static_cast<Message>(input->ConsumeIntegralInRange(0xFF, 0x120));
        if (whim == 60) closed_ = true;
        replies_ += wire::encode_header(header) + answer.payload;
    }

    std::mutex mutex_;
    std::string requests_, replies_;
    bool closed_ = false;
    int batches_ = 0;
};

}  // namespace

Script::Script(Input& from) {
    input = &from;
}

Script::~Script() {
    input = nullptr;
}

}  // namespace jsdodbc::fuzz

namespace jsdodbc::wire {

std::unique_ptr<Channel> start_engine(const std::string&, std::string& reason) {
    reason = "there is no script";
    return fuzz::input ? std::make_unique<fuzz::ScriptedChannel>() : nullptr;
}

}  // namespace jsdodbc::wire
