#include "wire/host.hpp"

#include "version.hpp"
#include "wire/requests.hpp"

namespace jsdodbc::wire {
namespace {

constexpr std::chrono::seconds handshake_patience{60};

constexpr std::chrono::milliseconds tick{50};

struct Host {
    std::mutex mutex;
    std::condition_variable started;
    bool starting = false;
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

void shake_hands(Engine& engine, Patience patience) {
    patience.no_later_than(Clock::now() + handshake_patience);
    const Reply reply = engine.request(Message::hello, 0, encode_hello(library_version), patience);
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

std::shared_ptr<Engine> start(const Candidate& candidate, const Patience& patience, std::string& report) {
    std::string reason = "there is no such program";
    if (is_program(candidate.program)) {
        if (auto channel = start_engine(candidate.program, reason)) {
            auto engine = std::make_shared<Engine>(std::move(channel));
            try {
                shake_hands(*engine, patience);
                return engine;
            } catch (const Failure& failure) {
                reason = failure.what();
                engine->channel().kill();
                if (patience.over() || (patience.cancelled && *patience.cancelled)) throw;
            }
        }
    }
    report += "\nTried " + candidate.program + " (" + candidate.origin + "): " + reason;
    return nullptr;
}

std::shared_ptr<Engine> start_first(const DataSource& source, const Patience& patience) {
    std::string places, report;
    for (const Candidate& candidate : engine_candidates(source, places)) {
        if (auto engine = start(candidate, patience, report)) return engine;
    }
    throw Failure("08001",
                  "The engine (python -m jsdodbc.engine) could not be started. Install the jsdodbc package beside the "
                  "library, or name its Python. Looked at: " +
                      places + "." + report);
}

// The right to start the engine, which one thread has at a time.
class Starting {
  public:
    Starting(Host& its_host, std::unique_lock<std::mutex>& lock, const Patience& patience)
        : host_(its_host), lock_(lock) {
        Patience limits = patience;
        while (host_.starting) {
            host_.started.wait_for(lock_, tick);
            if (limits.just_cancelled() || limits.over()) patience.fail();
        }
        host_.starting = true;
    }
    Starting(const Starting&) = delete;
    Starting& operator=(const Starting&) = delete;
    ~Starting() {
        if (!lock_.owns_lock()) lock_.lock();
        host_.starting = false;
        host_.started.notify_all();
    }

  private:
    Host& host_;
    std::unique_lock<std::mutex>& lock_;
};

}  // namespace

std::shared_ptr<Engine> acquire_engine(const DataSource& source, const Patience& patience) {
    Host& here = this_host();
    std::unique_lock lock(here.mutex);
    const Starting starting(here, lock, patience);
    if (here.engine && here.engine->still_alive()) return here.engine;
    here.engine = nullptr;
    lock.unlock();
    auto engine = start_first(source, patience);
    lock.lock();
    here.engine = engine;
    return engine;
}

void give_up_engine(const std::shared_ptr<Engine>& engine) noexcept {
    Host& here = this_host();
    const std::lock_guard lock(here.mutex);
    if (here.engine == engine) here.engine = nullptr;
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
