import BerthBroker
import BerthDocument
import BerthModel
import BerthPlatform
import BerthScripted
import Synchronization

@testable import ConformanceKit

/// A scripted platform with one defect, to see that the suite finds it.
final class BrokenPlatform: LogProviding, OrphanFinding {
    enum Defect: CaseIterable {
        case hasNoKind, promisesTooLittle, demandsTooLittle, saysYesToAll, sortsWorstFirst, namesStrangePaths
        case offersUselessChanges, countsItsAnswers, reservesWhenAsked, neverEnds, succeedsAlways, startsTwice
        case refusesRepeatedRelease, refusesUnknownRelease, forgetsRelease, tellsTheSameState, ignoresTasks
        case preparesToTheEnd, startsTheCancelled, ignoresCancel, losesTheEnded, endsLogsEarly, ignoresOffsets
        case dropsLogs, releasesAll, findsNoOrphans, leavesWhatFailed, cancelsAll
    }

    private struct Memory {
        var answers = 0
        var starts: [UUID: Int] = [:]
        var works: [UUID: Work] = [:]
        var ended: Set<UUID> = []
        var cancelled: Set<UUID> = []
        var prepared: Set<UUID> = []
        var released: Set<UUID> = []
    }

    let defect: Defect?
    private let inner: ScriptedPlatform
    private let memory = Mutex(Memory())

    init(_ defect: Defect?) throws {
        self.defect = defect
        var settings = ScriptedSettings()
        settings.name = "broken"
        // The image says what runs long and what ends badly.
        func run(_ image: String, _ milliseconds: Int64, _ code: Int64) -> ScriptedRun {
            var run = ScriptedRun()
            var condition = ScriptedCondition()
            condition.path = "executable.image.locations"
            condition.contains = image
            run.when = [condition]
            run.duration = TimeSpan(milliseconds: milliseconds)
            run.exitCode = code
            run.ignoresCancel = defect == .ignoresCancel
            return run
        }
        settings.otherRuns = [
            run("short", defect == .neverEnds ? 600_000 : 50, 0), run("long", 600_000, 0),
            run("failing", 50, defect == .succeedsAlways ? 0 : 42),
        ]
        for call in [ScriptedCall.prepareStorage, .prepareData, .prepareCompute, .prepareExecutable] {
            var step = ScriptedStep()
            step.step = call
            step.delay = TimeSpan(milliseconds: 5)
            settings.steps.append(step)
        }
        let world = SystemWorld()
        inner = try ScriptedPlatform(
            settings, clock: ScriptedClock(now: { world.now() }, sleep: { await world.sleep(until: $0) }))
    }

    func candidate() -> PlatformConformance.Candidate {
        func request(_ image: String, _ rest: Document = [:]) -> Document {
            var request: Document = [
                "executable": ["kind": "docker-container", "image": ["locations": [.text(image)]]],
                "storage": [["kind": "simple-storage-resource", "size": ["min": 1]]],
                "data": [["kind": "simple-data-resource", "location": "https://h/x"]],
                "compute": ["kind": "simple-compute-resource", "cores": ["min": 2, "max": 4]],
            ]
            if case .map(let members) = rest {
                for member in members.members { request.set(member.value, at: [.member(member.name)]) }
            }
            return request
        }
        var candidate = PlatformConformance.Candidate(
            "broken", self, short: request("short"), long: request("long"), failing: request("failing"),
            refused: [
                request("short", ["compute": ["kind": "simple-compute-resource", "cores": ["min": 100]]]),
                request(
                    "short",
                    [
                        "compute": ["kind": "simple-compute-resource", "memory": ["min": 1000]],
                        "metrics": [["kind": "simple-minmax-float-metric", "type": "kWh", "max": 1]],
                        "costs": [["kind": "simple-minmax-float-cost", "type": "EUR", "min": 1]],
                    ]),
            ]
        ) { [self] in
            let reserved = memory.withLock { defect == .reservesWhenAsked && $0.answers > 3 } ? ["a reservation"] : []
            return inner.sessions.map(\.description) + reserved
        }
        candidate.patienceSeconds = 1
        candidate.faults = CallFaults { number, loss in
            let faulty = FaultyCalls(self, failing: number, loss)
            return CallFaults.Faulty(faulty) { faulty.didFail }
        }
        return candidate
    }

    var profile: PlatformProfile {
        var profile = inner.profile
        if defect == .hasNoKind { profile.kind = "" }
        return profile
    }

    func canIDoThis(_ question: Question) async -> Answer {
        let count = memory.withLock { memory in
            memory.answers += 1
            return memory.answers
        }
        switch await inner.canIDoThis(question) {
        case .yes(let plans): return .yes(plans.map { spoiled($0, count) })
        case .no(let obstacles): return spoiled(obstacles, question)
        case .silence(let silence): return .silence(silence)
        }
    }

