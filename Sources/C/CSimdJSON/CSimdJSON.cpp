#include "CSimdJSON.h"

#include <simdjson.h>

#include <algorithm>
#include <memory>
#include <new>

namespace {

/// A parser that has read more than this many bytes is not kept.
constexpr size_t keptCapacityBytes = 256 * 1024;
constexpr size_t firstCapacityBytes = 4096;

thread_local std::unique_ptr<simdjson::dom::parser> threadParser;

BerthJSON failure(int error, simdjson::error_code code) {
    return BerthJSON{error, simdjson::error_message(code), nullptr, 0, nullptr};
}

}  // namespace

BerthJSON berth_json_parse(const uint8_t *bytes, size_t length, size_t depthLevels) {
    if (!threadParser) {
        threadParser.reset(new (std::nothrow) simdjson::dom::parser());
        if (!threadParser) { return failure(BERTH_JSON_NO_MEMORY, simdjson::MEMALLOC); }
    }
    simdjson::dom::parser &parser = *threadParser;
    if (parser.capacity() < length || parser.max_depth() != depthLevels) {
        auto error = parser.allocate(std::max(length, firstCapacityBytes), depthLevels);
        if (error) { return failure(BERTH_JSON_NO_MEMORY, error); }
    }
    // The copy gives simdjson the readable bytes behind the end that it asks for.
    auto error = parser.parse(bytes, length, true).error();
    switch (error) {
    case simdjson::SUCCESS:
        break;
    case simdjson::MEMALLOC:
    case simdjson::CAPACITY:
        return failure(BERTH_JSON_NO_MEMORY, error);
    case simdjson::DEPTH_ERROR:
        return failure(BERTH_JSON_TOO_DEEP, error);
    default:
        return failure(BERTH_JSON_MALFORMED, error);
    }
    const uint64_t *tape = parser.doc.tape.get();
    return BerthJSON{
        BERTH_JSON_OK, "", tape, size_t(tape[0] & 0x00FFFFFFFFFFFFFFull), parser.doc.string_buf.get()};
}

void berth_json_trim(void) {
    if (threadParser && threadParser->capacity() > keptCapacityBytes) { threadParser.reset(); }
}

bool berth_is_utf8(const uint8_t *bytes, size_t length) {
    return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), length);
}
