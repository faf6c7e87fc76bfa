/// Why a timeline refused.
public struct ReservationError: Error, Sendable, Hashable {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// More than is free at some second of the slot.
        case overbooked
        /// A slot that does not end after it begins.
        case emptySlot
        /// An amount below zero.
        case negativeAmount
        /// The identifier has a booking.
        case alreadyBooked
        /// The identifier has no booking.
        case notBooked
        /// A booking can end earlier, never later: the time after it may be somebody else's.
        case cannotLengthen
        /// Restored bookings whose sum passes 64 bits.
        case tooMuch
        /// More dimensions than a timeline counts.
        case tooManyDimensions
        /// Two dimensions of one name.
        case doubledDimension
        /// A dimension that the timeline does not count.
        case unknownDimension
        /// Two nodes of one name.
        case doubledNode
        /// A node that the pool does not have.
        case unknownNode
    }

    public var code: Code
    /// One sentence with the remedy.
    public var message: String
    /// The name of the dimension, or the identifier of the booking.
    public var subject: String
    /// Where it did not fit; only with `overbooked` and `tooMuch`.
    public var conflict: Conflict?
}

extension ReservationError {
    static func overbooked(_ conflict: Conflict, _ name: String) -> ReservationError {
        ReservationError(
            code: .overbooked,
            message: "\(name): \(conflict.wanted) wanted, \(max(0, conflict.free)) free at second \(conflict.instant);"
                + " book less or at another time.",
            subject: name, conflict: conflict)
    }

    static func tooMuch(_ conflict: Conflict, _ name: String) -> ReservationError {
        ReservationError(
            code: .tooMuch,
            message: "\(name): with \(conflict.wanted) more at second \(conflict.instant) the sum passes 64 bits;"
                + " book less.",
            subject: name, conflict: conflict)
    }

    static func emptySlot(_ slot: Slot, _ subject: String) -> ReservationError {
        ReservationError(
            code: .emptySlot,
            message: "The slot from second \(slot.start) to second \(slot.end) holds no time;"
                + " it must end after it begins.",
            subject: subject)
    }

    /// An amount below zero.
    public static func below(_ name: String, _ amount: Int64) -> ReservationError { .negativeAmount(name, amount) }

    static func negativeAmount(_ name: String, _ amount: Int64) -> ReservationError {
        ReservationError(
            code: .negativeAmount, message: "\(name): \(amount) is below zero; amounts begin at 0.", subject: name)
    }

    static func alreadyBooked(_ subject: String) -> ReservationError {
        ReservationError(
            code: .alreadyBooked, message: "\(subject) is booked already; release it first.", subject: subject)
    }

    static func notBooked(_ subject: String) -> ReservationError {
        ReservationError(
            code: .notBooked, message: "\(subject) is not booked; it may have been released.", subject: subject)
    }

    static func cannotLengthen(_ subject: String, end: Int64, to newEnd: Int64) -> ReservationError {
        ReservationError(
            code: .cannotLengthen,
            message: "\(subject) ends at second \(end) and cannot be shortened to second \(newEnd);"
                + " book the rest as another booking.",
            subject: subject)
    }

    static func tooManyDimensions(_ count: Int) -> ReservationError {
        ReservationError(
            code: .tooManyDimensions,
            message: "\(count) things are to be counted; one pool counts at most \(Dimensions.limit).",
            subject: "\(count)")
    }

    static func doubledDimension(_ name: String) -> ReservationError {
        ReservationError(
            code: .doubledDimension, message: "\(name) stands twice among the things that are counted; name it once.",
            subject: name)
    }

    static func unknownDimension(_ name: String, known: [String]) -> ReservationError {
        ReservationError(
            code: .unknownDimension,
            message: "\(name) is not counted here; counted are \(known.joined(separator: ", ")).", subject: name)
    }

    static func doubledNode(_ name: String) -> ReservationError {
        ReservationError(
            code: .doubledNode, message: "\(name) stands twice in one pool; give each a name of its own.", subject: name
        )
    }

    static func unknownNode(_ name: String, known: Int) -> ReservationError {
        ReservationError(
            code: .unknownNode,
            message: "\(name) is not one of the \(known) in this pool; it may have been taken away.",
            subject: name)
    }
}
