#include "wire/discovery.hpp"

#include "text/text.hpp"

namespace jsdodbc::wire {
namespace {

constexpr const char* variable_name = "JSDODBC_ENGINE_PYTHON";

bool is_path(const std::string& driver) {
    return driver.find('/') != std::string::npos || driver.find('\\') != std::string::npos;
}

// The odbcinst.ini section that this connection came through; "" when it named the library's path itself.
std::string driver_section(const DataSource& source) {
    std::string driver;
    if (!source.is_dsn) driver = connection_string_value(source.text, "driver").value_or("");
    if (driver.empty()) {
        const std::string dsn = source.is_dsn ? source.text : connection_string_value(source.text, "dsn").value_or("");
        if (!dsn.empty()) driver = profile_value(dsn, "Driver", "odbc.ini");
    }
    return is_path(driver) ? "" : driver;
}

std::string parent_of(const std::string& path) {
    const std::size_t slash = path.find_last_of(path_separator);
    return slash == std::string::npos || slash == 0 ? "" : path.substr(0, slash);
}

std::string trimmed(const std::string& text) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    return start == std::string::npos ? "" : text.substr(start, text.find_last_not_of(" \t\r\n") - start + 1);
}

// The value that starts at `position`, which moves behind it.
std::string read_value(const std::string& text, std::size_t& position) {
    std::string value;
    if (position < text.size() && text[position] == '{') {
        for (++position; position < text.size(); ++position) {
            if (text[position] == '}' && (position + 1 >= text.size() || text[++position] != '}')) break;
            value += text[position];
        }
        position = std::min(text.find(';', position), text.size());
        return value;
    }
    const std::size_t end = std::min(text.find(';', position), text.size());
    value = trimmed(text.substr(position, end - position));
    position = end;
    return value;
}

}  // namespace

std::optional<std::string> connection_string_value(const std::string& text, const std::string& key) {
    for (std::size_t position = 0; position < text.size(); ++position) {
        const std::size_t equals = text.find('=', position);
        const std::size_t semicolon = text.find(';', position);
        if (equals == std::string::npos) break;
        if (semicolon < equals) {
            position = semicolon;
            continue;
        }
        const std::string name = trimmed(text.substr(position, equals - position));
        position = equals + 1;
        while (position < text.size() && text[position] == ' ') ++position;
        std::string value = read_value(text, position);
        if (text::equal_ignoring_case(name, key)) return value;
    }
    return std::nullopt;
}

std::vector<Candidate> engine_candidates(const DataSource& source, std::string& places) {
    std::vector<Candidate> candidates;
    if (const auto named = environment_value(variable_name); named && !named->empty()) {
        places = std::string("the environment variable ") + variable_name;
        candidates.push_back({*named, places});
        return candidates;
    }
    places = std::string("the environment variable ") + variable_name + " (not set)";
    if (const std::string section = driver_section(source); !section.empty()) {
        const std::string named = profile_value(section, "Engine", "odbcinst.ini");
        const std::string place = "Engine= of section [" + section + "] in odbcinst.ini";
        places += ", " + place + (named.empty() ? " (not there)" : "");
        if (!named.empty()) candidates.push_back({named, place});
    }
    const std::string library = library_path();
    places += ", the folders above the library " + library;
    for (std::string folder = parent_of(library); !folder.empty(); folder = parent_of(folder)) {
        for (const std::string& program : interpreters_in(folder)) {
            if (is_program(program)) candidates.push_back({program, "a folder above the library"});
        }
    }
    return candidates;
}

}  // namespace jsdodbc::wire
