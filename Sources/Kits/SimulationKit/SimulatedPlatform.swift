package import BerthBroker
package import BerthModel
package import BerthPlatform

/// A platform that makes nothing but notes: it answers and takes its time as its script says, outlives its broker as
/// a container engine does, and watches whether the broker keeps to the contract of `Platform`.
package final class SimulatedPlatform: OrphanFinding, LogProviding {
    /// A call that carries out work.
    package enum Action: Sendable, Hashable, CustomStringConvertible {
        case prepare(Part), start, observe, cancel
        case release(Part)

        package var description: String {
            switch self {
            case .prepare(let part): "prepare \(part)"
            case .start: "start"
            case .observe: "observe"
            case .cancel: "cancel"
            case .release(let part): "release \(part)"
            }
        }
    }

    /// What becomes of a call.
    package enum Fate: Sendable, Hashable {
        case takes(TimeSpan)
        case fails(PlatformError, after: TimeSpan)
        /// Ends when the work is cancelled.
        case hangs
        /// Not even a cancel ends it.
        case isStuck

        package static let done = Fate.takes(.zero)
    }

    /// What the work itself does once it is started.
    package struct Life: Sendable, Hashable {
        package var queued = TimeSpan.zero
        package var running = TimeSpan(seconds: 60)
        package var outcome = Outcome.exited(0)

        package init() {}

        package init(queued: TimeSpan = .zero, running: TimeSpan, outcome: Outcome = .exited(0)) {
            self.queued = queued
            self.running = running
            self.outcome = outcome
        }
    }

    /// Asked anew with every call.
    package struct Script: Sendable {
        package var answer: @Sendable (Question) async -> Answer
        package var fate: @Sendable (Action, Work) -> Fate = { _, _ in .done }
        package var progress: @Sendable (Action, Work) -> Progress = { _, _ in .done }
        package var life: @Sendable (Work) -> Life = { _ in Life() }
        /// What comes before orphans are looked for.
        package var orphanage: Fate = .done

        package init(answer: @escaping @Sendable (Question) async -> Answer) { self.answer = answer }
    }

    /// What there is of one session.
    struct Thing: Sendable {
        var made: Set<Part> = []
        var released: Set<Part> = []
        var started: Instant?
        var isKilled = false
        /// The call that is under way, other than `cancel`.
        var active: Action?
        /// Those who wait for something that a cancel ends.
        var naps: [Task<Void, Never>] = []
    }

    struct State: Sendable {
        var profile: PlatformProfile
        var script: Script
        var things: [UUID: Thing] = [:]
        var violations: [String] = []
        var forgotten: [UUID] = []
    }

    let world: any World
    let state: Locked<State>
    package let trace: Trace

    package convenience init(
        _ name: String, capacity: Resources?, world: any World, trace: Trace = Trace(), script: Script
    ) {
        self.init(name, capacity.map { Capacity($0) }, world: world, trace: trace, script: script)
    }

    package init(
        _ name: String, _ capacity: Capacity?, world: any World, trace: Trace = Trace(), script: Script
    ) {
        self.world = world
        self.trace = trace
        let profile = PlatformProfile(
            name: name, kind: "simulated", summary: "Makes nothing but notes.", executables: [.dockerContainer],
            capacity: capacity)
        state = Locked(State(profile: profile, script: script))
    }

    package var profile: PlatformProfile { state.withLock(\.profile) }

    package func change(_ body: @Sendable (inout Script) -> Void) { state.withLock { body(&$0.script) } }

    package func setCapacity(_ capacity: Resources?) {
        state.withLock { $0.profile.capacity = capacity.map { Capacity($0) } }
    }

    /// Where the broker did not keep to the contract, in the order it was seen.
    package var violations: [String] { state.withLock(\.violations) }

    /// Sessions of which anything is left.
    package var leftovers: [UUID] {
        state.withLock { $0.things.filter { !$0.value.made.isEmpty }.map(\.key).sorted() }
    }

    /// Sessions whose output was deleted.
    package var forgotten: [UUID] { state.withLock(\.forgotten) }

    package func canIDoThis(_ question: Question) async -> Answer {
        await state.withLock(\.script.answer)(question)
    }
}

// MARK: - carrying out

