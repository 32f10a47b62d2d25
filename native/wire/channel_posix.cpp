#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <thread>

#include "wire/channel.hpp"

extern char** environ;

namespace jsdodbc::wire {
namespace {

constexpr int socket_buffer = 1 << 20;
constexpr timeval look_round{0, 200'000};
constexpr off_t last_words_size = 4000;

class SocketChannel final : public Channel {
  public:
    SocketChannel(int socket, int errors, pid_t process) : socket_(socket), errors_(errors), process_(process) {}
    ~SocketChannel() override {
        close();
        if (errors_ >= 0) ::close(errors_);
    }

    Transfer read(void* buffer, std::size_t size, std::size_t& count, const Deadline& deadline) override {
        for (;;) {
            const ssize_t got = recv(socket_, buffer, size, deadline ? MSG_DONTWAIT : 0);
            if (got > 0) {
                count = static_cast<std::size_t>(got);
                return Transfer::done;
            }
            if (got == 0) return Transfer::closed;
            if (errno == EINTR) continue;
            if (errno != EAGAIN && errno != EWOULDBLOCK) return Transfer::closed;
            if (!deadline) return Transfer::timed_out;
            if (!wait(POLLIN, *deadline)) return Transfer::timed_out;
        }
    }

    Transfer write(const void* buffer, std::size_t size, std::size_t& count) override {
        count = 0;
        for (;;) {
            const ssize_t sent = send(socket_, buffer, size, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent >= 0) {
                count = static_cast<std::size_t>(sent);
                return Transfer::done;
            }
            if (errno == EAGAIN || errno == EWOULDBLOCK) return Transfer::done;
            if (errno != EINTR) return Transfer::closed;
        }
    }

    void wait_writable(std::chrono::milliseconds patience) override { wait(POLLOUT, Clock::now() + patience); }

    void close() noexcept override {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }

    std::string last_words() override {
        const off_t size = errors_ < 0 ? -1 : lseek(errors_, 0, SEEK_END);
        if (size <= 0) return {};
        const off_t start = size > last_words_size ? size - last_words_size : 0;
        std::string words(static_cast<std::size_t>(size - start), '\0');
        const ssize_t got = pread(errors_, words.data(), words.size(), start);
        words.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return words;
    }

    bool reap(std::chrono::milliseconds patience) noexcept override {
        const auto until = Clock::now() + patience;
        for (;;) {
            if (process_ <= 0) return true;
            const pid_t gone = waitpid(process_, nullptr, WNOHANG);
            if (gone != 0 && !(gone < 0 && errno == EINTR)) {  // collected here, or by the host's own wait
                process_ = -1;
                return true;
            }
            if (Clock::now() >= until) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }

    void kill() noexcept override {
        if (process_ > 0) ::kill(process_, SIGKILL);
    }

  private:
    bool wait(short events, Clock::time_point until) const {
        pollfd entry{socket_, events, 0};
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        if (left < 0) return false;
        const int ready = poll(&entry, 1, static_cast<int>(std::min<long long>(left + 1, 1 << 30)));
        return ready > 0 || (ready < 0 && errno == EINTR);
    }

    int socket_;
    int errors_;
    pid_t process_;
};

int above_standard(int descriptor) {
    if (descriptor < 0 || descriptor > 2) return descriptor;
    const int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    ::close(descriptor);
    return moved;
}

// Both ends closed in programs that are started, as early as the system can.
bool connected_pair(int (&ends)[2]) {
#ifdef SOCK_CLOEXEC
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0;
#else
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return false;
    for (const int end : ends) fcntl(end, F_SETFD, FD_CLOEXEC);
    return true;
#endif
}

int unlinked_file() {
    const char* folder = getenv("TMPDIR");
    for (const std::string& base : {std::string(folder ? folder : ""), std::string("/tmp"), std::string("/var/tmp")}) {
        if (base.empty()) continue;
        std::string name = base + "/jsdodbc-XXXXXX";
        const int file = mkostemp(name.data(), O_CLOEXEC | O_APPEND);
        if (file < 0) continue;
        unlink(name.c_str());
        return above_standard(file);
    }
    return above_standard(open("/dev/null", O_RDWR | O_CLOEXEC));
}

// What the child process gets: its descriptors, a signal state of its own, no other open file of the host.
class SpawnPlan {
  public:
    SpawnPlan(int socket, int errors) {
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, socket, 0);
        posix_spawn_file_actions_adddup2(&actions, socket, 1);
        posix_spawn_file_actions_adddup2(&actions, errors, 2);
        using CloseFrom = int (*)(posix_spawn_file_actions_t*, int);
        const auto close_from =
            reinterpret_cast<CloseFrom>(dlsym(RTLD_DEFAULT, "posix_spawn_file_actions_addclosefrom_np"));
        if (close_from) close_from(&actions, 3);  // glibc 2.34
        posix_spawnattr_init(&attributes);
        sigset_t none, all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setpgroup(&attributes, 0);  // Ctrl-C in a terminal is the host's, not the engine's
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    ~SpawnPlan() {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
};

std::vector<char*> own_environment() {
    std::vector<char*> variables;
    for (char** variable = environ; variable && *variable; ++variable) {
        if (!is_foreign_variable(*variable)) variables.push_back(*variable);
    }
    variables.push_back(nullptr);
    return variables;
}

int spawn(const std::string& program, int socket, int errors, pid_t& process) {
    std::vector<char*> arguments{const_cast<char*>(program.c_str())};
    for (const std::string& argument : engine_arguments()) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    std::vector<char*> variables = own_environment();
    const SpawnPlan plan(socket, errors);
    return posix_spawn(&process, program.c_str(), &plan.actions, &plan.attributes, arguments.data(), variables.data());
}

}  // namespace

std::unique_ptr<Channel> start_engine(const std::string& program, std::string& reason) {
    int ends[2];
    if (!connected_pair(ends)) {
        reason = std::string("no socket pair: ") + strerror(errno);
        return nullptr;
    }
    for (int& end : ends) {
        end = above_standard(end);
        setsockopt(end, SOL_SOCKET, SO_SNDBUF, &socket_buffer, sizeof socket_buffer);
        setsockopt(end, SOL_SOCKET, SO_RCVBUF, &socket_buffer, sizeof socket_buffer);
    }
    setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &look_round, sizeof look_round);
    const int errors = unlinked_file();
    pid_t process = -1;
    const int problem = spawn(program, ends[1], errors, process);
    ::close(ends[1]);
    auto channel = std::make_unique<SocketChannel>(ends[0], errors, process);
    if (problem == 0) return channel;
    reason = strerror(problem);
    return nullptr;
}

}  // namespace jsdodbc::wire
