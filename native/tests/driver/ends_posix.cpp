// Threads, cancelling, and every way in which one of the two processes ends.
#include "session.hpp"

#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

using namespace jsdodbc::test;

namespace {

// Process ids of the living children of this process.
std::vector<pid_t> children() {
    std::vector<pid_t> found;
    DIR* processes = opendir("/proc");
    while (const dirent* entry = readdir(processes)) {
        const pid_t id = std::atoi(entry->d_name);
        if (id <= 0) continue;
        std::ifstream file(std::string("/proc/") + entry->d_name + "/stat");
        std::string line;
        std::getline(file, line);
        const std::size_t end = line.rfind(')');
        if (end == std::string::npos) continue;
        const pid_t parent = std::atoi(line.c_str() + end + 4);
        if (parent == getpid()) found.push_back(id);
    }
    closedir(processes);
    return found;
}

template <class Condition>
bool eventually(Condition&& condition) {
    for (int round = 0; round < 3000; ++round) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

int count_rows(Session& session, const char* sql) {
    session.close();
    if (!SQL_SUCCEEDED(session.run(sql))) return -1;
    int rows = 0;
    SQLRETURN code;
    while (SQL_SUCCEEDED(code = SQLFetch(session.statement))) ++rows;
    return code == SQL_NO_DATA ? rows : -2;
}

}  // namespace

TEST(many_threads_share_one_engine) {
    Session first;
    const std::size_t engines = children().size();
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < 8; ++number) {
        threads.emplace_back([&, number] {
            Session session;
            for (int round = 0; round < 10; ++round) {
                const int rows = 100 * number + round;
                wrong += count_rows(session, ("rows " + std::to_string(rows) + " 17").c_str()) != rows;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK_EQUAL(wrong.load(), 0, "every thread got its own rows");
    CHECK_EQUAL(children().size(), engines, "no second engine");
}

TEST(threads_share_one_connection) {
    Session session;
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < 6; ++number) {
        threads.emplace_back([&, number] {
            SQLHSTMT statement = nullptr;
            SQLAllocHandle(SQL_HANDLE_STMT, session.connection, &statement);
            SQLExecDirect(statement, characters(("rows " + std::to_string(500 + number) + " 50").c_str()), SQL_NTS);
            int rows = 0;
            while (SQL_SUCCEEDED(SQLFetch(statement))) ++rows;
            wrong += rows != 500 + number;
            SQLFreeHandle(SQL_HANDLE_STMT, statement);
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK_EQUAL(wrong.load(), 0, "every statement got its own rows");
}

TEST(cancels_from_another_thread) {
    for (const char* sql : {"slow", "slowfetch"}) {
        Session session, watching;
        std::thread canceller([&] {
            watching.await_waiting();
            SQLCancel(session.statement);
        });
        SQLRETURN code = session.run(sql);
        if (SQL_SUCCEEDED(code)) code = SQLFetch(session.statement);
        canceller.join();
        CHECK_EQUAL(code, SQL_ERROR, sql);
        CHECK_EQUAL(session.state(), std::string("HY008"), sql);
    }
}

TEST(the_query_timeout_travels_to_the_engine) {
    Session session;
    session.set(SQL_ATTR_QUERY_TIMEOUT, 1);
    CHECK_EQUAL(session.run("slow"), SQL_ERROR, "late");
    CHECK_EQUAL(session.state(), std::string("HYT00"), "late");
    CHECK_EQUAL(session.run("rows 1"), SQL_SUCCESS, "usable again");
}

TEST(a_slow_statement_does_not_hold_up_others) {
    Session slow, quick;
    std::thread waiting([&] { slow.run("slow"); });
    CHECK_EQUAL(quick.await_waiting(), SQL_SUCCESS, quick.state());
    int rounds = 0;
    for (; rounds < 50; ++rounds) {
        if (count_rows(quick, "rows 20 7") != 20) break;
    }
    CHECK_EQUAL(rounds, 50, "all answered meanwhile");
    SQLCancel(slow.statement);
    waiting.join();
    CHECK_EQUAL(slow.state(), std::string("HY008"), "it waited for its cancel all the time");
}

TEST(a_dead_engine_is_08S01_and_the_next_connect_starts_another) {
    Session session, other;
    CHECK_EQUAL(session.run("die"), SQL_ERROR, "it dies");
    CHECK_EQUAL(session.state(), std::string("08S01"), "it dies");
    CHECK(message_of(SQL_HANDLE_STMT, session.statement).find("dying as asked") != std::string::npos, "its last words");
    CHECK_EQUAL(other.run("rows 1"), SQL_ERROR, "the other connection is dead too");
    CHECK_EQUAL(other.state(), std::string("08S01"), "the other connection is dead too");
    SQLUINTEGER dead = SQL_CD_FALSE;
    SQLGetConnectAttr(other.connection, SQL_ATTR_CONNECTION_DEAD, &dead, 0, nullptr);
    CHECK_EQUAL(dead, static_cast<SQLUINTEGER>(SQL_CD_TRUE), "and says so");
    Session fresh;
    CHECK_EQUAL(count_rows(fresh, "rows 5"), 5, "a new engine");
}

TEST(a_killed_engine_is_noticed_and_leaves_no_zombie) {
    Session session, reading;
    reading.run("rows 10 2");
    SQLFetch(reading.statement);
    const std::vector<pid_t> before = children();
    for (const pid_t child : before) kill(child, SIGKILL);
    SQLUINTEGER dead = SQL_CD_FALSE;
    CHECK(eventually([&] {
              SQLGetConnectAttr(session.connection, SQL_ATTR_CONNECTION_DEAD, &dead, 0, nullptr);
              return dead == SQL_CD_TRUE;
          }),
          "without a call that needs it");
    CHECK_EQUAL(session.run("rows 1"), SQL_ERROR, "dead");
    CHECK_EQUAL(SQLFreeStmt(session.statement, SQL_CLOSE), SQL_SUCCESS, "closing still works");
    CHECK_EQUAL(SQLCloseCursor(reading.statement), SQL_SUCCESS, "of an open cursor too");
    {
        Session fresh;
        CHECK_EQUAL(count_rows(fresh, "rows 5"), 5, "a new engine");
    }
    CHECK_EQUAL(children().size(), before.size(), "the old one is gone from the process table");
}

TEST(an_engine_that_dies_in_a_result_is_an_error_of_the_fetch) {
    Session session;
    CHECK_EQUAL(count_rows(session, "dieafter 10"), -2, "an error, not the end");
    CHECK_EQUAL(session.state(), std::string("08S01"), "an error, not the end");
}

TEST(a_forked_child_has_an_engine_of_its_own) {
    Session session;
    session.run("rows 1000 10");
    SQLFetch(session.statement);
    const pid_t child = fork();
    if (child == 0) {
        if (SQL_SUCCEEDED(session.run("rows 1"))) _exit(2);
        SQLUINTEGER dead = SQL_CD_FALSE;
        SQLGetConnectAttr(session.connection, SQL_ATTR_CONNECTION_DEAD, &dead, 0, nullptr);
        if (dead != SQL_CD_TRUE) _exit(3);
        Session own;
        _exit(count_rows(own, "rows 30 7") == 30 ? 0 : 4);
    }
    int status = -1;
    waitpid(child, &status, 0);
    CHECK_EQUAL(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0, "the child queried on its own");
    int rows = 1;
    while (SQL_SUCCEEDED(SQLFetch(session.statement))) ++rows;
    CHECK_EQUAL(rows, 1000, "the parent's result goes on");
}

TEST(no_engine_survives_its_host) {
    int pipes[2];
    CHECK_EQUAL(pipe(pipes), 0, "pipe");
    const pid_t host = fork();
    if (host == 0) {
        Session session;
        session.run("rows 100000 100");
        SQLFetch(session.statement);
        const std::vector<pid_t> engines = children();
        const pid_t engine = engines.empty() ? 0 : engines.back();
        if (write(pipes[1], &engine, sizeof engine) < 0) _exit(1);
        pause();
    }
    pid_t engine = 0;
    CHECK_EQUAL(read(pipes[0], &engine, sizeof engine), static_cast<ssize_t>(sizeof engine), "the engine's id");
    CHECK(engine > 0, "it has one");
    kill(host, SIGKILL);
    waitpid(host, nullptr, 0);
    CHECK(eventually([&] {
              std::ifstream file("/proc/" + std::to_string(engine) + "/stat");
              std::string line;
              std::getline(file, line);
              return line.empty() || line.find(") Z ") != std::string::npos;
          }),
          "gone after kill -9 of its host");
    close(pipes[0]);
    close(pipes[1]);
}

TEST(an_engine_that_can_not_start_says_where_it_was_looked_for) {
    Session keep;  // unixODBC unloads a driver that no connection uses
    const std::string before = std::getenv("JSDODBC_ENGINE_PYTHON");
    for (const pid_t child : children()) kill(child, SIGKILL);
    SQLUINTEGER dead = SQL_CD_FALSE;
    eventually([&] {
        SQLGetConnectAttr(keep.connection, SQL_ATTR_CONNECTION_DEAD, &dead, 0, nullptr);
        return dead == SQL_CD_TRUE;
    });
    setenv("JSDODBC_ENGINE_PYTHON", "/nowhere/python", 1);
    {
        Session session;
        CHECK_EQUAL(session.connection_state(), std::string("08001"), "no such program");
        const std::string message = message_of(SQL_HANDLE_DBC, session.connection);
        CHECK(message.find("/nowhere/python") != std::string::npos, message);
    }
    setenv("JSDODBC_ENGINE_PYTHON", "/bin/ls", 1);
    {
        Session session;
        CHECK_EQUAL(session.connection_state(), std::string("08001"), "not a Python");
        const std::string message = message_of(SQL_HANDLE_DBC, session.connection);
        CHECK(message.find("/bin/ls: ") != std::string::npos, "the last words: " + message);
    }
    setenv("JSDODBC_ENGINE_PYTHON", before.c_str(), 1);
    Session session;
    CHECK_EQUAL(session.connected, SQL_SUCCESS, "and with the right one it works");
}
