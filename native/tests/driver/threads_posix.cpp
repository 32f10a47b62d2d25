// Any call from any thread at any time, on handles that others free meanwhile. Directly on the library: a driver
// manager asks of applications what we don't.
#ifndef MANAGED

#include <array>
#include <atomic>
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
    }
    ~World() {
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
    static void give_back(SQLSMALLINT type, SQLHANDLE handle) {
        if (type == SQL_HANDLE_DBC) SQLDisconnect(handle);
        SQLFreeHandle(type, handle);
    }

    SQLHANDLE environment = nullptr;
    std::array<Shared, 2> connections{};
    std::array<Shared, 6> statements{};
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

SQLRETURN once(World& world, Random& random) {
    const std::size_t index = random() % world.statements.size();
    Shared& connection = world.connections[index % world.connections.size()];
    const SQLHANDLE statement = world.statements[index];
    switch (random() % 16) {
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
                for (int round = 0; round < 500; ++round) {
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
