import BerthClient
import BerthDocument
import BerthHTTP
import BerthModel
import Foundation
import Synchronization
import Testing

/// A real `berth serve` in a process and a folder of its own, which can be killed and started again.
final class ServedBroker: Sendable {
    let folder: String
    let client: BrokerClient
    let url: String
    private let process = Mutex<pid_t?>(nil)

    static let program: String = {
        let beside = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let candidate = URL(fileURLWithPath: beside).deletingLastPathComponent().path + "/berth"
        if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
        return URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path + "/.build/debug/berth"
    }()

    /// - Parameters:
    ///   - configuration: YAML without `listen`.
    ///   - port: a free one unless given.
    ///   - hasSocket: it listens on a socket of its folder in place of a port.
    init(_ name: String, port: UInt16 = 0, hasSocket: Bool = false, _ configuration: String) throws {
        folder = NSTemporaryDirectory() + "berth-served-\(name)-\(getpid())-\(UInt32.random(in: 0...(.max)))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try configuration.write(toFile: folder + "/berth.yaml", atomically: true, encoding: .utf8)
        let started = try Self.start(folder, hasSocket ? "unix:\(folder)/s" : "127.0.0.1:\(port)")
        process.withLock { $0 = started.process }
        url = started.url
        client = try BrokerClient(url: started.url)
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(atPath: folder)
    }

    var log: String { (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "" }

    /// `kill -9`, and nothing else.
    func kill() {
        guard
            let running = process.withLock({ process in
                defer { process = nil }
                return process
            })
        else { return }
        Glibc.kill(running, SIGKILL)
        var status: Int32 = 0
        waitpid(running, &status, 0)
    }

    /// Starts again where it was.
    func start() throws {
        let started = try Self.start(folder, url.hasPrefix("unix:") ? url : String(url.dropFirst("http://".count)))
        process.withLock { $0 = started.process }
    }

    private static func start(_ folder: String, _ listen: String) throws -> (process: pid_t, url: String) {
        let ready = folder + "/ready"
        try? FileManager.default.removeItem(atPath: ready)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, folder + "/log", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let arguments = [
            program, "serve", "--config", folder + "/berth.yaml", "--state-dir", folder + "/state", "--listen", listen,
            "--ready-file", ready,
        ]
        var words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var started = pid_t()
        try #require(posix_spawn(&started, program, &actions, nil, &words, environ) == 0, "\(program) does not start")
        let deadline = Date().addingTimeInterval(30)
        while Date() < deadline {
            let text = (try? String(contentsOfFile: ready, encoding: .utf8)) ?? ""
            var status: Int32 = 0
            if waitpid(started, &status, WNOHANG) == started { break }
            if text.hasSuffix("\n") { return (started, text.trimmingCharacters(in: .whitespacesAndNewlines)) }
            usleep(20_000)
        }
        Glibc.kill(started, SIGKILL)
        let log = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? ""
        throw NotReady(log: log)
    }

    struct NotReady: Error { var log: String }

    // MARK: what tests do all the time

    static func request(_ yaml: String) throws -> Document {
        try Document.read(Array(yaml.utf8), as: .yaml).resolvedTree()
    }

    func ask(_ yaml: String) async throws -> OfferSetResponse {
        try await client.ask(try Self.request(yaml)).value
    }

    /// Follows a session until it is in one of the phases, or at its end.
    func session(_ id: BerthModel.UUID, in phases: Set<SessionPhase> = []) async throws -> Session {
        for try await event in client.events(of: id) {
            guard case .session(let received) = event, let phase = received.value.phase else { continue }
            if phase.isEnd || phases.contains(phase) { return received.value }
        }
        return try await client.session(id).value
    }

    func output(_ id: BerthModel.UUID) async throws -> String {
        var bytes: [UInt8] = []
        for try await piece in client.log(.stdout, of: id, follow: true) { bytes += piece }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Sessions that are neither offers nor at their end.
    func unfinished() async throws -> [Session] {
        try await client.sessions(
            in: [.accepted, .waiting, .preparing, .available, .running, .releasing], limit: 100
        ).value.sessions
    }

    func offers() async throws -> [Session] { try await client.sessions(in: [.offered], limit: 100).value.sessions }

    /// Waits until it is so; there is no event for what another broker has been told.
    func eventually(_ seconds: Double = 20, _ isSo: @Sendable () async throws -> Bool) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if try await isSo() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try await isSo()
    }
}

extension Session {
    var id: BerthModel.UUID? { component.meta?.uuid }
    var texts: [String] { (component.meta?.messages ?? []).compactMap(\.message) }
}
