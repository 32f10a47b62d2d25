// Values that SQLPutData brings and that are too long to be held: they go to the engine in portions.
#include "portions.hpp"

#include <algorithm>

#include "conversions.hpp"
#include "encode.hpp"
#include "kinds.hpp"
#include "text.hpp"

namespace jsdodbc::convert {

namespace {

Kind kind_of_source(const Source& source) {
    return kind_of(resolved(source.c_type, source.sql_type), source.wide_char_bytes);
}

// Bytes in front of a UTF-8 sequence that has begun and not ended.
std::size_t whole_utf8(const std::string& bytes) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(4, bytes.size()); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if ((byte & 0xC0) == 0x80) {
            continue;
        }
        const std::size_t needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        return needed > back ? bytes.size() - back : bytes.size();
    }
    return bytes.size();  // no text at all, as its reader will find
}

// Bytes in front of half a surrogate pair or half a unit.
std::size_t whole_utf16(const std::string& bytes) {
    const std::size_t size = bytes.size() / 2 * 2;
    const bool split = size > 0 && (load<char16_t>(bytes.data() + size - 2) & 0xFC00) == 0xD800;
    return split ? size - 2 : size;
}

std::size_t whole_size(const std::string& bytes, Kind kind) {
    switch (kind) {
        case Kind::character: return whole_utf8(bytes);
        case Kind::wide2: return whole_utf16(bytes);
        case Kind::wide4: return bytes.size() / 4 * 4;
        default: return bytes.size();
    }
}

Outcome read_portion(PutBuffer& buffer, const Source& source, std::size_t size, std::string& portion) {
    Source part = source;
    part.value = buffer.bytes.data();
    Given given;
    const Outcome outcome = read_given(part, resolved(source.c_type, source.sql_type), size, given);
    if (is_error(outcome)) {
        return outcome;
    }
    if (const auto* text = std::get_if<GivenText>(&given)) {
        portion.assign(text->data, text->size);
        buffer.characters += count_code_points(text->data, text->size);
    } else {
        portion.assign(buffer.bytes, 0, size);
        buffer.characters += size;
    }
    return source.column_size == 0 || buffer.characters <= source.column_size ? Outcome::ok : Outcome::data_too_long;
}

}  // namespace

bool goes_in_portions(const Source& source) {
    const Family family = family_of(source.sql_type);
    const bool natural = family == Family::natural;
    switch (kind_of_source(source)) {
        case Kind::character:
            if (source.charset != nullptr) {
                return false;  // where its characters end is not to be seen from behind
            }
            [[fallthrough]];
        case Kind::wide2:
        case Kind::wide4: return natural || family == Family::character;
        case Kind::binary: return natural || family == Family::binary;
        default: return false;
    }
}

bool take_portion(PutBuffer& buffer, const Source& source, bool last, std::string& portion) {
    portion.clear();
    if (buffer.refused.error) {
        buffer.bytes.clear();
        return false;
    }
    const std::size_t size = last ? buffer.bytes.size() : whole_size(buffer.bytes, kind_of_source(source));
    const Outcome outcome = read_portion(buffer, source, size, portion);
    if (is_error(outcome)) {
        buffer.refused = finding_of(outcome);
        buffer.bytes.clear();
        return false;
    }
    buffer.bytes.erase(0, size);
    buffer.taken += portion.size();
    return true;
}

bool encode_kept(const PutBuffer& buffer, const Source& source, std::string& wire_out, Finding& finding) {
    if (buffer.refused.error) {
        finding = buffer.refused;
        return false;
    }
    append_tag(wire_out, kind_of_source(source) == Kind::binary ? Tag::kept_binary : Tag::kept_character);
    append_number(wire_out, buffer.number);
    append_number(wire_out, buffer.taken);
    return true;
}

}  // namespace jsdodbc::convert
