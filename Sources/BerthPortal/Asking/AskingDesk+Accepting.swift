import BerthBroker
import BerthClient
import BerthDocument
import BerthModel

extension AskingDesk {
    /// What came of accepting an offer.
    enum Outcome: Sendable, Hashable {
        case accepted
        /// Another offer of the same asking was taken, maybe in another tab.
        case lost(to: OfferPlace)
        /// It is no longer held.
        case gone
    }

    /// Accepts one offer of an asking. Repeating it is harmless.
    ///
    /// - Throws: `notFound` for what is no offer of it; what the broker says against it.
    func accept(
        _ place: OfferPlace, of asking: LiveAsking, for visitor: PortalVisitor
    ) async throws(PortalError) -> Outcome {
        guard let offer = asking.board.value.offer(place),
            let broker = brokers.first(where: { $0.name == place.broker })
        else { throw PortalError(.notFound, "There is no such offer in this answer; look at the offers again.") }
        let (isTaken, other) = asking.board.change { state in
            (state.take(place), state.accepted ?? state.claim)
        }
        if !isTaken { return other.map { .lost(to: $0) } ?? .gone }
        do throws(ClientError) {
            _ = try await broker.client(for: visitor).accept(place.id)
        } catch {
            asking.board.change { $0.settle(place, isAccepted: false) }
            return try await outcome(of: error, place, asking, for: visitor)
        }
        asking.board.change { $0.settle(place, isAccepted: true) }
        // The offers of other brokers: one is enough, and nobody has to wait for the others to expire.
        await reject(asking.board.value.rows.filter { $0.broker != place.broker }, for: visitor)
        await refresh(asking, for: visitor)
        var run = RunEntry()
        run.asking = asking.id
        run.title = asking.title
        run.broker = broker.name
        run.brokerTitle = broker.title
        run.session = place.id
        run.accepted = world.now()
        run.promise = offer.document(for: .json)
        if try await book.run(broker.name, place.id, of: asking.owner) == nil {
            try await book.keep(run, of: asking.owner)
        }
        try await book.keep(asking)
        return .accepted
    }

    private func outcome(
        of error: ClientError, _ place: OfferPlace, _ asking: LiveAsking, for visitor: PortalVisitor
    ) async throws(PortalError) -> Outcome {
        guard error.code == .gone || error.code == .wrongPhase else { throw PortalError(error) }
        await refresh(asking, for: visitor)
        let state = asking.board.value
        if let winner = state.accepted, winner != place {
            try await book.keep(asking)
            return .lost(to: winner)
        }
        if error.code == .gone { return .gone }
        switch state.offer(place)?.phase {
        case .expired, .rejected: return .gone
        default: throw PortalError(error)
        }
    }
}
