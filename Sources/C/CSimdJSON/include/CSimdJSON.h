#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    BERTH_JSON_OK = 0,
    BERTH_JSON_NO_MEMORY = 1,
    BERTH_JSON_TOO_DEEP = 2,
    BERTH_JSON_MALFORMED = 3,
};

/// A parsed document as one array. The layout is simdjson's tape (doc/tape.md of simdjson): a word has its type in the
/// high 8 bits and its payload in the low 56.
typedef struct {
    int error;
    /// What simdjson says of the error; static text.
    const char *message;
    const uint64_t *tape;
    /// Words of the tape, the two of its root among them.
    size_t tapeCount;
    const uint8_t *strings;
} BerthJSON;

/// Parses with this thread's parser; the result is good until the next call on this thread.
BerthJSON berth_json_parse(const uint8_t *bytes, size_t length, size_t depthLevels);

/// Gives back what a large document has left in this thread's parser.
void berth_json_trim(void);

bool berth_is_utf8(const uint8_t *bytes, size_t length);

#ifdef __cplusplus
}
#endif
