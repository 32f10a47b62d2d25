#include "handles/connection.hpp"

namespace jsdodbc {

Connection::Connection(Environment& its_environment) : Handle(Kind::connection), environment(its_environment) {}

Connection::~Connection() = default;

wire::Engine& Connection::engine() {
    if (link == Link::idle || !shared_engine) throw Failure("08003");
    return *shared_engine;
}

bool Connection::dead() noexcept {
    return !shared_engine || !shared_engine->still_alive();
}

void Connection::interrupt() noexcept {
    if (shared_engine) shared_engine->notify(wire::Message::cancel, number);
}

wire::Patience Connection::patience() const {
    wire::Patience patience;
    if (attributes.connection_timeout)
        patience.deadline = wire::Clock::now() + std::chrono::seconds(attributes.connection_timeout);
    patience.late = "HYT01";
    patience.cancelled = &cancelled;
    patience.target = number;
    return patience;
}

}  // namespace jsdodbc
