// Bytes of the wire protocol (docs/wire-protocol.md): writing requests, reading replies without trusting them.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "diagnostics/failure.hpp"

namespace jsdodbc::wire {

enum class Message : std::uint16_t {
    hello = 0x01,
    connect = 0x02,
    disconnect = 0x03,
    native_sql = 0x04,
    set_connection_attribute = 0x05,
    get_connection_attribute = 0x06,
    prepare = 0x10,
    execute = 0x11,
    catalog = 0x12,
    fetch = 0x13,
    more_results = 0x14,
    close_cursor = 0x15,
    free_statement = 0x16,
    cancel = 0x17,
    fetch_at = 0x18,
    put_value = 0x19,
    ok = 0x100,
    error = 0x101,
    hello_ok = 0x102,
    connect_ok = 0x103,
    connect_need_data = 0x104,
    text = 0x105,
    attribute = 0x106,
    prepared = 0x110,
    executed = 0x111,
    batch = 0x112,
    no_more_results = 0x113,
    batch_at = 0x114,
};

constexpr std::size_t header_size = 16;
constexpr std::uint32_t largest_payload = 0x7FFFFFFF;

struct Header {
    std::uint32_t length;
    Message type;
    std::uint32_t target;
    std::uint32_t sequence;
};

std::string encode_header(const Header& header);
Header decode_header(const std::uint8_t* bytes);

class Writer {
  public:
    void u8(std::uint8_t value) { bytes_ += static_cast<char>(value); }
    void u16(std::uint16_t value) { fixed(value); }
    void u32(std::uint32_t value) { fixed(value); }
    void u64(std::uint64_t value) { fixed(value); }
    void i16(std::int16_t value) { fixed(value); }
    void i32(std::int32_t value) { fixed(value); }
    void i64(std::int64_t value) { fixed(value); }
    void text(std::string_view value);
    void text(const std::optional<std::string>& value);
    std::string& bytes() noexcept { return bytes_; }

  private:
    template <class Value>
    void fixed(Value value) {
        char raw[sizeof value];
        std::memcpy(raw, &value, sizeof value);  // every platform of ours is little-endian
        bytes_.append(raw, sizeof value);
    }

    std::string bytes_;
};

// One allocation, aligned for any value, never shared.
struct Payload {
    std::unique_ptr<std::uint8_t[]> bytes;
    std::size_t size = 0;
};

struct Reply {
    Message type = Message::ok;
    Payload payload;
};

// Reads a payload; whatever runs over its end is a Failure 08S01.
class Reader {
  public:
    Reader(const std::uint8_t* bytes, std::size_t size) noexcept : start_(bytes), at_(bytes), end_(bytes + size) {}
    explicit Reader(const Payload& payload) noexcept : Reader(payload.bytes.get(), payload.size) {}

    std::uint8_t u8() { return fixed<std::uint8_t>(); }
    std::uint16_t u16() { return fixed<std::uint16_t>(); }
    std::uint32_t u32() { return fixed<std::uint32_t>(); }
    std::uint64_t u64() { return fixed<std::uint64_t>(); }
    std::int16_t i16() { return fixed<std::int16_t>(); }
    std::int32_t i32() { return fixed<std::int32_t>(); }
    std::int64_t i64() { return fixed<std::int64_t>(); }
    std::optional<std::string> nullable_text();
    std::string text();  // NULL is ""
    // The count of a list whose items take at least `smallest` bytes each.
    std::uint32_t count(std::size_t smallest);
    const std::uint8_t* take(std::uint64_t size);
    void align8();
    const std::uint8_t*& cursor() noexcept { return at_; }
    const std::uint8_t* end() const noexcept { return end_; }

  private:
    template <class Value>
    Value fixed() {
        Value value;
        std::memcpy(&value, take(sizeof value), sizeof value);
        return value;
    }

    const std::uint8_t* start_;
    const std::uint8_t* at_;
    const std::uint8_t* end_;
};

// The reply of an engine that doesn't keep to the protocol.
[[noreturn]] void malformed(const char* what);

}  // namespace jsdodbc::wire
