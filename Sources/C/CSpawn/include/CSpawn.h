#ifndef BERTH_SPAWN_H
#define BERTH_SPAWN_H

// What the C library has beyond POSIX, and Swift does not import.

/// Two ends of a pipe, the first to read from, that are closed in programs that are started. Zero, or the number of
/// the error.
int berth_pipe(int ends[2]);

/// Starts a program in a session of the kernel of its own, with all signals as they are by default, and no file open
/// but three.
///
/// - directory: where it runs; NULL where the caller does.
///
/// Zero, or the number of the error.
int berth_spawn(int *process, const char *path, char *const words[], char *const environment[], const char *directory,
                int input, int output, int error);

#endif
