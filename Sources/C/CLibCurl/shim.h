#pragma once
#include <curl/curl.h>

// Variadic functions are not importable into Swift: each has a wrapper with a fixed list here. The parentheses keep
// curl's type-checking macros away.

static inline CURLcode berth_curl_set_long(CURL *h, CURLoption o, long v) { return (curl_easy_setopt)(h, o, v); }
static inline CURLcode berth_curl_set_offset(CURL *h, CURLoption o, curl_off_t v) {
    return (curl_easy_setopt)(h, o, v);
}
static inline CURLcode berth_curl_set_text(CURL *h, CURLoption o, const char *v) { return (curl_easy_setopt)(h, o, v); }
static inline CURLcode berth_curl_set_pointer(CURL *h, CURLoption o, void *v) { return (curl_easy_setopt)(h, o, v); }
static inline CURLcode berth_curl_set_list(CURL *h, CURLoption o, struct curl_slist *v) {
    return (curl_easy_setopt)(h, o, v);
}

// The bytes are copied.
static inline CURLcode berth_curl_set_blob(CURL *h, CURLoption o, const void *bytes, size_t count) {
    struct curl_blob blob = {(void *)bytes, count, CURL_BLOB_COPY};
    return (curl_easy_setopt)(h, o, &blob);
}

typedef size_t (*berth_curl_transfer)(char *, size_t, size_t, void *);
typedef curl_socket_t (*berth_curl_opensocket)(void *, curlsocktype, struct curl_sockaddr *);
typedef int (*berth_curl_prereq)(void *, char *, char *, int, int);
typedef int (*berth_curl_xferinfo)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
typedef int (*berth_curl_seek)(void *, curl_off_t, int);

static inline CURLcode berth_curl_set_transfer(CURL *h, CURLoption o, berth_curl_transfer f) {
    return (curl_easy_setopt)(h, o, f);
}
static inline CURLcode berth_curl_set_opensocket(CURL *h, berth_curl_opensocket f) {
    return (curl_easy_setopt)(h, CURLOPT_OPENSOCKETFUNCTION, f);
}
static inline CURLcode berth_curl_set_prereq(CURL *h, berth_curl_prereq f) {
    return (curl_easy_setopt)(h, CURLOPT_PREREQFUNCTION, f);
}
static inline CURLcode berth_curl_set_xferinfo(CURL *h, berth_curl_xferinfo f) {
    return (curl_easy_setopt)(h, CURLOPT_XFERINFOFUNCTION, f);
}
static inline CURLcode berth_curl_set_seek(CURL *h, berth_curl_seek f) {
    return (curl_easy_setopt)(h, CURLOPT_SEEKFUNCTION, f);
}
static inline CURLcode berth_curl_get_long(CURL *h, CURLINFO i, long *v) { return (curl_easy_getinfo)(h, i, v); }
static inline CURLcode berth_curl_get_offset(CURL *h, CURLINFO i, curl_off_t *v) {
    return (curl_easy_getinfo)(h, i, v);
}
static inline CURLcode berth_curl_get_text(CURL *h, CURLINFO i, char **v) { return (curl_easy_getinfo)(h, i, v); }
static inline CURLcode berth_curl_get_pointer(CURL *h, CURLINFO i, void **v) { return (curl_easy_getinfo)(h, i, v); }

typedef int (*berth_curl_socket)(CURL *, curl_socket_t, int, void *, void *);
typedef int (*berth_curl_timer)(CURLM *, long, void *);
static inline CURLMcode berth_curl_multi_set_long(CURLM *m, CURLMoption o, long v) {
    return (curl_multi_setopt)(m, o, v);
}
static inline CURLMcode berth_curl_multi_set_pointer(CURLM *m, CURLMoption o, void *v) {
    return (curl_multi_setopt)(m, o, v);
}
static inline CURLMcode berth_curl_multi_set_socket(CURLM *m, berth_curl_socket f) {
    return (curl_multi_setopt)(m, CURLMOPT_SOCKETFUNCTION, f);
}
static inline CURLMcode berth_curl_multi_set_timer(CURLM *m, berth_curl_timer f) {
    return (curl_multi_setopt)(m, CURLMOPT_TIMERFUNCTION, f);
}
static inline CURLcode berth_curl_message_result(const CURLMsg *m) { return m->data.result; }
static const curl_socket_t berth_curl_no_socket = CURL_SOCKET_TIMEOUT;
