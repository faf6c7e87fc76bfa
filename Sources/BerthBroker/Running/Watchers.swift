import BerthModel

/// Who waits for a session to change.
///
/// A watcher subscribes before it reads the session, so that no change falls between the two.
final class Watchers: Sendable {
    private struct Watcher {
        var isSignalled = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private struct State {
        var lastTicket: UInt64 = 0
        var watchers: [UUID: [UInt64: Watcher]] = [:]
        var isClosed = false
    }

    struct Ticket: Sendable {
        let session: UUID
        fileprivate let number: UInt64
    }

    private let state = Locked(State())

    var count: Int { state.withLock { $0.watchers.values.reduce(0) { $0 + $1.count } } }
    /// How many sessions anything is kept for.
    var sessionCount: Int { state.withLock { $0.watchers.count } }

    func subscribe(to session: UUID) -> Ticket {
        state.withLock { state in
            state.lastTicket += 1
            state.watchers[session, default: [:]][state.lastTicket] = Watcher(isSignalled: state.isClosed)
            return Ticket(session: session, number: state.lastTicket)
        }
    }

    func unsubscribe(_ ticket: Ticket) {
        state.withLock { state in
            state.watchers[ticket.session]?[ticket.number] = nil
            if state.watchers[ticket.session]?.isEmpty == true { state.watchers[ticket.session] = nil }
        }
    }

    /// Waits for a change since the subscription, for `signal`, or for the task to be cancelled.
    func wait(_ ticket: Ticket) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    guard let watcher = state.watchers[ticket.session]?[ticket.number], !watcher.isSignalled,
                        !Task.isCancelled
                    else { return true }
                    state.watchers[ticket.session]?[ticket.number]?.waiting = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            signal(ticket)
        }
    }

    /// Ends one wait.
    func signal(_ ticket: Ticket) {
        state.withLock { state -> CheckedContinuation<Void, Never>? in
            // A ticket that was given back leaves nothing behind.
            if state.watchers[ticket.session]?[ticket.number] == nil { return nil }
            return Self.signal(&state.watchers[ticket.session, default: [:]][ticket.number])
        }?.resume()
    }

    /// The session has changed.
    func publish(_ session: UUID) {
        let waiting = state.withLock { state in
            guard let tickets = state.watchers[session]?.keys else { return [CheckedContinuation<Void, Never>]() }
            return tickets.sorted().compactMap { Self.signal(&state.watchers[session]![$0]) }
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Ends every wait, and those that begin later.
    func close() {
        let sessions = state.withLock { state in
            state.isClosed = true
            return state.watchers.keys.sorted()
        }
        for session in sessions { publish(session) }
    }

    private static func signal(_ watcher: inout Watcher?) -> CheckedContinuation<Void, Never>? {
        guard watcher != nil else { return nil }
        watcher?.isSignalled = true
        let waiting = watcher?.waiting
        watcher?.waiting = nil
        return waiting
    }
}
