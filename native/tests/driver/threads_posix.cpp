// Any call from any thread at any time, on handles that others free meanwhile. Directly on the library: a driver
// manager asks of applications what we don't.
#ifndef MANAGED

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <thread>

#include "session.hpp"

using namespace jsdodbc::test;

namespace {

using Random = std::minstd_rand;
using Shared = std::atomic<SQLHANDLE>;

struct World {
    World() {
        SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment);
        SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, reinterpret_cast<SQLPOINTER>(SQL_OV_ODBC3_80), 0);
        for (Shared& connection : connections) connect(connection);
        for (std::size_t index = 0; index < statements.size(); ++index) allocate(index);
        for (std::size_t index = 0; index < descriptors.size(); ++index) describe(index);
    }
    ~World() {
        for (Shared& descriptor : descriptors) SQLFreeHandle(SQL_HANDLE_DESC, descriptor);
        for (Shared& statement : statements) SQLFreeHandle(SQL_HANDLE_STMT, statement);
        for (Shared& connection : connections) {
            SQLDisconnect(connection);
            SQLFreeHandle(SQL_HANDLE_DBC, connection);
        }
        SQLFreeHandle(SQL_HANDLE_ENV, environment);
    }

    void connect(Shared& connection) {
        SQLHANDLE made = nullptr;
        if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, environment, &made))) return;
        const std::string text = connection_string();
        SQLDriverConnect(made, nullptr, characters(text.c_str()), SQL_NTS, nullptr, 0, nullptr, SQL_DRIVER_NOPROMPT);
        give_back(SQL_HANDLE_DBC, connection.exchange(made));
    }
    void allocate(std::size_t index) {
        SQLHANDLE made = nullptr;
        SQLAllocHandle(SQL_HANDLE_STMT, connections[index % connections.size()], &made);
        give_back(SQL_HANDLE_STMT, statements[index].exchange(made));
    }
    void describe(std::size_t index) {
        SQLHANDLE made = nullptr;
        SQLAllocHandle(SQL_HANDLE_DESC, connections[index % connections.size()], &made);
        give_back(SQL_HANDLE_DESC, descriptors[index].exchange(made));
    }
    // Memory for the functions that use a descriptor, which is one at a time.
    char* buffer_of(SQLHANDLE descriptor) {
        const std::lock_guard lock(mutex);
        std::unique_ptr<char[]>& buffer = buffers[descriptor];
        if (!buffer) buffer = std::make_unique<char[]>(4096);
        return buffer.get();
    }
    static void give_back(SQLSMALLINT type, SQLHANDLE handle) {
        if (type == SQL_HANDLE_DBC) SQLDisconnect(handle);
        SQLFreeHandle(type, handle);
    }

    SQLHANDLE environment = nullptr;
    std::array<Shared, 2> connections{};
    std::array<Shared, 6> statements{};
    std::array<Shared, 4> descriptors{};
    std::mutex mutex;
    std::map<SQLHANDLE, std::unique_ptr<char[]>> buffers;
};

SQLRETURN read(SQLHANDLE statement) {
    SQLCHAR buffer[100];
    SQLLEN length = 0;
    SQLFetch(statement);
    return SQLGetData(statement, 1, SQL_C_CHAR, buffer, sizeof buffer, &length);
}

SQLRETURN describe(SQLHANDLE statement) {
    SQLCHAR name[40];
    SQLSMALLINT length = 0, type = 0, scale = 0, nullable = 0, count = 0;
    SQLULEN size = 0;
    SQLNumResultCols(statement, &count);
    return SQLDescribeCol(statement, 1, name, sizeof name, &length, &type, &size, &scale, &nullable);
}

SQLRETURN ask(SQLSMALLINT type, SQLHANDLE handle) {
    SQLCHAR state[6], message[300];
    SQLINTEGER native = 0;
    SQLSMALLINT length = 0;
    return SQLGetDiagRec(type, handle, 1, state, &native, message, sizeof message, &length);
}

SQLRETURN inform(SQLHANDLE connection) {
    SQLCHAR text[60];
    SQLSMALLINT length = 0;
    SQLUINTEGER dead = 0;
    SQLGetConnectAttr(connection, SQL_ATTR_CONNECTION_DEAD, &dead, sizeof dead, nullptr);
    return SQLGetInfo(connection, SQL_DBMS_NAME, text, sizeof text, &length);
}

SQLRETURN set_field(SQLHANDLE descriptor, SQLSMALLINT record, SQLSMALLINT field, std::size_t value) {
    return SQLSetDescField(descriptor, record, field, reinterpret_cast<SQLPOINTER>(value), 0);
}

