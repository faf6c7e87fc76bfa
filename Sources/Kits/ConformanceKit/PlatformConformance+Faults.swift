import BerthModel
import BerthPlatform

/// The rule about calls to the engine that fail.
extension PlatformConformance {
    /// More calls than this no short work needs.
    private static let mostCalls = 400

    @Sendable static func leavesNothingAfterAFault(_ candidate: Candidate, _ violations: inout Violations) async throws
    {
        if candidate.hasNoEngine { return }
        guard let faults = candidate.faults else {
            violations.add("nothing says how calls to its engine can be made to fail: set faults, or hasNoEngine")
            return
        }
        for loss in CallFaults.Loss.allCases {
            var failed = 0
            var isOver = false
            while !isOver, failed < mostCalls {
                let numbers = (failed + 1)...(failed + faults.atOnce)
                let lives = try await withThrowingTaskGroup(of: Life.self) { group in
                    for number in numbers {
                        group.addTask { try await live(candidate, try await faults.platform(number, loss), number) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                for life in lives.sorted(by: { $0.number < $1.number }) {
                    for fault in life.faults { violations.add("call \(life.number) lost (\(loss)): \(fault)") }
                }
                failed += lives.count { $0.didFail }
                isOver = lives.contains { !$0.didFail }
            }
            violations.expect(failed > 0, "no call to its engine failed (\(loss)), so nothing was tried")
        }
        // What could not be given back then is given back when the broker starts again.
        if let platform = candidate.platform as? any OrphanFinding {
            _ = try await platform.releaseOrphans(keeping: [])
        }
    }

    private struct Life: Sendable {
        var number: Int
        var didFail: Bool
        var faults: [String]
    }

    /// Carries out the short request as a broker would, whatever fails.
    private static func live(_ whole: Candidate, _ faulty: CallFaults.Faulty, _ number: Int) async throws -> Life {
        var candidate = whole
        candidate.platform = faulty.platform
        var faults: [String] = []
        // An answer that is none has made nothing.
        guard let session = try? await PlatformSession(candidate, candidate.short) else {
            return Life(number: number, didFail: await faulty.didFail(), faults: [])
        }
        do throws(PlatformError) {
            try await session.prepare()
            try await session.start()
            switch await session.soon({ session throws(PlatformError) in try await session.states() }) {
            case .failure(let error)?: throw error
            case .success?: break
            case nil: faults.append("the work has no end")
            }
        } catch {
            try? await session.platform.cancel(session.work)
        }
        for part in session.parts.reversed() {
            let released = await session.soon { session throws(PlatformError) in
                // What fails once may be asked for again.
                do throws(PlatformError) { try await session.platform.release(part, of: session.work) } catch {
                    try await session.platform.release(part, of: session.work)
                }
                return true
            }
            switch released {
            case nil: faults.append("the release of \(part) has no end")
            case .failure(let error)?: faults.append("the release of \(part) fails again: \(error)")
            case .success?: break
            }
        }
        await session.forget()
        return Life(number: number, didFail: await faulty.didFail(), faults: faults)
    }
}
