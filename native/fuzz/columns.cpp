// Cells of any content in every layout, into every C type: bound rows, and pieces. Buffers are as long as was claimed.
#include <algorithm>

#include "fuzz/input.hpp"

using namespace jsdodbc;
using fuzz::Input;

namespace {

// A column of a batch whose buffers fit its rows, as wire::Batch demands; what they hold is anybody's guess.
struct Column {
    convert::ColumnVector vector;
    fuzz::Bytes validity, offsets, data;

    explicit Column(Input& input) {
        vector.physical = static_cast<convert::Physical>(input.ConsumeIntegralInRange(1, 12));
        vector.rows = input.ConsumeIntegralInRange(1, 9);
        vector.scale = input.ConsumeIntegralInRange(0, 15) ? input.ConsumeIntegralInRange<std::int16_t>(0, 40)
                                                           : input.ConsumeIntegral<std::int16_t>();
        vector.sql_type = input.sql_type();
        vector.column_size = input.ConsumeIntegral<std::uint16_t>();
        const auto rows = static_cast<std::size_t>(vector.rows);
        const bool variable =
            vector.physical == convert::Physical::utf8 || vector.physical == convert::Physical::binary;
        if (input.ConsumeBool()) validity = filled(input, (rows + 7) / 8);
        if (variable) fill_texts(input, rows);
        std::size_t fixed = 16;
        while (fixed > 0 && convert::layout_fits(vector.physical, vector.rows, 0, offsets.size(), rows * (fixed - 1)))
            --fixed;
        if (!variable) data = filled(input, rows * fixed);
        vector.validity = validity.empty() ? nullptr : validity.data();
        vector.values = data.data();
        vector.offsets = reinterpret_cast<const std::int32_t*>(offsets.data());
        vector.data = reinterpret_cast<const char*>(data.data());
        vector.data_size = static_cast<std::int64_t>(data.size());
    }

  private:
    static fuzz::Bytes filled(Input& input, std::size_t size) {
        fuzz::Bytes bytes = input.ConsumeBytes<std::uint8_t>(size);
        bytes.resize(size);
        bytes.shrink_to_fit();
        return bytes;
    }

    void fill_texts(Input& input, std::size_t rows) {
        std::vector<std::int32_t> ends{0};
        while (ends.size() <= rows) {
            const std::string text = input.ConsumeRandomLengthString(80);
            data.insert(data.end(), text.begin(), text.end());
            ends.push_back(static_cast<std::int32_t>(data.size()));
        }
        if (input.ConsumeIntegralInRange(0, 7) == 0) {
            input.PickValueInArray({&ends.front(), &ends.back()})[0] = input.ConsumeIntegral<std::int32_t>();
        }
        data.shrink_to_fit();
        offsets.resize(ends.size() * sizeof(std::int32_t));
        std::memcpy(offsets.data(), ends.data(), offsets.size());
    }
};

convert::Target target_of(Input& input) {
    convert::Target target;
    target.c_type = input.c_type();
    target.precision = input.ConsumeIntegralInRange<SQLSMALLINT>(-2, 45);
    target.scale = input.ConsumeIntegralInRange<SQLSMALLINT>(-140, 140);
    target.buffer_length = input.length(100);
    target.wide_char_bytes = input.ConsumeBool() ? 4 : 2;
    target.max_length = input.ConsumeIntegralInRange<SQLULEN>(0, 20);
    target.leading_precision = input.ConsumeIntegralInRange<SQLSMALLINT>(-1, 12);
    return target;
}

std::size_t element_size(const convert::Target& target, SQLSMALLINT sql_type) {
    const SQLSMALLINT c_type = target.c_type == SQL_C_DEFAULT || target.c_type == SQL_ARD_TYPE
                                   ? convert::default_c_type(sql_type, false)
                                   : target.c_type;
    const SQLLEN fixed = convert::c_type_size(c_type);
    return static_cast<std::size_t>(fixed > 0 ? fixed : std::max<SQLLEN>(target.buffer_length, 0));
}

void bind(Input& input, const Column& column) {
    convert::Target target = target_of(input);
    const std::int64_t first = input.ConsumeIntegralInRange<std::int64_t>(0, column.vector.rows - 1);
    const std::int64_t count = input.ConsumeIntegralInRange<std::int64_t>(0, column.vector.rows - first);
    const std::size_t size = element_size(target, column.vector.sql_type);
    target.value_stride = size + input.ConsumeIntegralInRange(0, 3);
    target.length_stride = sizeof(SQLLEN) + input.ConsumeIntegralInRange(0, 3);
    const auto rows = static_cast<std::size_t>(count);
    fuzz::Memory values(rows ? (rows - 1) * target.value_stride + size : 0, input.ConsumeBool());
    fuzz::Memory lengths(rows ? (rows - 1) * target.length_stride + sizeof(SQLLEN) : 0, input.ConsumeBool());
    fuzz::Memory indicators(rows ? (rows - 1) * target.length_stride + sizeof(SQLLEN) : 0, false);
    target.value = input.ConsumeIntegralInRange(0, 7) ? values.at() : nullptr;
    if (input.ConsumeBool()) target.octet_length = reinterpret_cast<SQLLEN*>(lengths.at());
    if (input.ConsumeBool()) target.indicator = reinterpret_cast<SQLLEN*>(indicators.at());
    if (input.ConsumeBool()) target.indicator = target.octet_length;
    std::vector<convert::Finding> findings;
    convert::to_rows(column.vector, first, count, target, findings);
}

void get(Input& input, const Column& column) {
    convert::PieceState state;
    const std::int64_t row = input.ConsumeIntegralInRange<std::int64_t>(0, column.vector.rows - 1);
    convert::Target target = target_of(input);
    for (int piece = 0; piece < 40 && input.remaining_bytes() > 0; ++piece) {
        if (input.ConsumeIntegralInRange(0, 15) == 0) target.c_type = input.c_type();
        target.buffer_length = input.length(40);
        fuzz::Memory value(element_size(target, column.vector.sql_type), input.ConsumeBool());
        SQLLEN length = 0, indicator = 0;
        target.value = input.ConsumeIntegralInRange(0, 7) ? value.at() : nullptr;
        target.octet_length = input.ConsumeBool() ? &length : nullptr;
        target.indicator = input.ConsumeBool() ? &indicator : target.octet_length;
        convert::Finding finding;
        if (convert::to_piece(column.vector, row, target, state, finding) == SQL_NO_DATA) return;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const Column column(input);
    while (input.remaining_bytes() > 0) input.ConsumeBool() ? bind(input, column) : get(input, column);
    return 0;
}
