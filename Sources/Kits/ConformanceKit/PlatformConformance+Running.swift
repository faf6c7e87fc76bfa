import BerthDocument
import BerthModel
import BerthPlatform

/// Rules about carrying out a plan, and about cancelling it.
extension PlatformConformance {
    @Sendable static func carriesOut(_ candidate: Candidate, _ violations: inout Violations) async throws {
        let session = try await PlatformSession(candidate, candidate.short)
        try await session.released {
            try await session.prepare()
            try await session.start()
            guard let result = await session.soon({ session throws(PlatformError) in try await session.states() })
            else {
                violations.add("the work did not end")
                return
            }
            let states = try result.get()
            for (state, next) in zip(states, states.dropFirst()) {
                violations.expect(state != next, "the state \(state) is told twice")
                violations.expect(!(state == .running && next == .waiting), "the work waits after it ran")
            }
            guard case .finished(let outcome)? = states.last else {
                violations.add("the last state is \(states.last.map { "\($0)" } ?? "none")")
                return
            }
            violations.expect(outcome.isSuccess, "the work that is to succeed ended with \(outcome)")
            violations.expectEqual(outcome.exitCode, 0, "the exit code of what succeeded")
        }
    }

    @Sendable static func tellsFailure(_ candidate: Candidate, _ violations: inout Violations) async throws {
        let session = try await PlatformSession(candidate, candidate.failing)
        try await session.released {
            try await session.prepare()
            try await session.start()
            let result = await session.soon { session throws(PlatformError) in try await session.states() }
            guard case .finished(let outcome)? = try result?.get().last else {
                violations.add("the work did not end")
                return
            }
            violations.expect(!outcome.isSuccess, "the work that is to fail succeeded")
            violations.expect(outcome.exitCode != 0, "the exit code of what failed is 0")
            violations.expect(!outcome.notes.isEmpty, "the work failed without a word")
        }
    }

    @Sendable static func repeatsCalls(_ candidate: Candidate, _ violations: inout Violations) async throws {
        let session = try await PlatformSession(candidate, candidate.short)
        for part in session.parts {
            for _ in 0..<2 { _ = try await candidate.platform.prepare(part, of: session.work) }
        }
        let first = try await candidate.platform.start(session.work)
        let second = try await candidate.platform.start(session.work)
        violations.expectEqual(second.connectors, first.connectors, "connectors of a repeated start")
        let states = try await session.soon { session throws(PlatformError) in try await session.states() }?.get()
        let last = states?.last
        try await session.start()
        let again = try await candidate.platform.observe(session.work, after: nil)
        violations.expect(again == last, "started again after its end, the work is \(again)")
        if let lines = try await output(of: session)?.filter({ $0 == UInt8(ascii: "\n") }).count {
            let once = try await linesOfOneRun(candidate)
            violations.expect(lines == once, "started twice it wrote \(lines) lines, and once \(once)")
        }
        for _ in 0..<2 { try await candidate.platform.cancel(session.work) }
        for part in session.parts.reversed() {
            for _ in 0..<2 { try await candidate.platform.release(part, of: session.work) }
        }
        try await session.release()
    }

    private static func linesOfOneRun(_ candidate: Candidate) async throws -> Int {
        let session = try await PlatformSession(candidate, candidate.short)
        var lines = 0
        try await session.released {
            try await session.prepare()
            try await session.start()
            _ = try await session.states()
            lines = try await output(of: session)?.filter { $0 == UInt8(ascii: "\n") }.count ?? 0
        }
        return lines
    }

    @Sendable static func releasesHalves(_ candidate: Candidate, _ violations: inout Violations) async throws {
        let parts = try await PlatformSession(candidate, candidate.short).parts
        for count in 0...parts.count {
            let session = try await PlatformSession(candidate, candidate.short)
            for part in parts.prefix(count) { _ = try await candidate.platform.prepare(part, of: session.work) }
            do throws(PlatformError) { try await session.release() } catch {
                violations.add("\(count) parts prepared: the release failed: \(error)")
            }
            let left = try await candidate.leftovers()
            violations.expect(left.isEmpty, "\(count) parts prepared: the release left \(left.joined(separator: ", "))")
        }
    }

    @Sendable static func observesChanges(_ candidate: Candidate, _ violations: inout Violations) async throws {
        let session = try await PlatformSession(candidate, candidate.long)
        try await session.released {
            try await session.prepare()
            try await session.start()
            try await untilRunning(session, &violations)
            for _ in 0..<2 {
                let state = await session.soon { session throws(PlatformError) in
                    try await session.platform.observe(session.work, after: nil)
                }
                violations.expect(state == .success(.running), "asked for the present state it tells \(told(state))")
            }
            // What is told after the same state must be another one, or nothing for now.
            let waiting = Task { try? await candidate.platform.observe(session.work, after: .running) }
            let early = await brief(waiting)
            violations.expect(early == nil, "while it runs it tells \(told(early))")
            waiting.cancel()
            let ended: Void? = await session.soon(Task { _ = await waiting.value })
            violations.expect(ended != nil, "a wait goes on though its task is cancelled")
            try await candidate.platform.cancel(session.work)
        }
    }

