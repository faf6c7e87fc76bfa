import BerthBroker
import BerthModel

/// Rules about offers that come to a set later than the others.
extension StoreConformance {
    @Sendable static func countsSiblings(_ store: any Store, _ violations: inout Violations) async throws {
        let (set, other) = (StoreSample.offerSet(1), StoreSample.offerSet(2))
        let sessions = (3...4).map { StoreSample.session($0, in: set.id) }
        try await store.insert(set, sessions)
        try await store.insert(other, [StoreSample.session(5, in: other.id)])
        let decided = [sessions[0].next(.accepted), sessions[1].next(.rejected)]
        for count in [0, 1, 3] {
            violations.expectEqual(
                try await store.replace(decided, among: count), false, "a replace among \(count) of two")
        }
        let late = StoreSample.session(6, in: set.id)
        try await store.insert(nil, [late])
        violations.expectEqual(try await store.replace(decided, among: 2), false, "a replace after another joined")
        violations.expectEqual(try await store.offerSet(set.id)?.sessions, sessions + [late], "the sessions, unchanged")
        let all = decided + [late.next(.rejected)]
        violations.expectEqual(try await store.replace(all, among: 3), true, "a replace among all three")
        violations.expectEqual(try await store.offerSet(set.id)?.sessions, all, "the sessions, decided")
    }

    @Sendable static func amends(_ store: any Store, _ violations: inout Violations) async throws {
        let (set, other) = (StoreSample.offerSet(1), StoreSample.offerSet(2))
        let first = StoreSample.session(3, in: set.id)
        let elsewhere = StoreSample.session(4, in: other.id)
        try await store.insert(set, [first])
        try await store.insert(other, [elsewhere])
        let words = StoreSample.offerSet(1, body: [7, 7, 7])
        violations.expectEqual(
            try await store.amend(words, adding: [], to: [first.id: 1]), true, "another body and no session")
        let late = [StoreSample.session(5, in: set.id), StoreSample.session(6, in: set.id)]
        let more = StoreSample.offerSet(1, body: [8])
        let stale: [(String, [UUID: Int64])] = [
            ("none of its sessions", [:]), ("another revision", [first.id: 2]), ("another session", [late[0].id: 1]),
            ("one more", [first.id: 1, elsewhere.id: 1]),
        ]
        for (what, known) in stale {
            violations.expectEqual(try await store.amend(more, adding: late, to: known), false, "known are \(what)")
        }
        let nowhere = StoreSample.offerSet(9)
        violations.expectEqual(try await store.amend(nowhere, adding: [], to: [:]), false, "a set that is not there")
        var taken = late
        taken[1].id = elsewhere.id
        do {
            _ = try await store.amend(more, adding: taken, to: [first.id: 1])
            violations.add("added a session that is there")
        } catch {
            violations.expectEqual(error.code, .failed, "the code for a session that is there")
        }
        var found = try await store.offerSet(set.id)
        violations.expectEqual(found?.set, words, "the offer set, after refusals")
        violations.expectEqual(found?.sessions, [first], "its sessions, after refusals")
        violations.expectEqual(try await store.amend(more, adding: late, to: [first.id: 1]), true, "two that join")
        found = try await store.offerSet(set.id)
        violations.expectEqual(found?.set, more, "the offer set, amended")
        violations.expectEqual(found?.sessions, [first] + late, "its sessions, in their order")
        // Nobody joins what was decided meanwhile.
        let known = [first.id: Int64(1), late[0].id: 1, late[1].id: 1]
        let decided = [first.next(.accepted), late[0].next(.rejected), late[1].next(.rejected)]
        violations.expectEqual(try await store.replace(decided, among: 3), true, "an accept")
        let last = StoreSample.session(7, in: set.id)
        violations.expectEqual(try await store.amend(words, adding: [last], to: known), false, "one after the accept")
        violations.expectEqual(try await store.session(last.id), nil, "the one after the accept")
        violations.expectEqual(try await store.offerSet(other.id)?.sessions, [elsewhere], "the other offer set")
    }
}
