#include "wire/host.hpp"

namespace jsdodbc::wire {

void watch_forks(void (*)()) {}  // there is no fork

}  // namespace jsdodbc::wire
