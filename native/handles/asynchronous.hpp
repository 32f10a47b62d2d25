// Functions that run on a thread of their own while the application asks again and again whether they are done.
#pragma once

#include <condition_variable>
#include <functional>
#include <optional>
#include <thread>

#include "handles/handle.hpp"

namespace jsdodbc {

struct Job {
    std::thread thread;
    std::mutex mutex;
    std::condition_variable ended;
    std::optional<SQLRETURN> code;  // once it is done
};

// Runs `work` on a thread, as `function` (SQL_API_…) of the slot's object, whose mutex the caller holds.
void start_job(Slot& slot, SQLUSMALLINT function, std::function<SQLRETURN()> work);
// The code of the job when it is done, which the caller then ends with `end_job`. Null: it still runs, as it does for
// the second of two threads that ask at once.
std::optional<SQLRETURN> poll_job(Slot& slot);
void end_job(Slot& slot) noexcept;
// Waits for a job that nobody will ask about.
void drop_job(Slot& slot) noexcept;

// What any other function answers meanwhile: HY010.
SQLRETURN refuse_meanwhile(Slot& slot) noexcept;

}  // namespace jsdodbc
