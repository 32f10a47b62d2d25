#include "kinds.hpp"
#include "stream.hpp"

namespace jsdodbc::convert {

namespace {

void put_length(const Target& target, SQLLEN length) {
    if (target.octet_length != nullptr) {
        store(target.octet_length, length);
    }
    if (target.indicator != nullptr && target.indicator != target.octet_length) {
        store(target.indicator, SQLLEN{0});
    }
}

SQLRETURN tell(Outcome outcome, Finding& finding) {
    if (outcome != Outcome::ok) {
        finding = finding_of(outcome);
    }
    return outcome == Outcome::ok ? SQL_SUCCESS : is_error(outcome) ? SQL_ERROR : SQL_SUCCESS_WITH_INFO;
}

SQLRETURN told(const std::vector<Finding>& findings, Finding& finding) {
    if (findings.empty()) {
        return SQL_SUCCESS;
    }
    finding = findings.front();
    return finding.error ? SQL_ERROR : SQL_SUCCESS_WITH_INFO;
}

SQLRETURN null_piece(const Target& target, PieceState& state, Finding& finding) {
    if (target.indicator == nullptr) {
        return tell(Outcome::null_without_indicator, finding);
    }
    store(target.indicator, SQLLEN{SQL_NULL_DATA});
    state.finished = true;
    return SQL_SUCCESS;
}

// Delivers it whole when it fits; otherwise (SQL_SUCCESS_WITH_INFO) the state knows the size and nothing else has
// moved.
SQLRETURN first_piece(const ColumnVector& column, std::int64_t row, const Target& target, bool asks_size,
                      PieceState& state, Finding& finding) {
    SQLLEN total = 0;
    std::vector<Finding> findings;
    Target whole = target;
    whole.octet_length = &total;
    whole.indicator = nullptr;
    whole.value = asks_size ? nullptr : target.value;
    to_rows(column, row, 1, whole, findings);
    const SQLRETURN result = told(findings, finding);
    if (result == SQL_ERROR) {
        return result;
    }
    state.started = true;
    state.remaining = total;
    if (asks_size || result == SQL_SUCCESS_WITH_INFO) {
        return SQL_SUCCESS_WITH_INFO;
    }
    state.finished = true;
    put_length(target, total);
    return result;
}

// The pieces are cut from the bytes of the charset.
void encode_once(const Charset& charset, Stream& stream, PieceState& state) {
    if (state.source_offset == 0) {
        Charset::Encoded encoded = charset.encode({stream.data, stream.size});
        state.encoded = std::move(encoded.bytes);
        state.replaced = encoded.replaced;
    }
    stream.data = state.encoded.data();
    stream.size = state.encoded.size();
}

SQLRETURN next_piece(const ColumnVector& column, std::int64_t row, const Target& target, Kind kind, PieceState& state,
                     Finding& finding) {
    Stream stream;
    if (!open(column, row, target, kind, stream)) {
        return tell(Outcome::malformed, finding);
    }
    if (is_encoded(column, target, kind)) {
        encode_once(*target.charset, stream, state);
    }
    const std::size_t terminator = kind == Kind::binary ? 0 : unit_bytes(kind);
    const auto capacity = static_cast<std::size_t>(target.buffer_length);
    put_length(target, static_cast<SQLLEN>(state.remaining));
    if (capacity < terminator) {
        return tell(Outcome::truncated, finding);
    }
    auto* to = static_cast<char*>(target.value);
    const std::size_t written = fill_piece(stream, state, to, capacity - terminator, kind);
    std::memset(to + written, 0, terminator);
    state.remaining -= static_cast<std::int64_t>(written);
    state.finished = state.remaining <= 0;
    return tell(!state.finished ? Outcome::truncated : state.replaced ? Outcome::replaced : Outcome::ok, finding);
}

// SQL_C_BINARY of a fixed type is all or nothing.
bool in_pieces(const ColumnVector& column, Kind kind) {
    const bool variable = column.physical == Physical::utf8 || column.physical == Physical::binary;
    return kind != Kind::binary || (variable && !is_guid(column));
}

// Nothing moves, except that no bytes at all are delivered by saying so.
SQLRETURN tell_size(const ColumnVector& column, const Target& target, Kind kind, PieceState& state, Finding& finding) {
    put_length(target, static_cast<SQLLEN>(state.remaining));
    state.finished = kind == Kind::binary && state.remaining == 0;
    state.started = in_pieces(column, kind) && state.source_offset > 0;
    return tell(state.finished ? Outcome::ok : Outcome::truncated, finding);
}

SQLRETURN fixed_piece(const ColumnVector& column, std::int64_t row, const Target& target, PieceState& state,
                      Finding& finding) {
    std::vector<Finding> findings;
    to_rows(column, row, 1, target, findings);
    const SQLRETURN result = told(findings, finding);
    state.finished = result != SQL_ERROR;
    return result;
}

}  // namespace

SQLRETURN to_piece(const ColumnVector& column, std::int64_t row, const Target& target, PieceState& state,
                   Finding& finding) {
    const SQLSMALLINT c_type = resolved(target.c_type, column.sql_type);
    const Kind kind = kind_of(c_type, target.wide_char_bytes);
    if (state.c_type != c_type) {
        state = {};
        state.c_type = c_type;
    }
    if (state.finished) {
        return SQL_NO_DATA;
    }
    const bool in_range = row >= 0 && row < column.rows;
    if (!in_range || !has_length(kind) || target.buffer_length < 0) {
        return fixed_piece(column, row, target, state, finding);
    }
    if (is_null(column, row)) {
        return null_piece(target, state, finding);
    }
    const bool asks_size = target.value == nullptr || target.buffer_length == 0;
    if (!state.started) {
        const SQLRETURN result = first_piece(column, row, target, asks_size, state, finding);
        if (result == SQL_ERROR || state.finished) {
            return result;
        }
    }
    return asks_size ? tell_size(column, target, kind, state, finding)
                     : next_piece(column, row, target, kind, state, finding);
}

}  // namespace jsdodbc::convert
