import BerthModel

/// Things that are due at an instant, the earliest first; among equals the one that was added first.
struct Deadlines<Item: Sendable>: Sendable {
    private struct Entry {
        var instant: Instant
        var number: UInt64
        var item: Item

        func comesBefore(_ other: Entry) -> Bool {
            (instant, number) < (other.instant, other.number)
        }
    }

    /// A heap: no entry comes before its parent.
    private var entries: [Entry] = []
    private var added: UInt64 = 0

    init() {}

    var count: Int { entries.count }

    /// When the first is due.
    var earliest: Instant? { entries.first?.instant }

    mutating func add(_ item: Item, at instant: Instant) {
        entries.append(Entry(instant: instant, number: added, item: item))
        added += 1
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            if !entries[child].comesBefore(entries[parent]) { break }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the first out if it is due.
    mutating func takeDue(at now: Instant) -> Item? {
        guard let first = entries.first, first.instant <= now else { return nil }
        let last = entries.removeLast()
        if entries.isEmpty { return first.item }
        entries[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < entries.count && entries[child].comesBefore(entries[least]) { least = child }
            if least == parent { return first.item }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
