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

}  // namespace jsdodbc
