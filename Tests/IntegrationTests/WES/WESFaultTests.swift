import BerthHost
import BerthModel
import BerthPlatform
import BerthWES
import Foundation
import Glibc
import Testing

/// A workflow execution service that hangs, or that is started again in the middle of a run.
@Suite("A workflow execution service has faults", .serialized)
struct WESFaultTests {
    private let service: TestWES

    init() throws { service = try TestWES.shared.get() }

    private func started(_ platform: WESPlatform, _ yaml: String) async throws -> Work {
        let answer = await platform.canIDoThis(try ContainerRun.question(yaml))
        guard case .yes(let plans) = answer, let plan = plans.first else {
            throw ContainerRun.Refused(answer: "\(answer)")
        }
        let work = Work(session: ContainerRun.newID(), plan: plan, owner: .anonymous, end: .latest)
        for part in Part.inOrder(of: work.plan) { _ = try await platform.prepare(part, of: work) }
        _ = try await platform.start(work)
        return work
    }

    /// The states that are told, and the outcome.
    private func outcome(_ platform: WESPlatform, _ work: Work, after state: WorkState?) async throws -> Outcome {
        var seen = state
        while true {
            let state = try await platform.observe(work, after: seen)
            if case .finished(let outcome) = state { return outcome }
            seen = state
        }
    }

    private func released(_ platform: WESPlatform, _ work: Work, _ instance: String) async throws {
        for part in Part.inOrder(of: work.plan).reversed() { try await platform.release(part, of: work) }
        await platform.forget(work.session)
        #expect(try await service.leftovers(instance) == [])
    }

    @Test("one that hangs is silence within the deadline of a call, and a run is seen to its end")
    func hangs() async throws {
        try await TestWES.turns.carryOut { () async throws in
            let platform = try service.platform("hung") {
                $0.requestSeconds = 2
                $0.factsSeconds = 1
            }
            let work = try await started(
                platform, service.python("import time\nprint('one', flush=True)\ntime.sleep(5)\nprint('two')"))
            while try await platform.observe(work, after: nil) != .running {}
            let question = try ContainerRun.question(service.python("print('other')"))
            kill(-service.group, SIGSTOP)
            var answer = await platform.canIDoThis(question)
            // What was remembered is used up first.
            while case .yes = answer { answer = await platform.canIDoThis(question) }
            kill(-service.group, SIGCONT)
            guard case .silence(let silence) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(silence.message == "The workflow service did not answer in time.", "\(silence)")
            #expect(try await outcome(platform, work, after: .running).isSuccess)
            let piece = try await platform.log(.stdout, of: work, from: 0, limit: 1 << 16, waiting: true)
            #expect(String(decoding: piece.bytes, as: UTF8.self) == "one\ntwo\n")
            try await released(platform, work, "hung")
        }
    }

    @Test("one that is started again in the middle of a run: the run has an end, and nothing is left")
    func startedAgain() async throws {
        try await TestWES.turns.carryOut { () async throws in
            let platform = try service.platform("again")
            let work = try await started(
                platform, service.python("import time\nprint('one', flush=True)\ntime.sleep(5)\nprint('two')"))
            while try await platform.observe(work, after: nil) != .running {}
            try service.restart()
            let outcome = try await outcome(platform, work, after: .running)
            #expect(outcome.isSuccess || !outcome.notes.isEmpty, "\(outcome)")
            try await released(platform, work, "again")
            // The next run is one as any other.
            let next = try await started(platform, service.python("print('next')"))
            #expect(try await self.outcome(platform, next, after: nil).isSuccess)
            try await released(platform, next, "again")
        }
    }
}
