// Parameters that come after the execution has begun: SQLParamData and SQLPutData.
//
// A value is held until all have come: it takes its own size while it is put, and some four times that for the moment
// in which it becomes a frame of at most 2^31-1 bytes.
#include "api/parameters.hpp"

namespace jsdodbc {
namespace {

void require_put(const DataAtExecution& waiting) {
    if (waiting.asked == 0) return;
    const auto put = waiting.values.find(waiting.missing[waiting.asked - 1]);
    if (put == waiting.values.end()) throw Failure("HY010", "Send the parameter's value with SQLPutData first.");
}

SQLRETURN execute_at_last(Statement& statement) {
    statement.state = statement.at_execution->before;
    const bool direct = statement.at_execution->direct;
    const std::optional<std::string> sql = direct ? std::optional(statement.at_execution->sql) : std::nullopt;
    try {
        const SQLRETURN code = execute(statement, sql);
        statement.at_execution.reset();
        return code;
    } catch (...) {
        statement.at_execution.reset();
        throw;
    }
}

SQLRETURN parameter_data(Statement& statement, SQLPOINTER* token) {
    statement.require(Operation::parameter_data);
    DataAtExecution& waiting = *statement.at_execution;
    require_put(waiting);
    if (waiting.asked == waiting.missing.size()) return execute_at_last(statement);
    const auto [set, index] = waiting.missing[waiting.asked++];
    put_value(token, const_cast<void*>(parameter_source(statement, index, set).value));
    return SQL_NEED_DATA;
}

SQLRETURN put_data(Statement& statement, SQLPOINTER data, SQLLEN length) {
    statement.require(Operation::parameter_data);
    DataAtExecution& waiting = *statement.at_execution;
    if (waiting.asked == 0) throw Failure("HY010", "Call SQLParamData before SQLPutData.");
    const auto [set, index] = waiting.missing[waiting.asked - 1];
    const convert::Source source = parameter_source(statement, index, set);
    convert::Finding finding;
    if (!convert::put_piece(waiting.values[{set, index}], source.c_type, source.sql_type, data, length,
                            source.wide_char_bytes, finding)) {
        throw Failure(std::vector<Record>{parameter_record(finding, index, set)});
    }
    return SQL_SUCCESS;
}

}  // namespace
}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLParamData(SQLHSTMT handle, SQLPOINTER* token) {
    return enter_long<Statement>(handle, SQL_API_SQLPARAMDATA,
                                 [=](Statement& statement) { return parameter_data(statement, token); });
}

extern "C" SQLRETURN SQL_API SQLPutData(SQLHSTMT handle, SQLPOINTER data, SQLLEN length) {
    return enter<Statement>(handle, [=](Statement& statement) { return put_data(statement, data, length); });
}
