import BerthOpenStack
import ConformanceKit

/// Stands before every service of the cloud of tests: of all calls together one fails.
final class FaultyCloud: Sendable {
    private let engines: [String: FaultyEngine]

    init(_ cloud: TestCloud, failing number: Int, _ loss: CallFaults.Loss) throws {
        let calls = FaultyEngine.Calls()
        var engines: [String: FaultyEngine] = [:]
        for name in ["identity", "compute", "image", "placement", "block-storage"] {
            engines[name] = try FaultyEngine(.port(UInt16(cloud[name]) ?? 0), failing: number, loss, among: calls)
        }
        self.engines = engines
        project = cloud["scienceID"]
    }

    private let project: String

    /// Has a platform call this instead of the services.
    func stand(_ settings: inout OpenStackSettings) {
        settings.authURL = url("identity") + "/v3"
        settings.endpoints.compute = url("compute") + "/v2.1"
        settings.endpoints.image = url("image")
        settings.endpoints.placement = url("placement")
        settings.endpoints.volume = url("block-storage") + "/v3/" + project
        // As few calls as do it.
        settings.flavors = ["c1.small"]
        settings.pollSeconds = 3
        settings.lingerSeconds = 6
    }

    var didFail: Bool { engines.values.contains { $0.didFail } }

    func stop() { for engine in engines.values { engine.stop() } }

    private func url(_ name: String) -> String { engines[name]?.url ?? "" }
}
