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

// The engine's own limit comes first, this is the backstop.
wire::Patience login_patience(const Connection& connection) {
    wire::Patience patience;
    const SQLUINTEGER timeout = connection.attributes.login_timeout;
    if (timeout != 0) patience.deadline = wire::Clock::now() + std::chrono::seconds(timeout) + login_grace;
    patience.cancelled = &connection.cancelled;
    patience.target = connection.number;
    return patience;
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
            wire::encode_set_connection_attribute(attribute, value, 0), login_patience(connection))));
    }
}

void use_engine(Connection& connection, std::shared_ptr<wire::Engine> engine) {
    const std::lock_guard guarding(connection.slot.guard);
    connection.shared_engine = std::move(engine);
    connection.number = connection.shared_engine ? connection.shared_engine->new_number() : 0;
}

void hang_up(Connection& connection) noexcept {
    connection.link = Link::idle;
    use_engine(connection, nullptr);
    connection.info.clear();
    connection.data_source.clear();
    connection.charset.reset();
}

// A connection that was not made: the engine is told to forget it, and left alone when it does not answer.
void abandon(Connection& connection, const std::string& sqlstate) noexcept {
    connection.shared_engine->notify(wire::Message::disconnect, connection.number);
    if (sqlstate == "HYT00" || sqlstate == "HY008") wire::give_up_engine(connection.shared_engine);
    hang_up(connection);
}

std::shared_ptr<const convert::Charset> charset_named(const std::string& name) {
    if (name.empty()) return nullptr;
    auto charset = convert::Charset::named(name);
    if (!charset)
        throw Failure("HY024", "Charset is '" + name +
                                   "', which this machine does not know or which has no plain ASCII in it. " +
                                   "Leave it out for UTF-8, or name another one (iconv -l lists them).");
    return charset;
}

wire::Connected ask_to_connect(Connection& connection, const Request& request) {
    return wire::decode_connected(connection.engine().request(wire::Message::connect, connection.number,
                                                              encode(connection, request), login_patience(connection)));
}

// Leaves the connection as it was when it throws. Returns the completed, or browse result, connection string.
std::string connect(Connection& connection, const Request& request) {
    if (connection.link == Link::connected) throw Failure("08002");
    const std::string text = request.text.value_or("");
    if (connection.link == Link::idle)
        use_engine(connection, wire::acquire_engine({text, request.way == Way::connect}, login_patience(connection)));
    try {
        connection.link = Link::browsing;
        wire::Connected answer = ask_to_connect(connection, request);
        connection.diagnostics.add(answer.diagnostics);
        if (answer.need_data) return answer.connection_string;
        connection.info = std::move(answer.info);
        connection.charset = charset_named(answer.charset);
        const auto dsn = wire::connection_string_value(text, "dsn");
        connection.data_source = request.way == Way::connect ? text : dsn.value_or("");
        connection.link = Link::connected;
        send_early_attributes(connection);
        return answer.connection_string;
    } catch (const Failure& failure) {
        if (request.way != Way::browse) abandon(connection, failure.records().front().sqlstate);
        throw;
    } catch (...) {  // no memory
        abandon(connection, "HY001");
        throw;
    }
}

SQLRETURN driver_connect(Connection& connection, std::optional<std::string> in, SQLUSMALLINT completion) {
    if (completion > SQL_DRIVER_COMPLETE_REQUIRED) throw Failure("HY110");
    connection.answered = connect(connection, {Way::driver_connect, std::move(in), {}, {}});
    return SQL_SUCCESS;
}

SQLRETURN browse_connect(Connection& connection, std::optional<std::string> in) {
    connection.answered = connect(connection, {Way::browse, std::move(in), {}, {}});
    return connection.link == Link::connected ? SQL_SUCCESS : SQL_NEED_DATA;
}

SQLRETURN connect_to(Connection& connection, Request request) {
    connect(connection, request);
    return SQL_SUCCESS;
}

// Writes the connection string that a connect answered.
SQLRETURN put_answer(Connection& connection, SQLRETURN code, const text::Output& out, SQLSMALLINT* out_length) {
    if (!SQL_SUCCEEDED(code) && code != SQL_NEED_DATA) return code;
    put_text(connection.diagnostics, connection.answered, out, out_length);
    return code;
}

void end(Statement& statement) {
    if (statement.slot.running) drop_job(statement.slot);
    {
        const auto lock = lock_slot(statement.slot);
        statement.retire_all();
    }
    statement.known_to_engine = false;  // DISCONNECT frees them all
    delete &statement;
}

void end(Descriptor& descriptor) {
    const auto lock = lock_slot(descriptor.slot);
    descriptor.freed = true;
    descriptor.retire();
}

