// Sequences of ODBC calls, with an engine that answers rightly or not.
#include "fuzz/application.hpp"
#include "fuzz/script.hpp"

#include <cstdlib>

using namespace jsdodbc::fuzz;

extern "C" int LLVMFuzzerInitialize(int*, char***) {
    return setenv("JSDODBC_ENGINE_PYTHON", "/proc/self/exe", 1);  // any program: the script takes its place
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<Call>* const chapters[] = {&statement_calls, &binding_calls, &connection_calls};
    Input input(data, size);
    const Script script(input);
    Application application(input);
    while (input.remaining_bytes() > 0) {
        const std::vector<Call>& calls = *chapters[input.ConsumeIntegralInRange(0, 2)];
        calls[input.ConsumeIntegralInRange<std::size_t>(0, calls.size() - 1)](application);
    }
    return 0;
}
