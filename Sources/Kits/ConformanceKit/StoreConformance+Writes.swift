import BerthBroker
import BerthModel

/// Rules about a single writer.
extension StoreConformance {
    @Sendable static func keepsEveryMember(_ store: any Store, _ violations: inout Violations) async throws {
        let set = StoredOfferSet(
            id: UUID(high: .max, low: 0), owner: "a\u{0}b ✓ 👩‍🚀", created: .earliest, body: Array(0...255))
        var sessions = SessionPhase.allCases.enumerated().map { number, phase in
            StoreSample.session(number, in: set.id, phase: phase)
        }
        sessions[0].id = UUID(high: 0, low: 0)
        sessions[0].owner = ""
        sessions[0].platform = ""
        sessions[0].body = []
        sessions[1].id = UUID(high: .max, low: .max)
        sessions[1].owner = set.owner
        sessions[1].platform = "it's \"quoted\"; -- \u{0}"
        sessions[1].revision = .max
        sessions[1].created = .earliest
        sessions[1].modified = .latest
        sessions[1].body = [0, 0, 0]
        try await store.insert(set, sessions)
        let alone = StoreSample.session(100)
        try await store.insert(nil, [alone])

        let found = try await store.offerSet(set.id)
        violations.expectEqual(found?.set, set, "the offer set")
        violations.expectEqual(found?.sessions, sessions, "its sessions")
        for session in sessions + [alone] {
            violations.expectEqual(try await store.session(session.id), session, "a session in \(session.phase)")
        }
        let empty = StoredOfferSet(id: StoreSample.id(200), owner: "", created: .latest, body: [])
        try await store.insert(empty, [])
        let foundEmpty = try await store.offerSet(empty.id)
        violations.expectEqual(foundEmpty?.set, empty, "an offer set without sessions")
        violations.expectEqual(foundEmpty?.sessions, [], "no sessions")
    }

    @Sendable static func answersNothing(_ store: any Store, _ violations: inout Violations) async throws {
        violations.expect(try await store.offerSet(StoreSample.id(1)) == nil, "an offer set out of nothing")
        violations.expectEqual(try await store.session(StoreSample.id(1)), nil, "a session out of nothing")
        violations.expectEqual(try await store.sessions(SessionQuery(limit: 10)), [], "sessions out of nothing")
        violations.expectEqual(try await store.unfinished(), [], "unfinished sessions out of nothing")
        let forgotten = try await store.forget(endedBefore: .latest, limit: 10)
        violations.expectEqual(forgotten, [], "forgotten out of nothing")
        violations.expectEqual(try await store.replace([]), true, "a replace of nothing")
        try await store.insert(nil, [])
    }

    @Sendable static func insertsAllOrNothing(_ store: any Store, _ violations: inout Violations) async throws {
        let set = StoreSample.offerSet(1)
        let old = StoreSample.session(2, in: set.id)
        try await store.insert(set, [old])
        let other = StoreSample.offerSet(3, body: [9])
        var sameSession = old
        sameSession.body = [9]
        var sameSet = set
        sameSet.body = [9]
        let new = StoreSample.session(4)
        let refused: [(String, StoredOfferSet?, [StoredSession])] = [
            ("a session that is there", other, [new, sameSession]),
            ("an offer set that is there", sameSet, [new]),
            ("one session twice", other, [new, new]),
            ("a session of an offer set that is not there", nil, [new, StoreSample.session(5, in: StoreSample.id(6))]),
        ]
        for (what, offerSet, sessions) in refused {
            do {
                try await store.insert(offerSet, sessions)
                violations.add("inserted \(what)")
            } catch {
                violations.expectEqual(error.code, .failed, "the code for \(what)")
            }
            violations.expectEqual(try await store.session(new.id), nil, "left of \(what)")
            violations.expect(try await store.offerSet(other.id) == nil, "an offer set is left of \(what)")
        }
        violations.expectEqual(try await store.session(old.id), old, "the session that was there")
        let found = try await store.offerSet(set.id)
        violations.expectEqual(found?.set, set, "the offer set that was there")
        violations.expectEqual(found?.sessions, [old], "its sessions")

        let later = StoreSample.session(7, in: set.id)
        try await store.insert(nil, [later])
        let grown = try await store.offerSet(set.id)
        violations.expectEqual(grown?.sessions, [old, later], "a session added to an offer set that is there")
    }

    @Sendable static func comparesRevisions(_ store: any Store, _ violations: inout Violations) async throws {
        let first = StoreSample.session(1)
        try await store.insert(nil, [first])
        var second = first.next(.accepted, body: [7])
        second.owner = "grace"
        second.platform = "there"
        violations.expectEqual(try await store.replace([second]), true, "a replace at the revision before")
        violations.expectEqual(try await store.session(first.id), second, "the replaced session")
        for revision: Int64 in [0, 1, 2, 4, 100] {
            var other = second.next(.cancelled, body: [8])
            other.revision = revision
            violations.expectEqual(try await store.replace([other]), false, "a replace of 2 with \(revision)")
            violations.expectEqual(try await store.session(first.id), second, "the session, after a refused replace")
        }
        let missing = StoreSample.session(2)
        for revision: Int64 in [1, 2] {
            var missing = missing
            missing.revision = revision
            violations.expectEqual(try await store.replace([missing]), false, "a replace of nothing with \(revision)")
            violations.expectEqual(try await store.session(missing.id), nil, "a session made by a replace")
        }
    }

