import BerthModel
import Testing

@testable import BerthSlurm

@Suite struct SlurmTimeTests {
    @Test(arguments: [
        ("30", 1800), ("02:03", 123), ("01:02:03", 3723), ("1-00", 86400), ("1-02:03", 93780), ("1-02:03:04", 93784),
        ("365-00:00:00", 31_536_000), ("UNLIMITED", Int64.max), ("INFINITE", .max), ("0:00", 0),
    ])
    func spans(_ text: String, _ seconds: Int64) {
        #expect(SlurmTime.seconds(text) == seconds)
    }

    @Test(arguments: ["", "NONE", "1:2:3:4", "-1", "1-", "1-2-3", "a", "1:", "9999999999999999", "1.5"])
    func notSpans(_ text: String) {
        #expect(SlurmTime.seconds(text) == nil)
    }

    @Test func isWrittenAsItIsRead() {
        for seconds in [0, 1, 59, 60, 3599, 3600, 86399, 86400, 93784] as [Int64] {
            #expect(SlurmTime.seconds(SlurmTime.text(seconds: seconds)) == seconds)
        }
        #expect(SlurmTime.text(seconds: 93784) == "1-02:03:04")
    }

    @Test func instants() {
        #expect(SlurmTime.instant("2026-11-28T12:55:54") == Instant("2026-11-28T12:55:54Z"))
        for text in ["N/A", "Unknown", "2026-11-28", "", "12:55:54 2026-11-28"] {
            #expect(SlurmTime.instant(text) == nil)
        }
    }
}
