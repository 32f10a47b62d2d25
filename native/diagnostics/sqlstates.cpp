#include "diagnostics/sqlstates.hpp"

#include <array>

namespace jsdodbc {
namespace {

struct Entry {
    std::string_view state;
    std::string_view text;
};

constexpr Entry table[] = {
    {"HY000", "General error"},
    {"01000", "A character that the property Charset has no code for was replaced by '?'"},
    {"01004", "Text or binary data was cut off: the buffer is too short for the whole value"},
    {"01S00", "Invalid connection string attribute"},
    {"01S01", "Error in row"},
    {"01S02", "Option value changed to the nearest one that is supported"},
    {"01S06", "Attempt to fetch before the result set returned the first row set"},
    {"01S07", "Fractional truncation: digits after the point were cut off"},
    {"07002", "A parameter marker has no value: bind every parameter with SQLBindParameter"},
    {"07005", "The statement returns no columns"},
    {"07006", "The value can't be converted to the C type that was asked for"},
    {"07009", "Column or parameter number out of range"},
    {"08001", "The connection could not be made"},
    {"08002", "The connection handle is connected already"},
    {"08003", "The connection is not open"},
    {"08S01", "The link to the engine is broken: connect again"},
    {"22001", "Character data is longer than the target"},
    {"22002", "The value is NULL and there is no indicator buffer to say so: bind one"},
    {"22003", "Numeric value out of range of the target type"},
    {"22007", "Invalid date, time or timestamp"},
    {"22008", "Date or time field out of range"},
    {"22012", "Division by zero"},
    {"22015", "Interval field out of range"},
    {"22018", "The text does not have the form of the target type"},
    {"24000", "Invalid cursor state"},
    {"34000", "Invalid cursor name"},
    {"3C000", "The cursor name is used by another statement of this connection"},
    {"HY001", "Memory allocation failed"},
    {"HY003", "Not a C type of ODBC"},
    {"HY004", "Not an SQL type of ODBC"},
    {"HY007", "The statement is not prepared"},
    {"HY008", "The operation was canceled"},
    {"HY009", "A pointer that must not be null is null"},
    {"HY010", "Function sequence error"},
    {"HY011", "The attribute can't be set now"},
    {"HY012", "Invalid transaction operation code"},
    {"HY016", "An implementation row descriptor can't be modified"},
    {"HY017", "An automatically allocated descriptor can't be freed or assigned"},
    {"HY019", "Data that is neither text nor binary was sent in pieces"},
    {"HY020", "NULL can't be sent in pieces"},
    {"HY021", "The fields of the descriptor contradict each other"},
    {"HY024", "Invalid value of an attribute"},
    {"HY090", "Invalid string or buffer length"},
    {"HY091", "Not a descriptor field of ODBC"},
    {"HY092", "Not an attribute or option that this driver knows"},
    {"HY095", "Function type out of range"},
    {"HY096", "Not an information type of ODBC"},
    {"HY097", "Column type out of range"},
    {"HY098", "Scope type out of range"},
    {"HY099", "Nullable type out of range"},
    {"HY100", "Uniqueness option out of range"},
    {"HY101", "Accuracy option out of range"},
    {"HY104", "Invalid precision or scale"},
    {"HY105", "Invalid parameter type"},
    {"HY106", "The fetch type is not available with this cursor"},
    {"HY107", "Row number out of range"},
    {"HY109", "Invalid cursor position"},
    {"HY110", "Invalid driver completion"},
    {"HY111", "Invalid bookmark"},
    {"HYC00", "The driver does not offer this"},
    {"HYT00", "Timeout expired"},
    {"HYT01", "Connection timeout expired"},
};

}  // namespace

std::string_view sqlstate_text(std::string_view sqlstate) noexcept {
    for (const Entry& entry : table) {
        if (entry.state == sqlstate) return entry.text;
    }
    return table[0].text;
}

}  // namespace jsdodbc
