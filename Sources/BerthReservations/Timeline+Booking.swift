extension Timeline {
    /// Books all of it or nothing.
    ///
    /// - Parameter group: siblings of which only one will be kept; they share what they hold.
    /// - Throws: `overbooked` with the first conflict, `alreadyBooked`, `emptySlot`, `negativeAmount`,
    ///   `unknownDimension`.
    public mutating func book(
        _ id: ID, _ amounts: Amounts, during slot: Slot, group: ID? = nil
    ) throws(ReservationError) {
        try check(id, amounts, slot)
        if let conflict = firstConflict(amounts, during: slot, group: group) {
            throw .overbooked(conflict, dimensions.name(of: conflict.dimension))
        }
        insert(id, amounts, slot, group)
    }

    /// Books what is held in fact, such as a task found running after a restart, even when it is more than there is.
    ///
    /// - Throws: `tooMuch` where the sum of all bookings would pass 64 bits, `alreadyBooked`, `emptySlot`,
    ///   `negativeAmount`, `unknownDimension`.
    public mutating func restore(
        _ id: ID, _ amounts: Amounts, during slot: Slot, group: ID? = nil
    ) throws(ReservationError) {
        try check(id, amounts, slot)
        let endless = Steps(.endless)
        if let conflict = firstConflict(amounts, during: slot, group: group, in: endless) {
            throw .tooMuch(conflict, dimensions.name(of: conflict.dimension))
        }
        insert(id, amounts, slot, group)
    }

    /// Gives back the end of a booking: from `end` on it holds nothing.
    ///
    /// - Throws: `notBooked`, `emptySlot` when nothing would be left (release it instead), `cannotLengthen`.
    public mutating func shorten(_ id: ID, to end: Int64) throws(ReservationError) {
        guard var booking = bookings[id] else { throw .notBooked("\(id)") }
        let old = booking.slot
        if end <= old.start { throw .emptySlot(Slot(start: old.start, end: end), "\(id)") }
        if end > old.end { throw .cannotLengthen("\(id)", end: old.end, to: end) }
        booking.slot.end = end
        bookings[id] = booking
        if let group = booking.group {
            renewHold(of: group)
        } else {
            usage.add(Amounts.zero.change(from: booking.amounts), at: end)
            usage.add(booking.amounts, at: old.end)
        }
    }

    /// Gives a booking back.
    ///
    /// - Returns: what was booked, `nil` when there was no such booking.
    @discardableResult
    public mutating func release(_ id: ID) -> Booking<ID>? {
        guard let booking = bookings.removeValue(forKey: id) else { return nil }
        if let group = booking.group {
            groups[group]?.members.removeAll { $0 == id }
            renewHold(of: group)
        } else {
            usage.add(Amounts.zero.change(from: booking.amounts), at: booking.slot.start)
            usage.add(booking.amounts, at: booking.slot.end)
        }
        return booking
    }

    /// Releases the siblings of a booking and takes it out of its group: what it holds is from now on its own.
    ///
    /// - Returns: the siblings that were released, in the order in which they were booked.
    /// - Throws: `notBooked` when the group has no such member.
    @discardableResult
    public mutating func keepOnly(_ id: ID, ofGroup group: ID) throws(ReservationError) -> [ID] {
        guard var booking = bookings[id], booking.group == group, let members = groups[group]?.members else {
            throw .notBooked("\(id)")
        }
        let others = members.filter { $0 != id }
        for other in others { bookings[other] = nil }
        groups[group]?.members = [id]
        renewHold(of: group)
        // The group now holds what its one member holds: nothing changes when it goes.
        groups[group] = nil
        booking.group = nil
        bookings[id] = booking
        return others
    }

    /// The members of a group in the order in which they were booked.
    public func members(ofGroup group: ID) -> [ID] { groups[group]?.members ?? [] }

    /// Bookings that hold something during a slot, in the order in which they were made. Looks at every booking.
    public func bookings(during slot: Slot) -> [ID] {
        bookings.filter { $0.value.slot.start < slot.end && slot.start < $0.value.slot.end }
            .sorted { $0.value.number < $1.value.number }
            .map(\.key)
    }

    private func check(_ id: ID, _ amounts: Amounts, _ slot: Slot) throws(ReservationError) {
        if slot.isEmpty { throw .emptySlot(slot, "\(id)") }
        try check(amounts)
        if let uncounted = firstUncounted(amounts) {
            throw .unknownDimension(dimensions.name(of: uncounted), known: dimensions.names)
        }
        if bookings[id] != nil { throw .alreadyBooked("\(id)") }
    }

    private mutating func insert(_ id: ID, _ amounts: Amounts, _ slot: Slot, _ group: ID?) {
        bookings[id] = Booking(amounts: amounts, slot: slot, group: group, number: bookingsSoFar)
        bookingsSoFar += 1
        if let group {
            groups[group, default: Group()].members.append(id)
            renewHold(of: group)
        } else {
            usage.add(amounts, at: slot.start)
            usage.add(Amounts.zero.change(from: amounts), at: slot.end)
        }
    }

    /// Makes the hold of a group anew from its members and books the difference.
    private mutating func renewHold(of group: ID) {
        guard let old = groups[group] else { return }
        var hold = Steps(.zero)
        for member in old.members {
            guard let booking = bookings[member] else { continue }
            hold.change(from: booking.slot.start, until: booking.slot.end) { $0.most(with: booking.amounts) }
        }
        if old.members.isEmpty { groups[group] = nil } else { groups[group]?.hold = hold }
        for time in Set(old.hold.times).union(hold.times).sorted() {
            let change = hold.jump(at: time).change(from: old.hold.jump(at: time))
            usage.add(change, at: time)
        }
    }
}

extension Steps {
    /// By how much the value changes at an instant; before the beginning of time it is zero.
    fileprivate func jump(at time: Int64) -> Amounts {
        let index = index(at: time)
        if times[index] != time { return .zero }
        return index == 0 ? values[0] : values[index].change(from: values[index - 1])
    }
}
