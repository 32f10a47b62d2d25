// How a result asks the engine for its rows: of which statement, and how long it waits.
#pragma once

#include <memory>

#include "wire/engine.hpp"

namespace jsdodbc {

struct RowSource {
    std::shared_ptr<wire::Engine> engine;
    std::uint32_t statement = 0;
    std::uint32_t timeout = 0;  // seconds
    const std::atomic<bool>* cancelled = nullptr;

    // The engine's own limit comes first, this is the backstop.
    wire::Patience patience() const;
    wire::Engine::Ticket post(wire::Message type, std::string_view payload) const {
        return engine->post(type, statement, payload, patience());
    }
    std::pair<wire::Engine::Ticket, wire::Engine::Ticket> post(const wire::Engine::Request& first,
                                                               const wire::Engine::Request& second) const {
        return engine->post(statement, first, second, patience());
    }
    wire::Reply wait(const wire::Engine::Ticket& ticket) const { return engine->wait(ticket, patience()); }
};

}  // namespace jsdodbc
