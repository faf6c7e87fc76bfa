import BerthModel

/// Who decides about which offer set now: everybody else waits for the end of it and looks again, instead of working
/// out what the store will refuse.
final class Turns: Sendable {
    private typealias Waiter = CheckedContinuation<Void, Never>

    private let waiting = Locked<[UUID: [Waiter]]>([:])

    /// - Returns: `false` when it was somebody else's turn, which is over now.
    func begin(_ set: UUID) async -> Bool {
        let isFree = waiting.withLock { waiting in
            if waiting[set] != nil { return false }
            waiting[set] = []
            return true
        }
        if isFree { return true }
        await withCheckedContinuation { waiter in
            let isOver = waiting.withLock { waiting in
                if waiting[set] == nil { return true }
                waiting[set]?.append(waiter)
                return false
            }
            if isOver { waiter.resume() }
        }
        return false
    }

    func end(_ set: UUID) {
        for waiter in waiting.withLock({ $0.removeValue(forKey: set) }) ?? [] { waiter.resume() }
    }
}
