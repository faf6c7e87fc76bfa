import BerthDocument
import BerthModel
import BerthPlatform
import Glibc
import Synchronization

/// What the platform made for all sessions, in memory or in one file for each, and who waits for it to change.
final class ScriptedState: Sendable {
    private struct State {
        var records: [UUID: ScriptedRecord] = [:]
        var calls: [ScriptedStepName: Int64] = [:]
        var cancelled: Set<UUID> = []
        var waiting: [UUID: [CheckedContinuation<Void, Never>]] = [:]
    }

    private let state = Mutex(State())
    private let directory: String?

    /// Finds again what an earlier program left in the directory.
    init(directory: String?) {
        self.directory = directory
        guard let directory else { return }
        mkdir(directory, 0o700)
        for name in Self.names(in: directory) {
            guard let id = UUID(name), let record = Self.read("\(directory)/\(name)") else { continue }
            state.withLock { $0.records[id] = record }
        }
    }

    subscript(session: UUID) -> ScriptedRecord { state.withLock { $0.records[session] ?? ScriptedRecord() } }

    /// Sessions for which something is there.
    var sessions: [UUID] {
        state.withLock { $0.records.filter { !$0.value.isEmpty }.keys.sorted() }
    }

    /// Changes a record, and the file behind it, and wakes whoever waits for it.
    @discardableResult
    func change(_ session: UUID, _ body: (inout ScriptedRecord) -> Void) -> ScriptedRecord {
        let (record, waiting) = state.withLock { state in
            var record = state.records[session] ?? ScriptedRecord()
            body(&record)
            state.records[session] = record.isEmpty ? nil : record
            keep(record, session)
            return (record, state.waiting.removeValue(forKey: session) ?? [])
        }
        for continuation in waiting { continuation.resume() }
        return record
    }

    /// The number of this call of a step, from 1.
    func count(_ step: ScriptedStepName) -> Int64 {
        state.withLock { state in
            state.calls[step, default: 0] += 1
            return state.calls[step] ?? 1
        }
    }

    // MARK: cancel

    func cancel(_ session: UUID) { state.withLock { _ = $0.cancelled.insert(session) } }
    func isCancelled(_ session: UUID) -> Bool { state.withLock { $0.cancelled.contains(session) } }
    func forget(_ session: UUID) { state.withLock { _ = $0.cancelled.remove(session) } }

    /// Wakes whoever waits, though nothing was made.
    func wake(_ session: UUID) { change(session) { _ in } }

    /// Waits until the record changes, until the instant, or until the task is cancelled.
    func wait(_ session: UUID, until instant: Instant, _ clock: ScriptedClock, _ isDone: () -> Bool) async {
        let alarm = Task {
            await clock.sleep(instant)
            if !Task.isCancelled { self.wake(session) }
        }
        defer { alarm.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled { return true }
                    state.waiting[session, default: []].append(continuation)
                    return false
                }
                // Whatever changed before the wait began.
                if isOver { continuation.resume() } else if isDone() { wake(session) }
            }
        } onCancel: {
            wake(session)
        }
    }

    // MARK: files

    private func keep(_ record: ScriptedRecord, _ session: UUID) {
        guard let directory else { return }
        let path = "\(directory)/\(session)"
        if record.isEmpty {
            unlink(path)
            return
        }
        guard let bytes = try? record.document(for: .json).written(as: .json) else { return }
        let part = path + ".part"
        let file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        if file < 0 { return }
        let count = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        close(file)
        if count == bytes.count { rename(part, path) }
    }

    private static func read(_ path: String) -> ScriptedRecord? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0 { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count > 0, let document = try? Document.read(Array(bytes[..<count]), as: .json) else { return nil }
        return ScriptedRecord.reading(document, from: .json).value
    }

    private static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names.sorted()
    }
}
