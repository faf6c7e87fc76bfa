package import BerthModel

/// Where offer sets and sessions are kept. Three homes, one contract, one suite (`StoreConformance`).
///
/// A write has reached the disk when its call returns. A write is all or nothing. Reads see every write that has
/// returned.
package protocol Store: Sendable {
    /// Adds an offer set with its offers, or sessions alone. Every identifier is new, and the offer set that a session
    /// names is the one given or one that is there; else nothing is added.
    ///
    /// - Throws: `failed` when an identifier is taken or an offer set is not there; `full`; `tooBusy`.
    func insert(_ offerSet: StoredOfferSet?, _ sessions: [StoredSession]) async throws(StoreError)

    /// Replaces sessions, if each stands at the revision before the one given; else nothing changes. This
    /// compare-and-set is what makes two accepts have one winner. A session stays in its offer set, whatever the new
    /// value says.
    ///
    /// - Parameter among: how many sessions the offer set of the first has, for a change that is about all of them;
    ///   `nil` where that does not matter.
    /// - Returns: `false` when a revision was another one, a session is gone or named twice, or the set has more or
    ///   fewer.
    func replace(_ sessions: [StoredSession], among count: Int?) async throws(StoreError) -> Bool

    /// Replaces what is kept of an offer set that is there and adds offers to it, if its sessions are these and stand
    /// at these revisions; else nothing changes. So nothing joins a set of which an offer was accepted meanwhile.
    ///
    /// - Returns: `false` when the set is gone, or its sessions are others.
    /// - Throws: as `insert`.
    func amend(
        _ offerSet: StoredOfferSet, adding sessions: [StoredSession], to known: [UUID: Int64]
    ) async throws(StoreError) -> Bool

    /// The offer set and its sessions in the order of their insertion.
    func offerSet(_ id: UUID) async throws(StoreError) -> (set: StoredOfferSet, sessions: [StoredSession])?

    func session(_ id: UUID) async throws(StoreError) -> StoredSession?

    /// A page of sessions, latest first.
    func sessions(_ query: SessionQuery) async throws(StoreError) -> [StoredSession]

    /// Every session whose phase is not an end, oldest first: what a broker finds when it starts.
    func unfinished() async throws(StoreError) -> [StoredSession]

    /// Deletes sessions that were changed for the last time before an instant and are at their end, and offer sets that
    /// have none left, and offer sets from before the instant that never had one.
    ///
    /// - Returns: the deleted sessions, the earliest ended first, at most `limit`.
    func forget(endedBefore instant: Instant, limit: Int) async throws(StoreError) -> [StoredSession]

    /// Waits for what is being written, and closes. Later calls throw `closed`.
    func close() async
}

extension Store {
    /// Replaces sessions, whoever else is in their offer set.
    package func replace(_ sessions: [StoredSession]) async throws(StoreError) -> Bool {
        try await replace(sessions, among: nil)
    }
}

/// An offer set as the store sees it: columns to find it by, and a body that only the broker reads.
package struct StoredOfferSet: Sendable, Hashable {
    package var id: UUID
    package var owner: String
    package var created: Instant
    package var body: [UInt8]

    package init(id: UUID, owner: String, created: Instant, body: [UInt8]) {
        self.id = id
        self.owner = owner
        self.created = created
        self.body = body
    }
}

/// A session as the store sees it.
package struct StoredSession: Sendable, Hashable {
    package var id: UUID
    /// `nil` for direct execution.
    package var offerSet: UUID?
    package var owner: String
    package var platform: String
    package var phase: SessionPhase
    /// Counts up by one with every change, from 1.
    package var revision: Int64
    package var created: Instant
    package var modified: Instant
    package var body: [UInt8]

    package init(
        id: UUID, offerSet: UUID?, owner: String, platform: String, phase: SessionPhase, revision: Int64,
        created: Instant, modified: Instant, body: [UInt8]
    ) {
        self.id = id
        self.offerSet = offerSet
        self.owner = owner
        self.platform = platform
        self.phase = phase
        self.revision = revision
        self.created = created
        self.modified = modified
        self.body = body
    }
}

/// Which sessions to list.
package struct SessionQuery: Sendable, Hashable {
    /// `nil` for everybody's.
    package var owner: String?
    /// Empty for every phase.
    package var phases: [SessionPhase]
    /// Only sessions older than this one: created before it, or at the same time with a smaller identifier.
    package var after: (created: Instant, id: UUID)? {
        get { afterCreated.flatMap { created in afterID.map { (created, $0) } } }
        set {
            afterCreated = newValue?.created
            afterID = newValue?.id
        }
    }
    private var afterCreated: Instant?
    private var afterID: UUID?
    package var limit: Int

    package init(owner: String? = nil, phases: [SessionPhase] = [], limit: Int) {
        self.owner = owner
        self.phases = phases
        self.limit = limit
    }
}

/// Why a store did not do what it was asked.
package struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// The file cannot be opened, or is not a database.
        case cannotOpen
        /// Written by a later version of Berth.
        case fromTheFuture
        /// Another process uses it.
        case inUse
        /// The disk is full.
        case full
        /// What is in the file contradicts itself.
        case damaged
        /// More wait for it than its limits allow; it will do better in a moment.
        case tooBusy
        /// Anything else that the database said.
        case failed
        /// It was closed before.
        case closed
    }

    package var code: Code
    /// What happened, and what can be done.
    package var message: String
    package var path: String?
    /// What the database said.
    package var cause: String?

    package init(_ code: Code, _ message: String, path: String? = nil, cause: String? = nil) {
        self.code = code
        self.message = message
        self.path = path
        self.cause = cause
    }

    package var description: String { message + (cause.map { " (\($0))" } ?? "") }
}
