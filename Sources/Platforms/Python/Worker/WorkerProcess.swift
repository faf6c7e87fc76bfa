import BerthData
import BerthDocument
import BerthModel
import BerthPlatform
import CSpawn
import Glibc
import Synchronization

/// One process of a worker, and the calls that wait for its answers. A thread of its own writes and reads all of its
/// pipes, and goes when the process is gone.
final class WorkerProcess: Sendable {
    typealias Reply = WorkerReply<Document>

    private struct State {
        var calls: [Int64: CheckedContinuation<Reply, Never>] = [:]
        /// Calls that wait, or are about to.
        var open: Set<Int64> = [WorkerProcess.hello]
        /// What came of calls before they waited for it.
        var early: [Int64: Reply] = [:]
        var lastCall = WorkerProcess.hello
        var outgoing: [UInt8] = []
        var words = ""
        /// Why it has ended or is to be ended; for administrators.
        var end: String?
        var isOver = false
        var isClosing = false
    }

    /// The number under which its first line is awaited.
    static let hello: Int64 = 0

    private let state = Mutex(State())
    private let pid: pid_t
    private let ends: Ends
    /// Called once, on the thread of the process.
    private let ended: @Sendable () -> Void

    /// This side's ends of its pipes.
    private struct Ends: Sendable {
        var input: Int32
        var output: Int32
        var error: Int32
        var woken: Int32
        var wake: Int32
    }

    /// Starts the process.
    ///
    /// - Parameter ended: called once, when it is gone.
    /// - Throws: `notFound`, `broken`.
    init(_ launch: WorkerLaunch, logBytes: Int, ended: @escaping @Sendable () -> Void) throws(PlatformError) {
        guard let program = launch.program else {
            throw PlatformError(
                .notFound, "There is no program \(launch.python) on this machine.", subject: launch.python)
        }
        var pipes: [[Int32]] = []
        func give(_ code: Int32, _ what: String) -> PlatformError {
            for descriptor in pipes.joined() { Glibc.close(descriptor) }
            return PlatformError(.broken, what, subject: launch.python, detail: String(cString: strerror(code)))
        }
        for _ in 0..<4 {
            var ends: [Int32] = [-1, -1]
            let code = berth_pipe(&ends)
            if code != 0 { throw give(code, "The broker has too many files open to start a plugin.") }
            pipes.append(ends)
        }
        var words = launch.words.map { strdup($0) } + [nil]
        var variables = launch.environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var started: Int32 = 0
        let code = berth_spawn(
            &started, program, &words, &variables, launch.directory, pipes[0][0], pipes[1][1], pipes[2][1])
        if code != 0 { throw give(code, "The program \(launch.python) could not be started.") }
        for descriptor in [pipes[0][0], pipes[1][1], pipes[2][1]] { Glibc.close(descriptor) }
        pid = started
        ends = Ends(
            input: pipes[0][1], output: pipes[1][0], error: pipes[2][0], woken: pipes[3][0], wake: pipes[3][1])
        self.ended = ended
        for descriptor in [ends.input, ends.output, ends.error, ends.woken, ends.wake] {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
        let log = launch.directory + "/plugin.log"
        if let code = DetachedThread.start({ self.live(log, logBytes) }) {
            kill(-pid, SIGKILL)
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
            for descriptor in [ends.input, ends.output, ends.error, ends.woken, ends.wake] { Glibc.close(descriptor) }
            throw PlatformError(.broken, "No thread could be made for a plugin.", detail: "error \(code)")
        }
    }

    // MARK: what others call

    /// Why it has ended; nil while it runs.
    var end: String? { state.withLock { $0.isOver || $0.isClosing ? $0.end ?? "it was closed" : $0.end } }

    /// What it printed last.
    var words: String { state.withLock { $0.words } }

    /// Sends a request, and waits for its answer as long as the task does.
    func call(_ method: String, _ parameters: Document, within time: Duration?) async -> Reply {
        let number = state.withLock { state in
            state.lastCall += 1
            return state.lastCall
        }
        let request: Document = ["id": .integer(number), "method": .text(method), "params": parameters]
        guard var line = try? request.written(as: .json), line.count < WorkerLimits.lineBytes else {
            return .fault(WorkerFault(.nonsense, "a request is longer than a line may be"))
        }
        line.append(UInt8(ascii: "\n"))
        return await answer(number, line, within: time)
    }

    /// Waits for the answer to a call, or for the first line.
    ///
    /// - Parameter line: what is sent for it.
    func answer(_ number: Int64, _ line: [UInt8] = [], within time: Duration?) async -> Reply {
        state.withLock { _ = $0.open.insert(number) }
        let clock = time.map { time in
            Task { [weak self] in
                try? await Task.sleep(for: time, tolerance: .milliseconds(1))
                if !Task.isCancelled {
                    self?.giveUp(number, WorkerFault(.tooSlow, "it did not answer within \(time.text)"))
                }
            }
        }
        defer {
            clock?.cancel()
            state.withLock { state in
                state.open.remove(number)
                state.early[number] = nil
            }
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = state.withLock { state -> Reply? in
                    if let reply = state.early.removeValue(forKey: number) { return reply }
                    if state.end != nil || state.isClosing { return .fault(Self.fault(state)) }
                    if state.outgoing.count + line.count > WorkerLimits.waitingBytes {
                        return .fault(WorkerFault(.tooSlow, "it does not read what it is asked"))
                    }
                    state.calls[number] = continuation
                    state.outgoing += line
                    return nil
                }
                if let now { continuation.resume(returning: now) } else { wake() }
            }
        } onCancel: {
            giveUp(number, WorkerFault(.dropped, "nobody waited for it any more"))
        }
    }

