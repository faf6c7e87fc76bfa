import BerthReservations
import Testing

@Suite struct SlotTests {
    @Test func `A slot ends before its end`() {
        #expect(Slot(start: 5, duration: 3) == Slot(start: 5, end: 8))
        #expect(!Slot(start: 5, end: 6).isEmpty)
        #expect(Slot(start: 5, end: 5).isEmpty)
        #expect(Slot(start: 5, end: 4).isEmpty)
        #expect(Slot(start: .max, duration: 0)?.end == .max)
        #expect(Slot(start: .max, duration: 1) == nil)
        #expect(Slot(start: .min, duration: -1) == nil)
    }
}
