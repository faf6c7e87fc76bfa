package import BerthModel
package import BerthPlatform

extension ScriptedPlatform {
    private static let cancelled = PlatformError(.cancelled, "The session was cancelled.")

    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        let name = part.description
        let isReady = try shelf.change(work.session) { thing throws(PlatformError) in
            if thing.stopped != nil { throw Self.cancelled }
            // Half made is made: it has to be released.
            if !thing.made.contains(name) { thing.made.append(name) }
            return thing.ready.contains(name)
        }
        if isReady { return .done }
        try await take(part.preparing, work)
        try shelf.change(work.session) { thing throws(PlatformError) in
            if thing.stopped != nil { throw Self.cancelled }
            if !thing.ready.contains(name) { thing.ready.append(name) }
        }
        return .done
    }

    package func start(_ work: Work) async throws(PlatformError) -> Progress {
        guard let thing = shelf.thing(work.session),
            Part.inOrder(of: work.plan).allSatisfy({ thing.ready.contains($0.description) })
        else {
            throw PlatformError(
                .lost, "What was prepared for the session is no longer there.", subject: work.session.description)
        }
        if thing.started == nil {
            try await take(.start, work)
            let now = clock.now()
            try shelf.change(work.session) { thing throws(PlatformError) in
                if thing.stopped != nil { throw Self.cancelled }
                thing.started = thing.started ?? now
            }
            naps.wake(work.session)
        }
        let connectors = settings.run(of: work).connectors
        if connectors.isEmpty { return .done }
        return Progress(
            connectors: connectors.map {
                Connector(status: .available, protocol: $0.protocol, location: $0.location)
            })
    }

    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        do throws(PlatformError) {
            try await take(.observe, work)
        } catch {
            // A cancel ends the wait, and the state tells it.
            if error != Self.cancelled || Task.isCancelled { throw error }
        }
        let run = settings.run(of: work)
        while true {
            let version = naps.version
            guard let thing = shelf.thing(work.session), thing.made.contains(Part.executable.description) else {
                throw PlatformError(
                    .lost, "The executable of the session is no longer there.", subject: work.session.description)
            }
            let life = ScriptedLife(run, thing)
            let now = clock.now()
            let state = life.state(at: now)
            if case .finished = state { return state }
            if state != seen { return state }
            if Task.isCancelled { throw Self.cancelled }
            await naps.wait(for: work.session, after: version, until: life.nextChange(after: now) ?? .latest)
        }
    }

    package func cancel(_ work: Work) async throws(PlatformError) {
        try await take(.cancel, work)
        if settings.run(of: work).ignoresCancel { return }
        try stop(work.session) { _ in }
    }

    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        try await take(part.releasing, work)
        guard part == .executable else {
            return try shelf.change(work.session) { $0.remove(part) }
        }
        // What still runs goes with its executable.
        try stop(work.session) { thing in
            thing.remove(part)
            thing.isOver = true
        }
    }

    /// Ends what the session is doing; nothing of it begins afterwards.
    private func stop(_ session: UUID, _ change: (inout ScriptedThing) -> Void) throws(PlatformError) {
        let now = clock.now()
        try shelf.change(session) { thing in
            thing.stopped = thing.stopped ?? now
            change(&thing)
        }
        naps.wake(session)
    }

    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        let orphans = self.sessions.filter { !sessions.contains($0) }
        for orphan in orphans {
            try stop(orphan) { thing in
                thing.made = []
                thing.ready = []
                thing.isOver = true
            }
        }
        return orphans
    }

    // MARK: the script

    /// Counts a call, takes its time and fails, all as the script says.
    ///
    /// - Throws: the failure of the script; `cancelled` when the session is stopped before a step of it is over.
    private func take(_ call: ScriptedCall, _ work: Work) async throws(PlatformError) {
        guard settings.steps.contains(where: { $0.step == call }) else { return }
        let number = try shelf.change(work.session) { $0.count(call) }
        guard let step = settings.step(call, number: number) else { return }
        if step.delay > .zero { try await pause(until: clock.now() + step.delay, call, work.session) }
        guard let failure = step.failure else { return }
        throw PlatformError(
            PlatformError.Code(rawValue: failure.code), failure.message, subject: failure.subject, cause: failure.cause)
    }

    private func pause(until instant: Instant, _ call: ScriptedCall, _ session: UUID) async throws(PlatformError) {
        while clock.now() < instant {
            let version = naps.version
            if Task.isCancelled { throw Self.cancelled }
            if call.endsWhenStopped, shelf.thing(session)?.stopped != nil { throw Self.cancelled }
            await naps.wait(for: session, after: version, until: instant)
        }
    }
}

extension ScriptedCall {
    /// Stopping and releasing go on after a cancel, which they follow.
    var endsWhenStopped: Bool {
        switch self {
        case .prepareStorage, .prepareData, .prepareCompute, .prepareExecutable, .start, .observe: true
        case .cancel, .releaseExecutable, .releaseCompute, .releaseData, .releaseStorage: false
        }
    }
}
