// ODBCINSTGetProperties: unixODBC's administrator asks it what a data source can hold.
#include <cstdlib>
#include <cstring>

#include <vector>

#include "setup/failure.hpp"
#include "setup/properties.hpp"

#pragma GCC visibility push(default)
#include <odbcinstext.h>
#pragma GCC visibility pop

namespace jsdodbc::setup {
namespace {

constexpr int prompt_types[] = {ODBCINST_PROMPTTYPE_TEXTEDIT, ODBCINST_PROMPTTYPE_TEXTEDIT_PASSWORD,
                                ODBCINST_PROMPTTYPE_FILENAME, ODBCINST_PROMPTTYPE_LISTBOX};

// libodbcinst frees all of it with free(), the pointers and texts of a list in one piece.
template <class Piece>
Piece* allocated(std::size_t bytes) {
    void* memory = std::calloc(1, bytes);
    if (!memory) throw std::bad_alloc();
    return static_cast<Piece*>(memory);
}

char** choices_of(const Property& property) {
    const std::size_t length = std::strlen(property.choices);
    if (length == 0) return nullptr;
    std::size_t count = 0;
    for (const char* at = property.choices; *at; ++at) count += *at == ';';
    char** list = allocated<char*>((count + 1) * sizeof(char*) + length + 1);
    char* texts = reinterpret_cast<char*>(list + count + 1);
    std::memcpy(texts, property.choices, length);
    for (std::size_t index = 0; index < count; ++index) {
        list[index] = texts;
        texts = std::strchr(texts, ';');
        *texts++ = '\0';
    }
    return list;
}

char* help_of(const Property& property) {
    const std::string help = std::string(property.group) + ": " + property.help;
    return std::strcpy(allocated<char>(help.size() + 1), help.c_str());
}

// Linked to the list before it is filled, so that a failure leaves nothing behind that would not be freed.
ODBCINSTPROPERTY* append(ODBCINSTPROPERTY* last, const Property& property) {
    auto* added = allocated<ODBCINSTPROPERTY>(sizeof(ODBCINSTPROPERTY));
    last->pNext = added;
    std::strncpy(added->szName, property.name, INI_MAX_PROPERTY_NAME);
    std::strncpy(added->szValue, property.initial, INI_MAX_PROPERTY_VALUE);
    added->nPromptType = prompt_types[static_cast<unsigned>(property.prompt)];
    added->aPromptData = choices_of(property);
    added->pszHelp = help_of(property);
    return added;
}

}  // namespace
}  // namespace jsdodbc::setup

using namespace jsdodbc::setup;

extern "C" int INSTAPI ODBCINSTGetProperties(HODBCINSTPROPERTY last) {
    if (!last) return ODBCINST_ERROR;
    try {
        for (const Property& property : properties()) {
            if (property.prompt != Prompt::accepted) last = append(last, property);
        }
        return ODBCINST_SUCCESS;
    } catch (...) {
        return ODBCINST_ERROR;
    }
}
