// Reading descriptors: SQLGetDescField, SQLGetDescRec.
#include "api/bookmarks.hpp"
#include "api/columns.hpp"
#include "api/descriptor_fields.hpp"

namespace jsdodbc {
namespace {

using FieldValue = std::variant<SQLLEN, SQLPOINTER, std::string>;

Statement& owner(const Descriptor& descriptor) {
    return *descriptor.statement;
}

bool of_row(const Descriptor& descriptor) noexcept {
    return descriptor.role == Role::row_implementation;
}

std::size_t record_count(const Descriptor& descriptor) {
    return of_row(descriptor) ? owner(descriptor).columns.size() : descriptor.records.size();
}

void require_prepared(const Descriptor& descriptor) {
    if (of_row(descriptor) && owner(descriptor).state == State::allocated) throw Failure("HY007");
}

FieldValue header_value(const Descriptor& descriptor, SQLSMALLINT field) {
    switch (field) {
        case SQL_DESC_ALLOC_TYPE: return SQLLEN{descriptor.statement ? SQL_DESC_ALLOC_AUTO : SQL_DESC_ALLOC_USER};
        case SQL_DESC_ARRAY_SIZE: return static_cast<SQLLEN>(descriptor.array_size);
        case SQL_DESC_ARRAY_STATUS_PTR: return static_cast<SQLPOINTER>(descriptor.array_status);
        case SQL_DESC_BIND_OFFSET_PTR: return static_cast<SQLPOINTER>(descriptor.bind_offset);
        case SQL_DESC_BIND_TYPE: return static_cast<SQLLEN>(descriptor.bind_type);
        case SQL_DESC_ROWS_PROCESSED_PTR: return static_cast<SQLPOINTER>(descriptor.processed);
        default: return static_cast<SQLLEN>(record_count(descriptor));
    }
}

// A parameter in the words of a column, for the fields that follow from its type.
wire::Column as_column(const DescriptorRecord& record) {
    wire::Column column;
    column.name = record.name;
    column.sql_type = record.concise_type;
    column.column_size = record.length;
    column.decimal_digits = record.scale;
    column.nullable = static_cast<std::uint8_t>(record.nullable);
    return column;
}

FieldValue column_value(const wire::Column& column, SQLSMALLINT field, bool odbc2) {
    ColumnField value = column_field(column, static_cast<SQLUSMALLINT>(field), odbc2);
    if (auto* text = std::get_if<std::string>(&value)) return std::move(*text);
    return std::get<SQLLEN>(value);
}

FieldValue record_value(const DescriptorRecord& record, SQLSMALLINT field) {
    switch (field) {
        case SQL_DESC_TYPE: return SQLLEN{record.type};
        case SQL_DESC_CONCISE_TYPE: return SQLLEN{record.concise_type};
        case SQL_DESC_DATETIME_INTERVAL_CODE: return SQLLEN{record.interval_code};
        case SQL_DESC_DATETIME_INTERVAL_PRECISION: return SQLLEN{record.interval_precision};
        case SQL_DESC_NUM_PREC_RADIX: return SQLLEN{record.radix};
        case SQL_DESC_PRECISION: return SQLLEN{record.precision};
        case SQL_DESC_SCALE: return SQLLEN{record.scale};
        case SQL_DESC_LENGTH: return static_cast<SQLLEN>(record.length);
        case SQL_DESC_OCTET_LENGTH: return record.octet_length;
        case SQL_DESC_DATA_PTR: return record.data;
        case SQL_DESC_OCTET_LENGTH_PTR: return static_cast<SQLPOINTER>(record.octet_length_pointer);
        case SQL_DESC_INDICATOR_PTR: return static_cast<SQLPOINTER>(record.indicator_pointer);
        case SQL_DESC_PARAMETER_TYPE: return SQLLEN{record.parameter_type};
        case SQL_DESC_NULLABLE: return SQLLEN{record.nullable};
        case SQL_DESC_NAME: return record.name;
        default: return column_value(as_column(record), field, false);
    }
}

// A field that means nothing in this descriptor: its value is undefined.
FieldValue undefined(FieldType type) {
    if (type == FieldType::text) return std::string();
    return type == FieldType::pointer ? FieldValue(SQLPOINTER{nullptr}) : FieldValue(SQLLEN{0});
}

FieldValue value_of(Descriptor& descriptor, std::size_t number, const DescriptorField& field) {
    if (field.access(descriptor.role) == Access::unused) return undefined(field.type);
    if (!of_row(descriptor)) return record_value(descriptor.record(number), field.field);
    const Statement& statement = owner(descriptor);
    const wire::Column& column = number == 0 ? bookmark_column(statement) : statement.columns[number - 1];
    return column_value(column, field.field, statement.odbc2());
}

void put_number(FieldType type, SQLLEN number, SQLPOINTER value) noexcept {
    switch (type) {
        case FieldType::small: put_value(value, static_cast<SQLSMALLINT>(number)); break;
        case FieldType::integer: put_value(value, static_cast<SQLINTEGER>(number)); break;
        default: put_value(value, number);
    }
}

void put_field(Descriptor& descriptor, FieldType type, const FieldValue& value, const text::Output& output,
               SQLINTEGER* length) {
    if (const auto* text = std::get_if<std::string>(&value))
        put_text(descriptor.diagnostics, *text, output, length, true);
    else if (const auto* pointer = std::get_if<SQLPOINTER>(&value))
        put_value(output.buffer, *pointer);
    else
        put_number(type, std::get<SQLLEN>(value), output.buffer);
}

// Record 0 is the bookmark column: of a row only, and only while there are bookmarks.
void check_number(const Descriptor& descriptor, SQLSMALLINT number) {
    const bool without =
        of_row(descriptor) ? !has_bookmarks(owner(descriptor)) : descriptor.role == Role::parameter_implementation;
    if (number < 0 || (number == 0 && without)) throw Failure("07009");
}

SQLRETURN get_field(Descriptor& descriptor, SQLSMALLINT number, SQLSMALLINT field, const text::Output& output,
                    SQLINTEGER* length) {
    const DescriptorField* known = descriptor_field(field);
    if (!known) throw Failure("HY091");
    if (known->of_header) {
        if (field == SQL_DESC_COUNT) require_prepared(descriptor);
        put_field(descriptor, known->type, header_value(descriptor, field), output, length);
        return SQL_SUCCESS;
    }
    require_prepared(descriptor);
    check_number(descriptor, number);
    const auto index = static_cast<std::size_t>(number);
    if (index > record_count(descriptor)) return SQL_NO_DATA;
    put_field(descriptor, known->type, value_of(descriptor, index, *known), output, length);
    return SQL_SUCCESS;
}

struct RecordOutputs {
    SQLSMALLINT *type, *subtype;
    SQLLEN* length;
    SQLSMALLINT *precision, *scale, *nullable;
};

SQLRETURN get_record(Descriptor& descriptor, SQLSMALLINT number, const text::Output& name, SQLSMALLINT* name_length,
                     const RecordOutputs& out) {
    require_prepared(descriptor);
    check_number(descriptor, number);
    const auto index = static_cast<std::size_t>(number);
    if (index > record_count(descriptor)) return SQL_NO_DATA;
    const auto value = [&](SQLSMALLINT field) { return value_of(descriptor, index, *descriptor_field(field)); };
    const auto put = [&](SQLSMALLINT field, SQLPOINTER to) {
        put_number(descriptor_field(field)->type, std::get<SQLLEN>(value(field)), to);
    };
    put_text(descriptor.diagnostics, std::get<std::string>(value(SQL_DESC_NAME)), name, name_length);
    put(SQL_DESC_TYPE, out.type);
    put(SQL_DESC_DATETIME_INTERVAL_CODE, out.subtype);
    put(SQL_DESC_OCTET_LENGTH, out.length);
    put(SQL_DESC_PRECISION, out.precision);
    put(SQL_DESC_SCALE, out.scale);
    put(SQL_DESC_NULLABLE, out.nullable);
    return SQL_SUCCESS;
}

}  // namespace
}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLGetDescField(SQLHDESC handle, SQLSMALLINT number, SQLSMALLINT field, SQLPOINTER value,
                                             SQLINTEGER size, SQLINTEGER* length) {
    return enter<Descriptor>(handle, [=](Descriptor& descriptor) {
        return get_field(descriptor, number, field, text::narrow(value, size), length);
    });
}

