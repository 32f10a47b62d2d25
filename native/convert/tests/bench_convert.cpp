// Cells a second of the conversions that real clients make: blocks of 1,000 rows, single rows, and SQLGetData.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "../convert.hpp"

namespace {

using namespace jsdodbc;
using convert::Physical;

constexpr std::int64_t rows = 1'000;
constexpr std::size_t stride = 1'200;

struct Data {
    std::vector<std::uint8_t> validity;
    std::vector<std::uint8_t> values;
    std::vector<std::int32_t> offsets;
    std::string text;
    convert::ColumnVector vector;
};

template <class Stored>
void fill_fixed(Data& data, Physical physical, Stored (*value)(std::int64_t)) {
    data.values.resize(rows * sizeof(Stored));
    for (std::int64_t row = 0; row < rows; ++row) {
        const Stored stored = value(row);
        std::memcpy(data.values.data() + static_cast<std::size_t>(row) * sizeof stored, &stored, sizeof stored);
    }
    data.vector.physical = physical;
    data.vector.values = data.values.data();
}

void fill_text(Data& data, const std::string& value) {
    data.offsets.push_back(0);
    for (std::int64_t row = 0; row < rows; ++row) {
        data.text += value;
        data.offsets.push_back(static_cast<std::int32_t>(data.text.size()));
    }
    data.vector.physical = Physical::utf8;
    data.vector.offsets = data.offsets.data();
    data.vector.data = data.text.data();
    data.vector.data_size = static_cast<std::int64_t>(data.text.size());
}

// Every eighth row is NULL.
void finish(Data& data) {
    data.validity.assign(rows / 8 + 1, 0x7F);
    data.vector.validity = data.validity.data();
    data.vector.rows = rows;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Repeats a pass over all rows for a quarter of a second; the best of three, in million cells a second.
template <class Pass>
double measure(const Pass& pass) {
    double best = 0;
    for (int attempt = 0; attempt < 3; ++attempt) {
        const auto start = std::chrono::steady_clock::now();
        std::int64_t cells = 0;
        while (seconds_since(start) < 0.25) {
            pass();
            cells += rows;
        }
        best = std::max(best, static_cast<double>(cells) / seconds_since(start) / 1e6);
    }
    return best;
}

void bench(const char* name, const Data& data, SQLSMALLINT c_type, SQLLEN buffer_length) {
    std::vector<char> buffer(rows * stride);
    std::vector<SQLLEN> lengths(rows);
    std::vector<convert::Finding> findings;
    convert::Target target;
    target.c_type = c_type;
    target.value = buffer.data();
    target.buffer_length = buffer_length;
    target.octet_length = target.indicator = lengths.data();
    const SQLLEN size = convert::c_type_size(c_type);
    target.precision = 18;
    target.scale = 2;
    target.value_stride = static_cast<std::size_t>(size != 0 ? size : buffer_length);
    target.length_stride = sizeof(SQLLEN);
    const double block = measure([&] { convert::to_rows(data.vector, 0, rows, target, findings); });
    const double single = measure([&] {
        for (std::int64_t row = 0; row < rows; ++row) {
            convert::to_rows(data.vector, row, 1, target, findings);
        }
    });
    const double piece = measure([&] {
        for (std::int64_t row = 0; row < rows; ++row) {
            convert::PieceState state;
            convert::Finding finding;
            (void)convert::to_piece(data.vector, row, target, state, finding);
        }
    });
    std::printf("%-34s %8.1f %8.1f %8.1f%s\n", name, block, single, piece, findings.empty() ? "" : "  (findings)");
}

Data text_of(const std::string& value) {
    Data data;
    fill_text(data, value);
    finish(data);
    return data;
}

template <class Stored>
Data fixed_of(Physical physical, Stored (*value)(std::int64_t), std::int16_t scale = 0) {
    Data data;
    fill_fixed(data, physical, value);
    data.vector.scale = scale;
    finish(data);
    return data;
}

struct Words {
    std::uint64_t low, high;
};

}  // namespace

int main() {
    const Data int64 = fixed_of<std::int64_t>(Physical::int64, [](std::int64_t row) { return row * 7919; });
    const Data int32 =
        fixed_of<std::int32_t>(Physical::int32, [](std::int64_t row) { return static_cast<std::int32_t>(row * 7919); });
    const Data real =
        fixed_of<double>(Physical::float64, [](std::int64_t row) { return static_cast<double>(row) / 7; });
    const Data decimal = fixed_of<Words>(
        Physical::decimal128,
        [](std::int64_t row) {
            return Words{static_cast<std::uint64_t>(row * 7919), 0};
        },
        2);
    const Data stamp = fixed_of<std::int64_t>(
        Physical::timestamp, [](std::int64_t row) { return 1'700'000'000'000'000 + row * 3'600'123'000; }, 3);
    const Data date = fixed_of<std::int32_t>(Physical::date32,
                                             [](std::int64_t row) { return static_cast<std::int32_t>(19'000 + row); });
    const Data bits =
        fixed_of<std::uint8_t>(Physical::boolean, [](std::int64_t row) { return static_cast<std::uint8_t>(row * 37); });
    const Data short_text = text_of("In Progress, 21 chars");
    const Data long_text = text_of(std::string(500, 'x'));
    const Data mixed_text = text_of("Größe und Maße für Über 東京, sonst ASCII");
    const Data digits = text_of("1234567.25");
    std::printf("%-34s %8s %8s %8s   million cells/s\n", "", "block", "rows", "pieces");
    bench("BIGINT to SBIGINT", int64, SQL_C_SBIGINT, 8);
    bench("INTEGER to SLONG", int32, SQL_C_SLONG, 4);
    bench("BIGINT to SLONG", int64, SQL_C_SLONG, 4);
    bench("BIT to BIT", bits, SQL_C_BIT, 1);
    bench("DOUBLE to DOUBLE", real, SQL_C_DOUBLE, 8);
    bench("TIMESTAMP to TIMESTAMP", stamp, SQL_C_TYPE_TIMESTAMP, 16);
    bench("DATE to DATE", date, SQL_C_TYPE_DATE, 6);
    bench("DECIMAL to NUMERIC", decimal, SQL_C_NUMERIC, 19);
    bench("21 characters to CHAR", short_text, SQL_C_CHAR, 82);
    bench("21 characters to WCHAR", short_text, SQL_C_WCHAR, 164);
    bench("500 characters to CHAR", long_text, SQL_C_CHAR, 1'024);
    bench("500 characters to WCHAR", long_text, SQL_C_WCHAR, 1'100);
    bench("40 mixed characters to WCHAR", mixed_text, SQL_C_WCHAR, 164);
    bench("BIGINT to CHAR", int64, SQL_C_CHAR, 21);
    bench("BIGINT to WCHAR", int64, SQL_C_WCHAR, 42);
    bench("DOUBLE to CHAR", real, SQL_C_CHAR, 32);
    bench("DECIMAL to CHAR", decimal, SQL_C_CHAR, 32);
    bench("TIMESTAMP to CHAR", stamp, SQL_C_CHAR, 32);
    bench("TIMESTAMP to WCHAR", stamp, SQL_C_WCHAR, 64);
    bench("text to DOUBLE", digits, SQL_C_DOUBLE, 8);
    bench("text to NUMERIC", digits, SQL_C_NUMERIC, 19);
}
