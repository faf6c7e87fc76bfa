import BerthDocument
import BerthModel

extension Question {
    /// The changes with which a request needs no more of these resources than so much, made together; `nil` where it
    /// has no size that could be less.
    ///
    /// - Parameter free: what there is of each resource that is short.
    public func smaller(_ free: [ResourceName: Int64]) -> [Change]? {
        guard case .simple(let compute) = compute else { return nil }
        var changes: [Change] = []
        for (resource, amount) in free.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            switch resource {
            case .cores:
                guard (compute.cores?.min ?? 0) > amount, amount > 0 else { return nil }
                changes.append(.atMost(amount, ["compute", "cores", "min"], .core))
            case .memory:
                guard amount >= bytesPerGibibyte else { return nil }
                changes.append(.atMost(amount / bytesPerGibibyte, ["compute", "memory", "min"], .gibibyte))
            case .storage:
                guard let change = smallerStorage(free: amount) else { return nil }
                changes.append(change)
            default:
                guard amount > 0, let countable = countables.first(where: { $0.name == resource.rawValue }) else {
                    return nil
                }
                changes.append(.atMost(amount, ["metrics", .index(countable.index), "min"], nil))
            }
        }
        return changes
    }

    /// The largest storage gives what is missing.
    private func smallerStorage(free: Int64) -> Change? {
        var largest: (index: Int, size: Int64)?
        for (index, storage) in storage.enumerated() {
            guard case .simple(let simple) = storage, let size = simple.size?.min else { continue }
            if size > largest?.size ?? 0 { largest = (index, size) }
        }
        guard let (index, size) = largest else { return nil }
        let missing = needs[.storage] - free
        let left = size - (missing + bytesPerGibibyte - 1) / bytesPerGibibyte
        return left < 1 ? nil : .atMost(left, ["storage", .index(index), "size", "min"], .gibibyte)
    }
}
