// Allocating and freeing handles.
#include "api/entry.hpp"

namespace jsdodbc {
namespace {

SQLRETURN allocate_environment(SQLHANDLE* out) noexcept {
    try {
        *out = static_cast<Handle*>(new Environment);
        return SQL_SUCCESS;
    } catch (...) {
        return SQL_ERROR;
    }
}

SQLRETURN allocate_connection(Environment& environment, SQLHANDLE* out) {
    if (environment.odbc_version == 0)
        throw Failure("HY010", "Set SQL_ATTR_ODBC_VERSION before allocating a connection.");
    auto connection = std::make_unique<Connection>(environment);
    environment.connections.insert(connection.get());
    *out = static_cast<Handle*>(connection.release());
    return SQL_SUCCESS;
}

SQLRETURN allocate_statement(Connection& connection, SQLHANDLE* out) {
    if (connection.link != Link::connected) throw Failure("08003");
    auto statement = std::make_unique<Statement>(connection);
    const std::lock_guard lock(connection.children_mutex);
    connection.statements.insert(statement.get());
    *out = static_cast<Handle*>(statement.release());
    return SQL_SUCCESS;
}

SQLRETURN allocate_descriptor(Connection& connection, SQLHANDLE* out) {
    if (connection.link != Link::connected) throw Failure("08003");
    auto descriptor = std::make_unique<Descriptor>(connection, Role::application);
    const std::lock_guard lock(connection.children_mutex);
    connection.descriptors.insert(descriptor.get());
    *out = static_cast<Handle*>(descriptor.release());
    return SQL_SUCCESS;
}

SQLRETURN free_environment(SQLHANDLE handle) {
    const SQLRETURN code = enter<Environment>(handle, [](Environment& environment) -> SQLRETURN {
        if (!environment.connections.empty()) throw Failure("HY010", "Free the connections of the environment first.");
        return SQL_SUCCESS;
    });
    if (code == SQL_SUCCESS) delete object_of<Environment>(handle);
    return code;
}

SQLRETURN free_connection(SQLHANDLE handle) {
    const SQLRETURN code = enter<Connection>(handle, [](Connection& connection) -> SQLRETURN {
        if (connection.link != Link::idle) throw Failure("HY010", "Disconnect before freeing the connection.");
        const std::lock_guard lock(connection.environment.mutex);
        connection.environment.connections.erase(&connection);
        return SQL_SUCCESS;
    });
    if (code == SQL_SUCCESS) delete object_of<Connection>(handle);
    return code;
}

SQLRETURN free_statement(SQLHANDLE handle) {
    const SQLRETURN code = enter<Statement>(handle, [](Statement& statement) -> SQLRETURN {
        statement.require(Operation::free_statement);
        const std::lock_guard lock(statement.connection.children_mutex);
        statement.connection.statements.erase(&statement);
        return SQL_SUCCESS;
    });
    if (SQL_SUCCEEDED(code)) delete object_of<Statement>(handle);
    return code;
}

// Statements that used the descriptor go back to their own.
void detach(Connection& connection, const Descriptor& descriptor) {
    const std::lock_guard lock(connection.children_mutex);
    connection.descriptors.erase(const_cast<Descriptor*>(&descriptor));
    for (Statement* statement : connection.statements) {
        if (statement->ard == &descriptor) statement->ard = &statement->implicit_ard;
        if (statement->apd == &descriptor) statement->apd = &statement->implicit_apd;
    }
}

SQLRETURN free_descriptor(SQLHANDLE handle) {
    const SQLRETURN code = enter<Descriptor>(handle, [](Descriptor& descriptor) -> SQLRETURN {
        if (descriptor.statement) throw Failure("HY017");
        detach(descriptor.connection, descriptor);
        return SQL_SUCCESS;
    });
    if (code == SQL_SUCCESS) delete object_of<Descriptor>(handle);
    return code;
}

SQLRETURN free_statement_part(Statement& statement, SQLUSMALLINT option) {
    statement.require(Operation::free_statement);
    switch (option) {
        case SQL_CLOSE: statement.close_cursor(); return SQL_SUCCESS;
        case SQL_UNBIND: statement.ard->records.clear(); return SQL_SUCCESS;
        case SQL_RESET_PARAMS:
            statement.apd->records.clear();
            statement.ipd.records.clear();
            return SQL_SUCCESS;
        default: throw Failure("HY092");
    }
}

}  // namespace
}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLAllocHandle(SQLSMALLINT type, SQLHANDLE parent, SQLHANDLE* out) {
    if (out) *out = SQL_NULL_HANDLE;
    if (type == SQL_HANDLE_ENV) {
        text::learn_manager(__builtin_return_address(0));
        return out ? allocate_environment(out) : SQL_ERROR;
    }
    const auto checked = [out](auto allocate) {
        return [out, allocate](auto& object) -> SQLRETURN {
            if (!out) throw Failure("HY009");
            return allocate(object, out);
        };
    };
    switch (type) {
        case SQL_HANDLE_DBC: return enter<Environment>(parent, checked(&allocate_connection));
        case SQL_HANDLE_STMT: return enter<Connection>(parent, checked(&allocate_statement));
        case SQL_HANDLE_DESC: return enter<Connection>(parent, checked(&allocate_descriptor));
        default: return SQL_INVALID_HANDLE;
    }
}

extern "C" SQLRETURN SQL_API SQLFreeHandle(SQLSMALLINT type, SQLHANDLE handle) {
    switch (type) {
        case SQL_HANDLE_ENV: return free_environment(handle);
        case SQL_HANDLE_DBC: return free_connection(handle);
        case SQL_HANDLE_STMT: return free_statement(handle);
        case SQL_HANDLE_DESC: return free_descriptor(handle);
        default: return SQL_INVALID_HANDLE;
    }
}

extern "C" SQLRETURN SQL_API SQLFreeStmt(SQLHSTMT handle, SQLUSMALLINT option) {
    if (option == SQL_DROP) return free_statement(handle);
    return enter<Statement>(handle, [=](Statement& statement) { return free_statement_part(statement, option); });
}
