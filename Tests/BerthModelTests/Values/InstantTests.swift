import BerthModel
import Testing

/// Source: RFC 3339; ISO 8601-1:2019, 5.4.
@Suite struct InstantTests {
    static let good: [(text: String, written: String)] = [
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"),
        ("2026-01-31t12:00:00z", "2026-01-31T12:00:00Z"),
        ("2026-01-31 12:00:00Z", "2026-01-31T12:00:00Z"),
        // Offsets move the instant back to UTC, over days and years.
        ("2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00Z"),
        ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"),
        ("2025-12-31T23:30:00-01:00", "2026-01-01T00:30:00Z"),
        ("2026-01-31T12:00:00+0530", "2026-01-31T06:30:00Z"),
        ("2026-01-31T12:00:00+05", "2026-01-31T07:00:00Z"),
        ("2026-01-31T12:00:00-00:00", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00-23:59", "2026-02-01T11:59:00Z"),
        // A date alone is its first moment.
        ("2026-01-31", "2026-01-31T00:00:00Z"),
        // Seconds may be left out, and have a fraction after a point or comma.
        ("2026-01-31T12:00Z", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00.5Z", "2026-01-31T12:00:00.500Z"),
        ("2026-01-31T12:00:00,25Z", "2026-01-31T12:00:00.250Z"),
        ("2026-01-31T12:00:00.000Z", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00.001999999999999999999Z", "2026-01-31T12:00:00.001Z"),
        // The end of a day is the beginning of the next.
        ("2026-01-31T24:00:00Z", "2026-02-01T00:00:00Z"),
        ("2026-12-31T24:00Z", "2027-01-01T00:00:00Z"),
        // A leap second is the moment after it.
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
        // Leap days.
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
        ("2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"),
        ("2024-02-28T24:00:00Z", "2024-02-29T00:00:00Z"),
        ("2023-02-28T24:00:00Z", "2023-03-01T00:00:00Z"),
        // Before 1970, and the ends of what can be written.
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ]

    @Test(arguments: good)
    func `Good texts are read, and written in UTC`(text: String, written: String) throws {
        let instant = try #require(Instant(text))
        #expect(instant.description == written)
        #expect(Instant(written) == instant)
    }

    @Test(arguments: [
        "", "Z", "2026", "2026-01", "2026-1-1", "20260131T120000Z", "2026-00-01", "2026-13-01", "2026-01-00",
        "2026-01-32", "2026-04-31", "2023-02-29", "1900-02-29", "2026-02-30", "2026-01-31T", "2026-01-31T12:00:00",
        "2026-01-31T12Z", "2026-01-31T25:00:00Z", "2026-01-31T24:00:01Z", "2026-01-31T24:01:00Z",
        "2026-01-31T12:60:00Z", "2026-01-31T12:00:61Z", "2026-01-31T12:00:00.Z", "2026-01-31T12:00:00+24:00",
        "2026-01-31T12:00:00+01:60", "2026-01-31T12:00:00+1", "2026-01-31T12:00:00+01:", "2026-01-31T12:00:00ZZ",
        "2026-01-31T12:00:00Z ", " 2026-01-31T12:00:00Z", "-2026-01-31", "12026-01-31", "+2026-01-31",
        "2026-01-31T12:00:00Z\0", "２０２６-01-31", "2026-W05-6", "2026-031", "now",
        // Outside the years that can be written.
        "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "9999-12-31T24:00:00Z",
    ])
    func `Other texts are not instants`(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func `Every day of four centuries is read as the one after the day before`() throws {
        var days = 0
        var wrong: [String] = []
        var expected = try #require(Instant("1800-01-01"))
        for year in 1800..<2200 {
            for month in 1...12 {
                for day in 1...31 {
                    let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
                    guard let instant = Instant(text) else { continue }
                    if instant != expected || instant.description != text + "T00:00:00Z" { wrong.append(text) }
                    expected = expected + TimeSpan(seconds: 86_400)
                    days += 1
                }
            }
        }
        #expect(wrong == [])
        // Four centuries of the Gregorian calendar.
        #expect(days == 146_097)
    }

    @Test func `Sums stop at the ends of what can be written`() {
        let now = Instant(seconds: 1_000_000)
        #expect(now + TimeSpan(milliseconds: .max) == .latest)
        #expect(now + TimeSpan(milliseconds: .min) == .earliest)
        #expect(now - TimeSpan(milliseconds: .min) == .latest)
        #expect(now - TimeSpan(milliseconds: .max) == .earliest)
        #expect(Instant.latest + TimeSpan(milliseconds: 1) == .latest)
        #expect(Instant.earliest - TimeSpan(milliseconds: 1) == .earliest)
        #expect(Instant(milliseconds: .max) - Instant(milliseconds: .min) == TimeSpan(milliseconds: .max))
        #expect(Instant(milliseconds: .min) - Instant(milliseconds: .max) == TimeSpan(milliseconds: .min))
        #expect(Instant(seconds: .max).milliseconds == .max)
        #expect(Instant(seconds: .min).milliseconds == .min)
        #expect(Instant(seconds: 2) - Instant(seconds: 5) == TimeSpan(seconds: -3))
    }

    /// Not of RFC 3339, and no crash.
    @Test(arguments: [
        (Int64.max, "292278994-08-17T07:12:55.807Z"), (.min, "-292275055-05-16T16:47:04.192Z"),
        (253_402_300_800_000, "10000-01-01T00:00:00Z"), (-62_167_219_200_001, "-0001-12-31T23:59:59.999Z"),
    ])
    func yearsBeyondWhatCanBeReadAreWrittenAllTheSame(_ milliseconds: Int64, _ text: String) {
        #expect(Instant(milliseconds: milliseconds).description == text)
    }

    @Test func `Seconds are rounded down, before 1970 too`() {
        #expect(Instant(milliseconds: 1999).seconds == 1)
        #expect(Instant(milliseconds: -1).seconds == -1)
        #expect(Instant(milliseconds: -1000).seconds == -1)
        #expect(Instant(milliseconds: -1001).seconds == -2)
    }
}
