package import BerthModel
package import BerthPlatform

/// A platform that follows a script and runs nothing: for tests, demonstrations and bug reports.
package struct ScriptedPlatform: LogProviding, OrphanFinding {
    package let settings: ScriptedSettings
    package let profile: PlatformProfile
    let clock: ScriptedClock
    let state: ScriptedState

    /// - Throws: `refused` for settings that cannot be meant, with the key.
    package init(_ settings: ScriptedSettings, clock: ScriptedClock) throws(PlatformError) {
        for (key, value) in [("cores", settings.cores), ("memory", settings.memory), ("storage", settings.storage)]
        where value < 0 {
            throw PlatformError(.refused, "The setting \(key) is \(value); it must be at least 0.", subject: key)
        }
        for (key, span) in [
            ("preparing", settings.preparing), ("releasing", settings.releasing),
            ("run.duration", settings.run.duration),
            ("answer.delay", settings.answer.delay),
        ] where span < .zero {
            throw PlatformError(.refused, "The setting \(key) is \(span); it cannot be negative.", subject: key)
        }
        self.settings = settings
        self.clock = clock
        state = ScriptedState(directory: settings.stateDirectory)
        profile = PlatformProfile(
            name: settings.name, kind: "scripted", summary: settings.summary,
            executables: [.dockerContainer, .singularityContainer, .jupyterNotebook],
            capacity: Resources(
                cores: settings.cores, memoryBytes: settings.memory.gibibytesInBytes,
                storageBytes: settings.storage.gibibytesInBytes))
    }

    /// Sessions for which something is there now.
    package var sessions: [UUID] { state.sessions }

    // MARK: carrying out

    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try await take(.prepare(part), work)
        state.change(work.session) { record in
            if !record.parts.contains(part.description) { record.parts.append(part.description) }
        }
        return .done
    }

    package func start(_ work: Work) async throws(PlatformError) -> Progress {
        try await take(.start, work)
        let now = clock.now()
        state.change(work.session) { record in
            // A repeated start does not run it twice.
            if record.started != nil { return }
            record.started = now
            record.end = now + settings.run.duration
        }
        return .done
    }

    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        try await take(.observe, work, endsByCancel: false)
        while true {
            let record = state[work.session]
            guard record.started != nil, let end = record.end else {
                throw PlatformError(.lost, "Nothing of the session is left here; somebody took it away.")
            }
            if end <= clock.now() { return .finished(outcome(record)) }
            if seen != .running { return .running }
            if Task.isCancelled { throw PlatformError(.cancelled, "Nobody waits for the work any more.") }
            await state.wait(work.session, until: end, clock) { state[work.session] != record }
        }
    }

    private func outcome(_ record: ScriptedRecord) -> Outcome {
        if record.isStopped {
            return Outcome(
                isSuccess: false, exitCode: 137,
                notes: [Note(.info, "The program was stopped because the session was cancelled.")])
        }
        return .exited(settings.run.exitCode)
    }

    package func cancel(_ work: Work) async throws(PlatformError) {
        state.cancel(work.session)
        state.wake(work.session)
        try await take(.cancel, work, endsByCancel: false)
        if settings.run.ignoresCancel { return }
        let now = clock.now()
        state.change(work.session) { record in
            guard let end = record.end, end > now else { return }
            record.end = now
            record.isStopped = true
        }
    }

    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        try await take(.release(part), work, endsByCancel: false)
        state.change(work.session) { record in
            record.parts.removeAll { $0 == part.description }
            if part == .executable { record.started = nil }
        }
        if part == Part.inOrder(of: work.plan).first { state.forget(work.session) }
    }

    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        let orphans = state.sessions.filter { !sessions.contains($0) }
        for orphan in orphans { state.change(orphan) { $0 = ScriptedRecord() } }
        return orphans
    }

    /// Takes the time that the script gives a step, and fails where it says so.
    private func take(_ name: ScriptedStepName, _ work: Work, endsByCancel: Bool = true) async throws(PlatformError) {
        let number = state.count(name)
        for step in settings.steps where step.step == name && (step.call ?? number) == number {
            let end = clock.now() + step.delay
            while clock.now() < end {
                if Task.isCancelled || endsByCancel && state.isCancelled(work.session) { break }
                await state.wait(work.session, until: end, clock) { endsByCancel && state.isCancelled(work.session) }
            }
            if endsByCancel && state.isCancelled(work.session) {
                throw PlatformError(.cancelled, "The session was cancelled.")
            }
            if let failure = step.failure { throw PlatformError(.broken, failure) }
        }
        if endsByCancel && state.isCancelled(work.session) {
            throw PlatformError(.cancelled, "The session was cancelled.")
        }
    }
}
