// Connecting to and disconnecting from a data source.
#include "api/entry.hpp"

namespace jsdodbc {
namespace {

enum class Way : std::uint8_t { driver_connect = 0, connect = 1, browse = 2 };

struct Request {
    Way way;
    std::optional<std::string> text;  // connection string or DSN
    std::optional<std::string> user, password;
};

constexpr std::chrono::seconds login_grace{5};
constexpr std::chrono::seconds farewell_patience{10};

wire::Deadline login_deadline(const Connection& connection) {
    const SQLUINTEGER timeout = connection.attributes.login_timeout;
    if (timeout == 0) return {};
    return wire::Clock::now() + std::chrono::seconds(timeout) + login_grace;
}

std::string encode(const Connection& connection, const Request& request) {
    wire::ConnectRequest asked;
    asked.kind = static_cast<std::uint8_t>(request.way);
    asked.text = request.text.value_or("");
    asked.user = request.user;
    asked.password = request.password;
    asked.login_timeout = connection.attributes.login_timeout;
    asked.odbc_version = static_cast<std::uint32_t>(connection.environment.odbc_version);
    asked.read_only = connection.attributes.access_mode == SQL_MODE_READ_ONLY;
    return wire::encode_connect(asked);
}

void send_early_attributes(Connection& connection) {
    for (const auto& [attribute, value] : connection.early_texts) {
        connection.diagnostics.add(wire::decode_ok(connection.engine().request(
            wire::Message::set_connection_attribute, connection.number,
            wire::encode_set_connection_attribute(attribute, value, 0), login_deadline(connection))));
    }
}

void hang_up(Connection& connection) noexcept {
    connection.link = Link::idle;
    connection.shared_engine = nullptr;
    connection.info.clear();
    connection.data_source.clear();
}

// Leaves the connection as it was when it throws. Returns the completed, or browse result, connection string.
std::string connect(Connection& connection, const Request& request) {
    if (connection.link == Link::connected) throw Failure("08002");
    const std::string text = request.text.value_or("");
    if (connection.link == Link::idle) {
        connection.shared_engine =
            wire::acquire_engine({text, request.way == Way::connect}, login_deadline(connection));
        connection.number = connection.shared_engine->new_number();
    }
    try {
        connection.link = Link::browsing;
        wire::Connected answer = wire::decode_connected(connection.engine().request(
            wire::Message::connect, connection.number, encode(connection, request), login_deadline(connection)));
        connection.diagnostics.add(answer.diagnostics);
        if (answer.need_data) return answer.connection_string;
        connection.info = std::move(answer.info);
        const auto dsn = wire::connection_string_value(text, "dsn");
        connection.data_source = request.way == Way::connect ? text : dsn.value_or("");
        connection.link = Link::connected;
        send_early_attributes(connection);
        return answer.connection_string;
    } catch (...) {
        if (request.way != Way::browse) hang_up(connection);
        throw;
    }
}

SQLRETURN driver_connect(Connection& connection, std::optional<std::string> in, const text::Output& out,
                         SQLSMALLINT* out_length, SQLUSMALLINT completion) {
    if (completion > SQL_DRIVER_COMPLETE_REQUIRED) throw Failure("HY110");
    const std::string completed = connect(connection, {Way::driver_connect, std::move(in), {}, {}});
    put_text(connection.diagnostics, completed, out, out_length);
    return SQL_SUCCESS;
}

SQLRETURN browse_connect(Connection& connection, std::optional<std::string> in, const text::Output& out,
                         SQLSMALLINT* out_length) {
    const std::string text = connect(connection, {Way::browse, std::move(in), {}, {}});
    put_text(connection.diagnostics, text, out, out_length);
    return connection.link == Link::connected ? SQL_SUCCESS : SQL_NEED_DATA;
}

// The statements and descriptors of the connection end with it.
void free_children(Connection& connection) {
    std::unordered_set<Statement*> statements;
    std::unordered_set<Descriptor*> descriptors;
    {
        const std::lock_guard lock(connection.children_mutex);
        statements.swap(connection.statements);
        descriptors.swap(connection.descriptors);
    }
    for (Statement* statement : statements) {
        statement->known_to_engine = false;  // DISCONNECT frees them all
        delete statement;
    }
    for (Descriptor* descriptor : descriptors) delete descriptor;
}

SQLRETURN disconnect(Connection& connection) {
    if (connection.link == Link::idle) throw Failure("08003");
    free_children(connection);
    try {
        connection.diagnostics.add(wire::decode_ok(connection.engine().request(
            wire::Message::disconnect, connection.number, {}, wire::Clock::now() + farewell_patience)));
    } catch (const Failure& failure) {
        // What is gone is disconnected; anything else is worth a warning, not a refusal.
        if (failure.records().front().sqlstate != "08S01") connection.diagnostics.add("01002", failure.what());
    }
    hang_up(connection);
    return SQL_SUCCESS;
}

}  // namespace
}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLDriverConnect(SQLHDBC handle, SQLHWND, SQLCHAR* in, SQLSMALLINT in_length, SQLCHAR* out,
                                              SQLSMALLINT out_size, SQLSMALLINT* out_length, SQLUSMALLINT completion) {
    return enter<Connection>(handle, [=](Connection& connection) {
        return driver_connect(connection, text::from_narrow(in, in_length), text::narrow(out, out_size), out_length,
                              completion);
    });
}

