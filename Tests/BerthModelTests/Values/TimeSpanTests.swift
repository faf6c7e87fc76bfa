import BerthModel
import Testing

/// Source: ISO 8601-1:2019, 5.5.2.
@Suite struct TimeSpanTests {
    static let good: [(text: String, milliseconds: Int64, written: String)] = [
        ("PT2H", 7_200_000, "PT2H"),
        ("PT0S", 0, "PT0S"),
        ("P0D", 0, "PT0S"),
        ("P1DT12H", 129_600_000, "P1DT12H"),
        ("P1W", 604_800_000, "P7D"),
        ("P2W", 1_209_600_000, "P14D"),
        ("P0.5W", 302_400_000, "P3DT12H"),
        ("PT36H", 129_600_000, "P1DT12H"),
        ("PT90M", 5_400_000, "PT1H30M"),
        ("PT1H30M15S", 5_415_000, "PT1H30M15S"),
        ("PT0.5S", 500, "PT0.5S"),
        ("PT0,25H", 900_000, "PT15M"),
        ("PT1.005S", 1005, "PT1.005S"),
        ("PT0.001S", 1, "PT0.001S"),
        ("P1.5D", 129_600_000, "P1DT12H"),
        ("P1DT0.5S", 86_400_500, "P1DT0.5S"),
        ("-PT5M", -300_000, "-PT5M"),
        ("-P1D", -86_400_000, "-P1D"),
        ("PT9223372036854775.807S", .max, "P106751991167DT7H12M55.807S"),
    ]

    @Test(arguments: good)
    func `Good texts are read and written`(text: String, milliseconds: Int64, written: String) throws {
        let span = try TimeSpan(reading: text)
        #expect(span.milliseconds == milliseconds)
        #expect(span.description == written)
        #expect(TimeSpan(written) == span)
    }

    static let bad: [(String, TimeSpan.ReadingError)] =
        [
            "", "P", "PT", "-P", "T2H", "2H", "PT2", "P2H", "PT2D", "P1DT", "P1D12H", "PT1S1M", "PT1H1H", "PTH",
            "PT1.5H30M", "PT1.0H30M", "PT.5S", "PT1.S", "PT-5M", "P-1D", "--PT5M", "+PT5M", "PT5M ", " PT5M", "pt5m",
            "PT2H/",
            "PT1HT1M", "PT２H", "PT2H\0", "two hours",
        ].map { ($0, .notADuration) }
        + ["P1Y", "P1M", "P2Y6M", "P1Y2M3DT4H", "P1Y1D"].map { ($0, .ambiguous) }
        + [
            "PT9223372036854775.808S", "PT9223372036854775808S", "P106751991168D", "P9223372036854775807W",
            "PT99999999999999999999999999999999H", "P106751991167DT7H12M55.808S",
        ].map { ($0, .tooLong) }

    @Test(arguments: bad)
    func `Other texts are refused, with why`(text: String, why: TimeSpan.ReadingError) {
        #expect(throws: why) { try TimeSpan(reading: text) }
        #expect(TimeSpan(text) == nil)
    }

    @Test func `Sums and seconds stop at the ends of 64 bits`() {
        #expect(TimeSpan(milliseconds: .max) + TimeSpan(milliseconds: 1) == TimeSpan(milliseconds: .max))
        #expect(TimeSpan(milliseconds: .min) + TimeSpan(milliseconds: -1) == TimeSpan(milliseconds: .min))
        #expect(TimeSpan(seconds: .max).milliseconds == .max)
        #expect(TimeSpan(seconds: .min).milliseconds == .min)
        #expect(TimeSpan(milliseconds: .min).description == "-P106751991167DT7H12M55.808S")
    }

    @Test func `A booking holds the whole of a span`() {
        let cases: [(Int64, Int64)] = [(0, 0), (1, 1), (1000, 1), (1001, 2), (-1, 0), (-1000, -1), (-1001, -1)]
        for (milliseconds, seconds) in cases {
            #expect(TimeSpan(milliseconds: milliseconds).secondsRoundedUp == seconds)
        }
    }
}
