// Running statements, for the chapters that do.
#pragma once

#include "api/entry.hpp"

namespace jsdodbc {

// The parameter sets of the bound parameters as the wire wants them. None: parameters come by SQLPutData first.
std::optional<wire::ParameterSets> encode_parameter_sets(Statement& statement);
// Writes statuses, the number of processed sets and output parameters to the application's buffers.
void report_parameter_sets(Statement& statement, const wire::Executed& executed);
void report_failed_sets(Statement& statement);

// Sends the statement with its parameters: `sql` null is the prepared one. SQL_NEED_DATA when SQLParamData must follow.
SQLRETURN execute(Statement& statement, const std::optional<std::string>& sql);

}  // namespace jsdodbc
