// Parameters that come after the execution has begun: SQLParamData and SQLPutData.
//
// Short values are held until all have come, and go with the statement. A long text or binary value goes to the engine
// in portions while it comes, so that it takes no more room here than one of them.
#include "api/parameters.hpp"

namespace jsdodbc {
namespace {

// Sends what has gathered of a long value. What the engine doesn't take ends the execution: no value is kept in part.
void send_portion(Statement& statement, convert::PutBuffer& value, const convert::Source& source, bool last) {
    DataAtExecution& waiting = *statement.at_execution;
    value.number = static_cast<std::uint32_t>(waiting.asked);
    std::string portion;
    if (!convert::take_portion(value, source, last, portion)) return;  // told when the value would be sent
    waiting.engine_keeps = true;
    try {
        wire::decode_ok(statement.request(wire::Message::put_value,
                                          wire::encode_put_value(statement.connection.number, value.number, portion)));
    } catch (...) {
        statement.leave_need_data();
        throw;
    }
}

// The value that was asked for last has come.
void finish_value(Statement& statement) {
    DataAtExecution& waiting = *statement.at_execution;
    if (waiting.asked == 0) return;
    const auto [set, index] = waiting.missing[waiting.asked - 1];
    const auto put = waiting.values.find({set, index});
    if (put == waiting.values.end()) throw Failure("HY010", "Send the parameter's value with SQLPutData first.");
    if (put->second.number != 0) send_portion(statement, put->second, parameter_source(statement, index, set), true);
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
        statement.forget_values();
        throw;
    }
}

SQLRETURN parameter_data(Statement& statement, SQLPOINTER* token) {
    statement.require(Operation::parameter_data);
    DataAtExecution& waiting = *statement.at_execution;
    finish_value(statement);
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
    convert::PutBuffer& value = waiting.values[{set, index}];
    std::function<void()> full;
    if (convert::goes_in_portions(source)) full = [&] { send_portion(statement, value, source, false); };
    if (!convert::put_piece(value, source.c_type, source.sql_type, data, length, source.wide_char_bytes, finding,
                            full)) {
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
