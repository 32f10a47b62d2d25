// Attributes of environments and connections, and the end of transactions.
#include "api/entry.hpp"

namespace jsdodbc {
namespace {

SQLUINTEGER number_in(SQLPOINTER value) noexcept {
    return static_cast<SQLUINTEGER>(reinterpret_cast<SQLULEN>(value));
}

// SQL_CP_DRIVER_AWARE, which unixODBC's headers lack.
constexpr SQLUINTEGER pooling_by_driver = 3;

SQLRETURN set_environment(Environment& environment, SQLINTEGER attribute, SQLPOINTER value) {
    const SQLUINTEGER number = number_in(value);
    switch (attribute) {
        case SQL_ATTR_ODBC_VERSION:
            if (number != SQL_OV_ODBC2 && number != SQL_OV_ODBC3 && number != SQL_OV_ODBC3_80) throw Failure("HY024");
            if (!environment.connections.empty()) throw Failure("HY011");
            environment.odbc_version = static_cast<SQLINTEGER>(number);
            return SQL_SUCCESS;
        case SQL_ATTR_CONNECTION_POOLING:
            if (number > pooling_by_driver) throw Failure("HY024");
            environment.connection_pooling = number;
            return SQL_SUCCESS;
        case SQL_ATTR_CP_MATCH:
            if (number > SQL_CP_RELAXED_MATCH) throw Failure("HY024");
            environment.pooling_match = number;
            return SQL_SUCCESS;
        case SQL_ATTR_OUTPUT_NTS:
            if (number != SQL_TRUE) throw Failure("HYC00", "Text always ends with a terminator.");
            return SQL_SUCCESS;
        default: throw Failure("HY092");
    }
}

SQLRETURN get_environment(Environment& environment, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER* length) {
    switch (attribute) {
        case SQL_ATTR_ODBC_VERSION: put_value(value, environment.odbc_version); break;
        case SQL_ATTR_CONNECTION_POOLING: put_value(value, environment.connection_pooling); break;
        case SQL_ATTR_CP_MATCH: put_value(value, environment.pooling_match); break;
        case SQL_ATTR_OUTPUT_NTS: put_value(value, SQLINTEGER{SQL_TRUE}); break;
        default: throw Failure("HY092");
    }
    put_value(length, SQLINTEGER{sizeof(SQLINTEGER)});
    return SQL_SUCCESS;
}

// The program's name, which iODBC sends before it connects.
constexpr SQLINTEGER application_name = 1051;

// Attributes that are kept here and nothing more.
SQLUINTEGER* kept(ConnectionAttributes& attributes, SQLINTEGER attribute) noexcept {
    switch (attribute) {
        case SQL_ATTR_LOGIN_TIMEOUT: return &attributes.login_timeout;
        case SQL_ATTR_CONNECTION_TIMEOUT: return &attributes.connection_timeout;
        case SQL_ATTR_METADATA_ID: return &attributes.metadata_id;
        case SQL_ATTR_PACKET_SIZE: return &attributes.packet_size;
        case SQL_ATTR_ANSI_APP: return &attributes.ansi_application;
        case SQL_ATTR_TRACE: return &attributes.trace;
        case SQL_ATTR_TRANSLATE_OPTION: return &attributes.translate_option;
        case SQL_ATTR_ACCESS_MODE: return &attributes.access_mode;
        case SQL_ATTR_TXN_ISOLATION: return &attributes.transaction_isolation;
        default: return nullptr;
    }
}

bool is_isolation(SQLUINTEGER level) noexcept {
    return level == SQL_TXN_READ_UNCOMMITTED || level == SQL_TXN_READ_COMMITTED || level == SQL_TXN_REPEATABLE_READ ||
           level == SQL_TXN_SERIALIZABLE;
}

// Throws what a value of a kept attribute deserves.
void check(const Connection& connection, SQLINTEGER attribute, SQLUINTEGER number) {
    switch (attribute) {
        case SQL_ATTR_ACCESS_MODE:
        case SQL_ATTR_METADATA_ID:
        case SQL_ATTR_TRACE:
            if (number > SQL_TRUE) throw Failure("HY024");
            break;
        case SQL_ATTR_TXN_ISOLATION:
            if (!is_isolation(number)) throw Failure("HY024");
            throw Failure("HYC00", "The service has no transactions: there is no level to choose.");
        case SQL_ATTR_LOGIN_TIMEOUT:
        case SQL_ATTR_PACKET_SIZE:
            if (connection.link == Link::connected) throw Failure("HY011", "It is set before connecting.");
            break;
        default: break;
    }
}

void tell_engine(Connection& connection, SQLINTEGER attribute, const std::optional<std::string>& text,
                 std::int64_t number) {
    connection.diagnostics.add(wire::decode_ok(connection.engine().request(
        wire::Message::set_connection_attribute, connection.number,
        wire::encode_set_connection_attribute(attribute, text, number), connection.patience())));
}

// For statements to come.
void set_asynchronous(Connection& connection, SQLUINTEGER number) {
    const std::lock_guard lock(connection.children_mutex);
    for (const Statement* statement : connection.statements) {
        if (statement->slot.running) throw Failure("HY010", "A statement of the connection runs asynchronously.");
    }
    connection.attributes.asynchronous_statements = number;
}

// `text` decodes the value where the attribute is a text.
template <class Decode>
SQLRETURN set_connection(Connection& connection, SQLINTEGER attribute, SQLPOINTER value, Decode&& text) {
    const SQLUINTEGER number = number_in(value);
    switch (attribute) {
        case SQL_ATTR_AUTOCOMMIT:
            if (number != SQL_AUTOCOMMIT_ON && number != SQL_AUTOCOMMIT_OFF) throw Failure("HY024");
            // Clients as common as pyodbc ask for it on every connect and give up when it is refused.
            if (number == SQL_AUTOCOMMIT_OFF) {
                connection.diagnostics.add("01S02",
                                           "The service has no transactions: the connection stays in autocommit mode.");
            }
            return SQL_SUCCESS;
        case SQL_ATTR_ASYNC_ENABLE:
            if (number > SQL_ASYNC_ENABLE_ON) throw Failure("HY024");
            set_asynchronous(connection, number);
            return SQL_SUCCESS;
        case SQL_ATTR_ASYNC_DBC_FUNCTIONS_ENABLE:
            if (number > SQL_ASYNC_DBC_ENABLE_ON) throw Failure("HY024");
            connection.attributes.asynchronous_functions = number;
            return SQL_SUCCESS;
        case SQL_ATTR_ASYNC_DBC_EVENT: throw Failure("HYC00", "There are no notifications: call the function again.");
        case SQL_ATTR_QUIET_MODE: connection.attributes.quiet_mode = value; return SQL_SUCCESS;
        case SQL_ATTR_ODBC_CURSORS:
        case SQL_ATTR_TRACEFILE:
        case application_name: return SQL_SUCCESS;
        case SQL_ATTR_TRANSLATE_LIB:
        case SQL_ATTR_TRANSLATE_OPTION: throw Failure("HYC00", "Text is UTF-8 or UTF-16: nothing translates it.");
        case SQL_ATTR_CURRENT_CATALOG: {
            const std::optional<std::string> catalog = text();
            if (!catalog) throw Failure("HY009");
            if (connection.link == Link::connected)
                tell_engine(connection, attribute, catalog, 0);
            else
                connection.early_texts[attribute] = *catalog;
            return SQL_SUCCESS;
        }
        case SQL_ATTR_AUTO_IPD:
        case SQL_ATTR_CONNECTION_DEAD: throw Failure("HY092", "The attribute can only be read.");
        default: break;
    }
    SQLUINTEGER* place = kept(connection.attributes, attribute);
    if (!place) throw Failure("HY092");
    check(connection, attribute, number);
    *place = number;
    if (attribute == SQL_ATTR_ACCESS_MODE && connection.link == Link::connected) {
        tell_engine(connection, attribute, std::nullopt, number);
    }
    return SQL_SUCCESS;
}

std::string current_catalog(Connection& connection) {
    if (connection.link != Link::connected) throw Failure("08003");
    const wire::Reply reply = connection.engine().request(
        wire::Message::get_connection_attribute, connection.number,
        wire::encode_get_connection_attribute(SQL_ATTR_CURRENT_CATALOG), connection.patience());
    wire::require(reply, wire::Message::attribute);
    return wire::Reader(reply.payload).text();
}

SQLRETURN get_connection(Connection& connection, SQLINTEGER attribute, const text::Output& output, SQLINTEGER* length) {
    const auto number = [&](SQLUINTEGER value) {
        put_value(output.buffer, value);
        put_value(length, SQLINTEGER{sizeof value});
        return SQLRETURN{SQL_SUCCESS};
    };
    switch (attribute) {
        case SQL_ATTR_AUTOCOMMIT: return number(SQL_AUTOCOMMIT_ON);
        case SQL_ATTR_ASYNC_ENABLE: return number(connection.attributes.asynchronous_statements);
        case SQL_ATTR_ASYNC_DBC_FUNCTIONS_ENABLE: return number(connection.attributes.asynchronous_functions);
        case SQL_ATTR_AUTO_IPD: return number(SQL_TRUE);
        case SQL_ATTR_CONNECTION_DEAD: return number(connection.dead() ? SQL_CD_TRUE : SQL_CD_FALSE);
        case SQL_ATTR_ODBC_CURSORS: return number(SQL_CUR_USE_DRIVER);
        case SQL_ATTR_TRANSLATE_LIB: throw Failure("HYC00");
        case SQL_ATTR_QUIET_MODE: put_value(output.buffer, connection.attributes.quiet_mode); return SQL_SUCCESS;
        case SQL_ATTR_CURRENT_CATALOG:
            put_text(connection.diagnostics, current_catalog(connection), output, length, true);
            return SQL_SUCCESS;
        default: break;
    }
    const SQLUINTEGER* place = kept(connection.attributes, attribute);
    if (!place) throw Failure("HY092");
    return number(*place);
}

SQLRETURN end_transaction(SQLSMALLINT completion) {
    if (completion != SQL_COMMIT && completion != SQL_ROLLBACK) throw Failure("HY012");
    return SQL_SUCCESS;  // every statement is committed already
}

}  // namespace
}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLSetEnvAttr(SQLHENV handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER) {
    return enter<Environment>(handle,
                              [=](Environment& environment) { return set_environment(environment, attribute, value); });
}