extern "C" SQLRETURN SQL_API SQLGetDescFieldW(SQLHDESC handle, SQLSMALLINT number, SQLSMALLINT field, SQLPOINTER value,
                                              SQLINTEGER size, SQLINTEGER* length) {
    return enter<Descriptor>(handle, [=](Descriptor& descriptor) {
        return get_field(descriptor, number, field, text::wide_in_bytes(value, size), length);
    });
}

extern "C" SQLRETURN SQL_API SQLGetDescRec(SQLHDESC handle, SQLSMALLINT number, SQLCHAR* name, SQLSMALLINT size,
                                           SQLSMALLINT* name_length, SQLSMALLINT* type, SQLSMALLINT* subtype,
                                           SQLLEN* length, SQLSMALLINT* precision, SQLSMALLINT* scale,
                                           SQLSMALLINT* nullable) {
    return enter<Descriptor>(handle, [=](Descriptor& descriptor) {
        return get_record(descriptor, number, text::narrow(name, size), name_length,
                          {type, subtype, length, precision, scale, nullable});
    });
}

extern "C" SQLRETURN SQL_API SQLGetDescRecW(SQLHDESC handle, SQLSMALLINT number, SQLWCHAR* name, SQLSMALLINT size,
                                            SQLSMALLINT* name_length, SQLSMALLINT* type, SQLSMALLINT* subtype,
                                            SQLLEN* length, SQLSMALLINT* precision, SQLSMALLINT* scale,
                                            SQLSMALLINT* nullable) {
    return enter<Descriptor>(handle, [=](Descriptor& descriptor) {
        return get_record(descriptor, number, text::wide(name, size), name_length,
                          {type, subtype, length, precision, scale, nullable});
    });
}
