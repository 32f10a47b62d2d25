#include "diagnostics/odbc2_states.hpp"

#include <utility>

namespace jsdodbc {
namespace {

using namespace std::string_view_literals;

constexpr std::pair<std::string_view, std::string_view> mapped[] = {
    {"01001"sv, "01S03"sv}, {"07005"sv, "24000"sv}, {"07009"sv, "S1002"sv}, {"22007"sv, "22008"sv},
    {"22018"sv, "22005"sv}, {"42000"sv, "37000"sv}, {"HY007"sv, "S1010"sv}, {"HY018"sv, "70100"sv},
    {"HY019"sv, "22003"sv}, {"HY024"sv, "S1009"sv}, {"HYT01"sv, "S1T00"sv},
};

constexpr std::pair<std::string_view, std::string_view> renamed_classes[] = {{"HY"sv, "S1"sv}, {"42S"sv, "S00"sv}};

}  // namespace

std::string odbc2_state(std::string_view sqlstate) {
    for (const auto& [now, then] : mapped) {
        if (sqlstate == now) return std::string(then);
    }
    for (const auto& [now, then] : renamed_classes) {
        if (sqlstate.starts_with(now)) return std::string(then).append(sqlstate.substr(now.size()));
    }
    return std::string(sqlstate);
}

}  // namespace jsdodbc
