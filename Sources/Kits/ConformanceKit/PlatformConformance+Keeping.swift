import BerthDocument
import BerthModel
import BerthPlatform

/// Rules about output, about what outlives a broker, and about several sessions at once.
extension PlatformConformance {
    /// Everything that was written, to its end; `nil` for a platform that hands out nothing.
    static func output(of session: PlatformSession, pieces limit: Int = 1 << 16) async throws -> [UInt8]? {
        guard let platform = session.platform as? any LogProviding else { return nil }
        let result = await session.soon { session throws(PlatformError) in
            var bytes: [UInt8] = []
            while true {
                let piece = try await platform.log(
                    .stdout, of: session.work, from: Int64(bytes.count), limit: limit, waiting: true)
                bytes += piece.bytes
                if piece.isEnd { return bytes }
            }
        }
        guard let result else { throw PlatformError(.overLimit, "The output has no end.") }
        return try result.get()
    }

    @Sendable static func readsLogsWhileRunning(_ candidate: Candidate, _ violations: inout Violations) async throws {
        guard let platform = candidate.platform as? any LogProviding else { return }
        let session = try await PlatformSession(candidate, candidate.long)
        try await session.released {
            try await session.prepare()
            let early = try await platform.log(.stdout, of: session.work, from: 0, limit: 10, waiting: false)
            violations.expect(early.bytes.isEmpty && !early.isEnd, "before the start it has written \(early)")
            let waiting = Task { () -> LogPiece? in
                try? await platform.log(.stdout, of: session.work, from: 0, limit: 1 << 16, waiting: true)
            }
            try await session.start()
            guard let first = await session.soon(waiting) ?? nil else {
                violations.add("who waits for the first line does not get it while the work runs")
                try await platform.cancel(session.work)
                return
            }
            violations.expect(!first.bytes.isEmpty && !first.isEnd, "the first line is \(first)")
            let offset = Int64(first.bytes.count)
            let rest = try await platform.log(.stdout, of: session.work, from: offset, limit: 10, waiting: false)
            violations.expect(!rest.isEnd, "the output ends while the work runs")
            let last = Task { () -> Bool? in
                var place = offset
                while let piece = try? await platform.log(
                    .stdout, of: session.work, from: place, limit: 1 << 16, waiting: true)
                {
                    if piece.isEnd { return true }
                    if piece.bytes.isEmpty { return false }
                    place += Int64(piece.bytes.count)
                }
                return nil
            }
            try await platform.cancel(session.work)
            _ = await session.soon { session throws(PlatformError) in try await session.states() }
            let end = await session.soon(last)
            violations.expect(end == true, "who waits for the next line is not told the end, but \(told(end ?? nil))")
        }
    }

    @Sendable static func readsLogsInPieces(_ candidate: Candidate, _ violations: inout Violations) async throws {
        guard let platform = candidate.platform as? any LogProviding else { return }
        let session = try await PlatformSession(candidate, candidate.short)
        try await session.prepare()
        try await session.start()
        _ = try await session.soon { session throws(PlatformError) in try await session.states() }?.get()
        let whole = try await output(of: session) ?? []
        violations.expect(!whole.isEmpty, "the work that writes a line wrote nothing")
        violations.expect(try await output(of: session, pieces: 3) == whole, "in pieces the output is another one")
        let end = Int64(whole.count)
        for (offset, limit) in [(end, 10), (end + 1000, 10), (Int64.max, 10)] {
            let piece = try await platform.log(.stdout, of: session.work, from: offset, limit: limit, waiting: true)
            violations.expect(
                piece == LogPiece(bytes: [], isEnd: true), "from byte \(offset) of \(end) on there is \(piece)")
        }
        let first = try await platform.log(.stdout, of: session.work, from: 0, limit: 1, waiting: false)
        violations.expectEqual(first.bytes, Array(whole.prefix(1)), "the first byte")
        for part in session.parts.reversed() { try await platform.release(part, of: session.work) }
        violations.expect(try await output(of: session) == whole, "after the release the output is another one")
        await session.forget()
    }

    @Sendable static func findsOrphans(_ candidate: Candidate, _ violations: inout Violations) async throws {
        guard let platform = candidate.platform as? any OrphanFinding else { return }
        let kept = try await PlatformSession(candidate, candidate.long)
        let running = try await PlatformSession(candidate, candidate.long)
        let prepared = try await PlatformSession(candidate, candidate.long)
        for session in [kept, running, prepared] { try await session.prepare() }
        for session in [kept, running] {
            try await session.start()
            try await untilRunning(session, &violations)
        }
        try await kept.released {
            let released = try await platform.releaseOrphans(keeping: [kept.work.session])
            violations.expectEqual(
                Set(released), [running.work.session, prepared.work.session], "the orphans that were released")
            let state = await kept.soon { session throws(PlatformError) in
                try await session.platform.observe(session.work, after: nil)
            }
            violations.expect(state == .success(.running), "the session that was kept is \(told(state))")
            let others = try await platform.releaseOrphans(keeping: [kept.work.session])
            violations.expectEqual(others, [], "orphans that were released before")
            try await platform.cancel(kept.work)
        }
        for session in [running, prepared] { try await session.release() }
    }

    @Sendable static func keepsSessionsApart(_ candidate: Candidate, _ violations: inout Violations) async throws {
        let long = try await PlatformSession(candidate, candidate.long)
        let short = try await PlatformSession(candidate, candidate.short)
        try await long.released {
            try await long.prepare()
            try await long.start()
            try await untilRunning(long, &violations)
            let failing = try await PlatformSession(candidate, candidate.failing)
            async let failed = outcome(of: failing)
            async let succeeded = outcome(of: short)
            let outcomes = try await (failed, succeeded)
            violations.expect(outcomes.0?.isSuccess == false, "beside others the work that fails ends with success")
            violations.expect(outcomes.1?.isSuccess == true, "beside others the work that succeeds does not")
            let state = try await candidate.platform.observe(long.work, after: nil)
            violations.expect(state == .running, "while others ended the work became \(state)")
            let other = try await PlatformSession(candidate, candidate.long)
            try await other.released {
                try await other.prepare()
                try await other.start()
                try await candidate.platform.cancel(other.work)
            }
            let still = try await candidate.platform.observe(long.work, after: nil)
            violations.expect(still == .running, "while another was cancelled the work became \(still)")
            try await candidate.platform.cancel(long.work)
        }
    }

    private static func outcome(of session: PlatformSession) async throws -> Outcome? {
        var outcome: Outcome?
        try await session.released {
            try await session.prepare()
            try await session.start()
            let states = try await session.soon { session throws(PlatformError) in try await session.states() }?.get()
            if case .finished(let last)? = states?.last { outcome = last }
        }
        return outcome
    }
}
