#include "handles/state.hpp"

#include <array>

namespace jsdodbc {
namespace {

constexpr const char* allow = nullptr;
constexpr const char* order = "HY010";
constexpr const char* cursor = "24000";

struct Rule {
    Operation operation;
    // allocated, prepared, executed, cursor_open, positioned, positioned_extended, need_data
    std::array<const char*, 7> states;
};

constexpr Rule rules[] = {
    {Operation::bind, {allow, allow, allow, allow, allow, allow, order}},
    {Operation::bulk, {order, order, cursor, allow, allow, order, order}},
    {Operation::catalog, {allow, allow, allow, cursor, cursor, cursor, order}},
    {Operation::close_cursor, {cursor, cursor, cursor, allow, allow, allow, order}},
    {Operation::describe_columns, {order, allow, allow, allow, allow, allow, order}},
    {Operation::describe_parameters, {order, allow, allow, allow, allow, allow, order}},
    {Operation::execute, {order, allow, allow, cursor, cursor, cursor, order}},
    {Operation::execute_direct, {allow, allow, allow, cursor, cursor, cursor, order}},
    {Operation::extended_fetch, {order, order, cursor, allow, order, allow, order}},
    {Operation::fetch, {order, order, cursor, allow, allow, order, order}},
    {Operation::free_statement, {allow, allow, allow, allow, allow, allow, order}},
    {Operation::get_data, {order, order, cursor, cursor, allow, allow, order}},
    {Operation::more_results, {allow, allow, allow, allow, allow, allow, order}},
    {Operation::name_cursor, {allow, allow, cursor, cursor, cursor, cursor, order}},
    {Operation::parameter_data, {order, order, order, order, order, order, allow}},
    {Operation::prepare, {allow, allow, allow, cursor, cursor, cursor, order}},
    {Operation::read_cursor_name, {allow, allow, allow, allow, allow, allow, order}},
    {Operation::row_count, {order, order, allow, allow, allow, allow, order}},
    {Operation::set_cursor_attribute, {allow, "HY011", allow, cursor, cursor, cursor, order}},
    {Operation::set_position, {order, order, cursor, cursor, allow, allow, order}},
};

}  // namespace

const char* refusal(Operation operation, State state, bool prepared) noexcept {
    const bool needs_prepared = operation == Operation::execute || operation == Operation::describe_parameters;
    if (needs_prepared && !prepared) return order;
    for (const Rule& rule : rules) {
        if (rule.operation == operation) return rule.states[static_cast<std::size_t>(state)];
    }
    return order;
}

}  // namespace jsdodbc
