import BerthBroker
import Testing

@testable import ConformanceKit

@Suite struct StoreConformanceTests {
    @Test func namesEachRuleOnce() {
        let names = StoreConformance.rules.map(\.name)
        #expect(Set(names).count == names.count)
    }
}
