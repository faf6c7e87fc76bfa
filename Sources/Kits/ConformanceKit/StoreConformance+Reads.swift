import BerthBroker
import BerthModel

/// Rules about what is found, and in which order.
extension StoreConformance {
    @Sendable static func keepsInsertionOrder(_ store: any Store, _ violations: inout Violations) async throws {
        let set = StoreSample.offerSet(1)
        let sessions = (10..<60).map { StoreSample.session($0, in: set.id) }
        let other = StoreSample.offerSet(2)
        try await store.insert(set, sessions)
        try await store.insert(other, [StoreSample.session(100, in: other.id)])
        violations.expectEqual(try await store.offerSet(set.id)?.sessions.ids, sessions.ids, "after the insert")
        let changed = [40, 3, 17].map { sessions[$0].next(.rejected) }
        violations.expectEqual(try await store.replace(changed), true, "a replace of three")
        violations.expectEqual(try await store.offerSet(set.id)?.sessions.ids, sessions.ids, "after a replace")
    }

    @Sendable static func lists(_ store: any Store, _ violations: inout Violations) async throws {
        let phases: [SessionPhase] = [.offered, .running, .completed]
        let sessions = (0..<60).map { number in
            StoreSample.session(
                number, owner: ["ada", "grace", "ada\u{0}"][number % 3], phase: phases[number / 3 % 3],
                created: StoreSample.start + TimeSpan(seconds: Int64(number * 7 % 60)))
        }
        try await store.insert(nil, sessions)
        let latestFirst = sessions.sorted { ($0.created, $0.id) > ($1.created, $1.id) }
        for owner in [nil, "ada", "grace", "ada\u{0}", "nobody", ""] {
            for wanted: [SessionPhase] in [[], [.offered], [.completed, .running], [.failed], SessionPhase.allCases] {
                for limit in [0, 1, 5, 60, 1000] {
                    let found = try await store.sessions(SessionQuery(owner: owner, phases: wanted, limit: limit))
                    let expected = latestFirst.filter { session in
                        (owner == nil || session.owner == owner) && (wanted.isEmpty || wanted.contains(session.phase))
                    }.prefix(limit)
                    violations.expect(
                        found == Array(expected),
                        "listed \(found.count) instead of \(expected.count), or in another order, for the owner "
                            + "\(owner ?? "any"), the phases \(wanted), the limit \(limit)")
                }
            }
        }
    }

    @Sendable static func pages(_ store: any Store, _ violations: inout Violations) async throws {
        // Runs of equal instants, longer than a page.
        let sessions = (0..<100).map { number in
            StoreSample.session(
                number, owner: number % 4 == 0 ? "grace" : "ada", phase: number % 5 == 0 ? .failed : .running,
                created: StoreSample.start + TimeSpan(seconds: Int64(number / 30)))
        }
        try await store.insert(nil, sessions)
        let latestFirst = sessions.sorted { ($0.created, $0.id) > ($1.created, $1.id) }
        for size in [1, 7, 30, 100, 101] {
            for (owner, phases) in [(nil, []), ("ada", []), (nil, [.failed]), ("grace", [.running])]
                as [(
                    String?, [SessionPhase]
                )]
            {
                var query = SessionQuery(owner: owner, phases: phases, limit: size)
                var found: [StoredSession] = []
                // One page more than there can be: a cursor that does not move must end, too.
                for _ in 0...(sessions.count / size + 1) {
                    let page = try await store.sessions(query)
                    violations.expect(page.count <= size, "a page of \(page.count) with the limit \(size)")
                    guard let last = page.last else { break }
                    found += page
                    query.after = (last.created, last.id)
                }
                let expected = latestFirst.filter { session in
                    (owner == nil || session.owner == owner) && (phases.isEmpty || phases.contains(session.phase))
                }
                violations.expect(
                    found == expected,
                    "pages of \(size) hold \(found.count) sessions instead of \(expected.count), or in another order")
            }
        }
        var between = SessionQuery(limit: 200)
        between.after = (StoreSample.start + TimeSpan(seconds: 1), UUID(high: 0, low: 0))
        violations.expectEqual(
            try await store.sessions(between).count, 30, "older than a cursor that is nobody's")
    }

