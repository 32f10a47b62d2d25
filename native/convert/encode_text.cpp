// Parameters whose SQL type is character, binary or a GUID.
#include "encode.hpp"

#include "structures.hpp"
#include "text.hpp"

namespace jsdodbc::convert {

namespace {

// A given value as text.
struct TextOf {
    char buffer[128];
    std::string_view text;

    template <class Value>
    Outcome rendered(const Value& value) {
        Rendered made;
        const Outcome outcome = render(value, made);
        std::memcpy(buffer, made.text, made.size);
        text = {buffer, made.size};
        return outcome;
    }

    Outcome operator()(Boolean boolean) { return rendered(boolean); }
    Outcome operator()(Real real) { return rendered(real); }
    Outcome operator()(const Decimal& decimal) { return rendered(decimal); }
    Outcome operator()(const GivenText& given) {
        text = {given.data, given.size};
        return Outcome::ok;
    }
    Outcome operator()(Bytes bytes) {
        text = {bytes.data, bytes.size};
        return is_utf8(bytes.data, bytes.size) ? Outcome::ok : Outcome::invalid_text;
    }
    Outcome operator()(const Moment& moment) {
        char* at = buffer;
        if (moment.has_date) {
            at = print_date(moment.days, at);
        }
        if (moment.has_date && moment.has_time) {
            *at++ = ' ';
        }
        if (moment.has_time) {
            at = print_time_exactly(moment.nanoseconds, at);
        }
        text = {buffer, static_cast<std::size_t>(at - buffer)};
        return Outcome::ok;
    }
    Outcome operator()(const GivenInterval& given) {
        text = {buffer, print_interval(given.interval, given.type, buffer)};
        return Outcome::ok;
    }
    Outcome operator()(const SQLGUID& guid) {
        print_guid(guid, buffer);
        text = {buffer, guid_text};
        return Outcome::ok;
    }
};

Outcome check_length(std::size_t size, SQLULEN column_size) {
    const bool fits = size <= max_wire_bytes && (column_size == 0 || size <= column_size);
    return fits ? Outcome::ok : Outcome::data_too_long;
}

}  // namespace

Outcome encode_character(const Given& given, const Source& source, std::string& out) {
    TextOf made;
    Outcome outcome = std::visit(made, given);
    if (!is_error(outcome)) {
        const bool is_short = source.column_size == 0 || made.text.size() <= source.column_size;
        const std::size_t size = is_short ? made.text.size() : count_code_points(made.text.data(), made.text.size());
        outcome = check_length(size, source.column_size);
    }
    if (!is_error(outcome)) {
        append_value(out, Tag::character, made.text);
    }
    return outcome;
}

Outcome encode_binary(const Given& given, const Source& source, std::string& out) {
    std::string parsed;
    std::string_view bytes;
    if (const auto* text = std::get_if<GivenText>(&given)) {
        if (!parse_hex(text->data, text->size, parsed)) {
            return Outcome::invalid_text;
        }
        bytes = parsed;
    } else if (const auto* raw = std::get_if<Bytes>(&given)) {
        bytes = {raw->data, raw->size};
    } else {
        return Outcome::restricted;
    }
    const Outcome outcome = check_length(bytes.size(), source.column_size);
    if (!is_error(outcome)) {
        append_value(out, Tag::binary, bytes);
    }
    return outcome;
}

Outcome encode_guid(const Given& given, std::string& out) {
    SQLGUID guid{};
    if (const auto* text = std::get_if<GivenText>(&given)) {
        if (!parse_guid(text->data, text->size, guid)) {
            return Outcome::invalid_text;
        }
    } else if (const auto* structure = std::get_if<SQLGUID>(&given)) {
        guid = *structure;
    } else {
        return Outcome::restricted;
    }
    char text[guid_text];
    print_guid(guid, text);
    for (char& sign : text) {
        sign = sign >= 'A' && sign <= 'F' ? static_cast<char>(sign - 'A' + 'a') : sign;  // the wire's spelling
    }
    append_value(out, Tag::guid, std::string_view(text, guid_text));
    return Outcome::ok;
}

}  // namespace jsdodbc::convert
