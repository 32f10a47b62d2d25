#include <pthread.h>

#include "wire/host.hpp"

namespace jsdodbc::wire {

void watch_forks(void (*child)()) {
    pthread_atfork(nullptr, nullptr, child);
}

}  // namespace jsdodbc::wire
