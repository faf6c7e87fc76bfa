import BerthBroker
import BerthModel
import Synchronization

/// Rules about many callers at the same time, and about the end.
extension StoreConformance {
    @Sendable static func hasOneWinner(_ store: any Store, _ violations: inout Violations) async throws {
        // As two accepts of two offers of one set: each takes its own and rejects the other's.
        for round in 0..<300 {
            let set = StoreSample.offerSet(round * 10)
            let offers = (1...3).map { StoreSample.session(round * 10 + $0, in: set.id) }
            try await store.insert(set, offers)
            let winners = try await withThrowingTaskGroup(of: Int?.self) { group in
                for taken in offers.indices {
                    let changed = offers.indices.map { offers[$0].next($0 == taken ? .accepted : .rejected) }
                    // In another order each: a store that locks row by row must not come to a standstill.
                    let ordered = taken % 2 == 0 ? changed : changed.reversed()
                    group.addTask { try await store.replace(ordered) ? taken : nil }
                }
                return try await group.reduce(into: [Int]()) { if let winner = $1 { $0.append(winner) } }
            }
            guard winners.count == 1 else {
                violations.add("round \(round): \(winners.count) winners")
                continue
            }
            let phases = try await store.offerSet(set.id)?.sessions.map(\.phase)
            let expected = offers.indices.map { $0 == winners[0] ? SessionPhase.accepted : .rejected }
            violations.expectEqual(phases, expected, "round \(round): phases after the winner")
        }
    }

    @Sendable static func readsOwnWrites(_ store: any Store, _ violations: inout Violations) async throws {
        let writers = 64
        let rounds = 20
        let found = try await withThrowingTaskGroup(of: [String].self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var violations = Violations()
                    for round in 0..<rounds {
                        let number = (writer * rounds + round) * 2
                        let set = StoreSample.offerSet(number)
                        let offer = StoreSample.session(number + 1, in: set.id, owner: "owner \(writer)")
                        try await store.insert(set, [offer])
                        violations.expectEqual(try await store.session(offer.id), offer, "an inserted session")
                        let next = offer.next(.accepted)
                        violations.expectEqual(try await store.replace([next]), true, "a replace without a rival")
                        violations.expectEqual(try await store.offerSet(set.id)?.sessions, [next], "a replaced session")
                        let listed = try await store.sessions(SessionQuery(owner: "owner \(writer)", limit: 1000))
                        violations.expectEqual(listed.count, round + 1, "sessions listed after round \(round)")
                    }
                    return violations.found
                }
            }
            return try await group.reduce(into: [String]()) { $0 += $1 }
        }
        for violation in found { violations.add(violation) }
        violations.expectEqual(try await store.unfinished().count, writers * rounds, "sessions of all writers")
    }

    @Sendable static func showsNoHalves(_ store: any Store, _ violations: inout Violations) async throws {
        let set = StoreSample.offerSet(1)
        let sessions = (2...9).map { StoreSample.session($0, in: set.id) }
        try await store.insert(set, sessions)
        let rounds = 300
        let writing = Flag()
        let found = try await withThrowingTaskGroup(of: [String].self) { group in
            group.addTask {
                var violations = Violations()
                var current = sessions
                defer { writing.lower() }
                for _ in 0..<rounds {
                    current = current.map { $0.next(.running) }
                    violations.expectEqual(try await store.replace(current), true, "a replace without a rival")
                }
                return violations.found
            }
            for reader in 0..<4 {
                group.addTask {
                    var violations = Violations()
                    var last: Int64 = 0
                    while writing.isUp, violations.found.isEmpty {
                        let seen =
                            reader % 2 == 0
                            ? try await store.offerSet(set.id)?.sessions ?? []
                            : try await store.sessions(SessionQuery(limit: 100))
                        let revisions = Set(seen.map(\.revision))
                        violations.expect(
                            seen.count == sessions.count && revisions.count == 1,
                            "a read between two writes: \(seen.count) sessions at the revisions \(revisions.sorted())")
                        let revision = revisions.min() ?? 0
                        violations.expect(revision >= last, "a read went back from revision \(last) to \(revision)")
                        last = revision
                    }
                    return violations.found
                }
            }
            return try await group.reduce(into: [String]()) { $0 += $1 }
        }
        for violation in found { violations.add(violation) }
    }

    @Sendable static func closes(_ store: any Store, _ violations: inout Violations) async throws {
        let (session, set) = (StoreSample.session(1), StoreSample.offerSet(3))
        try await store.insert(nil, [session])
        await store.close()
        await store.close()
        let calls: [(String, @Sendable () async throws(StoreError) -> Void)] = [
            ("insert", { () async throws(StoreError) in try await store.insert(nil, [StoreSample.session(2)]) }),
            ("amend", { () async throws(StoreError) in _ = try await store.amend(set, adding: [], to: [:]) }),
            ("replace", { () async throws(StoreError) in _ = try await store.replace([session.next(.accepted)]) }),
            ("offerSet", { () async throws(StoreError) in _ = try await store.offerSet(session.id) }),
            ("session", { () async throws(StoreError) in _ = try await store.session(session.id) }),
            ("sessions", { () async throws(StoreError) in _ = try await store.sessions(SessionQuery(limit: 1)) }),
            ("unfinished", { () async throws(StoreError) in _ = try await store.unfinished() }),
            ("forget", { () async throws(StoreError) in _ = try await store.forget(endedBefore: .latest, limit: 1) }),
        ]
        for (name, call) in calls {
            do throws(StoreError) {
                try await call()
                violations.add("\(name) works after closing")
            } catch {
                violations.expectEqual(error.code, .closed, "the code of \(name) after closing")
            }
        }
    }

    @Sendable static func closesAfterWrites(_ store: any Store, _ violations: inout Violations) async throws {
        // Each write comes to an end, and to one of two: done, or refused because the store is closed.
        let found = await withTaskGroup(of: [String].self) { group in
            for number in 0..<200 {
                group.addTask {
                    if number == 100 { await store.close() }
                    do throws(StoreError) {
                        try await store.insert(nil, [StoreSample.session(number)])
                        return number == 100 ? ["a write works after closing"] : []
                    } catch {
                        return error.code == .closed ? [] : ["a write at the time of closing threw \(error)"]
                    }
                }
            }
            return await group.reduce(into: [String]()) { $0 += $1 }
        }
        for violation in found { violations.add(violation) }
    }
}

/// Up until somebody lowers it.
private final class Flag: Sendable {
    private let value = Atomic<Bool>(true)

    var isUp: Bool { value.load(ordering: .acquiring) }

    func lower() { value.store(false, ordering: .releasing) }
}
