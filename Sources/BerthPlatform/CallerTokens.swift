package import BerthModel
import Synchronization

/// Tokens with which people have called this service, for platforms that have to say elsewhere who asks.
///
/// In memory only, and only where such a platform is configured: else no token is kept at all. Of a person the latest
/// one is known. None is in a description, a log or a store.
package final class CallerTokens: Sendable {
    private struct Entry {
        var token: String
        var until: Instant
    }

    private struct State {
        var isWanted = false
        var entries: [String: Entry] = [:]
    }

    /// People whose token is known; of more, the one that is over first is forgotten.
    package static let most = 10_000
    /// A token that does not say when it is over is forgotten when it was not used for so long.
    package static let usualLife = TimeSpan(seconds: 12 * 3600)

    /// Those of this process: it is one service.
    package static let ofProcess = CallerTokens()

    private let state = Mutex(State())

    package init() {}

    /// From now on tokens are kept: a platform needs them.
    package func want() { state.withLock { $0.isWanted = true } }

    package var isWanted: Bool { state.withLock { $0.isWanted } }

    /// - Parameter expires: nil when nobody knows.
    package func keep(_ token: String, of subject: String, until expires: Instant?, now: Instant) {
        state.withLock { state in
            guard state.isWanted else { return }
            if state.entries[subject] == nil, state.entries.count >= Self.most {
                state.entries = state.entries.filter { now < $0.value.until }
                let first = state.entries.min { $0.value.until < $1.value.until }
                if state.entries.count >= Self.most, let first { state.entries[first.key] = nil }
            }
            state.entries[subject] = Entry(token: token, until: expires ?? now + Self.usualLife)
        }
    }

    /// Nil when this person has not called yet, or when the time of the token is over.
    package func token(of subject: String, now: Instant) -> String? {
        state.withLock { state in
            guard let entry = state.entries[subject] else { return nil }
            if now < entry.until { return entry.token }
            state.entries[subject] = nil
            return nil
        }
    }
}
