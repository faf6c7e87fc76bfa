import BerthDocument
import BerthModel
import BerthPlatform
import BerthWorkflows
import Foundation
import Testing

/// A workflow platform with the engines of the tests, in a directory of its own with documents that it lets be read.
final class WorkflowSite: Sendable {
    let directory: String
    let platform: WorkflowPlatform

    init(_ name: String, _ change: (inout WorkflowSettings) -> Void = { _ in }) throws {
        directory = NSTemporaryDirectory() + "berth-workflows-\(name)-\(getpid())"
        try FileManager.default.createDirectory(atPath: directory + "/documents", withIntermediateDirectories: true)
        platform = try WorkflowSite.platform(directory, change)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Where `scripts/setup test` installs them.
    static let programs =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/.build/workflows/bin/"

    /// A platform as a broker has it that starts with what another left.
    static func platform(_ directory: String, _ change: (inout WorkflowSettings) -> Void = { _ in }) throws
        -> WorkflowPlatform
    {
        var settings = WorkflowSettings()
        settings.programs.cwltool = programs + "cwltool"
        settings.programs.snakemake = programs + "snakemake"
        settings.stateDirectory = directory + "/state"
        settings.cores = 4
        settings.memory = 8
        settings.storage = 4
        settings.stopSeconds = 1
        settings.lookSeconds = 1
        settings.hostPaths = [directory + "/documents"]
        settings.dataAddresses = ["127.0.0.0/8"]
        change(&settings)
        return try WorkflowPlatform(settings)
    }

    func write(_ name: String, _ text: String) throws {
        try text.write(toFile: directory + "/documents/" + name, atomically: true, encoding: .utf8)
    }

    func url(_ name: String) -> String { "file://\(directory)/documents/\(name)" }

    func request(_ kind: String, _ name: String, _ members: String = "", _ rest: String = "") -> String {
        """
        executable:
          kind: \(kind)-workflow
          location: \(name.contains("://") ? name : url(name))
          \(members)
        \(rest)
        """
    }

    /// What there is of sessions and of questions.
    var leftovers: [String] {
        ["sessions", "logs", "asked"].flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: directory + "/state/berth/" + folder)) ?? [])
                .map { folder + "/" + $0 }
        }
    }

    /// The sentences of a NO; `yes` for anything else.
    func refusal(_ yaml: String) async throws -> [String] {
        guard case .no(let obstacles) = await platform.canIDoThis(try ContainerRun.question(yaml)) else {
            return ["yes"]
        }
        return obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message ?? "" }
    }
}

/// One session on a workflow platform, from the question to the release.
struct WorkflowRun {
    let platform: WorkflowPlatform
    let work: Work

    init(_ platform: WorkflowPlatform, _ yaml: String) async throws {
        self.platform = platform
        let answer = await platform.canIDoThis(try ContainerRun.question(yaml))
        guard case .yes(let plans) = answer, let plan = plans.first else {
            throw ContainerRun.Refused(answer: "\(answer)")
        }
        work = Work(
            session: ContainerRun.newID(), plan: plan, owner: .anonymous, end: Instant(seconds: 4_000_000_000))
    }

    func prepare() async throws {
        for part in Part.inOrder(of: work.plan) { _ = try await platform.prepare(part, of: work) }
    }

    func finish(_ platform: WorkflowPlatform? = nil, after seen: WorkState? = nil) async throws -> Outcome {
        var seen = seen
        while true {
            let state = try await (platform ?? self.platform).observe(work, after: seen)
            if case .finished(let outcome) = state { return outcome }
            seen = state
        }
    }

    func release(_ platform: WorkflowPlatform? = nil) async throws {
        for part in Part.inOrder(of: work.plan).reversed() {
            try await (platform ?? self.platform).release(part, of: work)
        }
    }

    func whole() async throws -> Outcome {
        do {
            try await prepare()
            _ = try await platform.start(work)
            let outcome = try await finish()
            try await release()
            return outcome
        } catch {
            try await release()
            throw error
        }
    }

    func output(_ stream: LogStream = .stdout) async throws -> String {
        var bytes: [UInt8] = []
        while true {
            let piece = try await platform.log(
                stream, of: work, from: Int64(bytes.count), limit: 1 << 16, waiting: true)
            bytes += piece.bytes
            if piece.isEnd { return String(decoding: bytes, as: UTF8.self) }
        }
    }

    /// What is written until a word comes.
    func output(_ stream: LogStream, until word: String) async throws -> String {
        var bytes: [UInt8] = []
        while true {
            let piece = try await platform.log(
                stream, of: work, from: Int64(bytes.count), limit: 1 << 16, waiting: true)
            bytes += piece.bytes
            let text = String(decoding: bytes, as: UTF8.self)
            if piece.isEnd || text.contains(word) { return text }
        }
    }
}

extension Outcome {
    var texts: [String] { notes.map { $0.message(at: Instant(seconds: 0)).message ?? "" } }
}
