import BerthModel
import BerthPlatform

extension Plan {
    /// The same plan with new identifiers for every component: each offer has components of its own. Source: WIRE.md
    /// §3.5.
    func withOwnIdentifiers(_ nextID: () -> UUID) -> Plan {
        var plan = self
        var renamed: [String: String] = [:]
        func rename(_ component: inout Component) {
            let id = nextID()
            if let old = component.meta?.uuid { renamed[old.description] = id.description }
            var meta = component.meta ?? Metadata()
            meta.uuid = id
            component.meta = meta
        }
        plan.executable?.change { component, _ in rename(&component) }
        for index in plan.storage.indices { plan.storage[index].change { component, _ in rename(&component) } }
        for index in plan.data.indices { plan.data[index].change { component, _ in rename(&component) } }
        if var compute = plan.compute?.basic {
            rename(&compute.component)
            for index in compute.volumes.indices {
                guard case .simple(var volume) = compute.volumes[index] else { continue }
                rename(&volume.component)
                volume.resource = volume.resource.map { renamed[$0] ?? $0 }
                compute.volumes[index] = .simple(volume)
            }
            plan.compute?.basic = compute
        }
        for index in plan.data.indices {
            guard let reference = plan.data[index].storageReference else { continue }
            plan.data[index].storageReference = renamed[reference] ?? reference
        }
        for index in plan.storage.indices {
            guard case .simple(var storage) = plan.storage[index], !storage.data.isEmpty else { continue }
            storage.data = storage.data.map { renamed[$0] ?? $0 }
            plan.storage[index] = .simple(storage)
        }
        return plan
    }

    /// What two offers would have to differ in for a person to tell them apart.
    struct Appearance: Hashable {
        var platform: String
        var compute: ComputeResource?
        var storage: [StorageResource]
        var costs: [Cost]
        var metrics: [Metric]
    }

    var appearance: Appearance {
        Appearance(platform: platform, compute: compute, storage: storage, costs: costs, metrics: metrics)
    }
}

extension SessionRecord {
    /// A plan with a slot: an offer.
    init(
        offer plan: Plan, id: UUID, set: UUID?, to owner: Identity, held: HeldSlot, expires: Instant, now: Instant
    ) {
        offerSet = set
        self.owner = owner
        self.plan = plan
        self.held = held
        var meta = Metadata(uuid: id, name: plan.executable?.name)
        meta.created = now
        meta.modified = now
        meta.messages = plan.messages
        session.component.meta = meta
        session.component.costs = plan.costs
        session.component.metrics = plan.metrics
        session.expires = expires
        session.executable = plan.executable
        session.compute = plan.compute
        session.storage = plan.storage
        session.data = plan.data
        session.executable?.change { _, life in life.phase = .initializing }
        session.compute?.change { _, life in life.phase = .initializing }
        for index in session.storage.indices { session.storage[index].change { _, life in life.phase = .initializing } }
        for index in session.data.indices { session.data[index].change { _, life in life.phase = .initializing } }
        session.schedule = held.schedule
        session.phase = .offered
        history = [PhaseChange(.offered, now, revision: 1)]
    }

    /// What one caller sees: with links, schedules of the parts, and what may be done now.
    func view(publicURL: String, mayChange: Bool) -> Session {
        var session = session
        session.component.meta?.url = "\(publicURL)/sessions/\(id)"
        session.component.meta?.options = mayChange ? options : []
        if let schedule = session.schedule {
            session.executable?.change { _, life in life.schedule = schedule }
            session.compute?.change { _, life in life.schedule = schedule }
            for index in session.storage.indices {
                session.storage[index].change { _, life in life.schedule = schedule }
            }
            for index in session.data.indices { session.data[index].change { _, life in life.schedule = schedule } }
        }
        return session
    }

    /// Source: WIRE.md §3.8.
    private var options: [Option] {
        let words: [SessionPhase] =
            switch phase {
            case .offered: [.accepted, .rejected]
            case .accepted, .waiting, .preparing, .available, .running: [.cancelled]
            case .initial, .releasing, .completed, .failed, .cancelled, .rejected, .expired: []
            }
        return words.isEmpty ? [] : [.enumValue(EnumValueOption(path: "phase", values: words.map(\.rawValue)))]
    }
}
