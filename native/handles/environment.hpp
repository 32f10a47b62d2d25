#pragma once

#include <unordered_set>

#include "handles/handle.hpp"

namespace jsdodbc {

struct Connection;

struct Environment : Handle {
    Environment() : Handle(Kind::environment) {}

    SQLINTEGER odbc_version = 0;  // 0: not said yet
    SQLUINTEGER connection_pooling = SQL_CP_OFF;
    SQLUINTEGER pooling_match = SQL_CP_STRICT_MATCH;
    std::unordered_set<Connection*> connections;  // under mutex

    bool odbc2() const noexcept { return odbc_version == SQL_OV_ODBC2; }
};

}  // namespace jsdodbc
