package import BerthModel
package import BerthPlatform

/// The engine behind every door: asks platforms, holds what they offer, carries out what is accepted.
///
/// Who asks is known when a call comes in; what a caller may not see is `notYours`. A call that changes something has
/// reached the store when it returns. After a crash `start` goes on where the store says that everything stood.
package final class Broker: Sendable {
    package let settings: BrokerSettings
    let platforms: [any Platform]
    let store: any Store
    let world: any World
    let log: BrokerLog

    /// - Precondition: no two platforms have the same name.
    package init(
        platforms: [any Platform], store: any Store, settings: BrokerSettings, world: any World,
        log: @escaping BrokerLog = { _ in }
    ) {
        self.platforms = platforms
        self.store = store
        self.settings = settings
        self.world = world
        self.log = log
    }

    /// Finds again what the store holds: offers are held, sessions are carried on, what belongs to nobody is released.
    /// Before it returns nothing may be asked.
    ///
    /// - Throws: `storeFailed`.
    package func start() async throws(BrokerError) { fatalError() }

    /// Ends the broker's own tasks; sessions go on where they run and are found again by the next start.
    package func stop() async { fatalError() }

    // MARK: questions

    /// Asks every platform. The answer NO is an answer and no error.
    ///
    /// - Parameter ignored: what was not understood when the request was read; each is told in a message.
    /// - Throws: `storeFailed`, `stopping`.
    package func ask(
        _ request: ExecutionRequest, ignored: [Problem] = [], as asker: Identity
    ) async throws(BrokerError) -> OfferSetResponse { fatalError() }

    /// An offer set as it stands now.
    ///
    /// - Throws: `notFound`, `notYours`, `storeFailed`.
    package func offerSet(_ id: UUID, as asker: Identity) async throws(BrokerError) -> OfferSetResponse {
        fatalError()
    }

    /// Runs a request without offers: the session in phase ACCEPTED, or one in phase FAILED that says why not and that
    /// nobody keeps.
    ///
    /// - Throws: `storeFailed`, `stopping`.
    package func direct(
        _ request: ExecutionRequest, ignored: [Problem] = [], as asker: Identity
    ) async throws(BrokerError) -> Session { fatalError() }

    // MARK: sessions

    /// - Throws: `notFound`, `notYours`, `storeFailed`.
    package func session(_ id: UUID, as asker: Identity) async throws(BrokerError) -> SessionView { fatalError() }

    /// A page of the asker's sessions, latest first.
    ///
    /// - Parameters:
    ///   - phases: only these; all when empty.
    ///   - after: the `next` of the page before.
    /// - Throws: `notFound` when there is no session `after`, `storeFailed`.
    package func sessions(
        in phases: [SessionPhase], after: UUID?, limit: Int, as asker: Identity
    ) async throws(BrokerError) -> SessionList { fatalError() }

    /// Accepts, rejects or cancels.
    ///
    /// - Throws: `malformed` for an update that names no member that can be changed, `wrongPhase`, `expired`,
    ///   `notFound`, `notYours`, `storeFailed`, `stopping`.
    package func update(_ id: UUID, with update: Update, as asker: Identity) async throws(BrokerError) -> SessionView {
        fatalError()
    }

    /// Waits until a session has changed after a revision.
    ///
    /// - Returns: `nil` when nothing has changed by the deadline, when the task is cancelled, or when the broker stops.
    /// - Throws: `notFound`, `notYours`, `storeFailed`.
    package func change(
        of id: UUID, after revision: Int64, until deadline: Instant, as asker: Identity
    ) async throws(BrokerError) -> SessionView? { fatalError() }

    /// What the work wrote, from an offset on; waits for the next bytes when there are none yet and `waiting` is set.
    ///
    /// - Returns: at most `limit` bytes; nothing and the end for a platform that keeps no output.
    /// - Throws: `notFound`, `notYours`, `storeFailed`, `platformFailed`.
    package func log(
        _ stream: LogStream, of id: UUID, from offset: Int64, limit: Int, waiting: Bool, as asker: Identity
    ) async throws(BrokerError) -> LogPiece { fatalError() }

    // MARK: the broker itself

    package var platformList: PlatformList { fatalError() }

    /// Whether questions can be answered now.
    package func health() async -> Health { fatalError() }

    /// Counters and gauges since the start.
    package var figures: BrokerFigures { fatalError() }
}

/// A session as one caller sees it.
package struct SessionView: Sendable, Hashable {
    /// With its link and the options of the caller.
    package var session: Session
    /// Counts up by one with every change.
    package var revision: Int64
    /// When it came into which phase, oldest first.
    package var history: [PhaseChange]
}
