#pragma once
#include <stddef.h>
#include <stdint.h>

/// libFuzzer as a library: comes with the compiler's `-sanitize=fuzzer`.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *bytes, size_t count));
