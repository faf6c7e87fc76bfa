import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

struct BlockerTests {
    @Test func `An obstacle with a change goes away with it`() {
        let change = Change(path: ["a"], to: 1, range: .text(pattern: nil))
        #expect(Blocker(Obstacle(.never, ["a"], "", change: change)).ways == [[change]])
        #expect(Blocker(Obstacle(.never, ["a"], "")).ways.isEmpty)
        #expect(Blocker(Obstacle(.never, ["a"], "", change: change), ways: []).ways.isEmpty)
    }
}
