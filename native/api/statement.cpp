// Preparing and executing statements, cancelling.
#include "api/execution.hpp"

namespace jsdodbc {
namespace {

std::string checked_sql(std::optional<std::string> sql) {
    if (!sql) throw Failure("HY009");
    return std::move(*sql);
}

void count_parameters(Statement& statement, const std::string& sql) {
    statement.parameters =
        wire::decode_prepared(
            statement.request(wire::Message::prepare, wire::encode_prepare(statement.connection.number, sql)))
            .parameters;
}

SQLRETURN prepare(Statement& statement, std::optional<std::string> text) {
    statement.require(Operation::prepare);
    const std::string sql = checked_sql(std::move(text));
    statement.prepared = false;
    statement.parameters.reset();
    statement.prepared_columns.clear();
    statement.close_cursor();
    wire::Prepared answer = wire::decode_prepared(
        statement.request(wire::Message::prepare, wire::encode_prepare(statement.connection.number, sql)));
    statement.parameters = std::move(answer.parameters);
    statement.prepared_columns = std::move(answer.columns);
    statement.columns = statement.prepared_columns;
    statement.prepared = true;
    statement.state = State::prepared;
    if (statement.attributes.enable_auto_ipd == SQL_TRUE) describe_in_descriptor(statement);
    statement.diagnostics.add(answer.diagnostics);
    return SQL_SUCCESS;
}

SQLRETURN execute_direct(Statement& statement, std::optional<std::string> text) {
    statement.require(Operation::execute_direct);
    const std::string sql = checked_sql(std::move(text));
    statement.prepared = false;
    statement.parameters.reset();
    statement.prepared_columns.clear();
    statement.close_cursor();
    return execute(statement, sql);
}

void cancel_idle(Statement& statement) {
    if (statement.state == State::need_data) statement.leave_need_data();
    statement.given_up = true;
}

void cancel_idle(Connection&) {}

// From any thread, also while another one waits in a function of the object: takes no lock that the waiting one holds.
template <class Object>
SQLRETURN cancel(SQLHANDLE handle) noexcept {
    Slot* slot = find_slot(handle, kind_of<Object>());
    if (!slot) return SQL_INVALID_HANDLE;
    if (const std::unique_lock lock(slot->mutex, std::try_to_lock); lock.owns_lock() && !running(*slot)) {
        auto* object = static_cast<Object*>(slot->object.load());
        if (!object) return SQL_INVALID_HANDLE;
        object->diagnostics.clear();
        cancel_idle(*object);
        return SQL_SUCCESS;
    }
    const std::lock_guard guarding(slot->guard);
    auto* object = static_cast<Object*>(slot->object.load());
    if (!object) return SQL_INVALID_HANDLE;
    object->cancelled = true;
    object->interrupt();
    return SQL_SUCCESS;
}

// Asks whether an asynchronous function is done, whichever it is. Results that go to its arguments are not delivered.
template <class Object>
SQLRETURN complete(SQLHANDLE handle, SQLRETURN* code) noexcept {
    Slot* slot = find_slot(handle, kind_of<Object>());
    if (!slot) return SQL_INVALID_HANDLE;
    if (!running(*slot)) {
        return enter<Object>(handle, [](Object&) -> SQLRETURN {
            throw Failure("HY010", "No function runs asynchronously on the handle.");
        });
    }
    const SQLRETURN ended = ask_job<Object>(*slot, [](Object&, SQLRETURN its_code) { return its_code; });
    if (ended == SQL_STILL_EXECUTING) return ended;
    put_value(code, ended);
    return SQL_SUCCESS;
}

}  // namespace

SQLRETURN execute(Statement& statement, const std::optional<std::string>& sql) {
    // Nobody is asked for values of parameters that the statement doesn't have.
    if (sql && waits_for_data(statement)) count_parameters(statement, *sql);
    const std::optional<wire::ParameterSets> parameters = encode_parameter_sets(statement);
    if (!parameters) {
        statement.at_execution->direct = sql.has_value();
        statement.at_execution->sql = sql.value_or("");
        statement.at_execution->before = statement.state;
        statement.state = State::need_data;
        return SQL_NEED_DATA;
    }
    wire::Executed answer;
    try {
        answer = statement.execute(wire::Message::execute, wire::encode_execute(statement.connection.number, sql,
                                                                                statement.options(), *parameters));
    } catch (const Failure& failure) {
        throw Failure(report_failed_sets(statement, failure.records()));
    }
    report_parameter_sets(statement, answer);
    const bool nothing_changed = !answer.has_result && answer.row_count == 0 && !statement.odbc2();
    statement.opened(std::move(answer));
    return nothing_changed ? SQL_NO_DATA : SQL_SUCCESS;
}

}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLPrepare(SQLHSTMT handle, SQLCHAR* sql, SQLINTEGER length) {
    return enter_long<Statement>(
        handle, SQL_API_SQLPREPARE, [=] { return text::from_narrow(sql, length); }, &prepare);
}

extern "C" SQLRETURN SQL_API SQLPrepareW(SQLHSTMT handle, SQLWCHAR* sql, SQLINTEGER length) {
    return enter_long<Statement>(
        handle, SQL_API_SQLPREPARE, [=] { return text::from_wide(sql, length); }, &prepare);
}

extern "C" SQLRETURN SQL_API SQLExecDirect(SQLHSTMT handle, SQLCHAR* sql, SQLINTEGER length) {
    return enter_long<Statement>(
        handle, SQL_API_SQLEXECDIRECT, [=] { return text::from_narrow(sql, length); }, &execute_direct);
}

extern "C" SQLRETURN SQL_API SQLExecDirectW(SQLHSTMT handle, SQLWCHAR* sql, SQLINTEGER length) {
    return enter_long<Statement>(
        handle, SQL_API_SQLEXECDIRECT, [=] { return text::from_wide(sql, length); }, &execute_direct);
}

extern "C" SQLRETURN SQL_API SQLExecute(SQLHSTMT handle) {
    return enter_long<Statement>(handle, SQL_API_SQLEXECUTE, [](Statement& statement) {
        statement.require(Operation::execute);
        return execute(statement, std::nullopt);
    });
}

extern "C" SQLRETURN SQL_API SQLCancel(SQLHSTMT handle) {
    return cancel<Statement>(handle);
}

extern "C" SQLRETURN SQL_API SQLCancelHandle(SQLSMALLINT type, SQLHANDLE handle) {
    if (type == SQL_HANDLE_STMT) return cancel<Statement>(handle);
    return type == SQL_HANDLE_DBC ? cancel<Connection>(handle) : SQLRETURN{SQL_INVALID_HANDLE};
}

extern "C" SQLRETURN SQL_API SQLCompleteAsync(SQLSMALLINT type, SQLHANDLE handle, SQLRETURN* code) {
    if (type == SQL_HANDLE_STMT) return complete<Statement>(handle, code);
    return type == SQL_HANDLE_DBC ? complete<Connection>(handle, code) : SQLRETURN{SQL_INVALID_HANDLE};
}
