#include <cstdlib>

#include "check.hpp"

namespace jsdodbc::test {

std::vector<Test>& tests() {
    static std::vector<Test> all;
    return all;
}
int& failures() {
    static int count = 0;
    return count;
}
int& checks() {
    static int count = 0;
    return count;
}

}  // namespace jsdodbc::test

int main() {
    using namespace jsdodbc::test;
    for (const Test& test : tests()) {
        const int before = failures();
        test.run();
        std::cout << (failures() == before ? "passed " : "FAILED ") << test.name << "\n";
    }
    std::cout << tests().size() << " tests, " << checks() << " checks, " << failures() << " failed\n";
    return failures() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