extern "C" SQLRETURN SQL_API SQLGetEnvAttr(SQLHENV handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER,
                                           SQLINTEGER* length) {
    return enter<Environment>(
        handle, [=](Environment& environment) { return get_environment(environment, attribute, value, length); });
}

extern "C" SQLRETURN SQL_API SQLSetConnectAttr(SQLHDBC handle, SQLINTEGER attribute, SQLPOINTER value,
                                               SQLINTEGER length) {
    return enter<Connection>(handle, [=](Connection& connection) {
        return set_connection(connection, attribute, value,
                              [=] { return text::from_narrow(static_cast<SQLCHAR*>(value), length); });
    });
}

// The length of a wide text is in bytes here.
extern "C" SQLRETURN SQL_API SQLSetConnectAttrW(SQLHDBC handle, SQLINTEGER attribute, SQLPOINTER value,
                                                SQLINTEGER length) {
    return enter<Connection>(handle, [=](Connection& connection) {
        if (attribute == application_name && value) text::learn_width(value, length);
        const SQLLEN units = length < 0 ? length : length / static_cast<SQLINTEGER>(text::wide_char_bytes());
        return set_connection(connection, attribute, value,
                              [=] { return text::from_wide(static_cast<SQLWCHAR*>(value), units); });
    });
}

extern "C" SQLRETURN SQL_API SQLGetConnectAttr(SQLHDBC handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER size,
                                               SQLINTEGER* length) {
    return enter<Connection>(handle, [=](Connection& connection) {
        return get_connection(connection, attribute, text::narrow(value, size), length);
    });
}

extern "C" SQLRETURN SQL_API SQLGetConnectAttrW(SQLHDBC handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER size,
                                                SQLINTEGER* length) {
    return enter<Connection>(handle, [=](Connection& connection) {
        return get_connection(connection, attribute, text::wide_in_bytes(value, size), length);
    });
}

extern "C" SQLRETURN SQL_API SQLEndTran(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT completion) {
    if (type == SQL_HANDLE_ENV)
        return enter<Environment>(handle, [=](Environment&) { return end_transaction(completion); });
    if (type == SQL_HANDLE_DBC)
        return enter<Connection>(handle, [=](Connection&) { return end_transaction(completion); });
    return SQL_INVALID_HANDLE;
}
