// The one engine of this process.
#pragma once

#include <functional>
#include <thread>

#include "wire/discovery.hpp"
#include "wire/engine.hpp"

namespace jsdodbc::wire {

// The running engine, started when there is none. Throws 08001 with every place that was tried and what went wrong
// there.
std::shared_ptr<Engine> acquire_engine(const DataSource& source, const Patience& patience);

// The next connect starts another engine: this one does not answer.
void give_up_engine(const std::shared_ptr<Engine>& engine) noexcept;

// Per platform: has `child` called in every forked child of this process.
void watch_forks(void (*child)());
// Per platform: a thread that runs no signal handler of the host.
std::thread quiet_thread(std::function<void()> work);

}  // namespace jsdodbc::wire
