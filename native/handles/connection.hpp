#pragma once

#include <map>
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
};

enum class Link { idle, browsing, connected };

struct Connection : Handle {
    explicit Connection(Environment& its_environment);
    ~Connection();

    // The engine of a connected connection; 08003 when it is not.
    wire::Engine& engine();
    bool dead() noexcept;

    Environment& environment;
    Link link = Link::idle;
    std::shared_ptr<wire::Engine> shared_engine;
    std::uint32_t number = 0;
    std::string data_source;
    std::map<std::uint16_t, wire::InfoValue> info;
    ConnectionAttributes attributes;
    std::map<SQLINTEGER, std::string> early_texts;  // text attributes set before connecting

    std::mutex children_mutex;  // guards the two sets; taken last
    std::unordered_set<Statement*> statements;
    std::unordered_set<Descriptor*> descriptors;
};

}  // namespace jsdodbc
