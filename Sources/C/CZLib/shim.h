#pragma once
#include <zlib.h>

// Macros with hidden arguments (version, size of the stream) are not importable into Swift. 16 + 15 is the gzip format
// with the largest window; 32 + 15 reads gzip and zlib.

static inline int berth_deflate_init_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY);
}
static inline int berth_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 16 + 15); }
// Without any header, as members of a zip archive are.
static inline int berth_inflate_init_raw(z_stream *stream) { return inflateInit2(stream, -15); }
