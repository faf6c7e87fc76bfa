#include "CSimdJSON.h"
#include <new>
#include <simdjson.h>

struct berth_json_parser {
    simdjson::dom::parser parser;
    size_t depth = 0;
};

berth_json_parser *berth_json_parser_create(void) { return new (std::nothrow) berth_json_parser(); }

void berth_json_parser_destroy(berth_json_parser *parser) { delete parser; }

berth_json_result berth_json_parse(
    berth_json_parser *parser, const uint8_t *bytes, size_t length, size_t depth, berth_json_tape *tape) {
    if (parser->parser.capacity() < length || parser->depth != depth) {
        size_t capacity = length < 16384 ? 16384 : length;
        if (parser->parser.allocate(capacity, depth) != simdjson::SUCCESS) return BERTH_JSON_MEMORY;
        parser->depth = depth;
    }
    simdjson::dom::element root;
    switch (parser->parser.parse(bytes, length, true).get(root)) {
    case simdjson::SUCCESS:
        tape->words = parser->parser.doc.tape.get();
        tape->strings = parser->parser.doc.string_buf.get();
        return BERTH_JSON_OK;
    case simdjson::DEPTH_ERROR: return BERTH_JSON_TOO_DEEP;
    case simdjson::NUMBER_ERROR: return BERTH_JSON_NUMBER;
    case simdjson::UTF8_ERROR: return BERTH_JSON_UTF8;
    case simdjson::EMPTY: return BERTH_JSON_EMPTY;
    case simdjson::MEMALLOC: return BERTH_JSON_MEMORY;
    default: return BERTH_JSON_SYNTAX;
    }
}
