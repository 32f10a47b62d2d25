// Reading the diagnostics of a handle.
#include <algorithm>

#include "api/entry.hpp"

#include "diagnostics/odbc2_states.hpp"
#include "version.hpp"

namespace jsdodbc {
namespace {

const Connection* connection_of(const Handle& object) noexcept {
    switch (object.kind) {
        case Kind::connection: return static_cast<const Connection*>(&object);
        case Kind::statement: return &static_cast<const Statement&>(object).connection;
        case Kind::descriptor: return &static_cast<const Descriptor&>(object).connection;
        default: return nullptr;
    }
}

// Diagnostic functions neither clear nor change what they read.
template <class Work>
SQLRETURN look(SQLSMALLINT type, SQLHANDLE handle, Work&& work) noexcept {
    if (type < SQL_HANDLE_ENV || type > SQL_HANDLE_DESC) return SQL_INVALID_HANDLE;
    Slot* slot = find_slot(handle, static_cast<Kind>(type));
    if (!slot) return SQL_INVALID_HANDLE;
    try {
        if (running(*slot)) {
            const std::lock_guard guarding(slot->guard);
            const Handle* object = slot->object.load();
            return object ? work(*object, slot->meanwhile) : SQLRETURN{SQL_INVALID_HANDLE};
        }
        const Held<Handle> held = hold<Handle>(*slot);
        const Connection* connection = held.object ? connection_of(*held.object) : nullptr;
        const text::NarrowCharset narrow(connection ? charset_of(*connection) : nullptr);
        return held.object ? work(*held.object, held.object->diagnostics) : SQLRETURN{SQL_INVALID_HANDLE};
    } catch (...) {
        return SQL_ERROR;
    }
}

// Writes a text without leaving a record: SQL_SUCCESS_WITH_INFO is all that tells of truncation.
template <class Length>
SQLRETURN put(std::string_view utf8, const text::Output& output, Length* length, bool in_bytes) {
    const text::Written written = text::write(utf8, output);
    if (length) *length = static_cast<Length>(written.characters * (in_bytes ? static_cast<SQLLEN>(output.width) : 1));
    return written.truncated ? SQL_SUCCESS_WITH_INFO : SQL_SUCCESS;
}

std::string message_of(const Record& record) {
    return message_prefix + record.message;
}

bool odbc2(const Handle& object) noexcept {
    const Connection* connection = connection_of(object);
    return connection ? connection->environment.odbc2() : static_cast<const Environment&>(object).odbc2();
}

std::string state_of(const Handle& object, const Record& record) {
    return odbc2(object) ? odbc2_state(record.sqlstate) : record.sqlstate;
}

SQLRETURN record_parts(const Handle& object, const Diagnostics& diagnostics, SQLSMALLINT number,
                       const text::Output& state, SQLINTEGER* native, const text::Output& message,
                       SQLSMALLINT* length) {
    if (number < 1 || (message.capacity < 0 && message.buffer)) return SQL_ERROR;
    const std::vector<Record>& records = diagnostics.records();
    if (static_cast<std::size_t>(number) > records.size()) return SQL_NO_DATA;
    const Record& record = records[static_cast<std::size_t>(number) - 1];
    if (state.buffer) text::write(state_of(object, record), state);
    put_value(native, static_cast<SQLINTEGER>(record.native));
    return put(message_of(record), message, length, false);
}

std::string server_of(const Handle& object) {
    const Connection* connection = connection_of(object);
    return connection ? connection->data_source : std::string();
}

SQLRETURN header_field(const Handle& object, const Diagnostics& diagnostics, SQLSMALLINT field, void* value,
                       const text::Output& output, SQLSMALLINT* length) {
    const auto* statement = object.kind == Kind::statement ? static_cast<const Statement*>(&object) : nullptr;
    switch (field) {
        case SQL_DIAG_NUMBER: put_value(value, static_cast<SQLINTEGER>(diagnostics.records().size())); break;
        case SQL_DIAG_RETURNCODE: put_value(value, diagnostics.return_code); break;
        case SQL_DIAG_ROW_COUNT:
        case SQL_DIAG_CURSOR_ROW_COUNT:
            if (!statement) return SQL_ERROR;
            put_value(value, static_cast<SQLLEN>(statement->row_count));
            break;
        case SQL_DIAG_DYNAMIC_FUNCTION: return statement ? put("", output, length, true) : SQL_ERROR;
        case SQL_DIAG_DYNAMIC_FUNCTION_CODE:
            if (!statement) return SQL_ERROR;
            put_value(value, SQLINTEGER{SQL_DIAG_UNKNOWN_STATEMENT});
            break;
        default: return SQL_NO_DATA;  // not a field of the header
    }
    return SQL_SUCCESS;
}

constexpr std::string_view odbc_subclasses[] = {"HY095", "HY097", "HY098", "HY099", "HY100", "HY101", "HY105",
                                                "HY107", "HY109", "HY110", "HY111", "HYT00", "HYT01"};

// Who defines the class, or the subclass, of a SQLSTATE.
std::string origin(std::string_view sqlstate, bool subclass) {
    const bool own = subclass && (sqlstate.substr(2, 1) == "S" || std::ranges::count(odbc_subclasses, sqlstate) > 0);
    return own || sqlstate.starts_with("IM") ? "ODBC 3.0" : "ISO 9075";
}

SQLRETURN record_field(const Handle& object, const Record& record, SQLSMALLINT field, void* value,
                       const text::Output& output, SQLSMALLINT* length) {
    switch (field) {
        case SQL_DIAG_SQLSTATE: return put(state_of(object, record), output, length, true);
        case SQL_DIAG_MESSAGE_TEXT: return put(message_of(record), output, length, true);
        case SQL_DIAG_CLASS_ORIGIN: return put(origin(record.sqlstate, false), output, length, true);
        case SQL_DIAG_SUBCLASS_ORIGIN: return put(origin(record.sqlstate, true), output, length, true);
        case SQL_DIAG_CONNECTION_NAME:
        case SQL_DIAG_SERVER_NAME: return put(server_of(object), output, length, true);
        case SQL_DIAG_NATIVE: put_value(value, static_cast<SQLINTEGER>(record.native)); return SQL_SUCCESS;
        case SQL_DIAG_ROW_NUMBER: put_value(value, static_cast<SQLLEN>(record.row)); return SQL_SUCCESS;
        case SQL_DIAG_COLUMN_NUMBER: put_value(value, static_cast<SQLINTEGER>(record.column)); return SQL_SUCCESS;
        default: return SQL_ERROR;
    }
}

bool is_text(SQLSMALLINT field) noexcept {
    switch (field) {
        case SQL_DIAG_CLASS_ORIGIN:
        case SQL_DIAG_CONNECTION_NAME:
        case SQL_DIAG_DYNAMIC_FUNCTION:
        case SQL_DIAG_MESSAGE_TEXT:
        case SQL_DIAG_SERVER_NAME:
        case SQL_DIAG_SQLSTATE:
        case SQL_DIAG_SUBCLASS_ORIGIN: return true;
        default: return false;
    }
}

SQLRETURN get_field(const Handle& object, const Diagnostics& diagnostics, SQLSMALLINT number, SQLSMALLINT field,
                    void* value, const text::Output& output, SQLSMALLINT* length) {
    if (output.capacity < 0 && output.buffer && is_text(field)) return SQL_ERROR;
    const SQLRETURN header = header_field(object, diagnostics, field, value, output, length);
    if (header != SQL_NO_DATA) return header;
    if (number < 1) return SQL_ERROR;
    const std::vector<Record>& records = diagnostics.records();
    if (static_cast<std::size_t>(number) > records.size()) return SQL_NO_DATA;
    return record_field(object, records[static_cast<std::size_t>(number) - 1], field, value, output, length);
}

}  // namespace
}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLGetDiagRec(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT number, SQLCHAR* state,
                                           SQLINTEGER* native, SQLCHAR* message, SQLSMALLINT size,
                                           SQLSMALLINT* length) {
    return look(type, handle, [=](const Handle& object, const Diagnostics& diagnostics) {
        return record_parts(object, diagnostics, number, text::narrow(state, 6), native, text::narrow(message, size),
                            length);
    });
}

extern "C" SQLRETURN SQL_API SQLGetDiagRecW(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT number, SQLWCHAR* state,
                                            SQLINTEGER* native, SQLWCHAR* message, SQLSMALLINT size,
                                            SQLSMALLINT* length) {
    return look(type, handle, [=](const Handle& object, const Diagnostics& diagnostics) {
        return record_parts(object, diagnostics, number, text::wide(state, 6), native, text::wide(message, size),
                            length);
    });
}

extern "C" SQLRETURN SQL_API SQLGetDiagField(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT number, SQLSMALLINT field,
                                             SQLPOINTER value, SQLSMALLINT size, SQLSMALLINT* length) {
    return look(type, handle, [=](const Handle& object, const Diagnostics& diagnostics) {
        return get_field(object, diagnostics, number, field, value, text::narrow(value, size), length);
    });
}

extern "C" SQLRETURN SQL_API SQLGetDiagFieldW(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT number, SQLSMALLINT field,
                                              SQLPOINTER value, SQLSMALLINT size, SQLSMALLINT* length) {
    return look(type, handle, [=](const Handle& object, const Diagnostics& diagnostics) {
        return get_field(object, diagnostics, number, field, value, text::wide_in_bytes(value, size), length);
    });
}
