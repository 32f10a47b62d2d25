// Attributes of statements; many are fields of its descriptors under another name.
#include "api/cursor_attributes.hpp"
#include "api/entry.hpp"

#include <limits>

namespace jsdodbc {
namespace {

SQLULEN number_in(SQLPOINTER value) noexcept {
    return reinterpret_cast<SQLULEN>(value);
}

// The descriptor that the application allocated, null when it wants the statement's own again.
std::shared_ptr<Descriptor> descriptor_for(Statement& statement, SQLPOINTER value, const Descriptor& implicit) {
    if (value == SQL_NULL_HDESC || value == &implicit.slot) return nullptr;
    Slot* slot = find_slot(value, Kind::descriptor);
    if (!slot) throw Failure("HY024");
    const std::lock_guard guarding(slot->guard);
    auto* descriptor = static_cast<Descriptor*>(slot->object.load());
    if (!descriptor || &descriptor->connection != &statement.connection) throw Failure("HY024");
    if (descriptor->statement) throw Failure("HY017");
    return descriptor->shared_from_this();
}

void use_ard(Statement& statement, SQLPOINTER value) {
    statement.shared_ard = descriptor_for(statement, value, statement.implicit_ard);
    statement.ard = statement.shared_ard ? statement.shared_ard.get() : &statement.implicit_ard;
}

void use_apd(Statement& statement, SQLPOINTER value) {
    statement.shared_apd = descriptor_for(statement, value, statement.implicit_apd);
    statement.apd = statement.shared_apd ? statement.shared_apd.get() : &statement.implicit_apd;
}

// Attributes with a number of their own that any value fits.
SQLULEN* kept(StatementAttributes& attributes, SQLINTEGER attribute) noexcept {
    switch (attribute) {
        case SQL_ATTR_QUERY_TIMEOUT: return &attributes.query_timeout;
        case SQL_ATTR_MAX_ROWS: return &attributes.max_rows;
        case SQL_ATTR_MAX_LENGTH: return &attributes.max_length;
        case SQL_ATTR_NOSCAN: return &attributes.noscan;
        case SQL_ATTR_RETRIEVE_DATA: return &attributes.retrieve_data;
        case SQL_ATTR_METADATA_ID: return &attributes.metadata_id;
        default: return nullptr;
    }
}

// Of attributes that are one of a few values. Larger ones are none.
SQLULEN largest(SQLINTEGER attribute) noexcept {
    switch (attribute) {
        case SQL_ATTR_NOSCAN: return SQL_NOSCAN_ON;
        case SQL_ATTR_RETRIEVE_DATA: return SQL_RD_ON;
        case SQL_ATTR_METADATA_ID: return SQL_TRUE;
        default: return std::numeric_limits<SQLULEN>::max();
    }
}

// Where the descriptors keep an attribute that is a pointer.
void** pointer_of(Statement& statement, SQLINTEGER attribute) noexcept {
    const auto place = [](auto*& pointer) { return reinterpret_cast<void**>(&pointer); };
    switch (attribute) {
        case SQL_ATTR_ROW_BIND_OFFSET_PTR: return place(statement.ard->bind_offset);
        case SQL_ATTR_ROW_OPERATION_PTR: return place(statement.ard->array_status);
        case SQL_ATTR_ROW_STATUS_PTR: return place(statement.ird.array_status);
        case SQL_ATTR_ROWS_FETCHED_PTR: return place(statement.ird.processed);
        case SQL_ATTR_PARAM_BIND_OFFSET_PTR: return place(statement.apd->bind_offset);
        case SQL_ATTR_PARAM_OPERATION_PTR: return place(statement.apd->array_status);
        case SQL_ATTR_PARAM_STATUS_PTR: return place(statement.ipd.array_status);
        case SQL_ATTR_PARAMS_PROCESSED_PTR: return place(statement.ipd.processed);
        case SQL_ATTR_FETCH_BOOKMARK_PTR: return place(statement.attributes.fetch_bookmark);
        default: return nullptr;
    }
}

SQLULEN* binding_of(Statement& statement, SQLINTEGER attribute) noexcept {
    switch (attribute) {
        case SQL_ATTR_ROW_ARRAY_SIZE: return &statement.ard->array_size;
        case SQL_ATTR_ROW_BIND_TYPE: return &statement.ard->bind_type;
        case SQL_ATTR_PARAMSET_SIZE: return &statement.apd->array_size;
        case SQL_ATTR_PARAM_BIND_TYPE: return &statement.apd->bind_type;
        case SQL_ROWSET_SIZE: return &statement.attributes.rowset_size;
        default: return nullptr;
    }
}

bool is_size(SQLINTEGER attribute) noexcept {
    return attribute == SQL_ATTR_ROW_ARRAY_SIZE || attribute == SQL_ATTR_PARAMSET_SIZE || attribute == SQL_ROWSET_SIZE;
}

SQLRETURN set_attribute(Statement& statement, SQLINTEGER attribute, SQLPOINTER value) {
    const SQLULEN number = number_in(value);
    if (set_cursor_attribute(statement, attribute, number)) return SQL_SUCCESS;
    if (SQLULEN* place = kept(statement.attributes, attribute)) {
        if (number > largest(attribute)) throw Failure("HY024");
        *place = number;
        return SQL_SUCCESS;
    }
    if (SQLULEN* place = binding_of(statement, attribute)) {
        if (is_size(attribute) && number == 0) throw Failure("HY024", "An array has at least one element.");
        *place = number;
        return SQL_SUCCESS;
    }
    if (void** place = pointer_of(statement, attribute)) {
        *place = value;
        return SQL_SUCCESS;
    }
    switch (attribute) {
        case SQL_ATTR_APP_ROW_DESC: use_ard(statement, value); return SQL_SUCCESS;
        case SQL_ATTR_APP_PARAM_DESC: use_apd(statement, value); return SQL_SUCCESS;
        case SQL_ATTR_IMP_ROW_DESC:
        case SQL_ATTR_IMP_PARAM_DESC: throw Failure("HY017");
        case SQL_ATTR_ASYNC_ENABLE:
            if (number > SQL_ASYNC_ENABLE_ON) throw Failure("HY024");
            statement.attributes.asynchronous = number;
            return SQL_SUCCESS;
        case SQL_ATTR_ASYNC_STMT_EVENT: throw Failure("HYC00", "There are no notifications: call the function again.");
        case SQL_ATTR_ENABLE_AUTO_IPD:
            if (number > SQL_TRUE) throw Failure("HY024");
            statement.attributes.enable_auto_ipd = number;
            return SQL_SUCCESS;
        case SQL_ATTR_ROW_NUMBER: throw Failure("HY092", "The attribute can only be read.");
        default: throw Failure("HY092");
    }
}

SQLULEN row_number(const Statement& statement) {
    if (statement.state != State::positioned && statement.state != State::positioned_extended) throw Failure("24000");
    if (statement.result.rowset_rows() == 0) return 0;
    return static_cast<SQLULEN>(statement.result.rowset_start()) + statement.current_row;
}

SQLHDESC handle_of(Descriptor* descriptor) noexcept {
    return descriptor->handle();
}

SQLULEN get_number(Statement& statement, SQLINTEGER attribute) {
    if (const std::optional<SQLULEN> value = cursor_attribute(statement, attribute)) return *value;
    if (const SQLULEN* place = kept(statement.attributes, attribute)) return *place;
    if (const SQLULEN* place = binding_of(statement, attribute)) return *place;
    switch (attribute) {
        case SQL_ATTR_ASYNC_ENABLE: return statement.attributes.asynchronous;
        case SQL_ATTR_ENABLE_AUTO_IPD: return statement.attributes.enable_auto_ipd;
        case SQL_ATTR_ROW_NUMBER: return row_number(statement);
        default: throw Failure("HY092");
    }
}

SQLRETURN get_attribute(Statement& statement, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER* length) {
    put_value(length, SQLINTEGER{sizeof(SQLPOINTER)});
    switch (attribute) {
        case SQL_ATTR_APP_ROW_DESC: put_value(value, handle_of(statement.ard)); return SQL_SUCCESS;
        case SQL_ATTR_APP_PARAM_DESC: put_value(value, handle_of(statement.apd)); return SQL_SUCCESS;
        case SQL_ATTR_IMP_ROW_DESC: put_value(value, handle_of(&statement.ird)); return SQL_SUCCESS;
        case SQL_ATTR_IMP_PARAM_DESC: put_value(value, handle_of(&statement.ipd)); return SQL_SUCCESS;
        default: break;
    }
    if (void** place = pointer_of(statement, attribute)) {
        put_value(value, *place);
    } else {
        put_value(value, get_number(statement, attribute));
    }
    return SQL_SUCCESS;
}

}  // namespace
}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLSetStmtAttr(SQLHSTMT handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER) {
    return enter<Statement>(handle, [=](Statement& statement) { return set_attribute(statement, attribute, value); });
}

extern "C" SQLRETURN SQL_API SQLSetStmtAttrW(SQLHSTMT handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER) {
    return enter<Statement>(handle, [=](Statement& statement) { return set_attribute(statement, attribute, value); });
}

extern "C" SQLRETURN SQL_API SQLGetStmtAttr(SQLHSTMT handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER,
                                            SQLINTEGER* length) {
    return enter<Statement>(handle,
                            [=](Statement& statement) { return get_attribute(statement, attribute, value, length); });
}

extern "C" SQLRETURN SQL_API SQLGetStmtAttrW(SQLHSTMT handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER,
                                             SQLINTEGER* length) {
    return enter<Statement>(handle,
                            [=](Statement& statement) { return get_attribute(statement, attribute, value, length); });
}
