import BerthDocument
import BerthModel
import BerthPlatform

extension Question {
    /// The request that asks another broker the same: each component at its place, so that paths mean the same there.
    ///
    /// Components are told apart by their names. Those that have none, or share theirs, are known by the identifiers
    /// that the question gave them.
    ///
    /// - Parameter shift: what is added to instants, for a site whose clock is another.
    func request(shift: TimeSpan) -> ExecutionRequest {
        var request = ExecutionRequest()
        request.kind = Kind.executionRequest.uri
        let names = uniqueNames
        request.executable = executable
        request.executable?.change { component, _ in component.meta?.uuid = nil }
        request.storage = storage
        request.data = data
        for index in data.indices {
            guard let reference = data[index].storageReference else { continue }
            request.data[index].storageReference = names[reference] ?? reference
            request.data[index].change { component, _ in component.forget(names) }
        }
        for index in storage.indices { request.storage[index].change { component, _ in component.forget(names) } }
        request.compute = compute
        if var basic = compute.basic {
            basic.component.meta?.uuid = nil
            basic.volumes = basic.volumes.map { volume in
                guard case .simple(var mount) = volume else { return volume }
                mount.component.meta?.uuid = nil
                mount.resource = mount.resource.map { names[$0] ?? $0 }
                return .simple(mount)
            }
            request.compute?.basic = basic
        }
        request.component.costs = costs
        request.component.metrics = metrics
        let start = Interval(start: window.start + shift, end: window.end + shift)
        request.schedule = RequestedSchedule()
        request.schedule?.requested = TimedWindow(start: start, duration: duration)
        return request
    }

    /// Names of storage and data that only one component has, by the identifier of that.
    private var uniqueNames: [String: String] {
        let all = storage.map { ($0.uuid, $0.name) } + data.map { ($0.uuid, $0.name) }
        var owners: [String: [String]] = [:]
        for case (let uuid?, let name?) in all where !name.isEmpty { owners[name, default: []].append("\(uuid)") }
        var names: [String: String] = [:]
        for (name, uuids) in owners where uuids.count == 1 { names[uuids[0]] = name }
        return names
    }

    /// By what the same question is known when it comes again; two that only say the same are two.
    func print() -> QuestionPrint {
        // All that is asked, and not when: of a thousand sites each takes its own.
        var hasher = Hasher()
        hasher.combine(executable)
        hasher.combine(compute)
        hasher.combine(storage)
        hasher.combine(data)
        hasher.combine(costs)
        hasher.combine(metrics)
        hasher.combine(window)
        hasher.combine(duration)
        return QuestionPrint(
            identifiers: [executable.uuid, compute.uuid] + storage.map(\.uuid) + data.map(\.uuid),
            asker: asker.subject, hash: hasher.finalize())
    }
}

/// The identifiers that a question gave its components are given to no other.
struct QuestionPrint: Sendable, Hashable {
    var identifiers: [UUID?]
    var asker: String
    var hash: Int
}

extension Component {
    /// The identifier is not needed where there is a name.
    fileprivate mutating func forget(_ names: [String: String]) {
        guard let uuid = meta?.uuid, names["\(uuid)"] != nil else { return }
        meta?.uuid = nil
    }
}
