// How a result asks the engine for its rows: of which statement, and how long it waits.
#pragma once

#include <memory>

#include "wire/engine.hpp"

namespace jsdodbc {

struct RowSource {
    std::shared_ptr<wire::Engine> engine;
    std::uint32_t statement = 0;
    std::uint32_t timeout = 0;  // seconds

    wire::Engine::Ticket post(wire::Message type, std::string_view payload) const {
        return engine->post(type, statement, payload);
    }
    // No longer than the query timeout and some; then the engine is told to stop, and HYT00 thrown.
    wire::Reply wait(const wire::Engine::Ticket& ticket) const;
};

// When to stop waiting for a statement with this query timeout: the engine's own limit comes first, this is the
// backstop.
wire::Deadline backstop(std::uint32_t timeout);

}  // namespace jsdodbc
