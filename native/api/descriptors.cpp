// Reading and writing descriptors.
#include "api/entry.hpp"

#include "api/columns.hpp"

namespace jsdodbc {
namespace {

Statement& owner(const Descriptor& descriptor) {
    return *descriptor.statement;
}

SQLSMALLINT record_count(const Descriptor& descriptor) {
    const bool row = descriptor.role == Role::row_implementation;
    return static_cast<SQLSMALLINT>(row ? owner(descriptor).columns.size() : descriptor.records.size());
}

// True when it was a header field.
bool get_header(const Descriptor& descriptor, SQLSMALLINT field, SQLPOINTER value) {
    switch (field) {
        case SQL_DESC_ALLOC_TYPE:
            put_value(value,
                      static_cast<SQLSMALLINT>(descriptor.statement ? SQL_DESC_ALLOC_AUTO : SQL_DESC_ALLOC_USER));
            return true;
        case SQL_DESC_ARRAY_SIZE: put_value(value, descriptor.array_size); return true;
        case SQL_DESC_ARRAY_STATUS_PTR: put_value(value, descriptor.array_status); return true;
        case SQL_DESC_BIND_OFFSET_PTR: put_value(value, descriptor.bind_offset); return true;
        case SQL_DESC_BIND_TYPE: put_value(value, static_cast<SQLINTEGER>(descriptor.bind_type)); return true;
        case SQL_DESC_ROWS_PROCESSED_PTR: put_value(value, descriptor.processed); return true;
        case SQL_DESC_COUNT: put_value(value, record_count(descriptor)); return true;
        default: return false;
    }
}

// Fields of a column that are wider or narrower in a descriptor than in SQLColAttribute.
void put_column_number(SQLSMALLINT field, SQLLEN number, SQLPOINTER value) {
    switch (field) {
        case SQL_DESC_LENGTH: put_value(value, static_cast<SQLULEN>(number)); break;
        case SQL_DESC_OCTET_LENGTH:
        case SQL_DESC_DISPLAY_SIZE: put_value(value, number); break;
        case SQL_DESC_AUTO_UNIQUE_VALUE:
        case SQL_DESC_CASE_SENSITIVE:
        case SQL_DESC_NUM_PREC_RADIX:
        case SQL_DESC_DATETIME_INTERVAL_PRECISION: put_value(value, static_cast<SQLINTEGER>(number)); break;
        default: put_value(value, static_cast<SQLSMALLINT>(number));
    }
}

SQLRETURN get_column(Descriptor& descriptor, SQLSMALLINT number, SQLSMALLINT field, const text::Output& output,
                     SQLINTEGER* length) {
    const Statement& statement = owner(descriptor);
    if (statement.state == State::allocated) throw Failure("HY007");
    if (number < 1) throw Failure("07009");
    if (static_cast<std::size_t>(number) > statement.columns.size()) return SQL_NO_DATA;
    const auto& column = statement.columns[static_cast<std::size_t>(number) - 1];
    const ColumnField value = column_field(column, static_cast<SQLUSMALLINT>(field), statement.odbc2());
    if (const auto* text = std::get_if<std::string>(&value)) {
        put_text(descriptor.diagnostics, *text, output, length, true);
    } else {
        put_column_number(field, std::get<SQLLEN>(value), output.buffer);
    }
    return SQL_SUCCESS;
}

SQLRETURN get_record_field(Descriptor& descriptor, const DescriptorRecord& record, SQLSMALLINT field,
                           const text::Output& output, SQLINTEGER* length) {
    SQLPOINTER value = output.buffer;
    const bool parameter = descriptor.role == Role::parameter_implementation;
    switch (field) {
        case SQL_DESC_TYPE: put_value(value, record.type); break;
        case SQL_DESC_CONCISE_TYPE: put_value(value, record.concise_type); break;
        case SQL_DESC_DATETIME_INTERVAL_CODE: put_value(value, record.interval_code); break;
        case SQL_DESC_DATETIME_INTERVAL_PRECISION: put_value(value, record.interval_precision); break;
        case SQL_DESC_NUM_PREC_RADIX: put_value(value, record.radix); break;
        case SQL_DESC_PRECISION: put_value(value, record.precision); break;
        case SQL_DESC_SCALE: put_value(value, record.scale); break;
        case SQL_DESC_LENGTH: put_value(value, record.length); break;
        case SQL_DESC_OCTET_LENGTH: put_value(value, record.octet_length); break;
        case SQL_DESC_DATA_PTR: put_value(value, record.data); break;
        case SQL_DESC_OCTET_LENGTH_PTR: put_value(value, record.octet_length_pointer); break;
        case SQL_DESC_INDICATOR_PTR: put_value(value, record.indicator_pointer); break;
        case SQL_DESC_PARAMETER_TYPE: put_value(value, record.parameter_type); break;
        case SQL_DESC_NULLABLE: put_value(value, record.nullable); break;
        case SQL_DESC_UNNAMED:
            put_value(value, static_cast<SQLSMALLINT>(record.name.empty() ? SQL_UNNAMED : SQL_NAMED));
            break;
        case SQL_DESC_NAME:
            if (!parameter) throw Failure("HY091");
            put_text(descriptor.diagnostics, record.name, output, length, true);
            break;
        default: throw Failure("HY091");
    }
    return SQL_SUCCESS;
}

SQLRETURN get_field(Descriptor& descriptor, SQLSMALLINT number, SQLSMALLINT field, const text::Output& output,
                    SQLINTEGER* length) {
    if (get_header(descriptor, field, output.buffer)) return SQL_SUCCESS;
    if (descriptor.role == Role::row_implementation) return get_column(descriptor, number, field, output, length);
    if (number < 0) throw Failure("07009");
    if (static_cast<std::size_t>(number) > descriptor.records.size()) return SQL_NO_DATA;
    return get_record_field(descriptor, descriptor.record(static_cast<std::size_t>(number)), field, output, length);
}

void set_count(Descriptor& descriptor, SQLPOINTER value) {
    const auto count = static_cast<SQLSMALLINT>(reinterpret_cast<SQLLEN>(value));
    if (count < 0) throw Failure("07009");
    descriptor.records.resize(static_cast<std::size_t>(count));
}

bool set_header(Descriptor& descriptor, SQLSMALLINT field, SQLPOINTER value) {
    switch (field) {
        case SQL_DESC_ARRAY_SIZE:
            if (value == nullptr) throw Failure("HY024");
            descriptor.array_size = reinterpret_cast<SQLULEN>(value);
            return true;
        case SQL_DESC_ARRAY_STATUS_PTR: descriptor.array_status = static_cast<SQLUSMALLINT*>(value); return true;
        case SQL_DESC_BIND_OFFSET_PTR: descriptor.bind_offset = static_cast<SQLLEN*>(value); return true;
        case SQL_DESC_BIND_TYPE: descriptor.bind_type = reinterpret_cast<SQLULEN>(value); return true;
        case SQL_DESC_ROWS_PROCESSED_PTR: descriptor.processed = static_cast<SQLULEN*>(value); return true;
        case SQL_DESC_COUNT: set_count(descriptor, value); return true;
        case SQL_DESC_ALLOC_TYPE: throw Failure("HY091", "The field can only be read.");
        default: return false;
    }
}

// SQL_DESC_TYPE with a datetime or interval waits for its interval code; other types are concise already.
void set_type(DescriptorRecord& record, SQLSMALLINT type) {
    record.set_concise_type(type);
    if (type == SQL_C_NUMERIC || type == SQL_DECIMAL) record.precision = 38;
    if (type == SQL_C_NUMERIC || type == SQL_DECIMAL) record.scale = 0;
}

void set_interval_code(DescriptorRecord& record, SQLSMALLINT code) {
    record.interval_code = code;
    if (record.type == SQL_DATETIME) record.concise_type = static_cast<SQLSMALLINT>(code + 90);
    if (record.type == SQL_INTERVAL) record.concise_type = static_cast<SQLSMALLINT>(code + 100);
}

void set_data(DescriptorRecord& record, SQLPOINTER value) {
    const bool known = record.concise_type == SQL_C_DEFAULT || convert::is_c_type(record.concise_type);
    if (value && !known) throw Failure("HY021");
    record.data = value;
    record.bound = value != nullptr;
}

template <class Decode>
void set_record_field(DescriptorRecord& record, SQLSMALLINT field, SQLPOINTER value, Decode&& text) {
    const SQLLEN number = reinterpret_cast<SQLLEN>(value);
    const auto small = static_cast<SQLSMALLINT>(number);
    const bool keeps_bound =
        field == SQL_DESC_DATA_PTR || field == SQL_DESC_OCTET_LENGTH_PTR || field == SQL_DESC_INDICATOR_PTR;
    if (!keeps_bound) record.bound = false;  // until the data pointer is set again
    switch (field) {
        case SQL_DESC_TYPE: set_type(record, small); break;
        case SQL_DESC_CONCISE_TYPE: record.set_concise_type(small); break;
        case SQL_DESC_DATETIME_INTERVAL_CODE: set_interval_code(record, small); break;
        case SQL_DESC_DATETIME_INTERVAL_PRECISION: record.interval_precision = static_cast<SQLINTEGER>(number); break;
        case SQL_DESC_NUM_PREC_RADIX: record.radix = static_cast<SQLINTEGER>(number); break;
        case SQL_DESC_PRECISION: record.precision = small; break;
        case SQL_DESC_SCALE: record.scale = small; break;
        case SQL_DESC_LENGTH: record.length = static_cast<SQLULEN>(number); break;
        case SQL_DESC_OCTET_LENGTH: record.octet_length = number; break;
        case SQL_DESC_DATA_PTR: set_data(record, value); break;
        case SQL_DESC_OCTET_LENGTH_PTR: record.octet_length_pointer = static_cast<SQLLEN*>(value); break;
        case SQL_DESC_INDICATOR_PTR: record.indicator_pointer = static_cast<SQLLEN*>(value); break;
        case SQL_DESC_PARAMETER_TYPE: record.parameter_type = small; break;
        case SQL_DESC_NAME: record.name = text().value_or(""); break;
        case SQL_DESC_UNNAMED:
            if (small != SQL_UNNAMED) throw Failure("HY091");
            record.name.clear();
            break;
        default: throw Failure("HY091");
    }
}

template <class Decode>
SQLRETURN set_field(Descriptor& descriptor, SQLSMALLINT number, SQLSMALLINT field, SQLPOINTER value, Decode&& text) {
    const bool row = descriptor.role == Role::row_implementation;
    if (row && field != SQL_DESC_ARRAY_STATUS_PTR && field != SQL_DESC_ROWS_PROCESSED_PTR) throw Failure("HY016");
    if (set_header(descriptor, field, value)) return SQL_SUCCESS;
    if (number < 0) throw Failure("07009");
    if (number == 0) throw Failure("HYC00", "Bookmarks are not offered: records are numbered from 1.");
    DescriptorRecord& record = descriptor.record(static_cast<std::size_t>(number));
    set_record_field(record, field, value, text);
    // The meaning of a parameter needs no buffer to count.
    if (descriptor.role == Role::parameter_implementation) record.bound = true;
    return SQL_SUCCESS;
}

struct RecordOutputs {
    SQLSMALLINT *type, *subtype;
    SQLLEN* length;
    SQLSMALLINT *precision, *scale, *nullable;
};

SQLRETURN get_record(Descriptor& descriptor, SQLSMALLINT number, const text::Output& name, SQLSMALLINT* name_length,
                     const RecordOutputs& out) {
    if (number < 1) throw Failure("07009");
    if (number > record_count(descriptor)) return SQL_NO_DATA;
    const bool row = descriptor.role == Role::row_implementation;
    if (row && owner(descriptor).state == State::allocated) throw Failure("HY007");
    const auto field = [&](SQLSMALLINT id, SQLPOINTER value) {
        get_field(descriptor, number, id, text::narrow(value, sizeof(SQLLEN)), nullptr);
    };
    std::string name_text;
    if (row)
        name_text = owner(descriptor).columns[static_cast<std::size_t>(number) - 1].name;
    else
        name_text = descriptor.record(static_cast<std::size_t>(number)).name;
    put_text(descriptor.diagnostics, name_text, name, name_length);
    field(SQL_DESC_TYPE, out.type);
    field(SQL_DESC_DATETIME_INTERVAL_CODE, out.subtype);
    field(SQL_DESC_OCTET_LENGTH, out.length);
    field(SQL_DESC_PRECISION, out.precision);
    field(SQL_DESC_SCALE, out.scale);
    field(SQL_DESC_NULLABLE, out.nullable);
    return SQL_SUCCESS;
}

SQLRETURN set_record(Descriptor& descriptor, SQLSMALLINT number, SQLSMALLINT type, SQLSMALLINT subtype, SQLLEN length,
                     SQLSMALLINT precision, SQLSMALLINT scale, SQLPOINTER data, SQLLEN* octets, SQLLEN* indicator) {
    if (descriptor.role == Role::row_implementation) throw Failure("HY016");
    if (number < 1) throw Failure("07009");
    DescriptorRecord& record = descriptor.record(static_cast<std::size_t>(number));
    record = {};
    record.set_concise_type(type);
    if (type == SQL_DATETIME || type == SQL_INTERVAL) set_interval_code(record, subtype);
    record.octet_length = length;
    record.precision = precision;
    record.scale = scale;
    record.octet_length_pointer = octets;
    record.indicator_pointer = indicator;
    set_data(record, data);
    if (descriptor.role == Role::parameter_implementation) record.bound = true;
    return SQL_SUCCESS;
}

// Columns of an implementation row descriptor as records that another descriptor can take over.
void copy_columns(const Descriptor& from, Descriptor& to) {
    to.copy_from(from);
    to.records.clear();
    for (const wire::Column& column : owner(from).columns) {
        DescriptorRecord& record = to.record(to.records.size() + 1);
        record.set_concise_type(column.sql_type);
        record.precision = static_cast<SQLSMALLINT>(std::min<std::uint64_t>(column.column_size, 32767));
        record.scale = column.decimal_digits;
        record.length = static_cast<SQLULEN>(column.column_size);
        record.name = column.name;
    }
}

SQLRETURN copy_descriptor(SQLHDESC source, SQLHDESC target) {
    const Descriptor* from = object_of<Descriptor>(source);
    if (!from) return SQL_INVALID_HANDLE;
    return enter<Descriptor>(target, [=](Descriptor& to) -> SQLRETURN {
        if (to.role == Role::row_implementation) throw Failure("HY016");
        if (from == &to) return SQL_SUCCESS;
        if (from->role == Role::row_implementation)
            copy_columns(*from, to);
        else
            to.copy_from(*from);
        return SQL_SUCCESS;
    });
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

extern "C" SQLRETURN SQL_API SQLSetDescField(SQLHDESC handle, SQLSMALLINT number, SQLSMALLINT field, SQLPOINTER value,
                                             SQLINTEGER length) {
    return enter<Descriptor>(handle, [=](Descriptor& descriptor) {
        return set_field(descriptor, number, field, value,
                         [=] { return text::from_narrow(static_cast<SQLCHAR*>(value), length); });
    });
}

extern "C" SQLRETURN SQL_API SQLSetDescFieldW(SQLHDESC handle, SQLSMALLINT number, SQLSMALLINT field, SQLPOINTER value,
                                              SQLINTEGER length) {
    return enter<Descriptor>(handle, [=](Descriptor& descriptor) {
        const SQLLEN units = length < 0 ? length : length / static_cast<SQLINTEGER>(text::wide_char_bytes());
        return set_field(descriptor, number, field, value,
                         [=] { return text::from_wide(static_cast<SQLWCHAR*>(value), units); });
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

extern "C" SQLRETURN SQL_API SQLSetDescRec(SQLHDESC handle, SQLSMALLINT number, SQLSMALLINT type, SQLSMALLINT subtype,
                                           SQLLEN length, SQLSMALLINT precision, SQLSMALLINT scale, SQLPOINTER data,
                                           SQLLEN* octets, SQLLEN* indicator) {
    return enter<Descriptor>(handle, [=](Descriptor& descriptor) {
        return set_record(descriptor, number, type, subtype, length, precision, scale, data, octets, indicator);
    });
}

extern "C" SQLRETURN SQL_API SQLCopyDesc(SQLHDESC source, SQLHDESC target) {
    return copy_descriptor(source, target);
}