    @Sendable static func replacesAllOrNothing(_ store: any Store, _ violations: inout Violations) async throws {
        let set = StoreSample.offerSet(1)
        let sessions = (2...5).map { StoreSample.session($0, in: set.id) }
        try await store.insert(set, sessions)
        let next = sessions.map { $0.next(.rejected) }
        for stale in next.indices {
            var mixed = next
            mixed[stale].revision += 1
            violations.expectEqual(try await store.replace(mixed), false, "a replace with one at another revision")
            var gone = next
            gone[stale].id = StoreSample.id(100)
            violations.expectEqual(try await store.replace(gone), false, "a replace with one that is gone")
        }
        violations.expectEqual(try await store.replace([next[0], next[0]]), false, "one session twice")
        violations.expectEqual(
            try await store.replace([next[0], next[0].next(.rejected)]), false, "one session twice, in steps")
        violations.expectEqual(try await store.offerSet(set.id)?.sessions, sessions, "the sessions, after refusals")
        violations.expectEqual(try await store.replace(next), true, "a replace of four")
        violations.expectEqual(try await store.offerSet(set.id)?.sessions, next, "the sessions, in their order")
    }

    @Sendable static func keepsOfferSet(_ store: any Store, _ violations: inout Violations) async throws {
        let sets = [StoreSample.offerSet(1), StoreSample.offerSet(2)]
        for set in sets { try await store.insert(set, []) }
        let session = StoreSample.session(3, in: sets[0].id)
        try await store.insert(nil, [session])
        for elsewhere in [sets[1].id, nil] {
            guard var moved = try await store.session(session.id)?.next(.waiting) else {
                return violations.add("the session is gone")
            }
            moved.offerSet = elsewhere
            violations.expectEqual(try await store.replace([moved]), true, "a replace that names another set")
            violations.expectEqual(try await store.session(session.id)?.offerSet, sets[0].id, "the session's offer set")
        }
        violations.expectEqual(try await store.offerSet(sets[0].id)?.sessions.count, 1, "sessions of its set")
        violations.expectEqual(try await store.offerSet(sets[1].id)?.sessions.count, 0, "sessions of the other set")
    }

    @Sendable static func forgets(_ store: any Store, _ violations: inout Violations) async throws {
        let start = StoreSample.start
        // Ended at 0, 1, … 9 seconds; inserted in another order, created in a third.
        let ended = [3, 1, 4, 0, 5, 9, 2, 6, 8, 7].map { second in
            StoreSample.session(
                second, phase: [.completed, .failed, .cancelled, .rejected, .expired][second % 5],
                created: start - TimeSpan(seconds: Int64(second)), modified: start + TimeSpan(seconds: Int64(second)))
        }
        let going = SessionPhase.allCases.filter { !$0.isEnd }.enumerated().map { number, phase in
            StoreSample.session(100 + number, phase: phase)
        }
        try await store.insert(nil, ended + going)
        let instant = start + TimeSpan(seconds: 6)
        let none = try await store.forget(endedBefore: instant, limit: 0)
        violations.expectEqual(none.ids, [], "forgotten with the limit 0")
        let four = try await store.forget(endedBefore: instant, limit: 4)
        violations.expectEqual(four.ids, (0..<4).map(StoreSample.id), "forgotten with the limit 4")
        violations.expectEqual(
            Set(four), Set(ended.filter { $0.modified < start + TimeSpan(seconds: 4) }), "the forgotten, as they were")
        let rest = try await store.forget(endedBefore: instant, limit: 100)
        violations.expectEqual(rest.ids, [4, 5].map(StoreSample.id), "forgotten after them (6 ended at the instant)")
        for second in 0..<10 {
            let isThere = try await store.session(StoreSample.id(second)) != nil
            violations.expectEqual(isThere, second >= 6, "the session that ended at \(second) is there")
        }
        let unfinished = try await store.unfinished()
        violations.expectEqual(Set(unfinished.ids), Set(going.ids), "sessions that go on")
    }

    @Sendable static func forgetsEmptyOfferSets(_ store: any Store, _ violations: inout Violations) async throws {
        let start = StoreSample.start
        let instant = start + TimeSpan(seconds: 10)
        let mixed = StoreSample.offerSet(1)
        let over = StoreSample.offerSet(2)
        let emptyOld = StoreSample.offerSet(3)
        let emptyNew = StoreSample.offerSet(4, created: instant)
        let later = StoreSample.offerSet(5, created: instant)
        let kept = StoreSample.session(11, in: mixed.id, phase: .running)
        try await store.insert(mixed, [StoreSample.session(10, in: mixed.id, phase: .rejected), kept])
        try await store.insert(over, (20..<23).map { StoreSample.session($0, in: over.id, phase: .expired) })
        try await store.insert(emptyOld, [])
        try await store.insert(emptyNew, [])
        // Made after the instant by its own clock, with a session of before: the session decides.
        try await store.insert(later, [StoreSample.session(30, in: later.id, phase: .expired)])

        let forgotten = try await store.forget(endedBefore: instant, limit: 100)
        violations.expectEqual(Set(forgotten.ids), Set([10, 20, 21, 22, 30].map(StoreSample.id)), "forgotten sessions")
        let found = try await store.offerSet(mixed.id)
        violations.expectEqual(found?.sessions, [kept], "what is left of a set with a session that goes on")
        for (set, isThere) in [(over, false), (emptyOld, false), (emptyNew, true), (later, false)] {
            let found = try await store.offerSet(set.id) != nil
            violations.expectEqual(found, isThere, "the offer set of \(set.created) is there")
        }
        try await store.insert(over, [])
        violations.expect(try await store.offerSet(over.id) != nil, "a forgotten identifier cannot be used again")
    }
}
