import BerthReservations

/// What a timeline should do, second by second over a short stretch of time: slow, and easily seen to be right.
struct ReferenceTimeline {
    static let seconds = 0..<Int64(40)

    struct Entry {
        var id: Int
        var amounts: [Int64]
        var slot: Slot
        var group: Int?
    }

    var capacity: [[Int64]]
    var entries: [Entry] = []

    init(capacity: [Int64]) {
        self.capacity = Array(repeating: capacity, count: Self.seconds.count)
    }

    var width: Int { capacity[0].count }

    /// What is booked at a second by everyone, or by one group alone: groups count as their largest member.
    func booked(_ second: Int64, _ dimension: Int, onlyGroup: Int? = nil) -> Int64 {
        var sum: Int64 = 0
        var groups: [Int: Int64] = [:]
        for entry in entries where entry.slot.start <= second && second < entry.slot.end {
            if let group = entry.group {
                groups[group] = max(groups[group] ?? 0, entry.amounts[dimension])
            } else {
                sum += entry.amounts[dimension]
            }
        }
        if let onlyGroup { return groups[onlyGroup] ?? 0 }
        return groups.values.reduce(sum, +)
    }

    func free(_ second: Int64, _ dimension: Int, group: Int?) -> Int64 {
        let held = group.map { booked(second, dimension, onlyGroup: $0) } ?? 0
        return capacity[Int(second)][dimension] - booked(second, dimension) + held
    }

    func firstConflict(_ amounts: [Int64], _ slot: Slot, group: Int?) -> (second: Int64, dimension: Int)? {
        for second in slot.start..<slot.end {
            for dimension in 0..<width where amounts[dimension] > 0 {
                // What the group holds already is not asked for again.
                let held = group.map { booked(second, dimension, onlyGroup: $0) } ?? 0
                if amounts[dimension] > held, amounts[dimension] > free(second, dimension, group: group) {
                    return (second, dimension)
                }
            }
        }
        return nil
    }

    /// Possible starts from `first` to `last` whose slots end within the stretch of time.
    func possibleStarts(_ amounts: [Int64], _ duration: Int64, _ first: Int64, _ last: Int64, group: Int?) -> [Int64] {
        guard first <= last else { return [] }
        return (first...last).filter {
            firstConflict(amounts, Slot(start: $0, end: $0 + duration), group: group) == nil
        }
    }

    func free(_ slot: Slot, group: Int?) -> [Int64] {
        (0..<width).map { dimension in
            max(0, (slot.start..<slot.end).map { free($0, dimension, group: group) }.min() ?? 0)
        }
    }
}

/// A sequence of numbers that follows from its seed. Source: G. Steele et al., SplitMix64 (2014).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
