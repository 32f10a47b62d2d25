#include <array>

#include "kinds.hpp"
#include "write_datetime.hpp"

namespace jsdodbc::convert {

namespace {

constexpr std::size_t layouts = static_cast<std::size_t>(Physical::nulls) + 1;
constexpr std::size_t guids = layouts;  // their own conversions, though they come as text
constexpr std::size_t scratch_size = 64;

// Stores into octet_length and indicator of one row after the other.
class Lengths {
  public:
    explicit Lengths(const Target& target)
        : octet_length_(reinterpret_cast<char*>(target.octet_length)),
          indicator_(reinterpret_cast<char*>(target.indicator)),
          stride_(target.length_stride) {}

    [[nodiscard]] bool can_be_null() const { return indicator_ != nullptr; }
    void put_null(std::size_t index) const { store(indicator_ + index * stride_, SQLLEN{SQL_NULL_DATA}); }
    void put(std::size_t index, SQLLEN length) const {
        if (octet_length_ != nullptr) {
            store(octet_length_ + index * stride_, length);
        }
        if (indicator_ != nullptr && indicator_ != octet_length_) {
            store(indicator_ + index * stride_, SQLLEN{0});
        }
    }

  private:
    char* octet_length_;
    char* indicator_;
    std::size_t stride_;
};

void report(std::vector<Finding>& findings, Outcome outcome, std::int64_t row) {
    findings.push_back(finding_of(outcome, row));
}

void put_null(const Lengths& lengths, std::int64_t index, std::vector<Finding>& findings) {
    if (lengths.can_be_null()) {
        lengths.put_null(static_cast<std::size_t>(index));
    } else {
        report(findings, Outcome::null_without_indicator, index);
    }
}

using RowsFunction = void (*)(const ColumnVector&, std::int64_t first, std::int64_t count, const Target&,
                              std::vector<Finding>&);

void rows_of_nulls(const ColumnVector&, std::int64_t, std::int64_t count, const Target& target,
                   std::vector<Finding>& findings) {
    const Lengths lengths(target);
    for (std::int64_t index = 0; index < count; ++index) {
        put_null(lengths, index, findings);
    }
}

// One bound column: value and writer are known to the compiler, nothing in the loop asks for a type.
template <class Value, class Writer>
void rows_of(const ColumnVector& column, std::int64_t first, std::int64_t count, const Target& target,
             std::vector<Finding>& findings) {
    const Lengths lengths(target);
    auto* out = static_cast<char*>(target.value);
    for (std::int64_t index = 0; index < count; ++index, out += target.value_stride) {
        if (column.validity != nullptr && !bit_at(column.validity, first + index)) {
            put_null(lengths, index, findings);
            continue;
        }
        Value value;
        Cell cell{target, out};
        const Outcome outcome =
            read(column, first + index, target.max_length, value) ? Writer::write(value, cell) : Outcome::malformed;
        if (outcome != Outcome::ok) [[unlikely]] {
            report(findings, outcome, index);
            if (is_error(outcome)) {
                continue;
            }
        }
        lengths.put(static_cast<std::size_t>(index), cell.length);
    }
}

// Null where appendix D has no conversion.
template <class Value, class Writer>
constexpr RowsFunction function_for() {
    if constexpr (std::is_same_v<Value, Nothing>) {
        return rows_of_nulls;
    } else if constexpr (requires(const Value& value, Cell& cell) { Writer::write(value, cell); }) {
        return rows_of<Value, Writer>;
    } else {
        return nullptr;
    }
}

using Row = std::array<RowsFunction, kinds>;

// In the order of Kind.
template <class Value>
constexpr Row functions_for() {
    return {function_for<Value, ToChar>(),
            function_for<Value, ToWide<char16_t>>(),
            function_for<Value, ToWide<char32_t>>(),
            function_for<Value, ToBinary>(),
            function_for<Value, ToBit>(),
            function_for<Value, ToInteger<std::int8_t>>(),
            function_for<Value, ToInteger<std::uint8_t>>(),
            function_for<Value, ToInteger<std::int16_t>>(),
            function_for<Value, ToInteger<std::uint16_t>>(),
            function_for<Value, ToInteger<std::int32_t>>(),
            function_for<Value, ToInteger<std::uint32_t>>(),
            function_for<Value, ToInteger<std::int64_t>>(),
            function_for<Value, ToInteger<std::uint64_t>>(),
            function_for<Value, ToReal<float>>(),
            function_for<Value, ToReal<double>>(),
            function_for<Value, ToNumeric>(),
            function_for<Value, ToDate>(),
            function_for<Value, ToTime>(),
            function_for<Value, ToTimestamp>(),
            function_for<Value, ToInterval>(),
            function_for<Value, ToGuid>()};
}

// In the order of Physical, whose first code is 1; GUIDs behind it.
constexpr std::array<Row, layouts + 1> functions = {
    Row{},
    functions_for<Boolean>(),
    functions_for<Integer<std::int16_t>>(),
    functions_for<Integer<std::int32_t>>(),
    functions_for<Integer<std::int64_t>>(),
    functions_for<Real>(),
    functions_for<Decimal>(),
    functions_for<Text>(),
    functions_for<Bytes>(),
    functions_for<Date>(),
    functions_for<Time>(),
    functions_for<Timestamp>(),
    functions_for<Nothing>(),
    functions_for<Guid>(),
};

RowsFunction function_of(const ColumnVector& column, const Target& target, Kind kind) {
    if (is_encoded(column, target, kind)) {
        return rows_of<Text, ToCharset>;
    }
    const std::size_t row = is_guid(column) ? guids : static_cast<std::size_t>(column.physical);
    return functions[row][static_cast<std::size_t>(kind)];
}

bool has_rows(const ColumnVector& column, std::int64_t first, std::int64_t count) {
    const auto layout = static_cast<std::size_t>(column.physical);
    if (layout == 0 || layout >= layouts || first < 0 || count < 0 || first > column.rows - count) {
        return false;
    }
    const bool variable = column.physical == Physical::utf8 || column.physical == Physical::binary;
    const bool buffers = variable ? column.offsets != nullptr && (column.data != nullptr || column.data_size == 0)
                                  : column.values != nullptr;
    return buffers || column.physical == Physical::nulls || count == 0;
}

// A number can only be an interval of one field.
bool is_number_to_two_fields(const ColumnVector& column, SQLSMALLINT c_type) {
    return is_interval_type(c_type) && column.physical < Physical::utf8 &&
           qualifier_of(c_type).leading != qualifier_of(c_type).trailing;
}

// What is wrong with the call as a whole, for every row of it.
Outcome check(const ColumnVector& column, std::int64_t first, std::int64_t count, const Target& target,
              SQLSMALLINT c_type, Kind kind) {
    if (!has_rows(column, first, count)) {
        return Outcome::malformed;
    }
    if (kind == Kind::count) {
        return Outcome::bad_c_type;
    }
    if (has_length(kind) && target.buffer_length < 0) {
        return Outcome::bad_length;
    }
    return function_of(column, target, kind) != nullptr && !is_number_to_two_fields(column, c_type)
               ? Outcome::ok
               : Outcome::restricted;
}

}  // namespace

bool layout_fits(Physical physical, std::int64_t rows, std::uint64_t validity_bytes, std::uint64_t offsets_bytes,
                 std::uint64_t data_bytes) {
    // Bytes a row by layout; 0: variable or none.
    constexpr std::uint64_t widths[layouts] = {0, 0, 2, 4, 8, 8, 16, 0, 0, 4, 8, 8, 0};
    const auto layout = static_cast<std::size_t>(physical);
    if (layout == 0 || layout >= layouts || rows < 0 || rows > INT32_MAX) {
        return false;
    }
    const auto count = static_cast<std::uint64_t>(rows);
    const std::uint64_t bitmap = (count + 7) / 8;
    const bool variable = physical == Physical::utf8 || physical == Physical::binary;
    const std::uint64_t data = physical == Physical::boolean ? bitmap : widths[layout] * count;
    const bool offsets_fit = !variable || offsets_bytes >= (count + 1) * 4 || (count == 0 && offsets_bytes == 0);
    return (validity_bytes == 0 || validity_bytes >= bitmap) && offsets_fit && data_bytes >= data;
}

void to_rows(const ColumnVector& column, std::int64_t first_row, std::int64_t count, const Target& target,
             std::vector<Finding>& findings) {
    const SQLSMALLINT c_type = resolved(target.c_type, column.sql_type);
    const Kind kind = kind_of(c_type, target.wide_char_bytes);
    const Outcome outcome = check(column, first_row, count, target, c_type, kind);
    if (outcome != Outcome::ok) {
        for (std::int64_t index = 0; index < count; ++index) {
            report(findings, outcome, index);
        }
        return;
    }
    const RowsFunction convert = function_of(column, target, kind);
    if (c_type == target.c_type && target.value != nullptr) {
        convert(column, first_row, count, target, findings);
        return;
    }
    // Only the lengths are bound: fixed types are written nowhere.
    alignas(16) unsigned char scratch[scratch_size];
    Target copy = target;
    copy.c_type = c_type;
    if (target.value == nullptr) {
        copy.value = has_length(kind) ? nullptr : scratch;
        copy.value_stride = 0;
    }
    convert(column, first_row, count, copy, findings);
}

}  // namespace jsdodbc::convert
