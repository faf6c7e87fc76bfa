import BerthDocument
package import BerthModel
package import BerthPlatform

/// An offer that is still held, with what is said about it beside the document.
package struct OpenOffer: Sendable, Hashable {
    /// As it is kept, without what depends on who reads it.
    package var session: Session
    package var platform: String
    /// Digest of what was asked; nil where nobody has told.
    package var question: String?
    package var expires: Instant
    /// The time now.
    package var now: Instant
}

extension Broker {
    /// An offer for somebody who states something about it.
    ///
    /// - Throws: `notFound`, `notYours`, `storeFailed`; `expired` for one that is not held any more, `wrongPhase` for
    ///   what is no offer any more.
    package func openOffer(_ id: UUID, as asker: Identity) async throws(BrokerError) -> OpenOffer {
        let record = try await record(id, as: asker)
        let now = world.now()
        if record.phase == .expired || record.session.expires.map({ $0 <= now }) == true {
            throw BrokerError(
                .expired, "The offer \(id) has expired and is no longer held; ask again.", path: ["phase"])
        }
        guard let expires = record.session.expires, record.phase == .offered else {
            throw BrokerError(
                .wrongPhase, "\(id) is in phase \(record.phase.rawValue), and no offer any more.", path: ["phase"])
        }
        var question: String?
        if let set = record.offerSet, let stored = try await stored(offerSet: set) {
            question = try OfferSetRecord(stored.set).question
        }
        return OpenOffer(
            session: record.session, platform: record.plan.platform, question: question, expires: expires, now: now)
    }
}
