// One connection to the fake engine, and short words for what tests do with it.
#pragma once

#include "odbc.hpp"

#include <concepts>
#include <string>
#include <vector>

#include "convert/tests/check.hpp"

namespace jsdodbc::test {

inline SQLCHAR* characters(const char* text) {
    return reinterpret_cast<SQLCHAR*>(const_cast<char*>(text));
}

inline std::string connection_string(const std::string& more = "") {
    return std::string("Driver=" LIBRARY ";Key=value") + more;
}

// The SQLSTATE of a record, "" when there is none.
inline std::string state_of(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT number = 1) {
    SQLCHAR state[6] = {}, message[2000];
    SQLINTEGER native = 0;
    SQLSMALLINT length = 0;
    const SQLRETURN code = SQLGetDiagRec(type, handle, number, state, &native, message, sizeof message, &length);
    return SQL_SUCCEEDED(code) ? reinterpret_cast<const char*>(state) : "";
}

inline std::string message_of(SQLSMALLINT type, SQLHANDLE handle) {
    SQLCHAR state[6] = {}, message[8000] = {};
    SQLINTEGER native = 0;
    SQLSMALLINT length = 0;
    SQLGetDiagRec(type, handle, 1, state, &native, message, sizeof message, &length);
    return reinterpret_cast<const char*>(message);
}

class Session {
  public:
    enum Unconnected { unconnected };
    explicit Session(Unconnected) { allocate(SQL_OV_ODBC3); }
    explicit Session(SQLLEN version = SQL_OV_ODBC3, const std::string& more = "") {
        allocate(version);
        connect(more);
    }
    void allocate(SQLLEN version) {
        SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment);
        SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, reinterpret_cast<SQLPOINTER>(version), 0);
        SQLAllocHandle(SQL_HANDLE_DBC, environment, &connection);
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() {
        if (statement) SQLFreeHandle(SQL_HANDLE_STMT, statement);
        SQLDisconnect(connection);
        SQLFreeHandle(SQL_HANDLE_DBC, connection);
        SQLFreeHandle(SQL_HANDLE_ENV, environment);
    }

    void connect(const std::string& more = "") {
        SQLSMALLINT length = 0;
        const std::string text = connection_string(more);
        connected = SQLDriverConnect(connection, nullptr, characters(text.c_str()), SQL_NTS, completed,
                                     sizeof completed, &length, SQL_DRIVER_NOPROMPT);
        if (SQL_SUCCEEDED(connected)) SQLAllocHandle(SQL_HANDLE_STMT, connection, &statement);
    }

    SQLRETURN run(const char* sql) { return SQLExecDirect(statement, characters(sql), SQL_NTS); }
    void close() { SQLFreeStmt(statement, SQL_CLOSE); }
    std::string state() const { return state_of(SQL_HANDLE_STMT, statement); }
    std::string connection_state() const { return state_of(SQL_HANDLE_DBC, connection); }
    void set(SQLINTEGER attribute, const void* value) {
        SQLSetStmtAttr(statement, attribute, const_cast<void*>(value), 0);
    }
    template <std::integral Value>
    void set(SQLINTEGER attribute, Value value) {
        SQLSetStmtAttr(statement, attribute, reinterpret_cast<SQLPOINTER>(static_cast<SQLULEN>(value)), 0);
    }

    // Returns once another session's function waits in the engine for its cancel: then one cancel is enough.
    SQLRETURN await_waiting() { return run("waiting"); }

    // A column of the current row as text; "NULL" for NULL, "!" and the SQLSTATE for an error.
    std::string text(SQLUSMALLINT column) {
        SQLCHAR buffer[30000] = {};
        SQLLEN length = 0;
        const SQLRETURN code = SQLGetData(statement, column, SQL_C_CHAR, buffer, sizeof buffer, &length);
        if (!SQL_SUCCEEDED(code)) return "!" + state();
        return length == SQL_NULL_DATA ? "NULL" : reinterpret_cast<const char*>(buffer);
    }

    SQLHENV environment = nullptr;
    SQLHDBC connection = nullptr;
    SQLHSTMT statement = nullptr;
    SQLCHAR completed[1000] = {};
    SQLRETURN connected = SQL_ERROR;
};

}  // namespace jsdodbc::test
