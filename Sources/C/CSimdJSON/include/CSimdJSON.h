// The flat result of simdjson for Swift: one call, no call-backs.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct berth_json_parser berth_json_parser;

/// The tape and the strings of the last document; they live until the next call with the same parser.
/// Format of the tape: https://github.com/simdjson/simdjson/blob/master/doc/tape.md
typedef struct berth_json_tape {
    const uint64_t *words;
    const uint8_t *strings;
} berth_json_tape;

typedef enum berth_json_result {
    BERTH_JSON_OK = 0,
    BERTH_JSON_TOO_DEEP,
    BERTH_JSON_NUMBER,
    BERTH_JSON_UTF8,
    BERTH_JSON_EMPTY,
    BERTH_JSON_SYNTAX,
    BERTH_JSON_MEMORY
} berth_json_result;

berth_json_parser *berth_json_parser_create(void);
void berth_json_parser_destroy(berth_json_parser *parser);
berth_json_result berth_json_parse(
    berth_json_parser *parser, const uint8_t *bytes, size_t length, size_t depth, berth_json_tape *tape);

#ifdef __cplusplus
}
#endif
