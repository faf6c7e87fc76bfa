import BerthDocument
import BerthHTTP
import BerthKubernetes
import BerthModel
import BerthPlatform
import Foundation
import Testing

/// Storage, data and ports on a real cluster.
@Suite(.serialized) struct KubernetesLaneStoringTests {
    private let cluster: TestKubernetes
    private static let volume = """
        compute:
          kind: simple-compute-resource
          volumes: [{kind: simple-volume-mount, path: /data, mode: READWRITE, resource: disk}]
        storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
        """

    init() throws { cluster = try TestKubernetes.shared.get() }

    @Test func storageCanBeAClaim() async throws {
        try await cluster.call(
            .post, "/apis/storage.k8s.io/v1/storageclasses",
            ["metadata": ["name": "lane"], "provisioner": "kubernetes.io/host-path", "reclaimPolicy": "Delete"],
            fails: true)
        let platform = try await cluster.platform("claims") { $0.storageClass = "lane" }
        let run = try await KubernetesRun(
            platform, TestKubernetes.script("echo kept > /data/x && cat /data/x", Self.volume))
        try await run.released { run in
            try await run.begin()
            #expect(try await cluster.things("claims").contains { $0.hasPrefix("persistentvolumeclaims berth-") })
            let outcome = try await run.outcome()
            #expect(outcome.isSuccess, "\(outcome)")
            #expect(try await run.output() == "kept\n")
        }
        #expect(try await cluster.things("claims") == [])
    }

    @Test func dataIsFetchedIntoThePod() async throws {
        var settings = HTTPServerSettings()
        settings.binding = .tcp(host: "10.88.77.1", port: 0)
        let server = try HTTPServer(settings) { request in
            request.path == "/data.txt"
                ? HTTPResponse(.ok, contentType: "text/plain", body: Array("staged\n".utf8)) : HTTPResponse(.notFound)
        }
        let platform = try await cluster.platform("data") {
            $0.stagingImage = TestKubernetes.image
            $0.stagingCommand = ["/bin/wget", "-q", "-O"]
            $0.dataAddresses = ["10.88.77.0/24"]
        }
        let location = "http://10.88.77.1:\(server.port)/data.txt"
        let rest = """
            compute:
              kind: simple-compute-resource
              volumes: [{kind: simple-volume-mount, path: /in, resource: input}]
            data: [{kind: simple-data-resource, meta: {name: input}, location: "\(location)"}]
            """
        let run = try await KubernetesRun(
            platform, TestKubernetes.script("cat /in/data.txt; echo x > /in/data.txt", rest))
        try await run.released { run in
            try await run.begin()
            let outcome = try await run.outcome()
            #expect(try await run.output().hasPrefix("staged\n"))
            // It is mounted to be read.
            #expect(outcome.exitCode == 1, "\(outcome)")
        }
        let gone = try await KubernetesRun(platform, TestKubernetes.script("true", rest))
        await server.stop()
        try await gone.released { run in
            try await run.begin()
            let outcome = try await run.outcome()
            let text = outcome.notes.first?.message(at: Instant(seconds: 0)).message ?? ""
            #expect(text.hasPrefix("data[0] could not be fetched into the cluster"), "\(outcome)")
        }
        let none = try await KubernetesRun.refusal(
            try await cluster.platform("data"), TestKubernetes.script("true", rest))
        #expect(none.map(\.path.description) == ["data[0]"])
        #expect(none.first?.couldChange == "the site")
        #expect(try await cluster.things("data") == [])
    }

    @Test(arguments: [PortService.clusterIP, .nodePort])
    func portsAreAService(_ kind: PortService) async throws {
        let platform = try await cluster.platform("ports") { $0.ports = kind }
        let run = try await KubernetesRun(
            platform,
            TestKubernetes.script(
                "echo served > /tmp/index.html; exec httpd -f -p 8080 -h /tmp",
                executable:
                    "network: {ports: [{access: true, internal: {port: 8080}, protocol: HTTP, path: /index.html}]}"))
        try await run.released { run in
            for part in Part.inOrder(of: run.work.plan) { _ = try await platform.prepare(part, of: run.work) }
            let location = try await platform.start(run.work).connectors?.first?.location ?? ""
            let name = "berth-\(run.work.session)"
            if kind == .clusterIP {
                #expect(location == "http://\(name).ports.svc:8080/index.html")
            } else {
                #expect(location.wholeMatch(of: /http:\/\/10\.88\.77\.1:3\d{4}\/index\.html/) != nil, "\(location)")
            }
            #expect(try await run.state(.running) == .running)
            let address = try await cluster.pod(behind: name, in: "ports")
            var request = HTTPClientRequest(.get, "http://\(address):8080/index.html")
            request.totalSeconds = 5
            #expect(String(decoding: try await HTTPClient().send(request).body, as: UTF8.self) == "served\n")
            try await platform.cancel(run.work)
        }
        #expect(try await cluster.things("ports") == [])
    }
}
