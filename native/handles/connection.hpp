#pragma once

#include <map>
#include <unordered_map>
#include <unordered_set>

#include "handles/environment.hpp"
#include "wire/host.hpp"
#include "wire/messages.hpp"
#include "wire/requests.hpp"

namespace jsdodbc {

struct Descriptor;
struct Statement;

// Defaults that statements of the connection start with, and what SQLSetConnectAttr keeps without the engine.
struct ConnectionAttributes {
    SQLUINTEGER access_mode = SQL_MODE_READ_WRITE;
    SQLUINTEGER login_timeout = 0;
    SQLUINTEGER connection_timeout = 0;
    SQLUINTEGER metadata_id = SQL_FALSE;
    SQLUINTEGER packet_size = 0;
    SQLUINTEGER transaction_isolation = 0;
    SQLUINTEGER ansi_application = SQL_TRUE;
    SQLUINTEGER trace = SQL_OPT_TRACE_OFF;
    SQLUINTEGER translate_option = 0;
    SQLPOINTER quiet_mode = nullptr;
    SQLUINTEGER asynchronous_statements = SQL_ASYNC_ENABLE_OFF;
    SQLUINTEGER asynchronous_functions = SQL_ASYNC_DBC_ENABLE_OFF;
};

enum class Link { idle, browsing, connected };

struct Connection : Handle {
    explicit Connection(Environment& its_environment);
    ~Connection();

    // The engine of a connected connection; 08003 when it is not.
    wire::Engine& engine();
    bool dead() noexcept;
    bool asynchronous() const noexcept { return attributes.asynchronous_functions == SQL_ASYNC_DBC_ENABLE_ON; }
    // Stops the function under way; the caller holds the guard.
    void interrupt() noexcept;
    // Limits of a request that is no query and no login.
    wire::Patience patience() const;

    Environment& environment;
    Link link = Link::idle;
    std::shared_ptr<wire::Engine> shared_engine;  // changed under the guard
    std::uint32_t number = 0;
    std::shared_ptr<const convert::Charset> charset;  // of the application's narrow text; null: UTF-8
    std::string data_source;
    std::string answered;  // the connection string of the last connect, for the application
    std::map<std::uint16_t, wire::InfoValue> info;
    ConnectionAttributes attributes;
    std::map<SQLINTEGER, std::string> early_texts;  // text attributes set before connecting

    std::mutex children_mutex;  // guards what follows; taken last
    std::unordered_set<Statement*> statements;
    std::unordered_map<Descriptor*, std::shared_ptr<Descriptor>> descriptors;
};

}  // namespace jsdodbc
