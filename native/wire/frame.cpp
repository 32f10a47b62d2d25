#include "wire/frame.hpp"

namespace jsdodbc::wire {
namespace {

constexpr std::uint32_t null_text = 0xFFFFFFFF;

}  // namespace

std::string encode_header(const Header& header) {
    Writer writer;
    writer.u32(header.length);
    writer.u16(static_cast<std::uint16_t>(header.type));
    writer.u16(0);
    writer.u32(header.target);
    writer.u32(header.sequence);
    return std::move(writer.bytes());
}

Header decode_header(const std::uint8_t* bytes) {
    Reader reader(bytes, header_size);
    Header header{};
    header.length = reader.u32();
    header.type = static_cast<Message>(reader.u16());
    reader.u16();
    header.target = reader.u32();
    header.sequence = reader.u32();
    return header;
}

void Writer::text(std::string_view value) {
    u32(static_cast<std::uint32_t>(value.size()));
    bytes_ += value;
}

void Writer::text(const std::optional<std::string>& value) {
    if (value) {
        text(std::string_view(*value));
    } else {
        u32(null_text);
    }
}

std::optional<std::string> Reader::nullable_text() {
    const std::uint32_t length = u32();
    if (length == null_text) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(take(length)), length);
}

std::string Reader::text() {
    return nullable_text().value_or(std::string());
}

std::uint32_t Reader::count(std::size_t smallest) {
    const std::uint32_t items = u32();
    if (items > static_cast<std::size_t>(end_ - at_) / smallest) malformed("a list is longer than its message");
    return items;
}

const std::uint8_t* Reader::take(std::uint64_t size) {
    if (size > static_cast<std::uint64_t>(end_ - at_)) malformed("a message is shorter than its contents");
    const std::uint8_t* here = at_;
    at_ += size;
    return here;
}

void Reader::align8() {
    const auto used = static_cast<std::size_t>(at_ - start_);
    take((8 - used % 8) % 8);
}

void malformed(const char* what) {
    throw Failure("08S01",
                  std::string("The engine's answer does not follow the wire protocol: ") + what +
                      ". The library and the engine may be of different versions: install them again together.");
}

}  // namespace jsdodbc::wire
