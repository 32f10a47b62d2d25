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

void leave_need_data(Statement& statement) {
    statement.state = statement.at_execution ? statement.at_execution->before : State::allocated;
    statement.at_execution.reset();
}

// From any thread, also while another one waits in the statement: takes no lock that the waiting one holds.
SQLRETURN cancel(SQLHSTMT handle) {
    Statement* statement = object_of<Statement>(handle);
    if (!statement) return SQL_INVALID_HANDLE;
    const std::unique_lock lock(statement->mutex, std::try_to_lock);
    if (!lock.owns_lock()) {
        if (const auto engine = statement->connection.shared_engine) {
            engine->notify(wire::Message::cancel, statement->number);
        }
        return SQL_SUCCESS;
    }
    statement->diagnostics.clear();
    if (statement->state == State::need_data) leave_need_data(*statement);
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
    return enter<Statement>(handle,
                            [=](Statement& statement) { return prepare(statement, text::from_narrow(sql, length)); });
}

extern "C" SQLRETURN SQL_API SQLPrepareW(SQLHSTMT handle, SQLWCHAR* sql, SQLINTEGER length) {
    return enter<Statement>(handle,
                            [=](Statement& statement) { return prepare(statement, text::from_wide(sql, length)); });
}

extern "C" SQLRETURN SQL_API SQLExecDirect(SQLHSTMT handle, SQLCHAR* sql, SQLINTEGER length) {
    return enter<Statement>(
        handle, [=](Statement& statement) { return execute_direct(statement, text::from_narrow(sql, length)); });
}

extern "C" SQLRETURN SQL_API SQLExecDirectW(SQLHSTMT handle, SQLWCHAR* sql, SQLINTEGER length) {
    return enter<Statement>(
        handle, [=](Statement& statement) { return execute_direct(statement, text::from_wide(sql, length)); });
}

extern "C" SQLRETURN SQL_API SQLExecute(SQLHSTMT handle) {
    return enter<Statement>(handle, [](Statement& statement) {
        statement.require(Operation::execute);
        return execute(statement, std::nullopt);
    });
}

extern "C" SQLRETURN SQL_API SQLCancel(SQLHSTMT handle) {
    return cancel(handle);
}

extern "C" SQLRETURN SQL_API SQLCancelHandle(SQLSMALLINT type, SQLHANDLE handle) {
    if (type == SQL_HANDLE_STMT) return cancel(handle);
    if (type != SQL_HANDLE_DBC) return SQL_INVALID_HANDLE;
    return object_of<Connection>(handle) ? SQL_SUCCESS : SQL_INVALID_HANDLE;  // no function of it runs asynchronously
}
