import BerthModel
import BerthPlatform

// A question that comes with a key is answered once: by whoever takes the key first, and from then on by what the store
// holds under it, also after a crash. A NO is remembered in memory only, and asked anew when it is forgotten.

extension Broker {
    /// What was answered when a key came first.
    enum Earlier {
        case yes(OfferSetRecord, [SessionRecord])
        case no(BrokerMemory.Refusal)
    }

    /// Takes a key, which `release` gives back: whoever comes in between is not answered.
    ///
    /// - Throws: `keyReused`, `keyBusy`.
    func take(_ key: QuestionKey?) throws(BrokerError) {
        guard let key else { return }
        let taken = memory.withLock { memory -> String? in
            if let digest = memory.keysInUse[key.id] { return digest }
            memory.keysInUse[key.id] = key.digest
            return nil
        }
        guard let taken else { return }
        try Self.check(key, against: taken)
        throw BrokerError(
            .keyBusy, "The first request with this Idempotency-Key is still being answered; send it again in a moment.")
    }

    func release(_ key: QuestionKey?) {
        guard let key else { return }
        memory.withLock { $0.keysInUse[key.id] = nil }
    }

    /// What came of a key that was taken; `nil` when nothing did, or nothing that is remembered.
    ///
    /// - Throws: `keyReused`, `storeFailed`.
    func earlier(_ key: QuestionKey?) async throws(BrokerError) -> Earlier? {
        guard let key else { return nil }
        if let refusal = memory.withLock({ $0.refusal(key.id) }) {
            try Self.check(key, against: refusal.digest)
            return .no(refusal)
        }
        guard let found = try await stored(offerSet: key.id) else { return nil }
        let set = try OfferSetRecord(found.set)
        try Self.check(key, against: set.digest)
        var sessions: [SessionRecord] = []
        for session in found.sessions { sessions.append(try SessionRecord(session)) }
        return .yes(set, sessions)
    }

    private static func check(_ key: QuestionKey, against digest: String?) throws(BrokerError) {
        if key.digest == digest { return }
        throw BrokerError(
            .keyReused,
            "This Idempotency-Key was used for another request; send each request with a key of its own, "
                + "and only a repetition with the same.")
    }

    func logRepeated(_ key: QuestionKey?, _ asker: Identity) {
        guard let key else { return }
        log(BrokerEvent(.info, "request.repeated", ["offerset": "\(key.id)", "owner": asker.subject]))
    }
}
