import BerthModel

/// Sleepers by the instant at which they wake; of equal instants in the order they came.
struct TimerQueue<Sleeper> {
    private struct Entry {
        var instant: Instant
        var ticket: Int
        var sleeper: Sleeper
    }

    /// Latest first, so that the next one is taken from the end.
    private var entries: [Entry] = []

    var isEmpty: Bool { entries.isEmpty }

    /// When the next one wakes; `nil` without any.
    var next: Instant? { entries.last?.instant }

    /// - Parameter ticket: counts up; by it a sleeper can be taken out. O(n) for the move, O(log n) to find the place.
    mutating func add(_ sleeper: Sleeper, until instant: Instant, ticket: Int) {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if (entries[middle].instant, entries[middle].ticket) > (instant, ticket) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        entries.insert(Entry(instant: instant, ticket: ticket, sleeper: sleeper), at: low)
    }

    mutating func remove(_ ticket: Int) -> Sleeper? {
        guard let index = entries.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        return entries.remove(at: index).sleeper
    }

    /// Takes the next one, if it wakes at the limit or before.
    mutating func takeNext(until limit: Instant) -> (instant: Instant, sleeper: Sleeper)? {
        guard let last = entries.last, last.instant <= limit else { return nil }
        entries.removeLast()
        return (last.instant, last.sleeper)
    }
}
