import Testing

@testable import berth

struct StoppingTests {
    @Test(.timeLimit(.minutes(1))) func whoeverWaitsIsWoken() async {
        let stopping = Stopping()
        async let first: Void = stopping.wait()
        async let second: Void = stopping.wait()
        stopping.begin()
        stopping.begin()
        _ = await (first, second)
        await stopping.wait()
    }
}
