// The fields of descriptors: their types, and who may read and write them (SQLSetDescField, "FieldIdentifier").
#pragma once

#include "api/entry.hpp"

namespace jsdodbc {

enum class FieldType { small, integer, length, pointer, text };
enum class Access { unused, read, write };  // write: read too

struct DescriptorField {
    SQLSMALLINT field;
    bool of_header;
    FieldType type;
    Access application, row, parameter;  // ARD and APD, IRD, IPD

    Access access(Role role) const noexcept;
};

// Null when ODBC has no such field.
const DescriptorField* descriptor_field(SQLSMALLINT field) noexcept;

// Throws HY105 for what is no parameter type, HYC00 for streamed output.
void check_parameter_type(SQLSMALLINT type);

}  // namespace jsdodbc
