import BerthDocument
import BerthModel
import BerthPlatform
import BerthReservations
import Glibc

/// What would be enough for a plan to find room inside its interval.
struct Relief: Sendable, Hashable {
    /// What is free of the resources that are short, where all of it is something.
    var free: [ResourceName: Int64]?
    /// For how many seconds the plan has room.
    var seconds: Int64?

    /// The changes of the request: of its sizes, or of its duration.
    func ways(_ question: Question, _ times: SlotTimes) -> [[Change]] {
        var ways: [[Change]] = []
        if let free, let changes = Self.smaller(question, free) { ways.append(changes) }
        let available = (seconds ?? 0) - times.preparing - times.releasing
        if available >= Self.leastSeconds && available < times.available {
            ways.append([.shorter(seconds: available)])
        }
        return ways
    }

    /// Nobody wants to be told to run for less.
    static let leastSeconds: Int64 = 60

    /// `nil` where something is short that a request has no size for.
    private static func smaller(_ question: Question, _ free: [ResourceName: Int64]) -> [Change]? {
        guard case .simple(let compute) = question.compute else { return nil }
        var changes: [Change] = []
        for (resource, amount) in free.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            switch resource {
            case .cores where (compute.cores?.min ?? 0) > amount:
                changes.append(.atMost(amount, ["compute", "cores", "min"], .core))
            case .memory where amount >= bytesPerGibibyte:
                changes.append(.atMost(amount / bytesPerGibibyte, ["compute", "memory", "min"], .gibibyte))
            case .storage:
                guard let change = smallerStorage(question, free: amount) else { return nil }
                changes.append(change)
            default: return nil
            }
        }
        return changes
    }

    /// The largest storage gives what is missing.
    private static func smallerStorage(_ question: Question, free: Int64) -> Change? {
        var largest: (index: Int, size: Int64)?
        for (index, storage) in question.storage.enumerated() {
            guard case .simple(let simple) = storage, let size = simple.size?.min else { continue }
            if size > largest?.size ?? 0 { largest = (index, size) }
        }
        guard let (index, size) = largest else { return nil }
        let missing = question.needs[.storage] - free
        let left = size - (missing + bytesPerGibibyte - 1) / bytesPerGibibyte
        return left < 1 ? nil : .atMost(left, ["storage", .index(index), "size", "min"], .gibibyte)
    }
}

extension Ledger {
    /// Looks at the first steps of what is booked in the interval: where the least is missing, and where the longest
    /// stretch is free.
    func relief(_ plan: Plan, _ times: SlotTimes) -> Relief {
        guard times.isPossible, let timeline = timeline(of: plan.platform), let amounts = amounts(of: plan) else {
            return Relief()
        }
        let steps = timeline.profile(during: Slot(start: times.first, end: times.last + times.total))
        let starts = steps.map(\.start).filter { $0 <= times.last }.prefix(Self.startsLookedAt)
        var relief = Relief()
        var least = Double.infinity
        for start in starts {
            let slot = Slot(start: start, end: start + times.total)
            let free = timeline.free(during: slot)
            var lost = 0.0
            var short: [ResourceName: Int64] = [:]
            for dimension in timeline.dimensions.all where amounts[dimension] > free[dimension] {
                lost += log(Double(amounts[dimension]) / Double(max(1, free[dimension])))
                short[ResourceName(rawValue: timeline.dimensions.name(of: dimension))] = free[dimension]
            }
            if lost < least && short.values.allSatisfy({ $0 > 0 }) {
                least = lost
                relief.free = short
            }
            if let conflict = timeline.firstConflict(amounts, during: slot), conflict.instant > start {
                relief.seconds = max(relief.seconds ?? 0, conflict.instant - start)
            }
        }
        return relief
    }

    private static let startsLookedAt = 64
}
