import BerthDocument
import BerthHTTP
import BerthModel
import BerthOpenStack
import BerthPlatform
import Foundation
import Synchronization
import Testing

/// An OpenStack cloud of its own in a directory of its own: Keystone, Placement, Glance, Neutron, Nova and
/// Cinder of `scripts/setup test`, with three hosts whose machines are processes (`Tests/OpenStack/machines.py`).
///
/// A script starts all of them and ends them when its input does: that is also when the tests are killed.
final class TestCloud: Sendable {
    let directory: String
    /// Ports of services, ids of credentials.
    private let known: [String: String]
    private let process: Process
    private let input = Pipe()
    private let output = Pipe()
    private let restarted = Mutex<[String: String]>([:])

    static let shared: Result<TestCloud, any Error> = Result {
        let cloud = try TestCloud()
        atexit { if let cloud = try? TestCloud.shared.get() { cloud.stop() } }
        return cloud
    }

    private static let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")

    init() throws {
        directory = NSTemporaryDirectory() + "berth-openstack-\(getpid())"
        let installed = Self.root + "/.build/openstack"
        try #require(
            FileManager.default.fileExists(atPath: installed + "/pristine"),
            "There is no \(installed)/pristine; run scripts/setup test.")
        process = Process()
        process.executableURL = URL(fileURLWithPath: installed + "/bin/python")
        process.arguments = [
            Self.root + "/Tests/OpenStack/cloud.py", "run", installed + "/pristine", directory,
            "node1,node2,node3",
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = Self.line(output)
        try #require(line.hasPrefix("ready "), "The cloud does not come up; see \(directory)/log.")
        var known: [String: String] = [:]
        for word in line.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let parts = word.split(separator: "=").map(String.init)
            if parts.count == 2 { known[parts[0]] = parts[1] }
        }
        self.known = known
    }

    /// The next line that it says; it may come in pieces.
    private static func line(_ output: Pipe) -> String {
        var line = ""
        while !line.contains("\n"), case let bytes = output.fileHandleForReading.availableData, !bytes.isEmpty {
            line += String(decoding: bytes, as: UTF8.self)
        }
        return line
    }

    deinit { stop() }

    func stop() {
        guard process.isRunning else { return }
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    subscript(name: String) -> String { known[name] ?? "" }

    /// The process of a service, as the catalogue calls it.
    func pid(of service: String) -> pid_t { pid_t(restarted.withLock { $0[service] } ?? self["pid-" + service]) ?? -1 }

    /// Ends a service and starts it again; waits until it answers.
    func restart(_ service: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data("restart \(service)\n".utf8))
        let words = Self.line(output).split { " \n".contains($0) }
        try #require(words.count == 3 && words[0] == "restarted", "\(service) does not come up again")
        restarted.withLock { $0[service] = String(words[2]) }
    }

    var keystone: String { "http://127.0.0.1:\(self["identity"])/v3" }
    var nova: String { "http://127.0.0.1:\(self["compute"])/v2.1" }
    var cinder: String { "http://127.0.0.1:\(self["block-storage"])/v3/\(self["scienceID"])" }

    /// What the flavors are that ask nothing of their hosts but room.
    static let plainFlavors = ["c1.small", "c1.medium", "c1.large", "c1.huge", "g1.medium"]

    /// What a platform is set to on this cloud, as the user of an application credential.
    func settings(_ instance: String, user: String = "berth") throws -> OpenStackSettings {
        let secret = directory + "/secret-of-\(user)"
        if !FileManager.default.fileExists(atPath: secret) {
            let bytes = Data("secret-of-\(user)\n".utf8)
            try #require(
                FileManager.default.createFile(
                    atPath: secret, contents: bytes, attributes: [.posixPermissions: 0o600]))
        }
        var settings = OpenStackSettings()
        settings.authURL = keystone
        settings.applicationCredential = self[user]
        settings.secretFile = secret
        settings.image = "debian-12"
        settings.network = "none"
        settings.flavors = Self.plainFlavors
        settings.instance = instance
        settings.stateDirectory = directory + "/berth"
        settings.pollSeconds = 1
        settings.lingerSeconds = 2
        // Python imports half of a service when it is asked for the first time.
        settings.callSeconds = 30
        settings.dataAddresses = ["127.0.0.0/8"]
        return settings
    }

    func platform(
        _ instance: String, user: String = "berth", _ change: (inout OpenStackSettings) -> Void = { _ in }
    ) throws -> OpenStackPlatform {
        var settings = try settings(instance, user: user)
        change(&settings)
        return try OpenStackPlatform(settings)
    }

    /// The names in a directory of an instance; none when there is no such directory.
    func files(_ path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory + "/berth/" + path)) ?? []
    }

    // MARK: as somebody else

    /// Calls a service as a user with a password, who is not the platform.
    @discardableResult
    func call(
        _ method: String, _ url: String, _ body: Document? = nil, user: String = "berth", project: String = "science"
    ) async throws -> (status: Int, body: Document, headers: HTTPHeaders) {
        try await Self.send(method, url, body, token: try await token(user, project))
    }

    private func token(_ user: String, _ project: String) async throws -> String {
        let domain: Document = ["name": "Default"]
        let person: Document = ["name": .text(user), "domain": domain, "password": .text(self["password"])]
        let login: Document = [
            "auth": [
                "identity": ["methods": ["password"], "password": ["user": person]],
                "scope": ["project": ["name": .text(project), "domain": domain]],
            ]
        ]
        let token = try await Self.send("POST", keystone + "/auth/tokens", login, token: nil)
        return try #require(token.headers["X-Subject-Token"])
    }

    /// Gives an image its bytes.
    func upload(_ url: String) async throws {
        var request = HTTPClientRequest(.put, url, headers: ["Content-Type": "application/octet-stream"])
        request.headers["X-Auth-Token"] = try await token("berth", "science")
        request.body = [UInt8](repeating: 0, count: 1024)
        let reply = try await Self.client.send(request)
        try #require(reply.status.code == 204)
    }

    private static let client = HTTPClient()

    private static func send(
        _ method: String, _ url: String, _ body: Document?, token: String?
    ) async throws -> (status: Int, body: Document, headers: HTTPHeaders) {
        var request = HTTPClientRequest(HTTPMethod(method), url, headers: ["Content-Type": "application/json"])
        request.totalSeconds = 60
        if let token { request.headers["X-Auth-Token"] = token }
        request.body = try body?.written(as: .json)
        let reply = try await client.send(request)
        let document = reply.body.isEmpty ? Document.null : try Document.read(reply.body, as: .json)
        return (reply.status.code, document, reply.headers)
    }

    /// The volumes of an instance, as Cinder tells them to others.
    func volumes(_ instance: String) async throws -> [(name: String, id: String, size: String, status: String)] {
        let reply = try await call("GET", cinder + "/volumes/detail")
        guard case .list(let volumes)? = reply.body["volumes"] else { return [] }
        return volumes.compactMap { volume in
            guard let name = volume["name"]?.text, let id = volume["id"]?.text, name.hasPrefix("berth-\(instance)-")
            else { return nil }
            return (name, id, volume["size"]?.scalarText ?? "", volume["status"]?.text ?? "")
        }
    }

    /// The machines of an instance, as Nova tells them to others.
    func machines(_ instance: String, project: String = "science") async throws -> [(name: String, id: String)] {
        let user = project == "small" ? "guest" : "berth"
        let reply = try await call("GET", nova + "/servers", user: user, project: project)
        guard case .list(let servers)? = reply.body["servers"] else { return [] }
        return servers.compactMap { server in
            guard let name = server["name"]?.text, let id = server["id"]?.text,
                name.hasPrefix("berth-\(instance)-")
            else { return nil }
            return (name, id)
        }
    }
}