// The statements and descriptors of the connection end with it, each when nobody works on it any more.
void end_children(Connection& connection) {
    decltype(connection.statements) statements;
    decltype(connection.descriptors) descriptors;
    {
        const std::lock_guard lock(connection.children_mutex);
        for (const Statement* statement : connection.statements) {
            if (statement->slot.running) throw Failure("HY010", "A statement of the connection runs asynchronously.");
        }
        statements.swap(connection.statements);
        descriptors.swap(connection.descriptors);
    }
    for (Statement* statement : statements) end(*statement);
    for (const auto& [address, descriptor] : descriptors) end(*descriptor);
}

SQLRETURN disconnect(Connection& connection) {
    if (connection.link == Link::idle) throw Failure("08003");
    end_children(connection);
    wire::Patience patience = connection.patience();
    patience.no_later_than(wire::Clock::now() + farewell_patience);
    try {
        connection.diagnostics.add(
            wire::decode_ok(connection.engine().request(wire::Message::disconnect, connection.number, {}, patience)));
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
    return enter_long<Connection>(
        handle, SQL_API_SQLDRIVERCONNECT, [=] { return text::from_narrow(in, in_length); },
        [=](Connection& connection, std::optional<std::string> text) {
            return driver_connect(connection, std::move(text), completion);
        },
        [=](Connection& connection, SQLRETURN code) {
            return put_answer(connection, code, text::narrow(out, out_size), out_length);
        });
}

extern "C" SQLRETURN SQL_API SQLDriverConnectW(SQLHDBC handle, SQLHWND, SQLWCHAR* in, SQLSMALLINT in_length,
                                               SQLWCHAR* out, SQLSMALLINT out_size, SQLSMALLINT* out_length,
                                               SQLUSMALLINT completion) {
    return enter_long<Connection>(
        handle, SQL_API_SQLDRIVERCONNECT, [=] { return text::from_wide(in, in_length); },
        [=](Connection& connection, std::optional<std::string> text) {
            return driver_connect(connection, std::move(text), completion);
        },
        [=](Connection& connection, SQLRETURN code) {
            return put_answer(connection, code, text::wide(out, out_size), out_length);
        });
}

extern "C" SQLRETURN SQL_API SQLConnect(SQLHDBC handle, SQLCHAR* dsn, SQLSMALLINT dsn_length, SQLCHAR* user,
                                        SQLSMALLINT user_length, SQLCHAR* password, SQLSMALLINT password_length) {
    const auto decode = [=] {
        return Request{Way::connect, text::from_narrow(dsn, dsn_length), text::from_narrow(user, user_length),
                       text::from_narrow(password, password_length)};
    };
    return enter_long<Connection>(handle, SQL_API_SQLCONNECT, decode, &connect_to);
}

extern "C" SQLRETURN SQL_API SQLConnectW(SQLHDBC handle, SQLWCHAR* dsn, SQLSMALLINT dsn_length, SQLWCHAR* user,
                                         SQLSMALLINT user_length, SQLWCHAR* password, SQLSMALLINT password_length) {
    const auto decode = [=] {
        return Request{Way::connect, text::from_wide(dsn, dsn_length), text::from_wide(user, user_length),
                       text::from_wide(password, password_length)};
    };
    return enter_long<Connection>(handle, SQL_API_SQLCONNECT, decode, &connect_to);
}

extern "C" SQLRETURN SQL_API SQLBrowseConnect(SQLHDBC handle, SQLCHAR* in, SQLSMALLINT in_length, SQLCHAR* out,
                                              SQLSMALLINT out_size, SQLSMALLINT* out_length) {
    return enter_long<Connection>(
        handle, SQL_API_SQLBROWSECONNECT, [=] { return text::from_narrow(in, in_length); }, &browse_connect,
        [=](Connection& connection, SQLRETURN code) {
            return put_answer(connection, code, text::narrow(out, out_size), out_length);
        });
}

extern "C" SQLRETURN SQL_API SQLBrowseConnectW(SQLHDBC handle, SQLWCHAR* in, SQLSMALLINT in_length, SQLWCHAR* out,
                                               SQLSMALLINT out_size, SQLSMALLINT* out_length) {
    return enter_long<Connection>(
        handle, SQL_API_SQLBROWSECONNECT, [=] { return text::from_wide(in, in_length); }, &browse_connect,
        [=](Connection& connection, SQLRETURN code) {
            return put_answer(connection, code, text::wide(out, out_size), out_length);
        });
}

extern "C" SQLRETURN SQL_API SQLDisconnect(SQLHDBC handle) {
    return enter_long<Connection>(handle, SQL_API_SQLDISCONNECT, &disconnect);
}
