// Descriptors: how an application's buffers look (ARD, APD), and what columns and parameters are (IRD, IPD).
#pragma once

#include <vector>

#include "handles/handle.hpp"

namespace jsdodbc {

struct Connection;
struct Statement;

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

    // Sets type, concise type and interval code, which belong together.
    void set_concise_type(SQLSMALLINT concise);
};

enum class Role { application, row_implementation, parameter_implementation };

struct Descriptor : Handle {
    Descriptor(Connection& its_connection, Role its_role, Statement* its_statement = nullptr)
        : Handle(Kind::descriptor), connection(its_connection), role(its_role), statement(its_statement) {}

    Connection& connection;
    const Role role;
    Statement* const statement;  // null: allocated by the application

    SQLULEN array_size = 1;
    SQLUSMALLINT* array_status = nullptr;
    SQLLEN* bind_offset = nullptr;
    SQLULEN bind_type = SQL_BIND_BY_COLUMN;
    SQLULEN* processed = nullptr;
    std::vector<DescriptorRecord> records;  // the first is number 1
    DescriptorRecord bookmark;

    // Records up to this number exist afterwards.
    DescriptorRecord& record(std::size_t number);
    // Takes over everything but the allocation.
    void copy_from(const Descriptor& other);
    // Drops the records behind the last bound one.
    void trim();
};

}  // namespace jsdodbc
