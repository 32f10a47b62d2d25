#include "handles/row_source.hpp"

namespace jsdodbc {
namespace {

constexpr std::chrono::seconds grace{5};

}  // namespace

wire::Deadline backstop(std::uint32_t timeout) {
    if (timeout == 0) return {};
    return wire::Clock::now() + std::chrono::seconds(timeout) + grace;
}

wire::Reply RowSource::wait(const wire::Engine::Ticket& ticket) const {
    try {
        return engine->wait(ticket, backstop(timeout));
    } catch (const Failure& failure) {
        if (failure.records().front().sqlstate == "HYT00") engine->notify(wire::Message::cancel, statement);
        throw;
    }
}

}  // namespace jsdodbc
