// Writing descriptors: SQLSetDescField, SQLSetDescRec, SQLCopyDesc.
#include "api/columns.hpp"
#include "api/descriptor_fields.hpp"

namespace jsdodbc {
namespace {

constexpr const char* read_only = "The field can't be set in this descriptor.";

void refuse_unwritable(const Descriptor& descriptor, SQLSMALLINT field, const DescriptorField* known) {
    const bool of_row = descriptor.role == Role::row_implementation;
    if (of_row && field != SQL_DESC_ARRAY_STATUS_PTR && field != SQL_DESC_ROWS_PROCESSED_PTR) throw Failure("HY016");
    if (!known) throw Failure("HY091");
    // Setting the data pointer of a parameter's meaning asks for the consistency check, nothing else.
    const bool asks = field == SQL_DESC_DATA_PTR && descriptor.role == Role::parameter_implementation;
    if (known->access(descriptor.role) != Access::write && !asks) throw Failure("HY091", read_only);
}

void refuse_while_data_is_needed(const Descriptor& descriptor) {
    if (descriptor.statement && descriptor.statement->state == State::need_data) throw Failure("HY010");
}

void check_number(const Descriptor& descriptor, SQLSMALLINT number) {
    if (number > 0) return;
    const bool of_parameter = descriptor.role == Role::parameter_implementation;
    const bool no_bookmarks = descriptor.statement && descriptor.statement->attributes.use_bookmarks == SQL_UB_OFF;
    if (number < 0 || of_parameter || no_bookmarks) throw Failure("07009");
}

void set_header(Descriptor& descriptor, SQLSMALLINT field, SQLPOINTER value) {
    switch (field) {
        case SQL_DESC_ARRAY_SIZE:
            if (value == nullptr) throw Failure("HY024", "An array has at least one element.");
            descriptor.array_size = reinterpret_cast<SQLULEN>(value);
            break;
        case SQL_DESC_ARRAY_STATUS_PTR: descriptor.array_status = static_cast<SQLUSMALLINT*>(value); break;
        case SQL_DESC_BIND_OFFSET_PTR: descriptor.bind_offset = static_cast<SQLLEN*>(value); break;
        case SQL_DESC_BIND_TYPE: descriptor.bind_type = reinterpret_cast<SQLULEN>(value); break;
        case SQL_DESC_ROWS_PROCESSED_PTR: descriptor.processed = static_cast<SQLULEN*>(value); break;
        default: {
            const auto count = reinterpret_cast<SQLLEN>(value);
            if (count < 0 || count > 32767) throw Failure("07009");
            descriptor.records.resize(static_cast<std::size_t>(count));
        }
    }
}

void require_consistent(const DescriptorRecord& record, Role role) {
    if (!record.is_consistent(role)) throw Failure("HY021");
}

void set_type(DescriptorRecord& record, SQLSMALLINT type, Role role, bool verbose) {
    const bool waits_for_code = verbose && (type == SQL_DATETIME || type == SQL_INTERVAL);
    const bool of_parameter = role == Role::parameter_implementation;
    const bool known = of_parameter ? convert::is_sql_type(type) : convert::is_c_type(type);
    if (!known && !waits_for_code) throw Failure("HY021");
    verbose ? record.set_type(type) : record.set_concise_type(type);
}

void set_interval_code(DescriptorRecord& record, SQLSMALLINT code) {
    const SQLSMALLINT most = record.type == SQL_DATETIME ? SQL_CODE_TIMESTAMP : SQL_CODE_MINUTE_TO_SECOND;
    if (code < 0 || code > most) throw Failure("HY092");
    record.set_interval_code(code);
}

void set_radix(DescriptorRecord& record, SQLLEN radix) {
    if (radix != 0 && radix != 2 && radix != 10) throw Failure("HY092", "The radix is 2 or 10, or 0 for no number.");
    record.radix = static_cast<SQLINTEGER>(radix);
}

void set_parameter_type(DescriptorRecord& record, SQLSMALLINT type) {
    check_parameter_type(type);
    record.parameter_type = type;
}

void set_data(DescriptorRecord& record, SQLPOINTER value, Role role) {
    if (value || role == Role::parameter_implementation) require_consistent(record, role);
    if (role == Role::parameter_implementation) return;
    record.data = value;
    record.bound = value != nullptr;
}

bool is_deferred(SQLSMALLINT field) noexcept {
    return field == SQL_DESC_DATA_PTR || field == SQL_DESC_OCTET_LENGTH_PTR || field == SQL_DESC_INDICATOR_PTR;
}

template <class Decode>
void set_record_field(DescriptorRecord& record, SQLSMALLINT field, SQLPOINTER value, Role role, Decode&& text) {
    const SQLLEN number = reinterpret_cast<SQLLEN>(value);
    const auto small = static_cast<SQLSMALLINT>(number);
    switch (field) {
        case SQL_DESC_TYPE: set_type(record, small, role, true); break;
        case SQL_DESC_CONCISE_TYPE: set_type(record, small, role, false); break;
        case SQL_DESC_DATETIME_INTERVAL_CODE: set_interval_code(record, small); break;
        case SQL_DESC_DATETIME_INTERVAL_PRECISION: record.interval_precision = static_cast<SQLINTEGER>(number); break;
        case SQL_DESC_NUM_PREC_RADIX: set_radix(record, number); break;
        case SQL_DESC_PRECISION: record.precision = small; break;
        case SQL_DESC_SCALE: record.scale = small; break;
        case SQL_DESC_LENGTH: record.length = static_cast<SQLULEN>(number); break;
        case SQL_DESC_OCTET_LENGTH: record.octet_length = number; break;
        case SQL_DESC_DATA_PTR: set_data(record, value, role); break;
        case SQL_DESC_OCTET_LENGTH_PTR: record.octet_length_pointer = static_cast<SQLLEN*>(value); break;
        case SQL_DESC_INDICATOR_PTR: record.indicator_pointer = static_cast<SQLLEN*>(value); break;
        case SQL_DESC_PARAMETER_TYPE: set_parameter_type(record, small); break;
        case SQL_DESC_NAME: record.name = text().value_or(""); break;
        case SQL_DESC_UNNAMED:
            if (small != SQL_UNNAMED) throw Failure("HY092", "A parameter gets its name by SQL_DESC_NAME.");
            record.name.clear();
            break;
        default: throw Failure("HY091", read_only);
    }
    if (role == Role::parameter_implementation) record.bound = true;  // a meaning needs no buffer to count
    if (role == Role::parameter_implementation || is_deferred(field)) return;
    record.data = nullptr;  // unbound until the data pointer is set again
    record.bound = false;
}

template <class Decode>
SQLRETURN set_field(Descriptor& descriptor, SQLSMALLINT number, SQLSMALLINT field, SQLPOINTER value, Decode&& text) {
    const DescriptorField* known = descriptor_field(field);
    refuse_unwritable(descriptor, field, known);
    refuse_while_data_is_needed(descriptor);
    if (known->of_header) {
        set_header(descriptor, field, value);
        return SQL_SUCCESS;
    }
    check_number(descriptor, number);
    set_record_field(descriptor.record(static_cast<std::size_t>(number)), field, value, descriptor.role, text);
    return SQL_SUCCESS;
}

SQLRETURN set_record(Descriptor& descriptor, SQLSMALLINT number, SQLSMALLINT type, SQLSMALLINT subtype, SQLLEN length,
                     SQLSMALLINT precision, SQLSMALLINT scale, SQLPOINTER data, SQLLEN* octets, SQLLEN* indicator) {
    refuse_unwritable(descriptor, SQL_DESC_TYPE, descriptor_field(SQL_DESC_TYPE));
    refuse_while_data_is_needed(descriptor);
    check_number(descriptor, number);
    DescriptorRecord record;
    set_type(record, type, descriptor.role, true);
    if (type == SQL_DATETIME || type == SQL_INTERVAL) set_interval_code(record, subtype);
    record.octet_length = length;
    record.precision = precision;
    record.scale = scale;
    require_consistent(record, descriptor.role);
    if (descriptor.role == Role::application) {
        record.octet_length_pointer = octets;
        record.indicator_pointer = indicator;
        record.data = data;
    }
    record.bound = data != nullptr || descriptor.role == Role::parameter_implementation;
    descriptor.record(static_cast<std::size_t>(number)) = std::move(record);
    return SQL_SUCCESS;
}

// A column of an implementation row descriptor as a record that another descriptor can take over.
DescriptorRecord record_of(const wire::Column& column) {
    const auto number = [&](SQLUSMALLINT field) { return std::get<SQLLEN>(column_field(column, field, false)); };
    DescriptorRecord record;
    record.set_concise_type(column.sql_type);
    record.precision = static_cast<SQLSMALLINT>(number(SQL_DESC_PRECISION));
    record.scale = static_cast<SQLSMALLINT>(number(SQL_DESC_SCALE));
    record.length = static_cast<SQLULEN>(number(SQL_DESC_LENGTH));
    record.octet_length = number(SQL_DESC_OCTET_LENGTH);
    record.radix = static_cast<SQLINTEGER>(number(SQL_DESC_NUM_PREC_RADIX));
    record.nullable = static_cast<SQLSMALLINT>(column.nullable);
    record.name = column.name;
    return record;
}

// All but the allocation. Throws HY007.
DescriptorFields contents(const Descriptor& source) {
    DescriptorFields fields = source;
    if (source.role != Role::row_implementation) return fields;
    if (source.statement->state == State::allocated) throw Failure("HY007");
    fields.records.clear();
    for (const wire::Column& column : source.statement->columns) fields.records.push_back(record_of(column));
    return fields;
}

SQLRETURN copy_descriptor(SQLHDESC source_handle, SQLHDESC target_handle) {
    Slot* slot = find_slot(source_handle, Kind::descriptor);
    if (!slot) return SQL_INVALID_HANDLE;
    std::optional<DescriptorFields> copied;
    std::exception_ptr failed;  // told by the target's diagnostics
    try {
        const Held<Descriptor> source = hold<Descriptor>(*slot);
        if (!source.object) return SQL_INVALID_HANDLE;
        copied = contents(*source.object);
    } catch (...) {
        failed = std::current_exception();
    }
    return enter<Descriptor>(target_handle, [&](Descriptor& target) -> SQLRETURN {
        if (target.role == Role::row_implementation) throw Failure("HY016");
        if (failed) std::rethrow_exception(failed);
        refuse_while_data_is_needed(target);
        for (const DescriptorRecord& record : copied->records) {
            if (record.data) require_consistent(record, target.role);
        }
        static_cast<DescriptorFields&>(target) = std::move(*copied);
        return SQL_SUCCESS;
    });
}

}  // namespace

void check_parameter_type(SQLSMALLINT type) {
    switch (type) {
        case SQL_PARAM_INPUT:
        case SQL_PARAM_OUTPUT:
        case SQL_PARAM_INPUT_OUTPUT: return;
        case SQL_PARAM_INPUT_OUTPUT_STREAM:
        case SQL_PARAM_OUTPUT_STREAM: throw Failure("HYC00", "Output is not streamed: bind SQL_PARAM_OUTPUT instead.");
        default: throw Failure("HY105");
    }
}

}  // namespace jsdodbc

using namespace jsdodbc;

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
