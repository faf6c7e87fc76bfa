import BerthModel
import Testing

/// Source: ISO 8601-1:2019, 5.5.
@Suite struct IntervalTests {
    static let good: [(text: String, written: String)] = [
        ("2026-01-01T00:00:00Z/2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z/2026-01-02T00:00:00Z"),
        ("2026-01-01T00:00:00Z/PT2H", "2026-01-01T00:00:00Z/2026-01-01T02:00:00Z"),
        ("PT2H/2026-01-01T00:00:00Z", "2025-12-31T22:00:00Z/2026-01-01T00:00:00Z"),
        ("2026-01-01T00:00:00+01:00/P1W", "2025-12-31T23:00:00Z/2026-01-07T23:00:00Z"),
        ("2026-01-01T00:00:00+01/P1D", "2025-12-31T23:00:00Z/2026-01-01T23:00:00Z"),
        ("2026-01-01T00:00:00Z/PT0,5S", "2026-01-01T00:00:00Z/2026-01-01T00:00:00.500Z"),
        // Dates alone: the first moment of each, and a single date is its whole day.
        ("2026-01-01/2026-01-03", "2026-01-01T00:00:00Z/2026-01-03T00:00:00Z"),
        ("2026-01-01/P1D", "2026-01-01T00:00:00Z/2026-01-02T00:00:00Z"),
        ("2026-02-28", "2026-02-28T00:00:00Z/2026-03-01T00:00:00Z"),
        ("9999-12-31", "9999-12-31T00:00:00Z/9999-12-31T23:59:59.999Z"),
        // An instant alone asks for exactly that instant.
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z/2026-01-01T00:00:00Z"),
        ("2026-01-01T00:00:00Z/PT0S", "2026-01-01T00:00:00Z/2026-01-01T00:00:00Z"),
        // What passes the years that can be written stops there.
        ("9999-12-31T00:00:00Z/P100000000D", "9999-12-31T00:00:00Z/9999-12-31T23:59:59.999Z"),
        ("P100000000D/2026-01-01", "0000-01-01T00:00:00Z/2026-01-01T00:00:00Z"),
    ]

    @Test(arguments: good)
    func `Good texts are read, and written from start to end`(text: String, written: String) throws {
        let interval = try Interval(reading: text)
        #expect(interval.description == written)
        #expect(try Interval(reading: written) == interval)
    }

    static let bad: [(String, Interval.ReadingError)] =
        [
            "", "/", "2026-01-01/", "/2026-01-01", "PT2H", "PT2H/", "PT2H/PT2H", "2026-01-01--2026-01-02",
            "2026-01-01/2026-01-02/2026-01-03", "2026-01-01T00:00:00/PT2H", "2026-01-01 / PT2H", "tomorrow",
            "R5/2026-01-01/PT2H",
            // Half an instant in front of a duration.
            "2026-01-01T12:00PT2H/2026-01-02", "2026-01-01/2026PT2H", "2026-01-01/2026-01-02T10:00P1D",
        ].map { ($0, .notAnInterval) }
        + [
            ("2026-01-02/2026-01-01", .endsBeforeItBegins),
            ("2026-01-01T00:00:00Z/-PT1S", .endsBeforeItBegins),
            ("-PT1S/2026-01-01T00:00:00Z", .endsBeforeItBegins),
            ("2026-01-01/P1Y", .duration(.ambiguous)),
            ("P1M/2026-01-01", .duration(.ambiguous)),
            ("2026-01-01/PT99999999999999999999H", .duration(.tooLong)),
        ]

    @Test(arguments: bad)
    func `Other texts are refused, with why`(text: String, why: Interval.ReadingError) {
        #expect(throws: why) { try Interval(reading: text) }
    }
}
