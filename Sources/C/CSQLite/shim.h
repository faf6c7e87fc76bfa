#pragma once
#include <sqlite3.h>

// SQLITE_TRANSIENT (a cast of -1 to a function pointer) is not importable into Swift. An empty value is bound as empty
// and never as NULL, whatever its pointer is.

static inline int berth_sqlite3_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    if (count == 0) return sqlite3_bind_zeroblob(statement, index, 0);
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

static inline int berth_sqlite3_bind_text(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    const char *text = count == 0 ? "" : (const char *)bytes;
    return sqlite3_bind_text64(statement, index, text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}