extension SimulatedPlatform {
    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        begin(.prepare(part), work) { thing in
            let parts = Part.inOrder(of: work.plan)
            let before = parts.prefix { $0 != part }
            if !before.allSatisfy(thing.made.contains) { return "is prepared before what it needs" }
            if !thing.released.isEmpty { return "is prepared after the release began" }
            // Half made is made: it has to be released.
            thing.made.insert(part)
            return nil
        }
        return try await end(.prepare(part), work)
    }

    package func start(_ work: Work) async throws(PlatformError) -> Progress {
        begin(.start, work) { thing in
            if thing.made.count < Part.inOrder(of: work.plan).count { return "is started before all is prepared" }
            return nil
        }
        let progress = try await end(.start, work)
        let now = world.now()
        state.withLock { state in
            if state.things[work.session]?.started == nil { state.things[work.session]?.started = now }
        }
        return progress
    }

    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        begin(.observe, work) { _ in nil }
        _ = try await end(.observe, work)
        enter(.observe, work)
        defer { leave(work) }
        let life = state.withLock(\.script.life)(work)
        while true {
            guard let thing = state.withLock({ $0.things[work.session] }), let started = thing.started else {
                throw PlatformError(.lost, "The work is not there.")
            }
            if thing.isKilled || Task.isCancelled { throw PlatformError(.cancelled, "The work was stopped.") }
            let (running, over) = (started + life.queued, started + life.queued + life.running)
            let now = world.now()
            let present: WorkState = now < running ? .waiting : now < over ? .running : .finished(life.outcome)
            if present != seen { return present }
            await nap(until: now < running ? running : over, work)
        }
    }

    package func cancel(_ work: Work) async throws(PlatformError) {
        trace.add("\(profile.name) \(work.session) cancel")
        let naps = state.withLock { state in
            state.things[work.session]?.isKilled = true
            return state.things[work.session]?.naps ?? []
        }
        for nap in naps { nap.cancel() }
        switch state.withLock(\.script.fate)(.cancel, work) {
        case .takes(let span): await world.sleep(until: world.now() + span)
        case .fails(let error, let span):
            await world.sleep(until: world.now() + span)
            throw error
        case .hangs, .isStuck: await stick()
        }
    }

    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        begin(.release(part), work) { thing in
            let parts = Part.inOrder(of: work.plan)
            let after = parts.drop { $0 != part }.dropFirst()
            if !after.allSatisfy(thing.released.contains) { return "is released before what stands on it" }
            if thing.started != nil, !thing.isKilled, let over = self.over(thing, work), self.world.now() < over {
                return "is released while it runs"
            }
            thing.released.insert(part)
            return nil
        }
        _ = try await end(.release(part), work)
        _ = state.withLock { $0.things[work.session]?.made.remove(part) }
    }

    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        switch state.withLock(\.script.orphanage) {
        case .takes(let span): await world.sleep(until: world.now() + span)
        case .fails(let error, let span):
            await world.sleep(until: world.now() + span)
            throw error
        case .hangs, .isStuck: await stick()
        }
        let orphans = leftovers.filter { !sessions.contains($0) }
        state.withLock { state in
            for orphan in orphans { state.things[orphan]?.made = [] }
        }
        for orphan in orphans { trace.add("\(profile.name) \(orphan) orphan") }
        return orphans
    }

    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        let text = Array("\(stream.rawValue) of \(work.session)\n".utf8)
        let piece = Array(text.dropFirst(Int(clamping: max(0, offset))).prefix(limit))
        return LogPiece(bytes: piece, isEnd: Int(clamping: offset) + piece.count >= text.count)
    }

    package func forget(_ session: UUID) async { state.withLock { $0.forgotten.append(session) } }
}

// MARK: - watching

extension SimulatedPlatform {
    /// Notes a call and what is wrong with it.
    private func begin(_ action: Action, _ work: Work, _ check: (inout Thing) -> String?) {
        trace.add("\(profile.name) \(work.session) \(action)")
        var thing = state.withLock { $0.things[work.session] } ?? Thing()
        var faults: [String] = []
        if let active = thing.active { faults.append("comes while \(active) is under way") }
        if let fault = check(&thing) { faults.append(fault) }
        thing.active = action
        let changed = thing
        state.withLock { state in
            state.things[work.session] = changed
            for fault in faults { state.violations.append("\(work.session): \(action) \(fault)") }
        }
    }

    private func end(_ action: Action, _ work: Work) async throws(PlatformError) -> Progress {
        defer { leave(work) }
        let script = state.withLock(\.script)
        switch script.fate(action, work) {
        case .takes(let span): if span > .zero { await nap(until: world.now() + span, work) }
        case .fails(let error, let span):
            await nap(until: world.now() + span, work)
            throw error
        case .hangs: await nap(until: .latest, work)
        case .isStuck: await stick()
        }
        if case .release = action { return .done }
        if state.withLock({ $0.things[work.session]?.isKilled ?? false }) || Task.isCancelled {
            throw PlatformError(.cancelled, "The work was stopped.")
        }
        return script.progress(action, work)
    }

    private func enter(_ action: Action, _ work: Work) {
        state.withLock { $0.things[work.session]?.active = action }
    }

    private func leave(_ work: Work) { state.withLock { $0.things[work.session]?.active = nil } }

    private func over(_ thing: Thing, _ work: Work) -> Instant? {
        let life = state.withLock(\.script.life)(work)
        return thing.started.map { $0 + life.queued + life.running }
    }

    /// Sleeps; a cancel of the work or of the task ends it.
    private func nap(until instant: Instant, _ work: Work) async {
        let nap = Task { [world] in await world.sleep(until: instant) }
        let isKilled = state.withLock { state in
            state.things[work.session]?.naps.append(nap)
            return state.things[work.session]?.isKilled ?? false
        }
        // A release goes on after the cancel that it follows.
        if isKilled, case .release? = state.withLock({ $0.things[work.session]?.active }) {
            await nap.value
        } else {
            if isKilled { nap.cancel() }
            await withTaskCancellationHandler {
                await nap.value
            } onCancel: {
                nap.cancel()
            }
        }
        state.withLock { $0.things[work.session]?.naps.removeAll { $0 == nap } }
    }

    /// Sleeps, whatever anybody says.
    private func stick() async {
        await Task { [world] in await world.sleep(until: .latest) }.value
    }
}
