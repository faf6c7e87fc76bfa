import BerthModel
import Testing

@testable import BerthHost

@Suite struct StagingEstimateTests {
    private static let cases: [(Int64?, Int64)] = [(0, 6), (20 << 20, 7), (20 << 30, 1030), (nil, 57)]

    @Test("what is fetched takes its time, and what nobody knows a default", arguments: cases)
    func seconds(_ bytes: Int64?, _ seconds: Int64) {
        var estimate = StagingEstimate(settingUp: 5)
        estimate.add(data: bytes, 0, Instant(seconds: 0))
        #expect(estimate.seconds == seconds)
        #expect(estimate.messages.count == 1)
        #expect(estimate.messages[0].message?.contains("data[0]") == true)
    }
}
