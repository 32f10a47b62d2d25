// Where the Python that runs the engine may be.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace jsdodbc::wire {

struct Candidate {
    std::string program;
    std::string origin;  // who named it, for the diagnostic
};

// What an application connects to, as far as the library must know it: `text` is a connection string or a DSN.
struct DataSource {
    std::string text;
    bool is_dsn;
};

// In the order to try. Only programs that are there, except those that somebody named; `places` tells where was looked.
std::vector<Candidate> engine_candidates(const DataSource& source, std::string& places);

// The value of a key of an ODBC connection string (braces understood), nothing more.
std::optional<std::string> connection_string_value(const std::string& text, const std::string& key);

// Per platform.
std::string library_path();
bool is_program(const std::string& path);
std::vector<std::string> interpreters_in(const std::string& folder);
std::optional<std::string> environment_value(const char* name);
std::string profile_value(const std::string& section, const std::string& key, const char* file);
extern const char path_separator;

}  // namespace jsdodbc::wire
