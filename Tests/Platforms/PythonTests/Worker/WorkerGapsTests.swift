import BerthModel
import Testing

@testable import BerthPython

@Suite struct WorkerGapsTests {
    private static let begin = Instant(seconds: 1_800_000_000)

    @Test func `gaps grow to a minute`() {
        var gaps = WorkerGaps()
        #expect(gaps.wait(Self.begin) == nil)
        var seconds: [Int64] = []
        var now = Self.begin
        for _ in 0..<8 {
            gaps.began(now)
            #expect(gaps.wait(now) == nil)
            gaps.ended(now)
            let wait = gaps.wait(now) ?? .zero
            seconds.append(wait.milliseconds / 1000)
            now = now + wait
            #expect(gaps.wait(now) == nil)
        }
        #expect(seconds == [1, 2, 4, 8, 16, 32, 60, 60])
    }

    @Test func `one that has lived for a minute is started again soon`() {
        var gaps = WorkerGaps()
        for life: Int64 in [0, 59, 60] {
            gaps.began(Self.begin)
            gaps.ended(Self.begin + TimeSpan(seconds: life))
        }
        #expect(gaps.notBefore == Self.begin + TimeSpan(seconds: 61))
    }

    @Test func `a clock that was set back is not waited for`() {
        var gaps = WorkerGaps()
        gaps.ended(Self.begin)
        #expect(gaps.wait(Self.begin + TimeSpan(seconds: -86_400)) == WorkerGaps.longest)
    }
}
