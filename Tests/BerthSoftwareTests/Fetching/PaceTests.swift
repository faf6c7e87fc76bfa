import BerthModel
import Testing

@testable import BerthSoftware

struct PaceTests {
    private func at(_ seconds: Int64) -> Instant { Sample.now + TimeSpan(seconds: seconds) }

    @Test func soManyInAMinuteAndNoMore() {
        let pace = Pace(most: 3, seconds: 60)
        #expect([0, 10, 20].map { pace.take(at($0)) } == [nil, nil, nil])
        #expect(pace.take(at(30)) == 30)
        #expect(pace.take(at(59)) == 1)
        #expect(pace.take(at(60)) == nil)
        #expect(pace.take(at(61)) == 9)
    }

    @Test func whatTheServiceWantsCounts() {
        let pace = Pace()
        pace.wait(7, from: at(0))
        #expect(pace.take(at(0)) == 7)
        #expect(pace.take(at(6)) == 1)
        #expect(pace.take(at(7)) == nil)
    }
}
