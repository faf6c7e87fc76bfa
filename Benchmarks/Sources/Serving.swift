import BerthBroker
import BerthModel
import BerthPlatform
import BerthScripted

/// A broker in this process, and what a client does with it.
enum Serving {
    static func broker(_ scripts: [ScriptedSettings], store: any Store) throws -> Broker {
        let world = SystemWorld()
        let clock = ScriptedClock(now: { world.now() }, sleep: { await world.sleep(until: $0) })
        var settings = BrokerSettings()
        settings.unfinishedPerPerson = 10_000_000
        settings.unfinishedSessions = 10_000_000
        settings.offerLife = TimeSpan(seconds: 3600)
        let platforms = try scripts.map { try ScriptedPlatform($0, clock: clock) }
        return try Broker(platforms: platforms, store: store, settings: settings, world: world)
    }

    /// Accepts the first offer.
    @discardableResult
    static func accept(_ answer: OfferSetResponse, of broker: Broker) async throws -> SessionView {
        guard let id = answer.offers.first?.component.meta?.uuid else { fail("no offer: \(answer)") }
        return try await accept(id, of: broker)
    }

    @discardableResult
    static func accept(_ id: UUID, of broker: Broker) async throws -> SessionView {
        try await broker.update(
            id, with: .enumValue(TextUpdate(path: "phase", value: "ACCEPTED")), as: .anonymous)
    }
}
