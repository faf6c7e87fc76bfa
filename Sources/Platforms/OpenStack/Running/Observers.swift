import BerthModel
import Synchronization

/// For which sessions somebody looks at the console already.
final class Observers: Sendable {
    private let counts = Mutex<[UUID: Int]>([:])

    func begin(_ session: UUID) { counts.withLock { $0[session, default: 0] += 1 } }

    func end(_ session: UUID) {
        counts.withLock { counts in
            let count = (counts[session] ?? 1) - 1
            counts[session] = count > 0 ? count : nil
        }
    }

    func isLooking(_ session: UUID) -> Bool { counts.withLock { $0[session] != nil } }
}
