// Descriptors: how an application's buffers look (ARD, APD), and what columns and parameters are (IRD, IPD).
#pragma once

#include <cstring>
#include <vector>

#include "handles/handle.hpp"

namespace jsdodbc {

struct Connection;
struct Statement;

enum class Role { application, row_implementation, parameter_implementation };

// Digits that fields of a descriptor have until they are set: "Initialization of Descriptor Fields".
inline constexpr SQLSMALLINT default_numeric_precision = 38;
inline constexpr SQLSMALLINT default_second_precision = 6;
inline constexpr SQLINTEGER default_leading_precision = 2;

struct DescriptorRecord {
    SQLSMALLINT type = SQL_C_DEFAULT;
    SQLSMALLINT concise_type = SQL_C_DEFAULT;
    SQLSMALLINT interval_code = 0;
    SQLINTEGER interval_precision = 0;
    SQLINTEGER radix = 0;
    SQLSMALLINT precision = 0;
    SQLSMALLINT scale = 0;
    SQLULEN length = 0;
    SQLLEN octet_length = 0;
    SQLPOINTER data = nullptr;
    SQLLEN* octet_length_pointer = nullptr;
    SQLLEN* indicator_pointer = nullptr;
    // of parameters (IPD)
    SQLSMALLINT parameter_type = SQL_PARAM_INPUT;
    SQLSMALLINT nullable = SQL_NULLABLE_UNKNOWN;
    std::string name;
    bool bound = false;

    // Each sets type, concise type and interval code, which belong together, and gives the fields that refine a type
    // their defaults.
    void set_concise_type(SQLSMALLINT concise);
    void set_type(SQLSMALLINT verbose);
    void set_interval_code(SQLSMALLINT code);
    // "Consistency Checks" of SQLSetDescRec.
    bool is_consistent(Role role) const noexcept;

  private:
    void set_defaults() noexcept;
};

// What SQLCopyDesc copies.
struct DescriptorFields {
    SQLULEN array_size = 1;
    SQLUSMALLINT* array_status = nullptr;
    SQLLEN* bind_offset = nullptr;
    SQLULEN bind_type = SQL_BIND_BY_COLUMN;
    SQLULEN* processed = nullptr;
    std::vector<DescriptorRecord> records;  // the first is number 1
    DescriptorRecord bookmark;
};

// Writes to SQL_DESC_ROWS_PROCESSED_PTR or what stands for it, if anywhere; applications don't always align it.
inline void tell_processed(SQLULEN* processed, SQLULEN count) noexcept {
    if (processed) std::memcpy(static_cast<void*>(processed), &count, sizeof count);
}

struct Descriptor : Handle, DescriptorFields, std::enable_shared_from_this<Descriptor> {
    Descriptor(Connection& its_connection, Role its_role, Statement* its_statement = nullptr);

    Connection& connection;
    const Role role;
    Statement* const statement;  // null: allocated by the application
    bool freed = false;          // statements that still use it go back to their own

    // Records up to this number exist afterwards.
    DescriptorRecord& record(std::size_t number);
    // Drops the records behind the last bound one.
    void trim();
};

}  // namespace jsdodbc
