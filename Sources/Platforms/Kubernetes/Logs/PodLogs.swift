import BerthHTTP
import BerthHost
import BerthModel
import BerthPlatform
import Synchronization

/// Copies what running containers write into the log files, one follower a session. The cluster keeps both outputs of a
/// container as one.
final class PodLogs: Sendable {
    private let api: KubernetesAPI
    private let logs: LogShelf
    private let board: SessionBoard
    private let tasks = Mutex<[UUID: Task<Void, Never>]>([:])
    /// Sessions whose output has begun to come.
    private let reading = Mutex<Set<UUID>>([])

    init(api: KubernetesAPI, logs: LogShelf, board: SessionBoard) {
        self.api = api
        self.logs = logs
        self.board = board
    }

    /// Begins to follow as soon as there is something, unless it does already.
    ///
    /// - Parameter resultBytes: most bytes of a result that the output carries; `nil` when it carries none.
    func follow(_ session: UUID, resultBytes: Int64?) {
        tasks.withLock { tasks in
            if tasks[session] != nil || logs.isEnded(session) { return }
            tasks[session] = Task { [self] in
                var seen: Int?
                while let (entry, version) = try? await board.entry(session, after: seen) {
                    if let pod = entry.pod, pod.hasBegun {
                        reading.withLock { _ = $0.insert(session) }
                        // What an API that goes away leaves out is read in the end.
                        try? await copy(session, pod.name, following: true, resultBytes)
                        return
                    }
                    seen = version
                }
            }
        }
    }

    /// Waits until everything that the container wrote is in the files. The container has ended.
    ///
    /// - Parameters:
    ///   - pod: `nil` when it is gone, and its log with it.
    ///   - resultBytes: as of `follow`.
    ///
    /// What followed may have been cut off, or hang; so the log is read once more from its beginning, and what is kept
    /// already is left out. A node keeps only the end of a long log: what it dropped before it was read is missing.
    func finish(_ session: UUID, pod: String?, resultBytes: Int64?) async throws(PlatformError) {
        if logs.isEnded(session) { return }
        await drain(session)
        await stop(session)
        if let pod { try await copy(session, pod, following: false, resultBytes) }
        try logs.end(session)
    }

    /// Waits until who follows has read what was on its way: a pod that was deleted takes its log with it.
    private func drain(_ session: UUID) async {
        guard reading.withLock({ $0.contains(session) }), let task = tasks.withLock({ $0[session] }) else { return }
        let clock = Task { [seconds = api.settings.callSeconds] in
            try? await Task.sleep(for: .seconds(seconds))
            task.cancel()
        }
        await task.value
        clock.cancel()
    }

    /// Stops following, for a session that is released.
    func stop(_ session: UUID) async {
        reading.withLock { _ = $0.remove(session) }
        guard let task = tasks.withLock({ $0.removeValue(forKey: session) }) else { return }
        task.cancel()
        await task.value
    }

    private func copy(
        _ session: UUID, _ pod: String, following: Bool, _ resultBytes: Int64?
    ) async throws(PlatformError) {
        let writer = try logs.writer(session)
        let path = "/api/v1/namespaces/\(try api.namespace())/pods/\(pod)/log?container=\(ObjectNames.container)"
        let reply = try await api.stream(
            path + (following ? "&follow=true" : ""),
            stalledSeconds: following ? nil : Double(api.settings.callSeconds))
        // The pod is gone, or its container never was: what was kept is all there is.
        if [400, 404].contains(reply.status.code) { return }
        guard reply.status.code == 200 else {
            throw PlatformError(
                reply.status.code >= 500 ? .unreachable : .refused, "The output of the session cannot be read.",
                subject: pod, detail: "status \(reply.status.code)")
        }
        var words = RuntimeWords()
        var frames = resultBytes.map { NotebookFrames(session, mostBytes: $0) }
        do throws(HTTPError) {
            while let bytes = try await reply.next() {
                let written = words.written(bytes)
                (frames?.written(written) ?? written).withUnsafeBytes { writer.append(.stdout, $0) }
            }
            let rest = frames?.written(words.rest) ?? words.rest
            (rest + (frames?.rest ?? [])).withUnsafeBytes { writer.append(.stdout, $0) }
        } catch {
            throw .api(error)
        }
        if let frames, frames.isWhole { try keep(frames, session) }
        // A log that is gone says nothing about what is kept.
        if !following && !words.isGone { writer.complete() }
    }

    /// Below the folder of the output of a session: how a notebook ended.
    static let outcomeFile = "/outcome.json"

    private func keep(_ frames: NotebookFrames, _ session: UUID) throws(PlatformError) {
        let folder = logs.folder(session)
        if !frames.result.isEmpty { try Files.write(frames.result, to: "\(folder)/\(LogStream.result.rawValue)") }
        try Files.write(frames.outcome ?? [], to: folder + PodLogs.outcomeFile)
        logs.changed(session)
    }
}

/// Keeps a node's own words out of an output: instead of the log of a container that is gone, or at its end, it sends
/// an error of its runtime, without the end of a line and with a status that says that all is well.
struct RuntimeWords: Sendable {
    private static let marks = ["rpc error: code = ", "unable to retrieve container logs for "].map { Array($0.utf8) }
    /// No such words are longer.
    private static let longest = 4096
    /// The begin of a line that may be such words.
    private var held: [UInt8] = []
    /// The line is longer than such words are; all of it is the program's.
    private var isLong = false

    /// What of the next bytes the program wrote, as far as that is sure.
    mutating func written(_ bytes: [UInt8]) -> [UInt8] {
        let all = held + bytes
        let end = all.lastIndex(of: 10)
        if end != nil { isLong = false }
        let begin = end.map { $0 + 1 } ?? 0
        let line = all[begin...]
        if line.count > RuntimeWords.longest { isLong = true }
        let isLikeMark = !isLong && RuntimeWords.marks.contains { line.starts(with: $0) || $0.starts(with: line) }
        held = isLikeMark ? Array(line) : []
        return isLikeMark ? Array(all[..<begin]) : all
    }

    /// Whether the node said at the end that it has no log.
    var isGone: Bool { RuntimeWords.marks.contains { held.starts(with: $0) } }

    /// What was held back and is no such words.
    var rest: [UInt8] { isGone ? [] : held }
}
