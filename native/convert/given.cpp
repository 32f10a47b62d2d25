#include "given.hpp"

#include "kinds.hpp"
#include "text.hpp"

namespace jsdodbc::convert {

namespace {

template <class Stored>
Outcome given_integer(const void* value, Given& given) {
    const auto stored = load<Stored>(value);
    const auto bits = static_cast<std::uint64_t>(stored);
    const bool negative = std::is_signed_v<Stored> && (bits >> 63) != 0;
    given = decimal_of(negative ? ~bits + 1 : bits, negative);
    return Outcome::ok;
}

Outcome given_numeric(const Source& source, Given& given) {
    const auto numeric = load<SQL_NUMERIC_STRUCT>(source.value);
    Decimal decimal{{}, source.described ? source.c_scale : numeric.scale, numeric.sign == 0, false};
    for (int byte = 7; byte >= 0; --byte) {
        decimal.magnitude.low = decimal.magnitude.low << 8 | numeric.val[byte];
        decimal.magnitude.high = decimal.magnitude.high << 8 | numeric.val[byte + 8];
    }
    given = decimal;
    const bool checked = source.described && source.c_precision > 0 && source.c_precision <= max_decimal_digits;
    return checked && !less(decimal.magnitude, power_of_ten(source.c_precision)) ? Outcome::out_of_range : Outcome::ok;
}

bool set_time(unsigned hour, unsigned minute, unsigned second, std::uint64_t nanoseconds, Moment& moment) {
    moment.has_time = true;
    moment.nanoseconds =
        (hour * 3600LL + minute * 60LL + second) * 1'000'000'000 + static_cast<std::int64_t>(nanoseconds);
    return hour < 24 && minute < 60 && second < 60 && nanoseconds < 1'000'000'000;
}

bool set_date(SQLSMALLINT year, unsigned month, unsigned day, Moment& moment) {
    moment.has_date = true;
    if (!is_civil(year, month, day)) {
        return false;
    }
    moment.days = days_of_civil(year, month, day);
    return true;
}

Outcome given_moment(const void* value, Kind kind, Given& given) {
    Moment moment;
    bool valid = true;
    if (kind == Kind::time) {
        const auto time = load<SQL_TIME_STRUCT>(value);
        valid = set_time(time.hour, time.minute, time.second, 0, moment);
    } else if (kind == Kind::date) {
        const auto date = load<SQL_DATE_STRUCT>(value);
        valid = set_date(date.year, date.month, date.day, moment);
    } else {
        const auto stamp = load<SQL_TIMESTAMP_STRUCT>(value);
        valid = set_date(stamp.year, stamp.month, stamp.day, moment) &&
                set_time(stamp.hour, stamp.minute, stamp.second, stamp.fraction, moment);
    }
    given = moment;
    return valid ? Outcome::ok : Outcome::datetime_format;
}

Outcome given_interval(const Source& source, SQLSMALLINT c_type, Given& given) {
    GivenInterval read{{}, c_type};
    const Outcome outcome =
        read_interval(load<SQL_INTERVAL_STRUCT>(source.value), c_type, source.c_precision, read.interval);
    given = read;
    return outcome;
}

Outcome given_bit(const void* value, Given& given) {
    const auto bit = load<unsigned char>(value);
    given = Boolean{bit != 0};
    return bit <= 1 ? Outcome::ok : Outcome::out_of_range;
}

Outcome given_text(const void* value, std::size_t size, unsigned unit_bytes, Given& given) {
    GivenText& text = given.emplace<GivenText>();
    if (unit_bytes == 1) {
        text.data = size == 0 ? "" : static_cast<const char*>(value);
        text.size = size;
        return is_utf8(text.data, text.size) ? Outcome::ok : Outcome::invalid_text;
    }
    if (size % unit_bytes != 0) {
        return Outcome::bad_length;
    }
    const bool valid = narrow(value, size / unit_bytes, unit_bytes, text.owned);
    text.data = text.owned.data();
    text.size = text.owned.size();
    return valid ? Outcome::ok : Outcome::invalid_text;
}

Outcome given_encoded(const Charset& charset, const void* value, std::size_t size, Given& given) {
    std::optional<std::string> utf8 = charset.decode({size == 0 ? "" : static_cast<const char*>(value), size});
    if (!utf8) {
        return Outcome::invalid_text;
    }
    GivenText& text = given.emplace<GivenText>();
    text.owned = std::move(*utf8);
    text.data = text.owned.data();
    text.size = text.owned.size();
    return Outcome::ok;
}

}  // namespace

Outcome read_given(const Source& source, SQLSMALLINT c_type, std::size_t size, Given& given) {
    const void* value = source.value;
    const Kind kind = kind_of(c_type, source.wide_char_bytes);
    switch (kind) {
        case Kind::character:
            return source.charset != nullptr ? given_encoded(*source.charset, value, size, given)
                                             : given_text(value, size, 1, given);
        case Kind::wide2: return given_text(value, size, 2, given);
        case Kind::wide4: return given_text(value, size, 4, given);
        case Kind::binary: given = Bytes{size == 0 ? "" : static_cast<const char*>(value), size}; return Outcome::ok;
        case Kind::bit: return given_bit(value, given);
        case Kind::int8: return given_integer<std::int8_t>(value, given);
        case Kind::uint8: return given_integer<std::uint8_t>(value, given);
        case Kind::int16: return given_integer<std::int16_t>(value, given);
        case Kind::uint16: return given_integer<std::uint16_t>(value, given);
        case Kind::int32: return given_integer<std::int32_t>(value, given);
        case Kind::uint32: return given_integer<std::uint32_t>(value, given);
        case Kind::int64: return given_integer<std::int64_t>(value, given);
        case Kind::uint64: return given_integer<std::uint64_t>(value, given);
        case Kind::real32: given = Real{static_cast<double>(load<float>(value))}; return Outcome::ok;
        case Kind::real64: given = Real{load<double>(value)}; return Outcome::ok;
        case Kind::numeric: return given_numeric(source, given);
        case Kind::date:
        case Kind::time:
        case Kind::timestamp: return given_moment(value, kind, given);
        case Kind::interval: return given_interval(source, c_type, given);
        case Kind::guid: given = load<SQLGUID>(value); return Outcome::ok;
        default: return Outcome::bad_c_type;
    }
}

}  // namespace jsdodbc::convert
