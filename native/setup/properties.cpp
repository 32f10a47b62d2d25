#include "setup/properties.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace jsdodbc::setup {
namespace {

constexpr Property table[] = {
#include "setup/properties.inc"
};

constexpr std::string_view manager_keys[] = {
#include "setup/manager_keys.inc"
};

std::string folded(std::string_view name) {
    std::string result;
    for (const char letter : name) {
        if (letter == ' ' || letter == '_') continue;
        result += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
    }
    return result;
}

// Calls `visit` with the folded name and aliases of a property until it returns true.
template <class Visit>
bool any_name(const Property& property, Visit&& visit) {
    if (visit(folded(property.name))) return true;
    std::string_view rest = property.aliases;
    while (!rest.empty()) {
        const std::size_t end = rest.find(';');
        if (visit(folded(rest.substr(0, end)))) return true;
        rest.remove_prefix(end + 1);
    }
    return false;
}

// Levenshtein's distance.
std::size_t distance(const std::string& left, const std::string& right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

constexpr std::size_t longest_name = 64;  // beyond it nothing is near, and nothing is computed

}  // namespace

std::span<const Property> properties() noexcept {
    return table;
}

const Property* find_property(std::string_view name) {
    const std::string wanted = folded(name);
    const auto found = std::ranges::find_if(table, [&](const Property& entry) {
        return any_name(entry, [&](const std::string& each) { return each == wanted; });
    });
    return found == std::end(table) ? nullptr : found;
}

std::string nearest_property(std::string_view name) {
    const std::string wanted = folded(name);
    if (wanted.size() > longest_name) return {};
    std::size_t least = wanted.size() / 3 + 2;  // as far as a slip of the pen goes
    std::string nearest;
    for (const Property& entry : table) {
        any_name(entry, [&](const std::string& each) {
            const std::size_t far = distance(wanted, each);
            if (far < least) {
                least = far;
                nearest = entry.name;
            }
            return false;
        });
    }
    return nearest;
}

bool is_manager_key(std::string_view name) {
    return std::ranges::find(manager_keys, folded(name)) != std::end(manager_keys);
}

}  // namespace jsdodbc::setup
