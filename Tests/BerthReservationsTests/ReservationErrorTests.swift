import Testing

@testable import BerthReservations

@Suite struct ReservationErrorTests {
    @Test func `Every refusal has its code and names what it is about`() {
        let slot = Slot(start: 2, end: 1)
        let conflict = Conflict(dimension: Dimension(index: 0), instant: 5, wanted: 3, free: -2)
        let errors: [(ReservationError, ReservationError.Code, String)] = [
            (.overbooked(conflict, "cores"), .overbooked, "cores"),
            (.tooMuch(conflict, "cores"), .tooMuch, "cores"),
            (.emptySlot(slot, "a"), .emptySlot, "a"),
            (.negativeAmount("cores", -1), .negativeAmount, "cores"),
            (.alreadyBooked("a"), .alreadyBooked, "a"),
            (.notBooked("a"), .notBooked, "a"),
            (.cannotLengthen("a", end: 1, to: 2), .cannotLengthen, "a"),
            (.tooManyDimensions(17), .tooManyDimensions, "17"),
            (.doubledDimension("cores"), .doubledDimension, "cores"),
            (.unknownDimension("disk", known: []), .unknownDimension, "disk"),
            (.doubledNode("n1"), .doubledNode, "n1"),
            (.unknownNode("n2", known: 3), .unknownNode, "n2"),
        ]
        for (error, code, subject) in errors {
            #expect(error.code == code)
            #expect(error.subject == subject)
            #expect(error.message.hasSuffix("."))
        }
        #expect(Set(errors.map(\.1)) == Set(ReservationError.Code.allCases))
        // Below zero is nothing for the one who reads it; the number itself is in the conflict.
        #expect(
            errors[0].0.message == "cores: 3 wanted, 0 free at second 5; book less or at another time.")
        #expect(errors[0].0.conflict?.free == -2)
    }
}
