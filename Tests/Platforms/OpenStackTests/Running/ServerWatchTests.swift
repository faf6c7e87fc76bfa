import BerthModel
import Testing

@testable import BerthOpenStack

struct ServerWatchTests {
    @Test func theOlderOfTwoMachinesCounts() {
        let (first, second) = (UUID(random: 1, 1), UUID(random: 2, 2))
        let servers = [
            CloudServerTests.server("ACTIVE", id: "1", name: "berth-a-\(first)"),
            CloudServerTests.server("BUILD", id: "2", name: "berth-a-\(first)"),
            CloudServerTests.server("SHUTOFF", id: "3", name: "berth-a-\(second)"),
            CloudServerTests.server("ACTIVE", id: "4", name: "berth-a-b-\(second)"),
            CloudServerTests.server("ACTIVE", id: "5", name: "web"),
        ].compactMap(\.self)
        #expect(ServerWatch.sorted(servers, instance: "a").mapValues(\.id) == [first: "1", second: "3"])
    }
}
