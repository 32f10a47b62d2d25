#include "api/entry.hpp"

namespace jsdodbc {

SQLRETURN record_exception(Diagnostics& diagnostics) noexcept {
    try {
        try {
            throw;
        } catch (const Failure& failure) {
            diagnostics.add(failure.records());
        } catch (const std::bad_alloc&) {
            diagnostics.add("HY001");
        } catch (const std::exception& failure) {
            diagnostics.add("HY000", std::string("The library failed: ") + failure.what());
        } catch (...) {
            diagnostics.add("HY000", "The library failed for an unknown reason.");
        }
    } catch (...) {  // no memory even for the record: SQL_ERROR without one
    }
    return SQL_ERROR;
}

}  // namespace jsdodbc
