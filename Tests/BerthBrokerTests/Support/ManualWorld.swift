import BerthModel

@testable import BerthBroker

/// A world whose clock the test moves.
final class ManualWorld: World {
    private struct State {
        var now = Sample.now
        var lastTicket: UInt64 = 0
        var sleepers: [UInt64: (until: Instant, continuation: CheckedContinuation<Void, Never>)] = [:]
    }

    private let state = Locked(State())

    func now() -> Instant { state.withLock(\.now) }

    func nextID() -> UUID { UUID(random: 0, ticket()) }

    private func ticket() -> UInt64 {
        state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
    }

    func sleep(until instant: Instant) async {
        let ticket = ticket()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if instant <= state.now || Task.isCancelled { return true }
                    state.sleepers[ticket] = (instant, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: ticket)?.continuation }?.resume()
        }
    }

    func move(by seconds: Int64) {
        let awake = state.withLock { state in
            state.now = state.now + TimeSpan(seconds: seconds)
            let awake = state.sleepers.filter { $0.value.until <= state.now }
            for ticket in awake.keys { state.sleepers[ticket] = nil }
            return awake.values.map(\.continuation)
        }
        for continuation in awake { continuation.resume() }
    }
}
