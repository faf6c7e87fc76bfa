package import BerthModel
package import BerthPlatform

/// The engine behind every door: asks platforms, holds what they offer, carries out what is accepted.
///
/// Who asks is known when a call comes in; what a caller may not see is `notYours`. A call that changes something has
/// reached the store when it returns. After a crash `start` goes on where the store says that everything stood.
package final class Broker: Sendable {
    package let settings: BrokerSettings
    /// Those of the configuration.
    private let configured: [any Platform]
    /// Those that were found besides; they come and go.
    private let found = Locked(FoundPlatforms())
    let store: any Store
    let world: any World
    let log: BrokerLog
    let memory: Locked<BrokerMemory>
    let watchers = Watchers()
    let turns = Turns()
    let sweeper: Sweeper

    /// - Throws: `platformFailed` when two platforms have the same name, or a capacity cannot be counted.
    package init(
        platforms: [any Platform], store: any Store, settings: BrokerSettings, world: any World,
        log: @escaping BrokerLog = { _ in }
    ) throws(BrokerError) {
        var names: Set<String> = []
        for platform in platforms where !names.insert(platform.profile.name).inserted {
            throw BrokerError(
                .platformFailed, "Two platforms are called \(platform.profile.name); give each a name of its own.")
        }
        configured = platforms
        self.store = store
        self.settings = settings
        self.world = world
        self.log = log
        let shares = settings.shares.values.sorted { $0.platform < $1.platform }
        memory = Locked(BrokerMemory(ledger: try Ledger(platforms.map(\.profile), shares: shares)))
        sweeper = Sweeper(world: world)
    }

    package var platformNames: [String] { platforms.map(\.profile.name) }

    /// Who is asked.
    var platforms: [any Platform] { configured + found.withLock { $0.asked } }

    /// Whoever carries out a session, also one that is no longer asked.
    func platform(_ name: String) -> (any Platform)? {
        configured.first { $0.profile.name == name } ?? found.withLock { $0[name]?.platform }
    }

    /// Groups, of which who asks must be in one; nil for a platform that is for everybody.
    func groups(for name: String) -> [String]? { settings.access[name] ?? found.withLock { $0[name]?.groups } }

    /// Takes over what was found, in place of what was found before: from the next question on. Sessions of a platform
    /// that is no longer asked go on; of one that is no longer there at all they are lost.
    ///
    /// - Precondition: none has a name of the configuration, nor a capacity that is counted here, nor orphans.
    package func takeUp(_ platforms: [FoundPlatform], of registries: [RegistrySummary]) {
        found.withLock { $0 = FoundPlatforms(platforms, registries) }
    }

    /// Whether a platform has offers or sessions that are not at their end.
    package func isInUse(_ platform: String) -> Bool { memory.withLock { $0.isInUse(platform) } }

    func checkRunning() throws(BrokerError) {
        if memory.withLock({ $0.isStopping }) {
            throw BrokerError(.stopping, "The service is stopping; ask again when it is back.")
        }
    }

    /// Counts a question in; `endQuestion` counts it out.
    ///
    /// - Throws: `stopping`, `tooMany`.
    func beginQuestion() throws(BrokerError) {
        try checkRunning()
        let isOne = memory.withLock { memory in
            if memory.questions >= settings.questionsAtOnce { return false }
            memory.questions += 1
            return true
        }
        if isOne { return }
        throw BrokerError(
            .tooMany, "\(settings.questionsAtOnce) questions are being answered already; ask again in a moment.")
    }

    func endQuestion() { memory.withLock { $0.questions -= 1 } }

    // MARK: sessions

    /// - Throws: `notFound`, `notYours`, `storeFailed`.
    package func session(_ id: UUID, as asker: Identity) async throws(BrokerError) -> SessionView {
        view(try await record(id, as: asker))
    }

    /// A page of the asker's sessions, latest first.
    ///
    /// - Parameters:
    ///   - phases: only these; all when empty.
    ///   - after: the `next` of the page before.
    ///   - limit: at least 1.
    /// - Throws: `notFound` when there is no session `after`, `storeFailed`.
    package func sessions(
        in phases: [SessionPhase], after: UUID?, limit: Int, as asker: Identity
    ) async throws(BrokerError) -> SessionList {
        // One more than asked tells whether there is another page.
        var query = SessionQuery(owner: asker.subject, phases: phases, limit: limit + 1)
        if let after {
            query.after = (try await stored(after, as: asker).created, after)
        }
        let found: [StoredSession]
        do throws(StoreError) {
            found = try await store.sessions(query)
        } catch {
            throw .store(error)
        }
        var page: [Session] = []
        for stored in found.prefix(limit) {
            do throws(BrokerError) {
                page.append(view(try SessionRecord(stored)).session)
            } catch {
                // One record that is damaged does not hide the others.
                logUnreadable(stored.id, error)
            }
        }
        return SessionList(sessions: page, next: found.count > limit ? found[limit - 1].id : nil)
    }

    /// Waits until a session has changed after a revision.
    ///
    /// - Returns: `nil` when nothing has changed by the deadline or ever will, when the task is cancelled, or when the
    ///   broker stops.
    /// - Throws: `notFound`, `notYours`, `storeFailed`.
    package func change(
        of id: UUID, after revision: Int64, until deadline: Instant, as asker: Identity
    ) async throws(BrokerError) -> SessionView? {
        while true {
            let ticket = watchers.subscribe(to: id)
            defer { watchers.unsubscribe(ticket) }
            let view = view(try await record(id, as: asker))
            if view.revision > revision { return view }
            if view.session.phase?.isEnd ?? false || world.now() >= deadline || Task.isCancelled { return nil }
            let clock = Task { [world, watchers] in
                await world.sleep(until: deadline)
                watchers.signal(ticket)
            }
            await watchers.wait(ticket)
            clock.cancel()
            if memory.withLock({ $0.isStopping }) { return nil }
        }
    }

    /// What the work wrote, from an offset on; waits for the next bytes when there are none yet and `waiting` is set.
    ///
    /// - Returns: at most `limit` bytes; nothing and the end for a platform that keeps no output.
    /// - Throws: `notFound`, `notYours`, `storeFailed`, `platformFailed`.
    package func log(
        _ stream: LogStream, of id: UUID, from offset: Int64, limit: Int, waiting: Bool, as asker: Identity
    ) async throws(BrokerError) -> LogPiece {
        let record = try await record(id, as: asker)
        guard let platform = platform(record.plan.platform) as? any LogProviding else {
            return LogPiece(bytes: [], isEnd: true)
        }
        // What never ran has nothing to wait for.
        let isOver = record.phase.isEnd || record.phase == .offered
        do throws(PlatformError) {
            return try await platform.log(
                stream, of: record.work, from: offset, limit: limit, waiting: waiting && !isOver)
        } catch {
            logDetail(of: error, platform: record.plan.platform, session: id)
            throw BrokerError(.platformFailed, "The output cannot be read now.", cause: error.description)
        }
    }

    /// What of a platform's error is for administrators only.
    func logDetail(of error: PlatformError, platform: String, session: UUID) {
        guard let detail = error.detail else { return }
        log(
            BrokerEvent(
                .warning, "platform.failed",
                ["platform": platform, "session": "\(session)", "code": error.code.rawValue, "detail": detail]))
    }

    func logUnreadable(_ id: UUID, _ error: BrokerError) {
        log(BrokerEvent(.error, "session.unreadable", ["session": "\(id)", "problem": error.description]))
    }

    func record(_ id: UUID, as asker: Identity) async throws(BrokerError) -> SessionRecord {
        try SessionRecord(try await stored(id, as: asker))
    }

    func stored(_ id: UUID, as asker: Identity) async throws(BrokerError) -> StoredSession {
        let stored: StoredSession?
        do throws(StoreError) {
            stored = try await store.session(id)
        } catch {
            throw .store(error)
        }
        guard let stored else { throw Self.notFound(id) }
        guard stored.owner == asker.subject else {
            throw BrokerError(.notYours, "The session \(id) belongs to somebody else.")
        }
        return stored
    }

    static func notFound(_ id: UUID) -> BrokerError { BrokerError(.notFound, "There is no session \(id).") }

    func view(_ record: SessionRecord) -> SessionView {
        SessionView(
            session: record.view(publicURL: settings.publicURL, mayChange: true), revision: record.revision,
            history: record.history)
    }

    // MARK: the broker itself

    package var platformList: PlatformList {
        let now = world.now()
        let found = found.withLock { $0 }
        return PlatformList(
            platforms: (configured + found.asked).map { platform in
                let profile = platform.profile
                var summary = memory.withLock { memory in
                    memory.ledger.follow(profile)
                    return PlatformSummary(
                        profile, free: memory.ledger.free(on: profile.name, at: now),
                        last: memory.lastAnswers[profile.name],
                        groups: settings.access[profile.name] ?? found[profile.name]?.groups)
                }
                if let origin = found[profile.name]?.origin { summary.say(origin) }
                return summary
            }, registries: found.registries)
    }

    /// Whether questions can be answered now.
    package func health() async -> Health {
        var messages: [String] = []
        if memory.withLock({ $0.isStopping }) { messages.append("The service is stopping.") }
        do throws(StoreError) {
            _ = try await store.session(UUID(random: 0, 0))
        } catch {
            messages.append("The store cannot be read: \(error.message)")
        }
        if memory.withLock({ $0.isStoreFailing }) { messages.append("The store cannot be written.") }
        return Health(
            status: messages.isEmpty ? .pass : .fail, version: settings.version,
            instance: settings.instance.isEmpty ? nil : settings.instance, messages: messages)
    }

    /// Counters and gauges since the start.
    package var figures: BrokerFigures { memory.withLock { $0.figures } }
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