    private func spoiled(_ plan: Plan, _ count: Int) -> Plan {
        var plan = plan
        switch defect {
        case .promisesTooLittle:
            if case .simple(var compute)? = plan.compute {
                compute.cores = IntegerRange(min: 1, max: 1)
                plan.compute = .simple(compute)
            }
        case .demandsTooLittle: plan.demand[.cores] = 0
        case .countsItsAnswers:
            plan.messages.append(Message(.info, time: PlatformSession.now, "{n}", ["n": "\(count)"]))
        default: break
        }
        return plan
    }

    private func spoiled(_ obstacles: [Obstacle], _ question: Question) -> Answer {
        switch defect {
        case .saysYesToAll: return .yes([Plan(question, on: "broken", demand: question.needs)])
        case .sortsWorstFirst: return .no(obstacles.reversed())
        case .namesStrangePaths:
            return .no(
                obstacles.map {
                    var obstacle = $0
                    obstacle.path = ["settings", "limits", "cores"]
                    return obstacle
                })
        case .offersUselessChanges:
            return .no(
                obstacles.map {
                    var obstacle = $0
                    if case .integer(let number)? = obstacle.change?.to { obstacle.change?.to = .integer(number + 1) }
                    if case .integers(let least, _, let unit)? = obstacle.change?.range {
                        obstacle.change?.range = .integers(min: least, max: nil, unit: unit)
                    }
                    return obstacle
                })
        default: return .no(obstacles)
        }
    }

    func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        memory.withLock { memory in
            memory.works[work.session] = work
            _ = memory.prepared.insert(work.session)
        }
        if defect == .preparesToTheEnd {
            await Task { try? await Task.sleep(for: .seconds(2)) }.value
        }
        return try await inner.prepare(part, of: work)
    }

    func start(_ work: Work) async throws(PlatformError) -> Progress {
        if defect == .startsTheCancelled, memory.withLock({ $0.cancelled.contains(work.session) }) { return .done }
        memory.withLock { $0.starts[work.session, default: 0] += 1 }
        return try await inner.start(work)
    }

    func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        if defect == .losesTheEnded,
            memory.withLock({ $0.ended.contains(work.session) && $0.cancelled.contains(work.session) })
        {
            throw PlatformError(.lost, "It is gone.")
        }
        if defect == .ignoresTasks {
            let inner = inner
            return try await Task { () -> Result<WorkState, PlatformError> in
                do throws(PlatformError) { return .success(try await inner.observe(work, after: seen)) } catch {
                    return .failure(error)
                }
            }.value.get()
        }
        let state = try await inner.observe(work, after: defect == .tellsTheSameState ? nil : seen)
        if case .finished = state { memory.withLock { _ = $0.ended.insert(work.session) } }
        return state
    }

    func cancel(_ work: Work) async throws(PlatformError) {
        memory.withLock { _ = $0.cancelled.insert(work.session) }
        if defect == .startsTheCancelled { return }
        try await inner.cancel(work)
        if defect == .cancelsAll {
            for other in memory.withLock({ Array($0.works.values) }) { try await inner.cancel(other) }
        }
    }

    func release(_ part: Part, of work: Work) async throws(PlatformError) {
        let (isUnknown, isRepeated) = memory.withLock { memory in
            (
                !memory.prepared.contains(work.session),
                part == .executable && !memory.released.insert(work.session).inserted
            )
        }
        if defect == .refusesUnknownRelease, isUnknown { throw PlatformError(.notFound, "What is that?") }
        if defect == .refusesRepeatedRelease, isRepeated { throw PlatformError(.notFound, "It is released already.") }
        if defect == .forgetsRelease, part == .compute { return }
        try await inner.release(part, of: work)
    }

    func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        if defect == .dropsLogs, memory.withLock({ $0.released.contains(work.session) }) {
            return LogPiece(bytes: [], isEnd: true)
        }
        var piece = try await inner.log(
            stream, of: work, from: defect == .ignoresOffsets ? 0 : offset, limit: limit, waiting: waiting)
        if defect == .endsLogsEarly { piece.isEnd = true }
        if defect == .startsTwice, memory.withLock({ ($0.starts[work.session] ?? 0) > 1 }), offset == 0 {
            piece.bytes += piece.bytes
        }
        return piece
    }

    func forget(_ session: UUID) async {
        await inner.forget(session)
    }

    func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        if defect == .findsNoOrphans || defect == .leavesWhatFailed { return [] }
        return try await inner.releaseOrphans(keeping: defect == .releasesAll ? [] : sessions)
    }
}
