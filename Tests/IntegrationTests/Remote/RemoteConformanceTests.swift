import BerthModel
import BerthPlatform
import BerthRemote
import ConformanceKit
import Testing

/// The remote platform in front of a real `berth serve`, held against the contract of every platform.
@Suite("A remote broker keeps the contract", .serialized)
struct RemoteConformanceTests {
    @Test(arguments: PlatformConformance.rules)
    func keepsTheRule(_ rule: PlatformConformance.Rule) async throws {
        let site = try RemoteSite.shared.get()
        var candidate = PlatformConformance.Candidate(
            "remote", try site.platform(), short: try ServedBroker.request(RemoteSite.request("short")),
            long: try ServedBroker.request(RemoteSite.request("long")),
            failing: try ServedBroker.request(RemoteSite.request("failing")),
            refused: [
                try ServedBroker.request(RemoteSite.request("secret")),
                try ServedBroker.request(RemoteSite.request("short", cores: 2000, memory: 9000)),
            ]
        ) {
            // What is being rejected or released there is told so a moment later.
            _ = try await site.broker.eventually { try await site.broker.unfinished().isEmpty }
            return try await site.broker.unfinished().map {
                "\($0.id.map { "\($0)" } ?? "") \($0.phase?.rawValue ?? "")"
            }
        }
        candidate.faults = CallFaults { number, loss in
            let faulty = try FaultyEngine(
                .path(String(site.broker.url.dropFirst("unix:".count))), failing: number, loss)
            let platform = try site.platform { $0.url = "unix:" + faulty.path }
            return CallFaults.Faulty(platform) {
                faulty.stop()
                return faulty.didFail
            }
        }
        candidate.patienceSeconds = 30
        let violations = await rule.violations(by: candidate)
        #expect(violations == [], "\(violations.joined(separator: "; "))")
    }
}
