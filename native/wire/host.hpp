// The one engine of this process.
#pragma once

#include "wire/discovery.hpp"
#include "wire/engine.hpp"

namespace jsdodbc::wire {

// The running engine, started when there is none. Throws 08001 with every place that was tried and what went wrong
// there.
std::shared_ptr<Engine> acquire_engine(const DataSource& source, const Deadline& deadline);

// Per platform: has `child` called in every forked child of this process.
void watch_forks(void (*child)());

}  // namespace jsdodbc::wire
