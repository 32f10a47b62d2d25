#include <pthread.h>
#include <csignal>

#include "wire/host.hpp"

namespace jsdodbc::wire {

void watch_forks(void (*child)()) {
    pthread_atfork(nullptr, nullptr, child);
}

std::thread quiet_thread(std::function<void()> work) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    try {
        std::thread thread(std::move(work));
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        return thread;
    } catch (...) {
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        throw;
    }
}

}  // namespace jsdodbc::wire
