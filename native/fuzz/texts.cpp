// Text arguments with lengths that lie, text results into buffers of any size, and connection strings.
#include <cstdlib>

#include "diagnostics/failure.hpp"
#include "fuzz/input.hpp"
#include "text/text.hpp"
#include "wire/discovery.hpp"

using namespace jsdodbc;
using fuzz::Input;

namespace {

// The text of exactly so many units of so many bytes, terminated only where SQL_NTS claims it.
fuzz::Bytes given(Input& input, SQLLEN length, std::size_t width) {
    const auto size = static_cast<std::size_t>(length < 0 ? 20 : length) * width;
    fuzz::Bytes bytes = input.ConsumeBytes<std::uint8_t>(size);
    bytes.resize(size);
    if (length == SQL_NTS) bytes.insert(bytes.end(), width, 0);
    bytes.shrink_to_fit();
    return bytes;
}

template <class Read>
std::optional<std::string> read(Read&& from) {
    try {
        return from();
    } catch (const Failure&) {  // HY090
        return std::nullopt;
    }
}

void write(Input& input, const std::string& utf8) {
    const unsigned width = input.PickValueInArray({1u, 2u, 4u});
    const SQLLEN capacity = input.length(60);
    fuzz::Memory memory(static_cast<std::size_t>(std::max<SQLLEN>(capacity, 0)), input.ConsumeBool());
    void* buffer = input.ConsumeIntegralInRange(0, 7) ? memory.at() : nullptr;
    const text::Written written = text::write(utf8, {buffer, capacity, width});
    if (written.characters < 0 || written.characters > static_cast<SQLLEN>(utf8.size())) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const SQLLEN length = input.length(60);
    const fuzz::Bytes narrow = given(input, length, 1);
    const fuzz::Bytes wide = given(input, length, 2);
    const auto first = read([&] { return text::from_narrow(narrow.data(), length); });
    const auto second = read([&] { return text::from_wide(reinterpret_cast<const SQLWCHAR*>(wide.data()), length); });
    write(input, first.value_or(""));
    write(input, second.value_or(""));
    write(input, text::utf8_from_wide(wide.data(), wide.size() / 4, 4));
    const std::string key = input.ConsumeRandomLengthString(10);
    const std::string connection = input.ConsumeRemainingBytesAsString();
    (void)wire::connection_string_value(connection, key);
    for (const char* known : {"driver", "dsn"}) (void)wire::connection_string_value(connection, known);
    return 0;
}
