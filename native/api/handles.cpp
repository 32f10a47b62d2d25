// Allocating and freeing handles.
#include "api/entry.hpp"

namespace jsdodbc {
namespace {

SQLRETURN allocate_environment(SQLHANDLE* out) noexcept {
    try {
        *out = (new Environment)->handle();
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
    *out = connection.release()->handle();
    return SQL_SUCCESS;
}

SQLRETURN allocate_statement(Connection& connection, SQLHANDLE* out) {
    if (connection.link != Link::connected) throw Failure("08003");
    auto statement = std::make_unique<Statement>(connection);
    const std::lock_guard lock(connection.children_mutex);
    connection.statements.insert(statement.get());
    *out = statement.release()->handle();
    return SQL_SUCCESS;
}

SQLRETURN allocate_descriptor(Connection& connection, SQLHANDLE* out) {
    if (connection.link != Link::connected) throw Failure("08003");
    auto descriptor = std::make_shared<Descriptor>(connection, Role::application);
    const std::lock_guard lock(connection.children_mutex);
    connection.descriptors.emplace(descriptor.get(), descriptor);
    *out = descriptor->handle();
    return SQL_SUCCESS;
}

// The object outlives the call that retires its handle, since that call writes its return code there.
SQLRETURN free_environment(SQLHANDLE handle) {
    std::unique_ptr<Environment> last;
    return enter<Environment>(handle, [&](Environment& environment) -> SQLRETURN {
        if (!environment.connections.empty()) throw Failure("HY010", "Free the connections of the environment first.");
        environment.retire();
        last.reset(&environment);
        return SQL_SUCCESS;
    });
}

SQLRETURN free_connection(SQLHANDLE handle) {
    std::unique_ptr<Connection> last;
    return enter<Connection>(handle, [&](Connection& connection) -> SQLRETURN {
        if (connection.link != Link::idle) throw Failure("HY010", "Disconnect before freeing the connection.");
        connection.retire();
        last.reset(&connection);
        const std::lock_guard lock(connection.environment.slot.mutex);
        connection.environment.connections.erase(&connection);
        return SQL_SUCCESS;
    });
}

SQLRETURN free_statement(SQLHANDLE handle) {
    std::unique_ptr<Statement> last;
    return enter<Statement>(handle, [&](Statement& statement) -> SQLRETURN {
        statement.require(Operation::free_statement);
        const std::lock_guard lock(statement.connection.children_mutex);
        // A disconnect that has taken the statements over waits for this one, and frees it.
        if (!statement.connection.statements.erase(&statement)) return SQL_SUCCESS;
        statement.retire_all();
        last.reset(&statement);
        return SQL_SUCCESS;
    });
}

SQLRETURN free_descriptor(SQLHANDLE handle) {
    std::shared_ptr<Descriptor> last;
    return enter<Descriptor>(handle, [&](Descriptor& descriptor) -> SQLRETURN {
        if (descriptor.statement) throw Failure("HY017");
        last = descriptor.shared_from_this();
        descriptor.freed = true;
        descriptor.retire();
        const std::lock_guard lock(descriptor.connection.children_mutex);
        descriptor.connection.descriptors.erase(&descriptor);
        return SQL_SUCCESS;
    });
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
