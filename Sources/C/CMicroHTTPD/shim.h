#pragma once
#include <microhttpd.h>
#include <stdint.h>

// Variadic functions are not importable into Swift: each has a wrapper with a fixed list here.

typedef struct {
    unsigned int flags;
    int listen_socket;
    unsigned int thread_count;
    unsigned int connection_limit;
    unsigned int per_ip_limit;
    unsigned int idle_timeout_seconds;
    size_t connection_memory_bytes;
    void *certificate;  // gnutls_certificate_retrieve_function2, asked at each handshake; null: no TLS
    MHD_AccessHandlerCallback access;
    void *(*request_line)(void *, const char *, struct MHD_Connection *);
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback connection;
    void *context;
} berth_mhd_settings;

static inline struct MHD_Daemon *berth_mhd_start(const berth_mhd_settings *s) {
    struct MHD_OptionItem options[20];
    int n = 0;
#define BERTH_OPTION(o, v, p) \
    options[n].option = (o), options[n].value = (intptr_t)(v), options[n++].ptr_value = (void *)(p)
    BERTH_OPTION(MHD_OPTION_LISTEN_SOCKET, s->listen_socket, 0);
    BERTH_OPTION(MHD_OPTION_CONNECTION_LIMIT, s->connection_limit, 0);
    BERTH_OPTION(MHD_OPTION_CONNECTION_TIMEOUT, s->idle_timeout_seconds, 0);
    BERTH_OPTION(MHD_OPTION_CONNECTION_MEMORY_LIMIT, s->connection_memory_bytes, 0);
    BERTH_OPTION(MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)s->completed, s->context);
    BERTH_OPTION(MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)s->connection, s->context);
    BERTH_OPTION(MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)s->request_line, s->context);
    if (s->thread_count > 1) BERTH_OPTION(MHD_OPTION_THREAD_POOL_SIZE, s->thread_count, 0);
    if (s->per_ip_limit > 0) BERTH_OPTION(MHD_OPTION_PER_IP_CONNECTION_LIMIT, s->per_ip_limit, 0);
    // What two readers could understand differently is refused.
    BERTH_OPTION(MHD_OPTION_STRICT_FOR_CLIENT, 1, 0);
    if (s->certificate) {
        // TLS 1.2 and 1.3 with forward secrecy. Source: RFC 9325.
        BERTH_OPTION(MHD_OPTION_HTTPS_PRIORITIES, 0, "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-SHA1");
        BERTH_OPTION(MHD_OPTION_HTTPS_CERT_CALLBACK, 0, s->certificate);
    }
    BERTH_OPTION(MHD_OPTION_END, 0, 0);
#undef BERTH_OPTION
    return MHD_start_daemon(s->flags, 0, 0, 0, s->access, s->context, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static inline int berth_mhd_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

static inline const struct sockaddr *berth_mhd_peer(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? info->client_addr : 0;
}

static inline void *berth_mhd_socket_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : 0;
}

// Bytes that a TCP connection has received. The field stands at byte 128 of the kernel's tcp_info (linux/tcp.h), behind
// the part that the C library declares; both headers cannot be included together. 0 where the kernel does not tell.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

static inline uint64_t berth_tcp_bytes_received(int socket) {
    unsigned char raw[256] = {0};
    socklen_t size = sizeof raw;
    uint64_t count = 0;
    if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, raw, &size) != 0 || size < 136) return 0;
    memcpy(&count, raw + 128, sizeof count);
    return count;
}

static inline size_t berth_mhd_text_length(const char *text) { return strlen(text); }

// epoll and eventfd, which Swift's Glibc module does not offer. Events: 1 readable, 2 writable, 4 the peer sends no
// more.
#include <errno.h>
#include <linux/filter.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

typedef struct {
    uint64_t id;
    unsigned int events;
} berth_event;

enum { BERTH_READABLE = 1, BERTH_WRITABLE = 2, BERTH_PEER_DONE = 4 };

static inline int berth_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline struct epoll_event berth_epoll_event(uint64_t id, unsigned int events) {
    struct epoll_event event = {.events = 0, .data = {.u64 = id}};
    if (events & BERTH_READABLE) event.events |= EPOLLIN;
    if (events & BERTH_WRITABLE) event.events |= EPOLLOUT;
    if (events & BERTH_PEER_DONE) event.events |= EPOLLRDHUP;
    return event;
}

// Adds the descriptor or changes what is watched of it.
static inline int berth_epoll_set(int epoll, int descriptor, uint64_t id, unsigned int events) {
    struct epoll_event event = berth_epoll_event(id, events);
    int code = epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
    return code != 0 && errno == EEXIST ? epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event) : code;
}

static inline int berth_epoll_remove(int epoll, int descriptor) {
    return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, 0);
}

// At most 64 events; errors and hang-ups count as readable and writable.
static inline int berth_epoll_wait(int epoll, berth_event *events, int count, int milliseconds) {
    struct epoll_event found[64];
    int n = epoll_wait(epoll, found, count < 64 ? count : 64, milliseconds);
    for (int i = 0; i < n; i++) {
        unsigned int bits = found[i].events;
        events[i].id = found[i].data.u64;
        events[i].events = (bits & (EPOLLIN | EPOLLRDHUP | EPOLLERR | EPOLLHUP) ? BERTH_READABLE : 0)
            | (bits & (EPOLLOUT | EPOLLERR | EPOLLHUP) ? BERTH_WRITABLE : 0)
            | (bits & (EPOLLRDHUP | EPOLLHUP) ? BERTH_PEER_DONE : 0);
    }
    return n;
}

// Made here: which imported module has SOCK_STREAM differs with the kind of build.
// Has the kernel drop every packet that comes for a socket.
static inline int berth_drop_all(int descriptor) {
    struct sock_filter nothing = {BPF_RET | BPF_K, 0, 0, 0};
    struct sock_fprog program = {1, &nothing};
    return setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

static inline int berth_stream_socket(int family) { return socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0); }

static inline int berth_eventfd_create(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
static inline void berth_eventfd_signal(int descriptor) {
    uint64_t one = 1;
    ssize_t written = write(descriptor, &one, sizeof one);
    (void)written;
}
static inline void berth_eventfd_clear(int descriptor) {
    uint64_t count;
    ssize_t taken = read(descriptor, &count, sizeof count);
    (void)taken;
}
static inline int berth_send_now(int socket, const void *bytes, size_t count) {
    return (int)send(socket, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
}
