#include "wire/host.hpp"

#include "version.hpp"
#include "wire/requests.hpp"

namespace jsdodbc::wire {
namespace {

constexpr std::chrono::seconds handshake_patience{60};

struct Host {
    std::mutex mutex;
    std::shared_ptr<Engine> engine;
};

// Never destroyed: a thread may still be in the library while the process ends.
std::atomic<Host*> host{nullptr};

// The parent's engine stays the parent's: its socket is closed here, and what was held while forking is left alone.
void after_fork() {
    Host* inherited = host.exchange(new Host);
    if (inherited && inherited->engine) inherited->engine->disown();
}

Host& this_host() {
    static std::once_flag once;
    std::call_once(once, [] {
        host = new Host;
        watch_forks(&after_fork);
    });
    return *host;
}

void shake_hands(Engine& engine, const Deadline& deadline) {
    const Deadline latest =
        deadline ? std::min(*deadline, Clock::now() + handshake_patience) : Clock::now() + handshake_patience;
    const Reply reply = engine.request(Message::hello, 0, encode_hello(library_version), latest);
    if (reply.type == Message::error) {
        Reader reader(reply.payload);
        reader.count(1);
        reader.text();
        reader.i32();
        throw Failure("08001", reader.text());
    }
    if (reply.type != Message::hello_ok) malformed("the greeting has no answer");
    Reader reader(reply.payload);
    if (reader.u32() != protocol_version) malformed("the engine speaks another version of it");
}

std::shared_ptr<Engine> start(const Candidate& candidate, const Deadline& deadline, std::string& report) {
    std::string reason = "there is no such program";
    if (is_program(candidate.program)) {
        if (auto channel = start_engine(candidate.program, reason)) {
            auto engine = std::make_shared<Engine>(std::move(channel));
            try {
                shake_hands(*engine, deadline);
                return engine;
            } catch (const Failure& failure) {
                reason = failure.what();
                engine->channel().kill();
            }
        }
    }
    report += "\nTried " + candidate.program + " (" + candidate.origin + "): " + reason;
    return nullptr;
}

}  // namespace

std::shared_ptr<Engine> acquire_engine(const DataSource& source, const Deadline& deadline) {
    Host& here = this_host();
    const std::lock_guard lock(here.mutex);
    if (here.engine && here.engine->still_alive()) return here.engine;
    here.engine = nullptr;
    std::string places, report;
    for (const Candidate& candidate : engine_candidates(source, places)) {
        here.engine = start(candidate, deadline, report);
        if (here.engine) return here.engine;
    }
    throw Failure("08001",
                  "The engine (python -m jsdodbc.engine) could not be started. Install the jsdodbc package beside the "
                  "library, or name its Python. Looked at: " +
                      places + "." + report);
}

namespace {

// When the library is unloaded the engine sees its input end. (At the end of the process it would anyway.)
struct Unloading {
    ~Unloading() {
        Host* last = host.load();
        if (last && last->engine) last->engine->end();
    }
} unloading;

}  // namespace
}  // namespace jsdodbc::wire
