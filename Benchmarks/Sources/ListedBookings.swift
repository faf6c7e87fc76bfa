import BerthReservations

/// Bookings as a user would first write them down: a list, that every question reads from its begin to its end.
struct ListedBookings {
    var capacity: [Int64]
    var bookings: [(id: Int, amounts: [Int64], slot: Slot)] = []

    /// The earliest start is the one wanted, or the end of a booking.
    func earliest(_ amounts: [Int64], duration: Int64, from first: Int64) -> Int64 {
        let ends = bookings.lazy.map(\.slot.end).filter { $0 > first }.sorted()
        for start in [first] + ends where fits(amounts, during: Slot(start: start, end: start + duration)) {
            return start
        }
        fail("nothing is booked after the last end")
    }

    /// Most is booked at the begin of the slot, or where a booking begins in it.
    func fits(_ amounts: [Int64], during slot: Slot) -> Bool {
        let met = bookings.filter { $0.slot.start < slot.end && slot.start < $0.slot.end }
        for instant in [slot.start] + met.map(\.slot.start) where instant >= slot.start {
            let there = met.filter { $0.slot.start <= instant && instant < $0.slot.end }
            for (index, amount) in amounts.enumerated() {
                let booked = there.reduce(0) { $0 + $1.amounts[index] }
                if booked + amount > capacity[index] { return false }
            }
        }
        return true
    }

    mutating func book(_ id: Int, _ amounts: [Int64], during slot: Slot) { bookings.append((id, amounts, slot)) }

    mutating func release(_ id: Int) { bookings.removeAll { $0.id == id } }
}

/// The better list: the instants at which usage changes, in order; a question walks over them from the first on.
struct ListedChanges {
    var capacity: [Int64]
    var times: [Int64] = []
    var changes: [[Int64]] = []

    func earliest(_ amounts: [Int64], duration: Int64, from first: Int64) -> Int64 {
        var booked = [Int64](repeating: 0, count: capacity.count)
        var start = first
        for index in times.indices {
            // All that lies before an instant holds until there.
            if times[index] > start {
                if !isRoom(amounts, booked) {
                    start = times[index]
                } else if times[index] - start >= duration {
                    return start
                }
            }
            for dimension in booked.indices { booked[dimension] += changes[index][dimension] }
        }
        return start
    }

    private func isRoom(_ amounts: [Int64], _ booked: [Int64]) -> Bool {
        for dimension in booked.indices where booked[dimension] + amounts[dimension] > capacity[dimension] {
            return false
        }
        return true
    }

    mutating func add(_ amounts: [Int64], sign: Int64, at time: Int64) {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        let change = amounts.map { sign * $0 }
        if low < times.count, times[low] == time {
            for dimension in change.indices { changes[low][dimension] += change[dimension] }
            if changes[low].allSatisfy({ $0 == 0 }) {
                times.remove(at: low)
                changes.remove(at: low)
            }
        } else {
            times.insert(time, at: low)
            changes.insert(change, at: low)
        }
    }
}
