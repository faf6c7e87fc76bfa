import BerthBroker
import Testing

@Suite struct LockedTests {
    private final class Count: Sendable {
        let value = Locked(0)
    }

    @Test func losesNoChange() async {
        let count = Count()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<10_000 { count.value.withLock { $0 += 1 } } }
            }
        }
        #expect(count.value.withLock { $0 } == 80_000)
    }

    @Test func isFreeAgainAfterAnError() {
        let locked = Locked([1])
        #expect(throws: StoreError(.full, "full")) {
            try locked.withLock { value throws(StoreError) in
                value.append(2)
                throw StoreError(.full, "full")
            }
        }
        #expect(locked.withLock { $0 } == [1, 2])
    }
}
