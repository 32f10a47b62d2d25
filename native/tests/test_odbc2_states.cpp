#include "convert/tests/check.hpp"
#include "diagnostics/odbc2_states.hpp"

using jsdodbc::odbc2_state;

TEST(states_of_odbc_2) {
    const std::pair<const char*, const char*> states[] = {
        {"HY000", "S1000"}, {"HY010", "S1010"}, {"HY007", "S1010"}, {"HY024", "S1009"}, {"HYC00", "S1C00"},
        {"HYT00", "S1T00"}, {"42S22", "S0022"}, {"42000", "37000"}, {"22018", "22005"}, {"22007", "22008"},
        {"07005", "24000"}, {"07009", "S1002"}, {"HY018", "70100"}, {"01001", "01S03"},
    };
    for (const auto& [now, then] : states) CHECK_EQUAL(odbc2_state(now), std::string(then), now);
    for (const char* same : {"01004", "01S02", "08S01", "22003", "24000", "IM001", "42"}) {
        CHECK_EQUAL(odbc2_state(same), std::string(same), same);
    }
}
