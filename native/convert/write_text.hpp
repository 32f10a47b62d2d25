// Writers of SQL_C_CHAR, SQL_C_WCHAR and SQL_C_BINARY elements of a bound column.
#pragma once

#include <algorithm>

#include "structures.hpp"
#include "text.hpp"

namespace jsdodbc::convert {

// One element. out is null when the application bound only the lengths; length is what goes into octet_length.
struct Cell {
    const Target& target;
    void* out;
    SQLLEN length = 0;

    [[nodiscard]] std::size_t room() const { return static_cast<std::size_t>(target.buffer_length); }
};

struct ToChar {
    static Outcome write(Text text, Cell& cell) {
        cell.length = static_cast<SQLLEN>(text.size);
        if (cell.out == nullptr) {
            return Outcome::ok;
        }
        const bool fits = text.size < cell.room();
        if (!fits && cell.room() == 0) {
            return Outcome::truncated;
        }
        const std::size_t size = fits ? text.size : whole_sequences(text.data, cell.room() - 1);
        std::memcpy(cell.out, text.data, size);
        static_cast<char*>(cell.out)[size] = '\0';
        return fits ? Outcome::ok : Outcome::truncated;
    }

    static Outcome write(Bytes bytes, Cell& cell) { return write_hex<char>(bytes, cell); }

    template <class Value>
    requires requires(const Value& value, Rendered& rendered) { render(value, rendered); }
    static Outcome write(const Value& value, Cell& cell) { return write_rendered<char>(value, cell); }

    template <class Unit, class Value>
    static Outcome write_rendered(const Value& value, Cell& cell) {
        Rendered rendered;
        const Outcome outcome = render(value, rendered);
        if (is_error(outcome)) {
            return outcome;
        }
        cell.length = static_cast<SQLLEN>(rendered.size * sizeof(Unit));
        const std::size_t room = cell.room() / sizeof(Unit);
        if (cell.out == nullptr || rendered.size < room) {
            return cell.out == nullptr ? Outcome::ok : put<Unit>(rendered.text, rendered.size, cell.out, Outcome::ok);
        }
        if (rendered.whole >= room) {
            return Outcome::out_of_range;
        }
        return put<Unit>(rendered.text, room - 1, cell.out, Outcome::truncated);
    }

    template <class Unit>
    static Outcome write_hex(Bytes bytes, Cell& cell) {
        cell.length = static_cast<SQLLEN>(bytes.size * 2 * sizeof(Unit));
        const std::size_t room = cell.room() / sizeof(Unit);
        if (cell.out == nullptr || room == 0) {
            return cell.out == nullptr ? Outcome::ok : Outcome::truncated;
        }
        const std::size_t pairs = std::min(bytes.size, (room - 1) / 2);
        auto* out = static_cast<unsigned char*>(cell.out);
        for (std::size_t index = 0; index < pairs; ++index) {
            const auto byte = static_cast<unsigned char>(bytes.data[index]);
            const Unit digits[2] = {static_cast<Unit>(hex_digit(byte >> 4)), static_cast<Unit>(hex_digit(byte & 15U))};
            store(out + index * sizeof digits, digits);
        }
        store(out + pairs * 2 * sizeof(Unit), Unit{});
        return pairs == bytes.size ? Outcome::ok : Outcome::truncated;
    }

    template <class Unit>
    static Outcome put(const char* text, std::size_t size, void* to, Outcome outcome) {
        auto* out = static_cast<unsigned char*>(to);
        if constexpr (sizeof(Unit) == 1) {
            std::memcpy(out, text, size);
        } else {
            for (std::size_t index = 0; index < size; ++index) {
                store(out + index * sizeof(Unit), static_cast<Unit>(text[index]));
            }
        }
        store(out + size * sizeof(Unit), Unit{});
        return outcome;
    }
};

// Text in the charset of the target.
struct ToCharset {
    static Outcome write(Text text, Cell& cell) {
        const std::size_t room = cell.room() == 0 ? 0 : cell.room() - 1;
        const Charset::Encoded encoded = cell.target.charset->encode({text.data, text.size}, room);
        cell.length = static_cast<SQLLEN>(encoded.bytes.size());
        if (cell.out != nullptr && cell.room() > 0) {
            std::memcpy(cell.out, encoded.bytes.data(), encoded.fitting);
            static_cast<char*>(cell.out)[encoded.fitting] = '\0';
        }
        const bool fits = cell.out == nullptr || encoded.bytes.size() < cell.room();
        return !fits ? Outcome::truncated : encoded.replaced ? Outcome::replaced : Outcome::ok;
    }
};

template <class Unit>
struct ToWide {
    static Outcome write(Text text, Cell& cell) {
        if (cell.out == nullptr || cell.room() < sizeof(Unit)) {
            cell.length = static_cast<SQLLEN>(widened_size<Unit>(text.data, text.size));
            return cell.out == nullptr ? Outcome::ok : Outcome::truncated;
        }
        const Progress progress = widen<Unit>(text.data, text.size, cell.out, cell.room() - sizeof(Unit));
        store(static_cast<char*>(cell.out) + progress.bytes_written, Unit{});
        const std::size_t rest = text.size - progress.bytes_read;
        cell.length = static_cast<SQLLEN>(progress.bytes_written);
        if (rest == 0) {
            return Outcome::ok;
        }
        cell.length += static_cast<SQLLEN>(widened_size<Unit>(text.data + progress.bytes_read, rest));
        return Outcome::truncated;
    }

    static Outcome write(Bytes bytes, Cell& cell) { return ToChar::write_hex<Unit>(bytes, cell); }

    template <class Value>
    requires requires(const Value& value, Rendered& rendered) { render(value, rendered); }
    static Outcome write(const Value& value, Cell& cell) { return ToChar::write_rendered<Unit>(value, cell); }
};

struct ToBinary {
    template <class Value>
    requires requires(const Value& value) { value.data; }
    static Outcome write(const Value& value, Cell& cell) {
        cell.length = static_cast<SQLLEN>(value.size);
        if (cell.out == nullptr) {
            return Outcome::ok;
        }
        std::memcpy(cell.out, value.data, std::min(value.size, cell.room()));
        return value.size <= cell.room() ? Outcome::ok : Outcome::truncated;
    }

    template <class Value>
    requires requires(const Value& value, Raw& raw) { to_raw(value, raw); }
    static Outcome write(const Value& value, Cell& cell) {
        Raw raw;
        const Outcome outcome = to_raw(value, raw);
        cell.length = static_cast<SQLLEN>(raw.size);
        if (is_error(outcome) || cell.out == nullptr) {
            return outcome;
        }
        if (raw.size > cell.room()) {
            return Outcome::out_of_range;
        }
        std::memcpy(cell.out, raw.bytes, raw.size);
        return Outcome::ok;
    }
};

}  // namespace jsdodbc::convert