    @Sendable static func findsUnfinished(_ store: any Store, _ violations: inout Violations) async throws {
        let sessions = (0..<65).map { number in
            StoreSample.session(
                number, owner: "owner \(number % 3)",
                phase: SessionPhase.allCases[number % SessionPhase.allCases.count],
                created: StoreSample.start + TimeSpan(seconds: Int64(number * 11 % 20)))
        }
        try await store.insert(nil, sessions)
        func expected(_ sessions: [StoredSession]) -> [StoredSession] {
            sessions.filter { !$0.phase.isEnd }.sorted { ($0.created, $0.id) < ($1.created, $1.id) }
        }
        violations.expectEqual(try await store.unfinished(), expected(sessions), "unfinished sessions")
        // The end comes by a replace, and a mistaken end is taken back by one.
        let changed = sessions.map { $0.next($0.phase.isEnd ? .running : .completed) }
        violations.expectEqual(try await store.replace(changed), true, "a replace of all")
        violations.expectEqual(try await store.unfinished(), expected(changed), "unfinished sessions after it")
    }

    @Sendable static func keepsLargeBodies(_ store: any Store, _ violations: inout Violations) async throws {
        let count = 1 << 20
        let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        let set = StoreSample.offerSet(1, body: body)
        let session = StoreSample.session(2, in: set.id, body: body.reversed())
        try await store.insert(set, [session])
        let found = try await store.offerSet(set.id)
        violations.expect(found?.set == set, "the offer set's body of \(count) bytes is another one")
        violations.expect(found?.sessions == [session], "the session's body of \(count) bytes is another one")
        let small = session.next(.accepted, body: [1])
        violations.expectEqual(try await store.replace([small]), true, "a replace with a small body")
        violations.expectEqual(try await store.session(session.id)?.body, [1], "the small body")
        violations.expectEqual(
            try await store.replace([small.next(.running, body: body)]), true, "a replace with a large body")
        violations.expect(try await store.session(session.id)?.body == body, "the large body is another one")
    }

    @Sendable static func keepsManySessions(_ store: any Store, _ violations: inout Violations) async throws {
        let count = 10_000
        let batch = 100
        for start in stride(from: 0, to: count, by: batch) {
            let set = StoreSample.offerSet(1_000_000 + start)
            let sessions = (start..<start + batch).map { number in
                StoreSample.session(
                    number, in: set.id, owner: "owner \(number % 10)", phase: number % 2 == 0 ? .running : .completed,
                    created: StoreSample.start + TimeSpan(seconds: Int64(number)))
            }
            try await store.insert(set, sessions)
        }
        violations.expectEqual(try await store.unfinished().count, count / 2, "unfinished sessions")
        violations.expectEqual(try await store.sessions(SessionQuery(limit: count * 2)).count, count, "all sessions")
        let page = try await store.sessions(SessionQuery(owner: "owner 3", phases: [.completed], limit: 5))
        violations.expectEqual(
            page.ids, [9993, 9983, 9973, 9963, 9953].map(StoreSample.id), "the latest of one owner")
        for number in stride(from: 0, to: count, by: 997) {
            let found = try await store.session(StoreSample.id(number))
            violations.expectEqual(found?.owner, "owner \(number % 10)", "the owner of session \(number)")
        }
        var forgotten = 0
        while true {
            let some = try await store.forget(endedBefore: .latest, limit: 999)
            if some.isEmpty { break }
            forgotten += some.count
            if forgotten > count { break }
        }
        violations.expectEqual(forgotten, count / 2, "forgotten sessions")
        violations.expectEqual(
            try await store.sessions(SessionQuery(limit: count * 2)).count, count / 2, "sessions left")
    }
}
