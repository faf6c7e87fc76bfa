#include "CLibFuzzer.h"

// libFuzzer's own main wants this; ours runs before it and hands over the target itself.
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    (void)bytes;
    (void)count;
    return 0;
}
