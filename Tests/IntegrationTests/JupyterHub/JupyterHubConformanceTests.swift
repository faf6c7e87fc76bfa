import BerthDocument
import BerthJupyterHub
import BerthPlatform
import ConformanceKit
import Testing

/// The platform of hubs with a real JupyterHub, held against the contract of every platform.
@Suite("Hubs keep the contract", .serialized)
struct JupyterHubConformanceTests {
    /// A server for people ends when they say so: it has no work that ends by itself, and says nothing on stdout.
    private static let rules = PlatformConformance.rules.filter { rule in
        [
            "The profile says what the platform is", "A yes promises what was asked",
            "A no has reasons, the worst last, with paths of the request", "A change takes its reason away",
            "Asking changes nothing", "What was never prepared, or only half, can be released",
            "A cancel ends what is being prepared", "What was cancelled does not start", "A cancel stops what runs",
            "Orphans are released and others kept",
        ].contains(rule.name)
    }

    @Test(arguments: rules)
    func keepsTheRule(_ rule: PlatformConformance.Rule) async throws {
        let hub = try TestHub.shared.get()
        let instance = "contract"
        func request(_ url: String, _ rest: String = "") throws -> Document {
            let compute = rest.isEmpty ? "compute: {kind: simple-compute-resource, cores: {min: 1, max: 2}}\n" : rest
            return try Document.read(Array(TestJupyter.request(url, compute).utf8), as: .yaml).resolvedTree()
        }
        let url = hub.notebooks.put("/a.ipynb", cells: ["print('one')"])
        let notebook = try request(url)
        var candidate = PlatformConformance.Candidate(
            "hub",
            try hub.platform(instance) {
                $0.cores = 2
                $0.memory = 4
            }, short: notebook, long: notebook, failing: notebook,
            refused: [
                try request(url, "compute: {kind: simple-compute-resource, cores: {min: 9}, memory: {min: 9}}"),
                try request(url + ".gone"), try request("file:///etc/passwd"),
                try request(hub.notebooks.put("/broken.ipynb", "{")),
                try request(url, "storage: [{kind: simple-storage-resource, size: {min: 1}}]"),
                try request(url, "data: [{kind: simple-data-resource, location: \"http://a.example/b\"}]"),
            ]
        ) { try await hub.leftovers(instance) }
        // The machine may have a lot to do, and a server takes seconds when it has not.
        candidate.patienceSeconds = 90
        let violations = await rule.violations(by: candidate)
        #expect(violations == [], "\(violations)")
    }
}