    /// Ends it: closes its pipe, and kills it when it is still there after a while.
    func close() {
        state.withLock { $0.isClosing = true }
        wake()
    }

    /// Ends it at once.
    func end(because why: String) {
        state.withLock { if $0.end == nil { $0.end = why } }
        wake()
    }

    private static func fault(_ state: State) -> WorkerFault {
        let words = state.words.isEmpty ? "" : "; it said last: \(state.words)"
        return WorkerFault(.ended, (state.end ?? "it was closed") + words)
    }

    private func giveUp(_ number: Int64, _ fault: WorkerFault) {
        let waiting = state.withLock { state -> CheckedContinuation<Reply, Never>? in
            guard let waiting = state.calls.removeValue(forKey: number) else {
                if state.open.contains(number), state.early[number] == nil { state.early[number] = .fault(fault) }
                return nil
            }
            if number != Self.hello, !state.isOver {
                state.lastCall += 1
                let drop = #"{"id":\#(state.lastCall),"method":"drop","params":{"id":\#(number)}}"# + "\n"
                state.outgoing += Array(drop.utf8)
            }
            return waiting
        }
        waiting?.resume(returning: .fault(fault))
        if waiting != nil { wake() }
    }

    private func wake() {
        state.withLock { state in
            if state.isOver { return }
            var byte: UInt8 = 0
            // One that cannot be written is not needed: there are others.
            _ = write(ends.wake, &byte, 1)
        }
    }

    // MARK: the thread

    /// How long it has to end by itself after its pipe was closed. Source: docs/PYTHON_PLUGINS.md.
    private static let closingSeconds: Int64 = 10

    private struct Ears: ~Copyable {
        var lines = LineBuffer(limit: WorkerLimits.lineBytes)
        var log: WorkerLog
        var isFirst = true
        var hasInput = true
        var isQuiet = false
        var killAt: ContinuousClock.Instant?

        init(_ path: String, _ limit: Int) { log = WorkerLog(path, limit: limit) }
    }

    private func live(_ path: String, _ logBytes: Int) {
        // A worker that ends before it has read all is no reason for the broker to end. The thread is our own.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        var ears = Ears(path, logBytes)
        while !ears.isQuiet, turn(&ears) {}
        // With all that it started, and whatever it does.
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        hear(&ears)
        over(status)
    }

