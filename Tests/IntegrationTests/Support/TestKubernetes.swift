import BerthDocument
import BerthHTTP
import BerthHost
import BerthKubernetes
import BerthModel
import BerthPlatform
import Foundation
import Testing

/// The cluster of the lane, which `scripts/test-kubernetes` starts: an API server, a scheduler and one real node.
struct TestKubernetes {
    /// Directory of the cluster.
    let directory: String
    let client: HTTPClient
    let server: String

    static let image = "localhost/berth-test:1"
    /// Has Jupyter.
    static let notebookImage = "localhost/jupyter-test:1"
    /// Nothing is fetched: nobody answers there.
    static let absentImage = "localhost:1/nothing:1"

    static let shared: Result<TestKubernetes, any Error> = Result { try TestKubernetes() }

    init() throws {
        let directory = try #require(
            ProcessInfo.processInfo.environment["BERTH_LANE"], "run scripts/test-kubernetes: it starts the cluster")
        self.directory = directory
        var settings = HTTPClientSettings()
        settings.authorityPath = directory + "/pki/ca.crt"
        settings.certificate = ClientCertificate(
            certificate: try Self.bytes(directory + "/pki/admin.crt"), key: try Self.bytes(directory + "/pki/admin.key")
        )
        client = HTTPClient(settings)
        let text = try String(contentsOfFile: directory + "/admin.kubeconfig", encoding: .utf8)
        server = try #require(text.firstMatch(of: /https:\/\/127\.0\.0\.1:\d+/).map { String($0.output) })
    }

    static func bytes(_ file: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: file))) }

    // MARK: the API, as an administrator

    @discardableResult
    func call(_ method: HTTPMethod, _ path: String, _ body: Document? = nil, fails: Bool = false) async throws
        -> Document
    {
        var request = HTTPClientRequest(method, server + path)
        request.totalSeconds = 20
        if let body {
            request.body = Array(body.asJSON.utf8)
            request.headers["Content-Type"] = method == .patch ? "application/merge-patch+json" : "application/json"
        }
        let reply = try await client.send(request)
        let text = String(decoding: reply.body, as: UTF8.self)
        #expect(reply.status.isSuccess || fails, "\(method) \(path): \(text)")
        return (try? Document.read(reply.body, as: .json, limits: Self.limits)) ?? .text(text)
    }

    private static let limits = DocumentLimits(sizeBytes: 8 << 20, valueCount: 1_000_000)

    /// A namespace of its own, with what `packaging/kubernetes.yaml` says.
    func namespace(_ name: String) async throws {
        let there = try await call(.get, "/api/v1/namespaces/\(name)", fails: true)
        if there["kind"]?.text == "Namespace" { return }
        try await call(.post, "/api/v1/namespaces", ["metadata": ["name": .text(name)]])
        let file = FileManager.default.currentDirectoryPath + "/packaging/kubernetes.yaml"
        for part in try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\n---\n") {
            try await apply(try Document.read(Array(part.utf8), as: .yaml).resolvedTree(), in: name)
        }
        // Made by the controllers, a moment later; no pod can be made before.
        try await until("the namespace \(name) has its account") {
            try await call(.get, "/api/v1/namespaces/\(name)/serviceaccounts/default", fails: true)["secrets"] != nil
        }
    }

    private func apply(_ object: Document, in namespace: String) async throws {
        let kind = object["kind"]?.text ?? ""
        var object = object
        let group = "/apis/rbac.authorization.k8s.io/v1"
        switch kind {
        case "ServiceAccount": try await call(.post, "/api/v1/namespaces/\(namespace)/serviceaccounts", object)
        case "Role": try await call(.post, "\(group)/namespaces/\(namespace)/roles", object)
        case "RoleBinding":
            object.set(.text(namespace), at: ["subjects", .index(0), "namespace"])
            try await call(.post, "\(group)/namespaces/\(namespace)/rolebindings", object)
        // One for all namespaces of the lane.
        case "ClusterRole": try await call(.post, "\(group)/clusterroles", object, fails: true)
        case "ClusterRoleBinding":
            object.set(.text(namespace), at: ["subjects", .index(0), "namespace"])
            object.set(.text("berth-" + namespace), at: ["metadata", "name"])
            try await call(.post, "\(group)/clusterrolebindings", object)
        default: Issue.record("packaging/kubernetes.yaml has a \(kind)")
        }
    }

    /// Waits for something that the cluster does by itself.
    func until(_ what: String, seconds: Int = 30, _ isSo: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        Issue.record("\(what): not within \(seconds) s")
    }

    /// A kubeconfig with the token of the account that `packaging/kubernetes.yaml` makes.
    func kubeconfig(_ namespace: String) async throws -> String {
        var token = ""
        try await until("the account has a token") {
            let secrets = try await call(.get, "/api/v1/namespaces/\(namespace)/secrets")
            for case let secret? in Self.items(secrets)
            where secret.value(at: ["metadata", "annotations", "kubernetes.io/service-account.name"])?.text == "berth" {
                let bytes = secret["data"]?["token"]?.text.flatMap { Data(base64Encoded: $0) } ?? Data()
                token = String(decoding: bytes, as: UTF8.self)
            }
            return !token.isEmpty
        }
        let file = directory + "/\(namespace).kubeconfig"
        let text = """
            clusters: [{name: lane, cluster: {server: "\(server)", certificate-authority: pki/ca.crt}}]
            users: [{name: berth, user: {token: \(token)}}]
            contexts: [{name: lane, context: {cluster: lane, user: berth, namespace: \(namespace)}}]
            current-context: lane
            """
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    // MARK: its programs and accounts

    /// Stops or starts a program of the cluster.
    func script(_ what: String, _ program: String) async throws {
        let script = FileManager.default.currentDirectoryPath + "/scripts/kubernetes"
        let said = try await Command([script, what, directory, program]).run()
        try #require(said.code == 0, "\(said.errorText)")
    }

    /// The number of the process of a program.
    func number(_ program: String) throws -> String {
        try String(contentsOfFile: "\(directory)/\(program).pid", encoding: .utf8).filter(\.isNumber)
    }

    /// Nobody in particular.
    var anonymous: HTTPClient {
        var settings = HTTPClientSettings()
        settings.authorityPath = directory + "/pki/ca.crt"
        return HTTPClient(settings)
    }

    func asking(_ path: String, token: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(.get, server + path)
        request.headers["Authorization"] = "Bearer " + token
        request.totalSeconds = 10
        return request
    }

    /// A token of the account that `packaging/kubernetes.yaml` makes, of use as long as a Secret is there.
    func token(_ namespace: String, _ secret: String) async throws -> String {
        let path = "/api/v1/namespaces/\(namespace)"
        try await call(.post, path + "/secrets", ["metadata": ["name": .text(secret)]], fails: true)
        let reply = try await call(
            .post, path + "/serviceaccounts/berth/token",
            [
                "spec": [
                    "expirationSeconds": 600,
                    "boundObjectRef": ["kind": "Secret", "apiVersion": "v1", "name": .text(secret)],
                ]
            ])
        return try #require(reply.value(at: ["status", "token"])?.text)
    }

    static func items(_ list: Document) -> [Document?] {
        if case .list(let items)? = list["items"] { items } else { [] }
    }

    /// A platform in a namespace, with the rights of `packaging/kubernetes.yaml` and no others.
    func platform(
        _ namespace: String, instance: String = "lane", _ change: (inout KubernetesSettings) -> Void = { _ in }
    ) async throws -> KubernetesPlatform {
        try await self.namespace(namespace)
        var settings = KubernetesSettings()
        settings.kubeconfig = try await kubeconfig(namespace)
        settings.instance = instance
        settings.stateDirectory = directory + "/state"
        settings.registries = ["localhost", "localhost:1"]
        settings.stopSeconds = 1
        settings.factsSeconds = 1
        change(&settings)
        return try KubernetesPlatform(settings)
    }

    /// Everything that carries the label of an instance, by kind and name.
    func things(_ namespace: String, instance: String = "lane") async throws -> [String] {
        var things: [String] = []
        for path in [
            "/apis/batch/v1/namespaces/\(namespace)/jobs", "/api/v1/namespaces/\(namespace)/pods",
            "/api/v1/namespaces/\(namespace)/services", "/api/v1/namespaces/\(namespace)/persistentvolumeclaims",
            "/api/v1/namespaces/\(namespace)/secrets",
        ] {
            let list = try await call(.get, path + "?labelSelector=berth.org%2Finstance%3D\(instance)")
            let kind = path.split(separator: "/").last ?? ""
            things += Self.items(list).compactMap { $0?.value(at: ["metadata", "name"])?.text }.map { "\(kind) \($0)" }
        }
        return things
    }

    /// The address of the pod that a Service leads to: no proxy runs here, so that it is looked through.
    func pod(behind service: String, in namespace: String) async throws -> String {
        var address = ""
        try await until("the Service leads to the pod") {
            let ends = try await call(.get, "/api/v1/namespaces/\(namespace)/endpoints/\(service)", fails: true)
            let place: DocumentPath = ["subsets", .index(0), "addresses", .index(0), "ip"]
            address = ends.value(at: place)?.text ?? ""
            return !address.isEmpty
        }
        return address
    }

    /// Names of sessions whose output is kept.
    func outputs(instance: String = "lane") -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory + "/state/\(instance)/logs")) ?? []
    }

    /// A request that runs a shell script in the test image.
    static func script(_ script: String, _ rest: String = "", executable: String = "") -> String {
        """
        executable:
          kind: docker-container
          image: {locations: ["\(image)"]}
          entrypoint: /bin/sh
          command: ["-c", '\(script.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))']
        \(executable.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
        \(rest)
        """
    }
}
