import Testing

@testable import BerthWES

struct RunStateTests {
    @Test(arguments: [
        ("QUEUED", RunState.Stage.waiting), ("INITIALIZING", .waiting), ("RUNNING", .running), ("PAUSED", .running),
        ("CANCELING", .running), ("COMPLETE", .ended), ("EXECUTOR_ERROR", .ended), ("SYSTEM_ERROR", .ended),
        ("CANCELED", .ended), ("PREEMPTED", .ended), ("UNKNOWN", .unknown), ("DREAMING", .unknown),
    ])
    func stage(_ word: String, _ stage: RunState.Stage) {
        #expect(RunState(rawValue: word).stage == stage)
    }
}
