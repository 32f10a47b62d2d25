#include "handles/row_source.hpp"

namespace jsdodbc {
namespace {

constexpr std::chrono::seconds grace{5};

}  // namespace

wire::Patience RowSource::patience() const {
    wire::Patience patience;
    if (timeout != 0) patience.deadline = wire::Clock::now() + std::chrono::seconds(timeout) + grace;
    patience.cancelled = cancelled;
    patience.target = statement;
    return patience;
}

}  // namespace jsdodbc
