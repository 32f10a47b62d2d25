#pragma once

#include <optional>

#include "handles/connection.hpp"
#include "handles/descriptor.hpp"
#include "handles/result.hpp"
#include "handles/state.hpp"

namespace jsdodbc {

struct StatementAttributes {
    SQLULEN query_timeout = 0;
    SQLULEN max_rows = 0;
    SQLULEN max_length = 0;
    SQLULEN noscan = SQL_NOSCAN_OFF;
    SQLULEN retrieve_data = SQL_RD_ON;
    SQLULEN cursor_type = SQL_CURSOR_FORWARD_ONLY;  // or static: no other is offered
    SQLULEN use_bookmarks = SQL_UB_OFF;
    SQLULEN enable_auto_ipd = SQL_FALSE;
    SQLULEN metadata_id = SQL_FALSE;
    SQLULEN asynchronous = SQL_ASYNC_ENABLE_OFF;
    SQLULEN rowset_size = 1;  // of SQLExtendedFetch
    SQLPOINTER fetch_bookmark = nullptr;
};

// Where SQLGetData has come to.
struct Reading {
    std::int64_t row = -1;
    SQLUSMALLINT column = 0;
    convert::PieceState state;
};

// An execution that waits for parameters by SQLParamData and SQLPutData.
struct DataAtExecution {
    bool direct = false;
    std::string sql;
    State before = State::allocated;
    std::vector<std::pair<SQLULEN, std::size_t>> missing;  // parameter set and number, in the order of asking
    std::size_t asked = 0;                                 // entries of `missing` that SQLParamData has handed out
    std::map<std::pair<SQLULEN, std::size_t>, convert::PutBuffer> values;
    bool engine_keeps = false;  // some of a value
};

// What became of the application's parameter sets (numbered from 0) in the execution under way.
struct SentSets {
    std::vector<SQLULEN> places;   // of the sets that were sent, in their order
    std::vector<SQLULEN> refused;  // those whose values could not be sent
    std::vector<SQLULEN> warned;   // those that were sent, with digits cut off
    std::vector<Record> records;   // what to say of the last two
};

// The descriptors of the application that a statement uses, locked while one of its functions works.
struct SharedDescriptors {
    std::shared_ptr<Descriptor> ard, apd;
    std::unique_lock<std::mutex> first, second;
};

struct Statement : Handle {
    explicit Statement(Connection& its_connection);
    ~Statement();

    bool asynchronous() const noexcept { return attributes.asynchronous == SQL_ASYNC_ENABLE_ON; }
    // Stops the function under way; the caller holds the guard.
    void interrupt() noexcept;
    // The handle and those of the implicit descriptors are invalid from now on. The caller holds the mutex.
    void retire_all() noexcept;
    SharedDescriptors hold_descriptors();

    // Throws the SQLSTATE of the state tables when the operation is not allowed now. A cursor that was given up makes
    // way for what needs it closed.
    void require(Operation operation);
    bool cursor_is_open() const noexcept;
    // Ends the result, tells the engine and goes back to prepared or allocated.
    void close_cursor();
    // Sends EXECUTE or CATALOG and waits for the answer. The first rows are on their way then, in `result`.
    wire::Executed execute(wire::Message type, std::string_view payload);
    // An execution that waits for values is given up.
    void leave_need_data() noexcept;
    void forget_values() noexcept;
    // Makes `result` ready for rows of the kind of cursor that the attributes ask for.
    void open_result();
    // Takes over the answer to an execution: columns, row count, state.
    void opened(wire::Executed executed);
    wire::Options options() const noexcept;
    // Sends a request about this statement and waits for its reply, no longer than the query timeout and some.
    wire::Reply request(wire::Message type, std::string_view payload);
    // The engine as this statement asks it.
    RowSource source() const;
    bool odbc2() const noexcept { return connection.environment.odbc2(); }

    Connection& connection;
    const std::uint32_t number;
    State state = State::allocated;
    // A cancel came since the result was opened: unixODBC holds the cursor for closed then, and lets the next
    // execution through.
    std::atomic<bool> given_up{false};
    bool prepared = false;
    bool known_to_engine = false;
    std::optional<std::vector<wire::Parameter>> parameters;  // of the prepared statement
    std::vector<wire::Column> prepared_columns;
    std::vector<wire::Column> columns;
    std::int64_t row_count = -1;
    Result result;
    SQLULEN current_row = 1;               // SQLSetPos, in the rowset
    SQLUSMALLINT* row_status = nullptr;    // the array that the last fetch filled
    std::optional<SQLULEN> extended_rows;  // of the last SQLExtendedFetch, for the call that ends it
    Reading reading;
    std::optional<DataAtExecution> at_execution;
    SentSets sent_sets;
    std::vector<wire::Output> outputs;
    std::vector<convert::Finding> findings;  // kept for its memory

    StatementAttributes attributes;
    std::string cursor_name;
    Descriptor implicit_ard, implicit_apd, ird, ipd;
    Descriptor* ard = &implicit_ard;
    Descriptor* apd = &implicit_apd;
    std::shared_ptr<Descriptor> shared_ard, shared_apd;  // those in use that the application allocated
};

inline SharedDescriptors hold_shared(Statement& statement) {
    if (!statement.shared_ard && !statement.shared_apd) return {};
    return statement.hold_descriptors();
}

}  // namespace jsdodbc
