import BerthBroker
import BerthClient
import BerthModel

/// The sessions that somebody watches now, each once.
final class WatchDesk: Sendable {
    /// Who loads a page again, or goes from one to the next, finds the streams still open.
    static let linger = TimeSpan(seconds: 15)

    /// Whoever may see a session of a broker is who owns it.
    fileprivate struct Key: Hashable {
        var broker: String
        var session: UUID
        var owner: String
    }

    fileprivate struct Entry {
        var watched: WatchedSession
        var count: Int
        /// Changes with each coming and going.
        var turn: Int
    }

    private let entries = Locked<[Key: Entry]>([:])
    private let world: any World
    private let book: HistoryBook

    init(world: any World, book: HistoryBook) {
        self.world = world
        self.book = book
    }

    /// How many sessions are watched.
    var count: Int { entries.withLock { $0.count } }
    /// How many watch them.
    var watchers: Int { entries.withLock { $0.values.reduce(0) { $0 + $1.count } } }

    /// Watches a session as long as the body does.
    ///
    /// - Throws: `unavailable` for a broker that cannot be spoken to, and what the body throws.
    func watching<Result: Sendable>(
        _ id: UUID, at broker: PortalBroker, for visitor: PortalVisitor,
        _ body: (WatchedSession) async throws(PortalError) -> Result
    ) async throws(PortalError) -> Result {
        let watched = try await join(id, at: broker, for: visitor)
        defer { leave(watched) }
        return try await body(watched)
    }

    /// Comes to a session; `leave` has to follow.
    func join(
        _ id: UUID, at broker: PortalBroker, for visitor: PortalVisitor
    ) async throws(PortalError) -> WatchedSession {
        let key = Key(broker: broker.name, session: id, owner: visitor.subject)
        if let known = entries.withLock({ $0.enter(key) }) { return known }
        let client: BrokerClient
        do throws(ClientError) { client = try broker.client(for: visitor) } catch { throw PortalError(error) }
        let run = try await book.run(broker.name, id, of: visitor.subject)
        let fresh = WatchedSession(
            id, at: broker, as: client, owner: visitor.subject, run: run, world: world, book: book)
        let watched = entries.withLock { entries in
            // Somebody else may have come first in the meantime.
            if let known = entries.enter(key) { return known }
            entries[key] = Entry(watched: fresh, count: 1, turn: 0)
            return fresh
        }
        if watched === fresh { fresh.start() }
        return watched
    }

    func leave(_ watched: WatchedSession) {
        let key = Key(broker: watched.broker.name, session: watched.id, owner: watched.owner)
        let turn: Int? = entries.withLock { entries in
            guard var entry = entries[key], entry.watched === watched else { return nil }
            entry.count -= 1
            entry.turn += 1
            entries[key] = entry
            return entry.count == 0 ? entry.turn : nil
        }
        guard let turn else { return }
        Task { [self] in
            await world.sleep(until: world.now() + Self.linger)
            let isLast = entries.withLock { entries in
                guard let entry = entries[key], entry.count == 0, entry.turn == turn else { return false }
                entries[key] = nil
                return true
            }
            if isLast { watched.stop() }
        }
    }

    /// Ends all streams.
    func close() {
        let all = entries.withLock { entries in
            defer { entries = [:] }
            return entries.values.map(\.watched)
        }
        for watched in all { watched.stop() }
    }
}

extension [WatchDesk.Key: WatchDesk.Entry] {
    /// One more for a session that is watched already; one of which no news come any more is watched anew.
    fileprivate mutating func enter(_ key: WatchDesk.Key) -> WatchedSession? {
        guard let entry = self[key], entry.watched.board.value.failure == nil else { return nil }
        self[key]?.count += 1
        self[key]?.turn += 1
        return entry.watched
    }
}