    /// Waits for one thing and does it.
    ///
    /// - Returns: whether the process is to go on.
    private func turn(_ ears: inout Ears) -> Bool {
        let (isClosing, mustEnd, hasMore) = state.withLock { ($0.isClosing, $0.end != nil, !$0.outgoing.isEmpty) }
        if mustEnd { return false }
        if isClosing, ears.hasInput {
            Glibc.close(ends.input)
            ears.hasInput = false
            ears.killAt = .now + .seconds(Self.closingSeconds)
        }
        if let killAt = ears.killAt, ContinuousClock.now >= killAt { return false }
        var waiting = [ends.woken, ends.output, ends.error].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        if hasMore, ears.hasInput { waiting.append(pollfd(fd: ends.input, events: Int16(POLLOUT), revents: 0)) }
        if poll(&waiting, nfds_t(waiting.count), ears.killAt == nil ? -1 : 100) < 0 && errno != EINTR { return false }
        if waiting[0].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 256)
            _ = read(ends.woken, &bytes, bytes.count)
        }
        if waiting[2].revents != 0 { hear(&ears) }
        if waiting.count > 3, waiting[3].revents != 0 { tell() }
        if waiting[1].revents != 0 { listen(&ears) }
        return true
    }

    /// Writes what waits.
    private func tell() {
        let piece = state.withLock { Array($0.outgoing.prefix(1 << 16)) }
        let count = piece.withUnsafeBytes { write(ends.input, $0.baseAddress, $0.count) }
        if count > 0 { state.withLock { $0.outgoing.removeFirst(count) } }
        // What has gone wrong with it is heard from the other pipe.
        if count < 0, errno != EAGAIN, errno != EINTR { state.withLock { $0.outgoing = [] } }
    }

    /// Reads what it prints.
    private func hear(_ ears: inout Ears) {
        guard let piece = piece(of: ends.error), !piece.isEmpty else { return }
        ears.log.take(piece[...])
        let words = ears.log.words
        state.withLock { $0.words = words }
    }

    /// Reads what it answers.
    private func listen(_ ears: inout Ears) {
        guard let piece = piece(of: ends.output) else { return }
        if piece.isEmpty {
            ears.isQuiet = true
            return
        }
        guard let lines = ears.lines.take(piece) else {
            return end(because: "it wrote a line longer than \(WorkerLimits.lineBytes) bytes")
        }
        for line in lines {
            if let problem = take(line, isFirst: ears.isFirst) { return end(because: problem) }
            ears.isFirst = false
        }
    }

    /// Nil when there is nothing yet, empty at the end.
    private func piece(of descriptor: Int32) -> [UInt8]? {
        var count = 0
        let piece = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
            count = read(descriptor, buffer.baseAddress, buffer.count)
            filled = max(0, count)
        }
        if count < 0 && (errno == EAGAIN || errno == EINTR) { return nil }
        return piece
    }

    /// - Returns: why nothing that it says can be trusted any more.
    private func take(_ line: [UInt8], isFirst: Bool) -> String? {
        let read = try? Document.read(line, as: .json, limits: .workerLine)
        guard let answer = read, case .map = answer else { return "it wrote a line that is no answer" }
        if isFirst {
            resume(Self.hello, .result(answer))
            return nil
        }
        guard case .integer(let number)? = answer["id"] else {
            // It tells what it could not read.
            return answer["id"] == .null && answer["error"] != nil ? nil : "it wrote an answer to nothing"
        }
        if let error = answer["error"], error != .null {
            let said = WorkerError.reading(error, from: .json).value
            resume(number, .fault(WorkerFault(.said(said), said.whole)))
        } else {
            resume(number, .result(answer["result"] ?? .null))
        }
        return nil
    }

    private func resume(_ number: Int64, _ reply: Reply) {
        let waiting = state.withLock { state -> CheckedContinuation<Reply, Never>? in
            if state.calls[number] == nil, state.open.contains(number) { state.early[number] = reply }
            return state.calls.removeValue(forKey: number)
        }
        waiting?.resume(returning: reply)
    }

    private func over(_ status: Int32) {
        let signal = status & 0x7f
        let how = signal == 0 ? "it ended with code \((status >> 8) & 0xff)" : "it was ended by signal \(signal)"
        let (waiting, fault) = state.withLock { state in
            if state.end == nil { state.end = state.isClosing ? "it was closed" : how }
            state.isOver = true
            defer { state.calls = [:] }
            return (Array(state.calls.values), Self.fault(state))
        }
        for descriptor in [ends.output, ends.error, ends.woken, ends.wake] { Glibc.close(descriptor) }
        if !state.withLock({ $0.isClosing }) { Glibc.close(ends.input) }
        ended()
        for call in waiting { call.resume(returning: .fault(fault)) }
    }
}

extension DocumentLimits {
    /// A line of a worker: a piece of an output is one text.
    fileprivate static let workerLine = DocumentLimits(
        sizeBytes: WorkerLimits.lineBytes, valueCount: 1_000_000, memberCount: 100_000,
        textBytes: WorkerLimits.lineBytes)
}

extension Duration {
    /// As people write it.
    fileprivate var text: String {
        let (seconds, rest) = components
        return TimeSpan(milliseconds: seconds * 1000 + rest / 1_000_000_000_000_000).description
    }
}
