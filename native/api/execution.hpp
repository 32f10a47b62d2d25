// Running statements, for the chapters that do.
#pragma once

#include "api/entry.hpp"

namespace jsdodbc {

// The parameter sets of the bound parameters as the wire wants them. None: parameters come by SQLPutData first. A set
// whose values can't be sent is left out; throws when that is so of all.
std::optional<wire::ParameterSets> encode_parameter_sets(Statement& statement);
// True when a bound parameter comes by SQLPutData.
bool waits_for_data(Statement& statement);
// Writes statuses, the number of processed sets and output parameters to the application's buffers; adds what there is
// to say of sets that were left out, and gives the engine's diagnostics the application's row numbers.
void report_parameter_sets(Statement& statement, wire::Executed& executed);
// The same for an execution that failed; returns its diagnostics.
std::vector<Record> report_failed_sets(Statement& statement, std::vector<Record> records);
// Fills the implementation parameter descriptor from what the engine said of the prepared statement.
void describe_in_descriptor(Statement& statement);

// Sends the statement with its parameters: `sql` null is the prepared one. SQL_NEED_DATA when SQLParamData must follow.
SQLRETURN execute(Statement& statement, const std::optional<std::string>& sql);

}  // namespace jsdodbc
