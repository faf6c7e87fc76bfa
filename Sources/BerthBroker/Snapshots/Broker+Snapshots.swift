package import BerthDocument
package import BerthModel
package import BerthPlatform
import BerthReservations

extension Broker {
    /// Answers as `ask` would, holds nothing, and keeps everything that the answer depends on.
    ///
    /// - Parameters:
    ///   - body: the request as it came.
    ///   - others: as of `ask`.
    /// - Throws: `stopping`, `tooMany`, `storeFailed`.
    package func snapshot(
        _ request: ExecutionRequest, body: String, _ syntax: Syntax, ignored: [Problem] = [],
        among choice: PlatformChoice = .all, via: [String] = [], as asker: Identity
    ) async throws(BrokerError) -> Snapshot {
        try beginQuestion()
        defer { endQuestion() }
        let isOne = memory.withLock { memory in
            if memory.snapshots >= Self.snapshotsAtOnce { return false }
            memory.snapshots += 1
            return true
        }
        if !isOne {
            throw BrokerError(
                .tooMany, "\(Self.snapshotsAtOnce) snapshots are being taken already; ask again in a moment.")
        }
        defer { memory.withLock { $0.snapshots -= 1 } }
        var snapshot = Snapshot()
        snapshot.program = settings.version
        snapshot.taken = world.now()
        let chance = world.nextID()
        snapshot.seed = Int64(bitPattern: chance.high ^ chance.low)
        snapshot.request = body
        snapshot.syntax = SnapshotSyntax(rawValue: syntax.rawValue) ?? .json
        snapshot.settings = SnapshotSettings(settings)
        // From here on nobody knows who asked: what that decides is a part of what platforms say.
        snapshot.settings.access = []
        if asker == .anonymous { snapshot.settings.shares = [] }
        let chosen = platforms.filter { choice.includes($0.profile.name) }
        let route = settings.instance.isEmpty ? via : via + [settings.instance]
        let recorded = chosen.map { platform in
            RecordedPlatform(platform, platform.profile, via: route, asker: asker) { [self] answer, question in
                open(answer, of: platform.profile.name, question)
            }
        }
        memory.withLock { memory in
            for platform in recorded { memory.ledger.follow(platform.profile) }
            snapshot.unfinished = Int64(memory.unfinishedOverAll)
            snapshot.unfinishedOfAsker = Int64(memory.unfinished(of: asker))
            snapshot.platforms = recorded.map { platform in
                var kept = SnapshotPlatform(platform.profile, memory.ledger, asker)
                kept.holdsOffers = platform.holdsOffers ? true : nil
                return kept
            }
        }
        let now = SnapshotWorld(at: snapshot.taken, seed: snapshot.seed, real: world)
        let answer = try await Self.answer(snapshot, recorded, now, request, ignored, asker)
        for (index, platform) in recorded.enumerated() { snapshot.platforms[index].said = platform.answers }
        snapshot.answer = answer.document(for: .json, leavingOutStrangers: true)
        snapshot.isWhole = true
        log(BrokerEvent(.info, "snapshot.taken", ["owner": asker.subject]))
        return snapshot
    }

    /// Each tells of everything that is held.
    static let snapshotsAtOnce = 4

    /// The answer of a snapshot, given again.
    ///
    /// - Parameters:
    ///   - request: the body of the snapshot, read.
    ///   - ignored: what was found when it was read.
    /// - Throws: `platformFailed` for a capacity that cannot be counted.
    package static func replay(
        _ snapshot: Snapshot, _ request: ExecutionRequest, ignored: [Problem]
    ) async throws(BrokerError) -> OfferSetResponse {
        let then = SnapshotWorld(at: snapshot.taken, seed: snapshot.seed)
        // Who asked is told by nothing that is left to decide.
        let asker = Identity(subject: "asker")
        return try await answer(
            snapshot, snapshot.platforms.map { ReplayedPlatform($0) }, then, request, ignored, asker)
    }

    /// Asks a broker of its own in which everything is as the snapshot says.
    private static func answer(
        _ snapshot: Snapshot, _ platforms: [any Platform], _ world: SnapshotWorld, _ request: ExecutionRequest,
        _ ignored: [Problem], _ asker: Identity
    ) async throws(BrokerError) -> OfferSetResponse {
        var settings = snapshot.settings.brokerSettings
        // What comes late is no part of the answer.
        settings.lateAnswerTime = .zero
        let broker = try Broker(platforms: platforms, store: MemoryStore(), settings: settings, world: world)
        broker.memory.withLock { memory in
            memory.unfinishedBefore = (
                Int(clamping: max(0, snapshot.unfinished)), Int(clamping: max(0, snapshot.unfinishedOfAsker))
            )
            for platform in snapshot.platforms { memory.ledger.restore(platform, asker) }
        }
        return try await broker.ask(request, ignored: ignored, as: asker)
    }
}

extension SnapshotPlatform {
    fileprivate init(_ profile: PlatformProfile, _ ledger: Ledger, _ asker: Identity) {
        name = profile.name
        capacity = profile.capacity.map { SnapshotCapacity($0) }
        let shares = ledger.shares(of: name)
        var groups: [UUID: Int64] = [:]
        func add(_ holding: Holding, _ amounts: Resources, isOfAsker: Bool) {
            var held = SnapshotHolding()
            held.start = Instant(seconds: holding.slot.start)
            held.end = Instant(seconds: holding.slot.end)
            held.amounts = amounts
            held.amounts.amounts.removeAll { $0.amount == 0 }
            held.place = holding.place
            held.siblings = holding.group.map { group in
                let number = groups[group] ?? Int64(groups.count) + 1
                groups[group] = number
                return number
            }
            held.isOfAsker = isOfAsker ? true : nil
            self.held.append(held)
        }
        if let page = ledger.page(of: name) {
            for (id, holding) in page.rooms.holdings {
                add(holding, page.resources(holding.amounts), isOfAsker: shares?.isOf(asker, id) ?? false)
            }
        } else if let shares {
            // Nothing is counted there but the share.
            for (_, holding) in shares.holdings(of: asker) {
                add(holding, shares.resources(holding.amounts), isOfAsker: true)
            }
        }
    }
}

extension Ledger {
    /// Holds what a snapshot says, under names that nobody has.
    fileprivate mutating func restore(_ platform: SnapshotPlatform, _ asker: Identity) {
        for (index, held) in platform.held.enumerated() {
            var plan = Plan()
            plan.platform = platform.name
            plan.demand = held.amounts
            plan.place = held.place
            restore(
                UUID(random: 1, UInt64(index)), plan,
                Slot(start: held.start.seconds, end: held.end.seconds),
                group: held.siblings.map { UUID(random: 2, UInt64(bitPattern: $0)) },
                for: held.isOfAsker == true ? asker : .anonymous)
        }
    }
}
