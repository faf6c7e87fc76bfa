import BerthModel
import Testing

@testable import BerthAnswers

struct TimeTextTests {
    @Test(arguments: [
        ("2030-01-31T12:00:00Z", "12:00:00", "now"), ("2030-01-31T12:00:00.9Z", "12:00:00", "now"),
        ("2030-01-31T12:05:30Z", "12:05:30", "in 5 min 30 s"), ("2030-01-31T09:00:00Z", "09:00:00", "3 h ago"),
        ("2030-02-01T00:00:00Z", "2030-02-01 00:00", "in 12 h"),
        ("2029-01-31T12:00:00Z", "2029-01-31 12:00", "365 d ago"),
    ])
    func instants(_ text: String, _ clock: String, _ relative: String) throws {
        let instant = try #require(Instant(text))
        #expect(TimeText.noon.clock(instant) == clock)
        #expect(TimeText.noon.relative(instant) == relative)
        #expect(TimeText.noon.both(instant) == "\(clock) (\(relative))")
    }

    /// An offer is held until a whole second: one of five minutes said "in 5 min 1 s".
    @Test func whatIsBetweenIsNotRoundedUp() throws {
        let time = TimeText(now: try #require(Instant("2030-01-31T12:00:00.6Z")), offset: { _ in 0 })
        #expect(time.relative(try #require(Instant("2030-01-31T12:05:01Z"))) == "in 5 min")
        #expect(time.relative(try #require(Instant("2030-01-31T12:00:00Z"))) == "now")
        #expect(time.relative(try #require(Instant("2030-01-31T11:59:59Z"))) == "1 s ago")
    }

    @Test func clocksAreThoseOfTheReader() throws {
        let time = TimeText(now: .noon, offset: { _ in 13 * 3600 })
        // Tomorrow there, and the day of the reader.
        #expect(time.clock(.noon) == "01:00:00")
        #expect(time.clock(try #require(Instant("2030-01-31T10:00:00Z"))) == "2030-01-31 23:00")
    }

    @Test(arguments: [
        (Int64(0), "0 s"), (1, "1 ms"), (999, "999 ms"), (1000, "1 s"), (60_000, "1 min"), (61_000, "1 min 1 s"),
        (7_200_000, "2 h"), (9_000_000, "2 h 30 min"), (90_000_000, "1 d 1 h"), (86_401_000, "1 d"), (-5000, "5 s"),
        (Int64.max, "106751991167 d 7 h"), (Int64.min, "106751991167 d 7 h"),
    ])
    func spans(_ milliseconds: Int64, _ text: String) {
        #expect(TimeText.span(TimeSpan(milliseconds: milliseconds)) == text)
    }
}
