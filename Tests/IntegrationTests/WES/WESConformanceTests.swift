import BerthDocument
import BerthHost
import BerthWES
import ConformanceKit
import Testing

/// The platform of workflow execution services with Toil's server, held against the contract of every platform.
@Suite("Workflow execution services keep the contract", .serialized)
struct WESConformanceTests {
    @Test(arguments: PlatformConformance.rules)
    func keepsTheRule(_ rule: PlatformConformance.Rule) async throws {
        let service = try TestWES.shared.get()
        let instance = "contract"
        let compute = "compute: {kind: simple-compute-resource, cores: {min: 1, max: 2}}\n"
        func request(_ program: String, _ rest: String = "") throws -> Document {
            try Document.read(Array(service.python(program, compute + rest).utf8), as: .yaml).resolvedTree()
        }
        var strange = try request("print('one')")
        strange.setMember("executable", "language", "BPMN")
        var old = try request("print('one')")
        old.setMember("executable", "languageVersion", "1.0")
        var gone = try request("print('one')")
        gone.setMember("executable", "location", .text(service.put("there.py", "") + ".gone"))
        var broken = try request("print('one')")
        broken.setMember("executable", "parameters", ["a": "[1, 2"])
        var candidate = PlatformConformance.Candidate(
            "wes", try service.platform(instance), short: try request("print('one')"),
            long: try request("import time\nprint('one', flush=True)\ntime.sleep(600)"),
            failing: try request("import sys\nsys.exit(42)"),
            refused: [
                strange, old, gone, broken,
                try request("print('one')", "storage: [{kind: simple-storage-resource, size: {min: 1}}]"),
                try request("print('one')", "data: [{kind: simple-data-resource, location: \"http://a.example/b\"}]"),
            ]
        ) { try await service.leftovers(instance) }
        // The service starts a Python of its own for each run.
        candidate.patienceSeconds = 60
        candidate.faults = CallFaults { number, loss in
            let port = UInt16(service.url.split(separator: ":").last ?? "") ?? 0
            let faulty = try FaultyEngine(.port(port), failing: number, loss)
            let platform = try service.platform(instance) { $0.url = faulty.url }
            return CallFaults.Faulty(platform) {
                faulty.stop()
                return faulty.didFail
            }
        }
        let violations = await TestWES.turns.carryOut { [candidate] in await rule.violations(by: candidate) }
        #expect(violations == [], "\(violations)")
    }
}

extension Document {
    /// Sets a member of a member that is a map.
    fileprivate mutating func setMember(_ outer: String, _ inner: String, _ value: Document) {
        guard case .map(var members) = self, case .map(var part)? = members[outer] else { return }
        part[inner] = value
        members[outer] = .map(part)
        self = .map(members)
    }
}
