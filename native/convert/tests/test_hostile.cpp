// Columns that contradict themselves, and random bytes: nothing outside the buffers is read or written (the sanitizers
// and exact buffers watch).
#include <cstring>
#include <random>

#include "check.hpp"
#include "describe.hpp"

using namespace jsdodbc;
using namespace jsdodbc::test;
using convert::Physical;

namespace {

Column with_offsets(std::int32_t begin, std::int32_t end) {
    Column column = Column::utf8("abcdef");
    column.offsets = {begin, end};
    return column;
}

}  // namespace

TEST(offsets_that_lead_outside) {
    const std::pair<std::int32_t, std::int32_t> offsets[] = {{-1, 2}, {0, 7}, {3, 2}, {6, 7}, {INT32_MIN, INT32_MAX},
                                                             {7, 7},  {0, -1}};
    for (const auto& [begin, end] : offsets) {
        for (const SQLSMALLINT c_type : std::vector<SQLSMALLINT>{SQL_C_CHAR, SQL_C_WCHAR, SQL_C_BINARY, SQL_C_SLONG}) {
            const Column column = with_offsets(begin, end);
            CHECK_EQUAL(get(column, c_type).state, "08S01", std::to_string(begin) + " to " + std::to_string(end));
            convert::PieceState state;
            convert::Finding finding;
            char buffer[4];
            convert::Target target;
            target.c_type = c_type;
            target.value = buffer;
            target.buffer_length = sizeof buffer;
            CHECK_EQUAL(convert::to_piece(column.vector(), 0, target, state, finding), SQL_ERROR, "pieces");
        }
    }
}

TEST(rows_that_are_not_there) {
    std::vector<convert::Finding> findings;
    std::int64_t value = 0;
    convert::Target target;
    target.c_type = SQL_C_SBIGINT;
    target.value = &value;
    const Column column = Column::int64(1);
    convert::to_rows(column.vector(), 1, 1, target, findings);
    convert::to_rows(column.vector(), -1, 1, target, findings);
    convert::to_rows(column.vector(), INT64_MAX, 1, target, findings);
    convert::ColumnVector broken = column.vector();
    broken.physical = static_cast<Physical>(99);
    convert::to_rows(broken, 0, 1, target, findings);
    broken = column.vector();
    broken.values = nullptr;
    convert::to_rows(broken, 0, 1, target, findings);
    broken.physical = Physical::utf8;
    broken.offsets = nullptr;
    convert::to_rows(broken, 0, 1, target, findings);
    CHECK_EQUAL(findings.size(), 6U, "each is an error");
    for (const convert::Finding& finding : findings) {
        CHECK_EQUAL(std::string(finding.sqlstate), "08S01", "each is an error");
    }
    convert::to_rows(column.vector(), 1, 0, target, findings);
    CHECK_EQUAL(findings.size(), 6U, "no rows is no error");
    CHECK_EQUAL(value, 0, "nothing was written");
}

TEST(sizes_of_layouts) {
    using convert::layout_fits;
    CHECK(layout_fits(Physical::boolean, 9, 2, 0, 2), "bits");
    CHECK(!layout_fits(Physical::boolean, 9, 2, 0, 1), "bits");
    CHECK(!layout_fits(Physical::boolean, 9, 1, 0, 2), "validity");
    CHECK(layout_fits(Physical::int64, 3, 0, 0, 24), "no validity");
    CHECK(!layout_fits(Physical::int64, 3, 0, 0, 23), "values");
    CHECK(layout_fits(Physical::decimal128, 2, 1, 0, 32), "decimals");
    CHECK(layout_fits(Physical::utf8, 2, 1, 12, 0), "offsets");
    CHECK(!layout_fits(Physical::utf8, 2, 1, 11, 100), "offsets");
    CHECK(layout_fits(Physical::utf8, 0, 0, 0, 0), "no rows");
    CHECK(layout_fits(Physical::nulls, 1000, 0, 0, 0), "no values");
    CHECK(!layout_fits(Physical::int64, -1, 0, 0, 0), "negative");
    CHECK(!layout_fits(Physical::int64, INT64_MAX, 0, 0, 0), "too many");
    CHECK(!layout_fits(static_cast<Physical>(0), 1, 0, 0, 100), "no layout");
    CHECK(!layout_fits(static_cast<Physical>(13), 1, 0, 0, 100), "no layout");
}

TEST(random_bytes_in_every_layout_into_every_c_type) {
    std::mt19937 random(20240229);
    const auto below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
    const std::string alphabet = "0123456789-+.:eE {}'dtsTZ\xC3\xA9\xF0\x9F\x98\x80interval";
    std::size_t delivered = 0;
    for (int round = 0; round < 60'000; ++round) {
        Column column = Column::sample(static_cast<Physical>(1 + below(12)));
        column.scale = static_cast<std::int16_t>(below(50) == 0 ? random() : below(40));
        for (std::uint8_t& byte : column.values) {
            byte = static_cast<std::uint8_t>(below(4) == 0 ? random() : below(3) * 0x7F);
        }
        if (!column.offsets.empty()) {
            column.data.assign(below(24), '\0');
            for (char& byte : column.data) {
                byte = below(8) == 0 ? static_cast<char>(random())
                                     : alphabet[below(static_cast<std::uint32_t>(alphabet.size()))];
            }
            column.offsets = {0, static_cast<std::int32_t>(column.data.size())};
        }
        auto c_type = static_cast<SQLSMALLINT>(static_cast<int>(below(145)) - 30);
        if (below(3) == 0) {
            c_type = below(2) == 0 ? SQL_C_CHAR : SQL_C_WCHAR;
        }
        const Got got = get(column, c_type, static_cast<SQLLEN>(below(40)), below(2) == 0 ? 2 : 4,
                            static_cast<SQLSMALLINT>(random()), static_cast<SQLSMALLINT>(random()));
        delivered += got.value != "-" ? 1 : 0;
        convert::PieceState state;
        for (int call = 0; call < 30; ++call) {
            std::vector<char> buffer(below(12));
            convert::Finding finding;
            SQLLEN length = 0;
            convert::Target target;
            std::vector<char> fixed(static_cast<std::size_t>(convert::c_type_size(c_type)));
            target.c_type = c_type;
            target.value = fixed.empty() ? buffer.data() : fixed.data();
            target.buffer_length = static_cast<SQLLEN>(buffer.size());
            target.octet_length = target.indicator = &length;
            const SQLRETURN result = convert::to_piece(column.vector(), 0, target, state, finding);
            if (result == SQL_NO_DATA || result == SQL_ERROR) {
                break;
            }
        }
    }
    CHECK(delivered > 5'000, "enough conversions succeed to mean something");
}

TEST(random_bytes_as_output_parameters) {
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; ++round) {
        std::vector<std::uint8_t> wire(random() % 20);
        for (std::uint8_t& byte : wire) {
            byte = static_cast<std::uint8_t>(random() % 3 == 0 ? random() : random() % 14);
        }
        const std::uint8_t* cursor = wire.data();
        const std::uint8_t* const end = wire.data() + wire.size();
        char buffer[16];
        SQLLEN length = 0;
        convert::Finding finding;
        convert::Target target;
        target.c_type = SQL_C_CHAR;
        target.value = buffer;
        target.buffer_length = sizeof buffer;
        target.octet_length = target.indicator = &length;
        while (cursor != end && convert::decode_parameter(cursor, end, target, finding)) {
            CHECK(cursor <= end, "the cursor stays inside");
        }
    }
}