SQLRETURN bind(World& world, SQLHANDLE descriptor, Random& random) {
    const auto record = static_cast<SQLSMALLINT>(1 + random() % 2);
    const int type = random() % 2 ? SQL_C_CHAR : SQL_C_SLONG;
    set_field(descriptor, record, SQL_DESC_CONCISE_TYPE, static_cast<std::size_t>(type));
    set_field(descriptor, record, SQL_DESC_OCTET_LENGTH, 8);
    return SQLSetDescField(descriptor, record, SQL_DESC_DATA_PTR, world.buffer_of(descriptor), 0);
}

// As the source, into one that nobody else has; as the target, from the columns of a result.
SQLRETURN copy(SQLHANDLE connection, SQLHANDLE statement, SQLHANDLE descriptor, bool from_columns) {
    SQLHANDLE other = nullptr;
    if (from_columns) {
        SQLGetStmtAttr(statement, SQL_ATTR_IMP_ROW_DESC, &other, 0, nullptr);
        return SQLCopyDesc(other, descriptor);
    }
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DESC, connection, &other))) return SQL_ERROR;
    SQLCopyDesc(descriptor, other);
    return SQLFreeHandle(SQL_HANDLE_DESC, other);
}

// Descriptors that statements of several threads share, changed and freed while they are used.
SQLRETURN share(World& world, Random& random) {
    const std::size_t index = random() % world.descriptors.size();
    const SQLHANDLE descriptor = world.descriptors[index], connection = world.connections[index % 2];
    const SQLHANDLE statement = world.statements[(index + 2 * (random() % 3)) % world.statements.size()];
    const SQLINTEGER which = random() % 2 ? SQL_ATTR_APP_ROW_DESC : SQL_ATTR_APP_PARAM_DESC;
    switch (random() % 10) {
        case 0:
        case 1:
        case 2: return SQLSetStmtAttr(statement, which, descriptor, 0);
        case 3: return SQLSetStmtAttr(statement, which, SQL_NULL_HDESC, 0);
        case 4:
        case 5: return bind(world, descriptor, random);
        case 6: return set_field(descriptor, 0, SQL_DESC_COUNT, random() % 3);
        case 7: return set_field(descriptor, 0, SQL_DESC_ARRAY_SIZE, 1 + random() % 4);
        case 8: return copy(connection, statement, descriptor, random() % 2);
        default: return world.describe(index), SQL_SUCCESS;
    }
}

SQLRETURN once(World& world, Random& random) {
    const std::size_t index = random() % world.statements.size();
    Shared& connection = world.connections[index % world.connections.size()];
    const SQLHANDLE statement = world.statements[index];
    switch (random() % 28) {
        case 0: return SQLExecDirect(statement, characters("rows 2000"), SQL_NTS);
        case 1: return SQLPrepare(statement, characters("rows 3"), SQL_NTS);
        case 2: return SQLExecute(statement);
        case 3: return SQLFetchScroll(statement, SQL_FETCH_LAST, 0);
        case 4: return SQLFreeStmt(statement, SQL_CLOSE);
        case 5: return SQLCancel(statement);
        case 6: return SQLCancelHandle(SQL_HANDLE_DBC, connection);
        case 7: return describe(statement);
        case 8: return ask(SQL_HANDLE_STMT, statement);
        case 9: return ask(SQL_HANDLE_DBC, connection);
        case 10: return inform(connection);
        case 11: return SQLEndTran(SQL_HANDLE_DBC, connection, SQL_COMMIT);
        case 12: return SQLMoreResults(statement);
        case 13: return world.allocate(index), SQL_SUCCESS;
        case 14: return random() % 8 ? SQL_SUCCESS : (world.connect(connection), SQL_SUCCESS);
        case 15: return SQLExecDirect(statement, characters("echo ? ?"), SQL_NTS);
        case 16: return SQLFreeStmt(statement, SQL_UNBIND);
        case 17:
        case 18:
        case 19:
        case 20:
        case 21:
        case 22: return share(world, random);
        default: return read(statement);
    }
}

}  // namespace

TEST(any_call_from_any_thread_on_handles_that_others_free) {
    std::atomic<int> odd{0}, done{0};
    {
        World world;
        std::vector<std::thread> threads;
        for (unsigned number = 1; number <= 6; ++number) {
            threads.emplace_back([&, number] {
                Random random(number);
                for (int round = 0; round < 700; ++round) {
                    const SQLRETURN code = once(world, random);
                    done += code == SQL_SUCCESS;
                    odd +=
                        code != SQL_NO_DATA && code != SQL_INVALID_HANDLE && code != SQL_ERROR && !SQL_SUCCEEDED(code);
                }
            });
        }
        for (std::thread& thread : threads) thread.join();
    }
    CHECK_EQUAL(odd.load(), 0, "no other return code");
    CHECK_EQUAL(done.load() > 500, true, "calls succeed");
    Session after;
    CHECK_EQUAL(after.run("rows 2"), SQL_SUCCESS, "and the library goes on");
}

#endif
