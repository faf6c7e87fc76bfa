import BerthPlatform
import BerthPython
import ConformanceKit
import Testing

/// A platform whose plugin is a class in Python, in a real interpreter, held against the contract of every platform.
@Suite("A plugin in Python keeps the contract", .serialized)
struct PythonConformanceTests {
    @Test(arguments: PlatformConformance.rules)
    func keepsTheRule(_ rule: PlatformConformance.Rule) async throws {
        let plugin = try TestPlugin()
        let more = """
            compute: {kind: simple-compute-resource, cores: {min: 2, max: 10}, memory: {min: 1}}
            storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 2}}]
            data: [{kind: simple-data-resource, storage: disk, location: "https://h/x"}]
            """
        var candidate = PlatformConformance.Candidate(
            "python", try plugin.platform("Keeper"), short: try TestPlugin.document("echo one", more),
            long: try TestPlugin.document("echo one; sleep 600", more),
            failing: try TestPlugin.document("echo one; exit 3", more),
            refused: [
                try TestPlugin.document("x", "compute: {kind: simple-compute-resource, cores: {min: 9}}"),
                try TestPlugin.document("x", "storage: [{kind: simple-storage-resource, size: {min: 999}}]"),
                try ServedBroker.request("executable: {kind: docker-container, image: {locations: [x]}}"),
            ]
        ) { plugin.leftovers }
        candidate.patienceSeconds = 60
        candidate.faults = CallFaults { number, loss in
            let faulty = try FaultyWorker(failing: number, loss)
            let platform = try plugin.platform("Keeper") { $0.python = faulty.program }
            return CallFaults.Faulty(platform) {
                defer { faulty.delete() }
                return faulty.didFail
            }
        }
        let violations = await rule.violations(by: candidate)
        #expect(violations == [], "\(violations.joined(separator: "; "))")
    }
}