    // MARK: cancel

    @Sendable static func cancelsPreparing(_ candidate: Candidate, _ violations: inout Violations) async throws {
        let parts = try await PlatformSession(candidate, candidate.long).parts
        for (index, part) in parts.enumerated() {
            let session = try await PlatformSession(candidate, candidate.long)
            for part in parts.prefix(index) { _ = try await candidate.platform.prepare(part, of: session.work) }
            let preparing = Task { () -> PlatformError? in
                do throws(PlatformError) { _ = try await candidate.platform.prepare(part, of: session.work) } catch {
                    return error
                }
                return nil
            }
            await Task.yield()
            let cancelled = await session.soon { session throws(PlatformError) in
                try await session.platform.cancel(session.work)
            }
            violations.expect(cancelled != nil, "\(part): the cancel took too long")
            if case .failure(let error)? = cancelled { violations.add("\(part): the cancel failed: \(error)") }
            if let error = await session.soon(preparing) {
                // It may have been done before.
                violations.expect(
                    error == nil || error?.code == .cancelled, "\(part): ended by the cancel it says \(told(error))")
            } else {
                violations.add("\(part): the cancel did not end what was being prepared")
            }
            try await session.release()
        }
    }

    @Sendable static func cancelsBeforeStart(_ candidate: Candidate, _ violations: inout Violations) async throws {
        let session = try await PlatformSession(candidate, candidate.long)
        try await session.released {
            try await session.prepare()
            try await candidate.platform.cancel(session.work)
            let started = await session.soon { session throws(PlatformError) in try await session.start() }
            guard case .failure(let error)? = started else {
                violations.add("what was cancelled is started")
                return
            }
            violations.expectEqual(error.code.rawValue, "cancelled", "the code of a start after a cancel")
        }
    }

    @Sendable static func cancelsRunning(_ candidate: Candidate, _ violations: inout Violations) async throws {
        let session = try await PlatformSession(candidate, candidate.long)
        try await session.released {
            try await session.prepare()
            try await session.start()
            try await untilRunning(session, &violations)
            let waiting = Task { () -> Result<WorkState, PlatformError> in
                do throws(PlatformError) {
                    return .success(try await candidate.platform.observe(session.work, after: .running))
                } catch { return .failure(error) }
            }
            await Task.yield()
            let cancelled = await session.soon { session throws(PlatformError) in
                try await session.platform.cancel(session.work)
            }
            violations.expect(cancelled != nil, "the cancel took too long")
            if case .failure(let error)? = cancelled { violations.add("the cancel failed: \(error)") }
            switch await session.soon(waiting) {
            case .success(.finished(let outcome))?:
                violations.expect(!outcome.isSuccess, "what was cancelled ended with success")
            case .failure(let error)?:
                violations.expectEqual(error.code.rawValue, "cancelled", "the code of a wait that a cancel ended")
            case .success(let state)?: violations.add("after the cancel the work is \(state)")
            case nil: violations.add("the cancel did not stop the work")
            }
        }
    }

    @Sendable static func cancelsTheEnded(_ candidate: Candidate, _ violations: inout Violations) async throws {
        let session = try await PlatformSession(candidate, candidate.short)
        try await session.released {
            try await session.prepare()
            try await session.start()
            let last = try await session.soon { session throws(PlatformError) in try await session.states() }?.get()
                .last
            for _ in 0..<2 { try await candidate.platform.cancel(session.work) }
            guard case .finished? = last else {
                violations.add("the work did not end")
                return
            }
            let state = await session.soon { session throws(PlatformError) in
                try await session.platform.observe(session.work, after: nil)
            }
            // The outcome that the broker has seen stands; another look at it may say that it was cancelled.
            if case .success(.finished)? = state { return }
            violations.add("after its end and a cancel the work is \(told(state))")
        }
    }

    // MARK: -

    /// Waits until it runs; what waits in a queue does so within the patience of the candidate.
    static func untilRunning(_ session: PlatformSession, _ violations: inout Violations) async throws {
        var seen: WorkState?
        while seen != .running {
            let last = seen
            let state = await session.soon { session throws(PlatformError) in
                try await session.platform.observe(session.work, after: last)
            }
            guard let state else {
                throw PlatformError(.overLimit, "The work that runs long does not begin to run.")
            }
            seen = try state.get()
            if case .finished(let outcome)? = seen {
                throw PlatformError(.broken, "The work that runs long ended with \(outcome).")
            }
        }
    }

    /// The value of a task, if it has one in a moment.
    private static func brief<Value: Sendable>(_ task: Task<Value?, Never>) async -> Value? {
        let (first, answers) = AsyncStream<Value?>.makeStream()
        let waiting = Task { answers.yield(await task.value) }
        let clock = Task {
            try? await Task.sleep(for: .milliseconds(100))
            answers.yield(nil)
        }
        defer {
            waiting.cancel()
            clock.cancel()
        }
        for await answer in first { return answer }
        return nil
    }

    static func told<Value>(_ value: Value?) -> String { value.map { "\($0)" } ?? "nothing" }
}