extern "C" SQLRETURN SQL_API SQLDriverConnectW(SQLHDBC handle, SQLHWND, SQLWCHAR* in, SQLSMALLINT in_length,
                                               SQLWCHAR* out, SQLSMALLINT out_size, SQLSMALLINT* out_length,
                                               SQLUSMALLINT completion) {
    return enter<Connection>(handle, [=](Connection& connection) {
        return driver_connect(connection, text::from_wide(in, in_length), text::wide(out, out_size), out_length,
                              completion);
    });
}

extern "C" SQLRETURN SQL_API SQLConnect(SQLHDBC handle, SQLCHAR* dsn, SQLSMALLINT dsn_length, SQLCHAR* user,
                                        SQLSMALLINT user_length, SQLCHAR* password, SQLSMALLINT password_length) {
    return enter<Connection>(handle, [=](Connection& connection) -> SQLRETURN {
        connect(connection, {Way::connect, text::from_narrow(dsn, dsn_length), text::from_narrow(user, user_length),
                             text::from_narrow(password, password_length)});
        return SQL_SUCCESS;
    });
}

extern "C" SQLRETURN SQL_API SQLConnectW(SQLHDBC handle, SQLWCHAR* dsn, SQLSMALLINT dsn_length, SQLWCHAR* user,
                                         SQLSMALLINT user_length, SQLWCHAR* password, SQLSMALLINT password_length) {
    return enter<Connection>(handle, [=](Connection& connection) -> SQLRETURN {
        connect(connection, {Way::connect, text::from_wide(dsn, dsn_length), text::from_wide(user, user_length),
                             text::from_wide(password, password_length)});
        return SQL_SUCCESS;
    });
}

extern "C" SQLRETURN SQL_API SQLBrowseConnect(SQLHDBC handle, SQLCHAR* in, SQLSMALLINT in_length, SQLCHAR* out,
                                              SQLSMALLINT out_size, SQLSMALLINT* out_length) {
    return enter<Connection>(handle, [=](Connection& connection) {
        return browse_connect(connection, text::from_narrow(in, in_length), text::narrow(out, out_size), out_length);
    });
}

extern "C" SQLRETURN SQL_API SQLBrowseConnectW(SQLHDBC handle, SQLWCHAR* in, SQLSMALLINT in_length, SQLWCHAR* out,
                                               SQLSMALLINT out_size, SQLSMALLINT* out_length) {
    return enter<Connection>(handle, [=](Connection& connection) {
        return browse_connect(connection, text::from_wide(in, in_length), text::wide(out, out_size), out_length);
    });
}

extern "C" SQLRETURN SQL_API SQLDisconnect(SQLHDBC handle) {
    return enter<Connection>(handle, [](Connection& connection) { return disconnect(connection); });
}
