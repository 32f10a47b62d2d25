#include "handles/asynchronous.hpp"

#include "wire/host.hpp"

namespace jsdodbc {
namespace {

// Most answers come in less: then nobody has to ask again.
constexpr std::chrono::milliseconds patience{1};

void run(Job& job, const Slot& slot, const std::function<SQLRETURN()>& work) {
    SQLRETURN code;
    {
        const auto lock = lock_slot(slot);
        code = work();
    }
    const std::lock_guard telling(job.mutex);
    job.code = code;
    job.ended.notify_all();
}

}  // namespace

void start_job(Slot& slot, SQLUSMALLINT function, std::function<SQLRETURN()> work) {
    auto job = std::make_shared<Job>();
    const std::lock_guard guarding(slot.guard);
    slot.meanwhile.clear();
    job->thread = wire::quiet_thread([job = job.get(), &slot, work = std::move(work)] { run(*job, slot, work); });
    slot.job = std::move(job);
    slot.running.store(function, std::memory_order_release);
}

std::optional<SQLRETURN> poll_job(Slot& slot) {
    std::shared_ptr<Job> job;
    {
        const std::lock_guard guarding(slot.guard);
        slot.meanwhile.clear();
        job = slot.job;
    }
    if (!job) return std::nullopt;
    std::unique_lock lock(job->mutex);
    if (!job->ended.wait_for(lock, patience, [&] { return job->code.has_value(); })) return std::nullopt;
    const std::lock_guard guarding(slot.guard);
    if (slot.job != job) return std::nullopt;
    slot.job = nullptr;
    job->thread.join();
    return job->code;
}

void end_job(Slot& slot) noexcept {
    slot.running.store(0, std::memory_order_release);
}

void drop_job(Slot& slot) noexcept {
    std::shared_ptr<Job> job;
    {
        const std::lock_guard guarding(slot.guard);
        job = std::move(slot.job);
    }
    if (job) job->thread.join();
    end_job(slot);
}

SQLRETURN refuse_meanwhile(Slot& slot) noexcept {
    try {
        const std::lock_guard guarding(slot.guard);
        slot.meanwhile.clear();
        slot.meanwhile.add("HY010", "A function runs asynchronously: call it again until it is done, or cancel it.");
        slot.meanwhile.return_code = SQL_ERROR;
    } catch (...) {  // no memory for the record
    }
    return SQL_ERROR;
}

}  // namespace jsdodbc
