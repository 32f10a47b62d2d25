// What a fuzz target makes of its bytes: numbers near the edges, and memory of exactly the size an application claims.
#pragma once

#include <fuzzer/FuzzedDataProvider.h>

#include <cstring>
#include <limits>
#include <memory>
#include <vector>

#include "convert/convert.hpp"

namespace jsdodbc::fuzz {

using Bytes = std::vector<std::uint8_t>;

class Input : public FuzzedDataProvider {
  public:
    Input(const std::uint8_t* data, std::size_t size) : FuzzedDataProvider(data, size) {}

    // A length as applications get them wrong: at most `most`, or negative.
    SQLLEN length(SQLLEN most) {
        switch (ConsumeIntegralInRange(0, 7)) {
            case 0: return 0;
            case 1: return SQL_NTS;
            case 2: return SQL_NULL_DATA;
            case 3: return -SQLLEN{ConsumeIntegral<std::uint8_t>()};
            case 4: return std::numeric_limits<SQLLEN>::min() + ConsumeIntegralInRange(0, 3);
            case 5: return SQL_LEN_DATA_AT_EXEC_OFFSET - ConsumeIntegral<std::uint8_t>();
            default: return ConsumeIntegralInRange<SQLLEN>(0, most);
        }
    }

    SQLSMALLINT c_type() {
        static const std::vector<SQLSMALLINT> known = [] {
            std::vector<SQLSMALLINT> found{SQL_C_DEFAULT};
            for (int code = -200; code <= 200; ++code) {
                if (convert::is_c_type(static_cast<SQLSMALLINT>(code))) found.push_back(static_cast<SQLSMALLINT>(code));
            }
            return found;
        }();
        if (ConsumeIntegralInRange(0, 31) == 0) return ConsumeIntegral<SQLSMALLINT>();
        return known[ConsumeIntegralInRange<std::size_t>(0, known.size() - 1)];
    }

    SQLSMALLINT sql_type() {
        static constexpr SQLSMALLINT known[] = {
            SQL_CHAR,      SQL_VARCHAR,        SQL_LONGVARCHAR, SQL_WCHAR,  SQL_WVARCHAR,  SQL_DECIMAL,
            SQL_NUMERIC,   SQL_SMALLINT,       SQL_INTEGER,     SQL_REAL,   SQL_FLOAT,     SQL_DOUBLE,
            SQL_BIT,       SQL_TINYINT,        SQL_BIGINT,      SQL_BINARY, SQL_VARBINARY, SQL_TYPE_DATE,
            SQL_TYPE_TIME, SQL_TYPE_TIMESTAMP, SQL_GUID,        0};
        const int choice = ConsumeIntegralInRange(0, 31);
        if (choice == 31) return ConsumeIntegral<SQLSMALLINT>();
        if (choice >= 28) return static_cast<SQLSMALLINT>(ConsumeIntegralInRange(101, 113));  // intervals
        return known[static_cast<std::size_t>(choice) % std::size(known)];
    }
};

// `size` bytes, in the middle of a larger value as often as not, with nothing behind them.
class Memory {
  public:
    Memory(std::size_t size, bool misaligned)
        : bytes_(std::make_unique<char[]>(size + misaligned)), offset_(misaligned) {}
    char* at() { return bytes_.get() + offset_; }

  private:
    std::unique_ptr<char[]> bytes_;
    std::size_t offset_;
};

}  // namespace jsdodbc::fuzz
