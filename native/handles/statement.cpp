#include "handles/statement.hpp"

#include <functional>

namespace jsdodbc {

Statement::Statement(Connection& its_connection)
    : Handle(Kind::statement),
      connection(its_connection),
      number(its_connection.engine().new_number()),
      cursor_name("SQL_CUR" + std::to_string(number)),
      implicit_ard(its_connection, Role::application, this),
      implicit_apd(its_connection, Role::application, this),
      ird(its_connection, Role::row_implementation, this),
      ipd(its_connection, Role::parameter_implementation, this) {
    attributes.metadata_id = its_connection.attributes.metadata_id;
    attributes.asynchronous = its_connection.attributes.asynchronous_statements;
}

Statement::~Statement() {
    result.close();
    if (!connection.shared_engine) return;
    if (known_to_engine) connection.shared_engine->notify(wire::Message::free_statement, number);
}

void Statement::interrupt() noexcept {
    given_up = true;
    connection.shared_engine->notify(wire::Message::cancel, number);
}

void Statement::retire_all() noexcept {
    for (Handle* handle : {static_cast<Handle*>(&implicit_ard), static_cast<Handle*>(&implicit_apd),
                           static_cast<Handle*>(&ird), static_cast<Handle*>(&ipd), static_cast<Handle*>(this)}) {
        handle->retire();
    }
}

SharedDescriptors Statement::hold_descriptors() {
    SharedDescriptors held{shared_ard, shared_apd, {}, {}};
    Slot* first = shared_ard ? &shared_ard->slot : nullptr;
    Slot* second = shared_apd ? &shared_apd->slot : nullptr;
    if (std::less<>()(second, first)) std::swap(first, second);  // in one order everywhere
    if (first) held.first = std::unique_lock(first->mutex);
    if (second && second != first) held.second = std::unique_lock(second->mutex);
    if (shared_ard && shared_ard->freed) {
        shared_ard = nullptr;
        ard = &implicit_ard;
    }
    if (shared_apd && shared_apd->freed) {
        shared_apd = nullptr;
        apd = &implicit_apd;
    }
    return held;
}

void Statement::require(Operation operation) {
    const char* sqlstate = refusal(operation, state, prepared);
    if (!sqlstate) return;
    const State closed = prepared ? State::prepared : State::allocated;
    if (!cursor_is_open() || !given_up || refusal(operation, closed, prepared)) throw Failure(sqlstate);
    close_cursor();
}

bool Statement::cursor_is_open() const noexcept {
    return state == State::cursor_open || state == State::positioned || state == State::positioned_extended;
}

void Statement::close_cursor() {
    const bool executed = cursor_is_open() || state == State::executed;
    result.close();
    columns = prepared ? prepared_columns : std::vector<wire::Column>();
    state = prepared ? State::prepared : State::allocated;
    row_count = -1;
    reading = {};
    current_row = 1;
    if (!executed || !known_to_engine) return;
    // The engine does what it is told of a statement in order, so nobody need wait for the answer.
    connection.engine().notify(wire::Message::close_cursor, number);
}

void Statement::leave_need_data() noexcept {
    state = at_execution ? at_execution->before : State::allocated;
    forget_values();
}

void Statement::forget_values() noexcept {
    if (at_execution && at_execution->engine_keeps)
        connection.shared_engine->notify(wire::Message::close_cursor, number);
    at_execution.reset();
}

wire::Executed Statement::execute(wire::Message type, std::string_view payload) {
    open_result();
    try {
        const wire::Engine::Ticket ticket = result.ask_behind(type, payload);
        known_to_engine = true;
        return wire::decode_executed(source().wait(ticket));
    } catch (...) {
        result.close();
        throw;
    }
}

void Statement::open_result() {
    result.open(source(), attributes.cursor_type != SQL_CURSOR_FORWARD_ONLY);
}

void Statement::opened(wire::Executed executed) {
    row_count = executed.row_count;
    columns = std::move(executed.columns);
    outputs = std::move(executed.outputs);
    reading = {};
    current_row = 1;
    state = executed.has_result ? State::cursor_open : State::executed;
    given_up = false;
    if (!executed.has_result) {
        result.close();
        columns.clear();
    }
    diagnostics.add(executed.diagnostics);
}

wire::Options Statement::options() const noexcept {
    return {static_cast<std::uint32_t>(attributes.query_timeout), attributes.max_rows, attributes.max_length};
}

wire::Reply Statement::request(wire::Message type, std::string_view payload) {
    const RowSource engine = source();
    const wire::Engine::Ticket ticket = engine.post(type, payload);
    known_to_engine = true;
    return engine.wait(ticket);
}

RowSource Statement::source() const {
    connection.engine();
    return {connection.shared_engine, number, options().timeout, &cancelled};
}

}  // namespace jsdodbc
