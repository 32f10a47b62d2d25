// What the built DLLs export: the names of the module definition files, undecorated, and no others.
#include <fstream>
#include <set>

#include "convert/tests/check.hpp"
#include "odbc.hpp"

namespace {

using Names = std::set<std::string>;

Names declared(const char* definition_file) {
    std::ifstream file(definition_file);
    Names names;
    std::string line;
    while (std::getline(file, line) && line != "EXPORTS") {
    }
    while (file >> line) names.insert(line);
    return names;
}

// The names of the loaded image's export directory.
Names exported(HMODULE library) {
    const char* image = reinterpret_cast<const char*>(library);
    const auto* start = reinterpret_cast<const IMAGE_DOS_HEADER*>(image);
    const auto* headers = reinterpret_cast<const IMAGE_NT_HEADERS*>(image + start->e_lfanew);
    const auto where = headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_EXPORT].VirtualAddress;
    const auto* directory = reinterpret_cast<const IMAGE_EXPORT_DIRECTORY*>(image + where);
    const auto* offsets = reinterpret_cast<const DWORD*>(image + directory->AddressOfNames);
    Names names;
    for (DWORD index = 0; index < directory->NumberOfNames; ++index) names.insert(image + offsets[index]);
    return names;
}

std::string joined(const Names& names) {
    std::string text;
    for (const std::string& name : names) text += name + " ";
    return text;
}

void check_exports(const char* path, const char* definition_file) {
    const HMODULE library = LoadLibraryA(path);
    CHECK(library, path);
    if (!library) return;
    const Names names = declared(definition_file);
    CHECK(!names.empty(), definition_file);
    CHECK_EQUAL(joined(exported(library)), joined(names), path);
    for (const std::string& name : names) CHECK(GetProcAddress(library, name.c_str()), name);
    FreeLibrary(library);
}

}  // namespace

TEST(the_dlls_export_undecorated_names) {
    check_exports(LIBRARY, EXPORTS);
    check_exports(SETUP_LIBRARY, SETUP_EXPORTS);
}
