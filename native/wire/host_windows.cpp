#include "wire/host.hpp"

namespace jsdodbc::wire {

void watch_forks(void (*)()) {}  // there is no fork

std::thread quiet_thread(std::function<void()> work) {
    return std::thread(std::move(work));
}

}  // namespace jsdodbc::wire
