import BerthModel
import BerthPlatform

/// Carries out one session: takes the step that its record names, stores what came of it, takes the next.
///
/// One task alone changes the record, with one signal after the other. Calls to the platform run beside it, and send a
/// signal when they end; what comes from a call that is no longer waited for is not looked at.
final class SessionRunner: Sendable {
    enum Signal: Sendable {
        /// A call ended, with the number under which it was begun.
        case ended(call: Int, SessionMachine.Event)
        /// Somebody wants the session to end; the answer says whether it does.
        case stop(StopReason, CheckedContinuation<Bool, Never>?)
        /// The call that stops the work ended.
        case stopped(PlatformError?)
        /// What was stopped had its time to end.
        case patienceOver
    }

    let id: UUID
    private let first: SessionRecord
    private let broker: Broker
    private let signals: AsyncStream<Signal>
    private let send: AsyncStream<Signal>.Continuation
    private let task = Locked<Task<Void, Never>?>(nil)

    init(_ record: SessionRecord, of broker: Broker) {
        id = record.id
        first = record
        self.broker = broker
        (signals, send) = AsyncStream.makeStream(of: Signal.self)
    }

    func begin() {
        let running = Task {
            var run = SessionRun(first, broker: broker) { [send] in send.yield($0) }
            await run.carryOut(signals)
            send.finish()
            broker.memory.withLock { memory in
                if memory.runners[id] === self { memory.runners[id] = nil }
            }
            // Whoever still waits for an answer gets the one that is left.
            for await case .stop(_, let answer) in signals { answer?.resume(returning: false) }
        }
        task.withLock { $0 = running }
    }

    /// Ends the session early.
    ///
    /// - Returns: `false` when it is too late for that.
    func stop(_ reason: StopReason) async -> Bool {
        await withCheckedContinuation { answer in
            switch send.yield(.stop(reason, answer)) {
            case .enqueued: break
            default: answer.resume(returning: false)
            }
        }
    }

    /// Ends the runner and not the session: it is carried on after the next start. A pause before a write is tried
    /// again ends at once.
    func leave() {
        send.finish()
        task.withLock { $0 }?.cancel()
    }

    func left() async { await task.withLock { $0 }?.value }
}
