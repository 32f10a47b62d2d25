// Diagnostic records, the exception that carries them, and the list every handle keeps.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "odbc.hpp"

namespace jsdodbc {

struct Record {
    std::string sqlstate;
    std::string message;  // without the [vendor][component] prefix
    std::int32_t native = 0;
    std::int64_t row = SQL_NO_ROW_NUMBER;
    std::int32_t column = SQL_NO_COLUMN_NUMBER;
};

// Thrown by anything below an exported function; the guard turns it into records of the handle and SQL_ERROR.
class Failure : public std::exception {
  public:
    explicit Failure(std::vector<Record> records) : records_(std::move(records)) {}
    explicit Failure(std::string_view sqlstate);  // with the text of the SQLSTATE table
    Failure(std::string_view sqlstate, std::string message);
    const std::vector<Record>& records() const noexcept { return records_; }
    const char* what() const noexcept override;

  private:
    std::vector<Record> records_;
};

class Diagnostics {
  public:
    void clear() noexcept {
        if (!records_.empty()) records_.clear();
        return_code = SQL_SUCCESS;
    }
    void add(Record record);
    void add(std::string_view sqlstate);
    void add(std::string_view sqlstate, std::string message);
    void add(const std::vector<Record>& records);
    const std::vector<Record>& records() const noexcept { return records_; }
    SQLRETURN success() const noexcept { return records_.empty() ? SQL_SUCCESS : SQL_SUCCESS_WITH_INFO; }

    SQLRETURN return_code = SQL_SUCCESS;

  private:
    std::vector<Record> records_;  // by row, and those of a row by rank
};

}  // namespace jsdodbc
