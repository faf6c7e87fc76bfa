import Testing

@testable import BerthData

struct DetachedThreadTests {
    @Test(arguments: [nil, 1 << 18]) func `What is handed over is done`(_ stackBytes: Int?) async {
        await withCheckedContinuation { continuation in
            let code = DetachedThread.start(stackBytes: stackBytes) { continuation.resume() }
            #expect(code == nil)
        }
    }

    @Test func `A stack that nobody has is an error, and nothing runs`() {
        #expect(DetachedThread.start(stackBytes: 1 << 60) { Issue.record("it runs") } != nil)
    }
}
