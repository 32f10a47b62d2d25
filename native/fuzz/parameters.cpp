// Bound parameters of any content and length to the wire and back into an output parameter; SQLPutData in pieces.
#include <cstdlib>

#include "fuzz/input.hpp"

using namespace jsdodbc;
using fuzz::Input;

namespace {

// The value an application bound, with a terminator where a length says that there is one.
struct Bound {
    fuzz::Bytes bytes;
    SQLLEN length, indicator;

    explicit Bound(Input& input) : length(input.length(64)), indicator(input.length(0)) {
        const auto size = static_cast<std::size_t>(length < 0 ? 64 : length);
        bytes = input.ConsumeBytes<std::uint8_t>(size);
        bytes.resize(size);
        if (length == SQL_NTS) bytes.insert(bytes.end(), 4, 0);
        bytes.shrink_to_fit();
    }
};

convert::Source source_of(Input& input) {
    convert::Source source;
    source.c_type = input.c_type();
    source.sql_type = input.sql_type();
    source.precision = input.ConsumeIntegralInRange<SQLSMALLINT>(-2, 45);
    source.scale = input.ConsumeIntegralInRange<SQLSMALLINT>(-140, 140);
    source.wide_char_bytes = input.ConsumeBool() ? 4 : 2;
    source.column_size = input.ConsumeIntegralInRange<SQLULEN>(0, 40);
    return source;
}

// What was encoded must be readable: its own decoder takes it to the last byte.
void decode(Input& input, const std::string& wire) {
    convert::Target target;
    target.c_type = input.c_type();
    target.buffer_length = input.length(64);
    target.wide_char_bytes = input.ConsumeBool() ? 4 : 2;
    const SQLLEN fixed = convert::c_type_size(target.c_type);
    const SQLLEN size = fixed > 0                        ? fixed
                        : target.c_type == SQL_C_DEFAULT ? 256
                                                         : std::max<SQLLEN>(0, target.buffer_length);
    fuzz::Memory value(static_cast<std::size_t>(size), input.ConsumeBool());
    SQLLEN length = 0;
    target.value = value.at();
    if (input.ConsumeBool()) target.octet_length = target.indicator = &length;
    const auto* cursor = reinterpret_cast<const std::uint8_t*>(wire.data());
    convert::Finding finding;
    (void)convert::decode_parameter(cursor, cursor + wire.size(), target, finding);
}

void encode(Input& input) {
    convert::Source source = source_of(input);
    Bound bound(input);
    const SQLLEN fixed = convert::c_type_size(
        source.c_type == SQL_C_DEFAULT ? convert::default_c_type(source.sql_type, false) : source.c_type);
    if (fixed > 0) bound.bytes.resize(static_cast<std::size_t>(fixed));
    bound.bytes.shrink_to_fit();
    const bool terminated = bound.length == SQL_NTS || fixed > 0;
    const bool measured = input.ConsumeIntegralInRange(0, 7) != 0 || !terminated;
    source.value = input.ConsumeIntegralInRange(0, 15) ? bound.bytes.data() : nullptr;
    source.buffer_length = bound.length == SQL_NTS ? static_cast<SQLLEN>(bound.bytes.size()) : bound.length;
    if (measured) source.octet_length = &bound.length;
    if (input.ConsumeBool()) source.indicator = input.ConsumeBool() ? source.octet_length : &bound.indicator;
    std::string wire;
    convert::Finding finding;
    if (!convert::encode_parameter(source, wire, finding)) {
        if (!wire.empty()) std::abort();  // nothing may be appended
        return;
    }
    decode(input, wire);
}

// The same value, some of it taken in portions while it comes: what the engine gets is the same, to the last byte.
struct InPortions {
    convert::PutBuffer buffer;
    std::string taken;

    void take(const convert::Source& source, bool last) {
        if (!convert::goes_in_portions(source) || (buffer.bytes.empty() && !last)) return;
        buffer.number = 1;
        std::string portion;
        if (convert::take_portion(buffer, source, last, portion)) taken += portion;
    }

    void compare(const convert::Source& source, bool sent, const std::string& wire) {
        if (buffer.number == 0) return;
        take(source, true);
        constexpr std::size_t head = 1 + sizeof(std::uint32_t);  // tag and length
        if (buffer.refused.error == sent) std::abort();
        if (sent && (wire.size() < head || wire.compare(head, std::string::npos, taken) != 0)) std::abort();
        if (sent && buffer.taken != taken.size()) std::abort();
    }
};

void put(Input& input) {
    const convert::Source source = source_of(input);
    convert::PutBuffer buffer;
    InPortions portions;
    convert::Finding finding;
    const SQLLEN fixed = convert::c_type_size(
        source.c_type == SQL_C_DEFAULT ? convert::default_c_type(source.sql_type, false) : source.c_type);
    for (int pieces = input.ConsumeIntegralInRange(0, 6); pieces > 0; --pieces) {
        Bound bound(input);
        if (fixed > 0) bound.bytes.resize(static_cast<std::size_t>(fixed));
        const void* value = input.ConsumeIntegralInRange(0, 15) ? bound.bytes.data() : nullptr;
        (void)convert::put_piece(buffer, source.c_type, source.sql_type, value, bound.length, source.wide_char_bytes,
                                 finding);
        (void)convert::put_piece(portions.buffer, source.c_type, source.sql_type, value, bound.length,
                                 source.wide_char_bytes, finding);
        if (input.ConsumeBool()) portions.take(source, false);
    }
    std::string wire;
    const bool sent = convert::encode_put(buffer, source, wire, finding);
    portions.compare(source, sent, wire);
    if (sent) decode(input, wire);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    while (input.remaining_bytes() > 0) {
        switch (input.ConsumeIntegralInRange(0, 3)) {
            case 0: put(input); break;
            case 1: decode(input, input.ConsumeRandomLengthString(100)); break;
            default: encode(input);
        }
    }
    return 0;
}
