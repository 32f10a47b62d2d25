#include "api/descriptor_fields.hpp"

namespace jsdodbc {
namespace {

constexpr bool header = true, record = false;
constexpr FieldType small = FieldType::small, integer = FieldType::integer, length = FieldType::length,
                    pointer = FieldType::pointer, text = FieldType::text;
constexpr Access unused = Access::unused, read = Access::read, write = Access::write;

// Field, place, type, and what may be done with it in ARD and APD, in the IRD, in the IPD.
constexpr DescriptorField fields[] = {
    {SQL_DESC_ALLOC_TYPE, header, small, read, read, read},
    {SQL_DESC_ARRAY_SIZE, header, length, write, unused, unused},
    {SQL_DESC_ARRAY_STATUS_PTR, header, pointer, write, write, write},
    {SQL_DESC_BIND_OFFSET_PTR, header, pointer, write, unused, unused},
    {SQL_DESC_BIND_TYPE, header, integer, write, unused, unused},
    {SQL_DESC_COUNT, header, small, write, read, write},
    {SQL_DESC_ROWS_PROCESSED_PTR, header, pointer, unused, write, write},
    {SQL_DESC_AUTO_UNIQUE_VALUE, record, integer, unused, read, unused},
    {SQL_DESC_BASE_COLUMN_NAME, record, text, unused, read, unused},
    {SQL_DESC_BASE_TABLE_NAME, record, text, unused, read, unused},
    {SQL_DESC_CASE_SENSITIVE, record, integer, unused, read, read},
    {SQL_DESC_CATALOG_NAME, record, text, unused, read, unused},
    {SQL_DESC_CONCISE_TYPE, record, small, write, read, write},
    {SQL_DESC_DATA_PTR, record, pointer, write, unused, unused},
    {SQL_DESC_DATETIME_INTERVAL_CODE, record, small, write, read, write},
    {SQL_DESC_DATETIME_INTERVAL_PRECISION, record, integer, write, read, write},
    {SQL_DESC_DISPLAY_SIZE, record, length, unused, read, unused},
    {SQL_DESC_FIXED_PREC_SCALE, record, small, unused, read, read},
    {SQL_DESC_INDICATOR_PTR, record, pointer, write, unused, unused},
    {SQL_DESC_LABEL, record, text, unused, read, unused},
    {SQL_DESC_LENGTH, record, length, write, read, write},
    {SQL_DESC_LITERAL_PREFIX, record, text, unused, read, unused},
    {SQL_DESC_LITERAL_SUFFIX, record, text, unused, read, unused},
    {SQL_DESC_LOCAL_TYPE_NAME, record, text, unused, read, read},
    {SQL_DESC_NAME, record, text, unused, read, write},
    {SQL_DESC_NULLABLE, record, small, unused, read, read},
    {SQL_DESC_NUM_PREC_RADIX, record, integer, write, read, write},
    {SQL_DESC_OCTET_LENGTH, record, length, write, read, write},
    {SQL_DESC_OCTET_LENGTH_PTR, record, pointer, write, unused, unused},
    {SQL_DESC_PARAMETER_TYPE, record, small, unused, unused, write},
    {SQL_DESC_PRECISION, record, small, write, read, write},
    {SQL_DESC_ROWVER, record, small, unused, read, read},
    {SQL_DESC_SCALE, record, small, write, read, write},
    {SQL_DESC_SCHEMA_NAME, record, text, unused, read, unused},
    {SQL_DESC_SEARCHABLE, record, small, unused, read, unused},
    {SQL_DESC_TABLE_NAME, record, text, unused, read, unused},
    {SQL_DESC_TYPE, record, small, write, read, write},
    {SQL_DESC_TYPE_NAME, record, text, unused, read, read},
    {SQL_DESC_UNNAMED, record, small, unused, read, write},
    {SQL_DESC_UNSIGNED, record, small, unused, read, read},
    {SQL_DESC_UPDATABLE, record, small, unused, read, unused},
};

}  // namespace

Access DescriptorField::access(Role role) const noexcept {
    switch (role) {
        case Role::row_implementation: return row;
        case Role::parameter_implementation: return parameter;
        default: return application;
    }
}

const DescriptorField* descriptor_field(SQLSMALLINT field) noexcept {
    for (const DescriptorField& entry : fields) {
        if (entry.field == field) return &entry;
    }
    return nullptr;
}

}  // namespace jsdodbc
