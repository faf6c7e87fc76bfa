import BerthModel
import Testing

@testable import BerthRemote

@Suite struct SiteClockTests {
    private let now = Instant(seconds: 1_800_000_000)

    private func clock(ahead seconds: Int64) -> SiteClock {
        var clock = SiteClock()
        clock.read(now + TimeSpan(seconds: seconds), asked: now, answered: now + TimeSpan(milliseconds: 100))
        return clock
    }

    @Test(arguments: [-4, -1, 0, 1, 4] as [Int64])
    func `clocks that differ by seconds are the same`(_ ahead: Int64) {
        #expect(clock(ahead: ahead).shift(of: now, now: now) == .zero)
    }

    @Test(arguments: [-86_400, -60, 60, 3_600, 86_400] as [Int64])
    func `what differs by more is added, in whole seconds`(_ ahead: Int64) {
        let shift = clock(ahead: ahead).shift(of: now, now: now)
        #expect(shift.milliseconds % 1000 == 0)
        #expect(abs(shift.milliseconds - ahead * 1000) <= 1000)
    }

    @Test func `a question that says another time than the clock here is translated too`() {
        let asked = now + TimeSpan(seconds: 5_000_000)
        #expect(abs(clock(ahead: 0).shift(of: asked, now: now).milliseconds + 5_000_000_000) <= 1000)
    }

    @Test func `who does not tell the time is taken to have the right one`() {
        var clock = SiteClock()
        clock.read(nil, asked: now, answered: now)
        #expect(clock == SiteClock())
        #expect(clock.shift(of: now, now: now + TimeSpan(milliseconds: 20)) == .zero)
    }
}
