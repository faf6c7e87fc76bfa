import BerthDocument
import BerthModel

extension Question {
    /// The changes with which a request needs no more of these resources than so much, made together; `nil` where it
    /// has no size that could be less.
    ///
    /// - Parameter free: what there is of each resource that is short.
    public func smaller(_ free: [ResourceName: Int64]) -> [Change]? {
        guard let compute = compute.basic else { return nil }
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
                changes.append(.atMost(amount, countable.range.appending("min"), nil))
            }
        }
        return changes
    }

    /// The largest storage has what the others leave of what is free. Sums stop at the largest number.
    private func smallerStorage(free: Int64) -> Change? {
        let sizes = sizesOfStorage
        guard let largest = sizes.min(by: { ($1.size, $0.index) < ($0.size, $1.index) }) else { return nil }
        var others: Int64 = 0
        for (index, size) in sizes where index != largest.index { others = others.addingOrMost(max(0, size)) }
        let left = max(0, free) / bytesPerGibibyte - others
        guard left >= 1, left < largest.size else { return nil }
        return .atMost(left, ["storage", .index(largest.index), "size", "min"], .gibibyte)
    }
}
