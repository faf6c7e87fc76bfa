import BerthDocument
import BerthOpenStack
import ConformanceKit
import Testing

/// The OpenStack platform on real services, held against the contract of every platform: the hosts of
/// the test cloud run the user data of their machines, so that tasks have output and an end.
extension OpenStackTests {
    @Suite("OpenStack keeps the contract", .serialized)
    struct OpenStackConformanceTests {
        @Test(arguments: PlatformConformance.rules)
        func keepsTheRule(_ rule: PlatformConformance.Rule) async throws {
            let cloud = try TestCloud.shared.get()
            let instance = Self.instance
            var candidate = PlatformConformance.Candidate(
                "openstack", try Self.platform.get(), short: try Self.request("echo one", Self.disk),
                long: try Self.request("echo one; sleep 600", Self.disk), failing: try Self.request("exit 42"),
                refused: [
                    try Self.request(
                        "true", "compute: {kind: simple-compute-resource, cores: {min: 99}, memory: {min: 999}}"),
                    try Self.request("true", "storage: [{kind: simple-storage-resource, size: {min: 4000}}]"),
                    try Self.request(
                        "true", "data: [{kind: simple-data-resource, location: \"file:///etc/passwd\"}]"),
                    // There is such a flavor, and no host for it.
                    try Self.request(
                        "true", "compute: {kind: simple-compute-resource, cores: {min: 8}, memory: {min: 8}}"),
                ]
            ) {
                try await cloud.machines(instance).map { "machine \($0.name)" }
                    + cloud.volumes(instance).map { "volume \($0.name)" }
                    + cloud.files("\(instance)/sessions").map { "directory \($0)" }
                    + cloud.files("\(instance)/logs").map { "output of \($0)" }
            }
            // Machines boot and go one after the other, in seconds each.
            candidate.patienceSeconds = 60
            candidate.faults = CallFaults { number, loss in
                let faulty = try FaultyCloud(cloud, failing: number, loss)
                return CallFaults.Faulty(try cloud.platform(instance, faulty.stand)) {
                    defer { faulty.stop() }
                    return faulty.didFail
                }
            }
            let violations = await rule.violations(by: candidate)
            #expect(violations == [])
        }

        private static let disk = "storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]"
        private static let instance = "contract"
        /// One that has its token already.
        private static let platform = Result { try TestCloud.shared.get().platform(instance) }

        private static func request(_ script: String, _ rest: String = "") throws -> Document {
            try Document.read(Array(SlurmRun.script(script, rest).utf8), as: .yaml).resolvedTree()
        }
    }
}
