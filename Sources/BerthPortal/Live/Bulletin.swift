import BerthBroker
import BerthModel

/// A value that many look at while it changes. Each is woken by a change and reads the value as it is by then: for a
/// slow reader nothing is kept, and a thousand readers cost no more than their own reading.
final class Bulletin<Value: Sendable>: Sendable {
    struct Issue: Sendable {
        /// 0 at first, and one more with each change.
        var number: Int64
        var value: Value
    }

    private struct Reader {
        var isSignalled = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private struct State {
        var issue: Issue
        var lastTicket: UInt64 = 0
        var readers: [UInt64: Reader] = [:]
    }

    private let state: Locked<State>

    init(_ value: Value) { state = Locked(State(issue: Issue(number: 0, value: value))) }

    var issue: Issue { state.withLock { $0.issue } }
    var value: Value { issue.value }
    /// How many wait for a change.
    var waitingCount: Int { state.withLock { $0.readers.count } }

    /// Changes the value and wakes those who wait.
    @discardableResult
    func change<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        let (result, waiting) = state.withLock { state in
            let result = body(&state.issue.value)
            state.issue.number += 1
            let tickets = state.readers.keys.sorted()
            return (result, tickets.compactMap { Self.signal($0, &state) })
        }
        for continuation in waiting { continuation.resume() }
        return result
    }

    /// The value after a change; nil when there was none by the deadline, or the task was cancelled.
    func issue(after number: Int64, until deadline: Instant, _ world: any World) async -> Issue? {
        let ticket: UInt64? = state.withLock { state in
            if state.issue.number > number { return nil }
            state.lastTicket += 1
            state.readers[state.lastTicket] = Reader()
            return state.lastTicket
        }
        if let ticket {
            let clock = Task { [self] in
                await world.sleep(until: deadline)
                signal(ticket)
            }
            await wait(ticket)
            clock.cancel()
        }
        let issue = issue
        return issue.number > number ? issue : nil
    }

    private func wait(_ ticket: UInt64) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if state.readers[ticket]?.isSignalled ?? true || Task.isCancelled { return true }
                    state.readers[ticket]?.waiting = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            signal(ticket)
        }
        state.withLock { $0.readers[ticket] = nil }
    }

    private func signal(_ ticket: UInt64) { state.withLock { Self.signal(ticket, &$0) }?.resume() }

    private static func signal(_ ticket: UInt64, _ state: inout State) -> CheckedContinuation<Void, Never>? {
        // Who has gone leaves nothing behind.
        guard state.readers[ticket] != nil else { return nil }
        state.readers[ticket]?.isSignalled = true
        let waiting = state.readers[ticket]?.waiting
        state.readers[ticket]?.waiting = nil
        return waiting
    }
}
