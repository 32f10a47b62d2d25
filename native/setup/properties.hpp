// The connection properties as the set-up functions need them: a table written from src/jsdodbc/properties.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace jsdodbc::setup {

// How a property is asked for. `accepted` ones may stand in a data source but are not asked for.
enum class Prompt : unsigned char { text, secret, file, choice, accepted };

struct Property {
    const char* name;
    const char* group;
    Prompt prompt;
    bool secret;
    const char* initial;  // the default, as it would be written
    const char* choices;  // each ends with `;`
    const char* aliases;  // each ends with `;`
    const char* help;
};

std::span<const Property> properties() noexcept;

// By name or alias; case, spaces and underscores don't matter. Null when there is none.
const Property* find_property(std::string_view name);
// The name of the property that was probably meant; "" when none is near.
std::string nearest_property(std::string_view name);
// Whether `name` is a key of odbcinst.ini that belongs to the driver manager, such as CPTimeout.
bool is_manager_key(std::string_view name);

}  // namespace jsdodbc::setup
