import Synchronization
import Testing

@testable import BerthHost

@Suite struct TurnstileTests {
    private final class Counts: Sendable {
        private let counts = Mutex((now: 0, most: 0))
        var most: Int { counts.withLock { $0.most } }

        func enter() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
        func leave() { counts.withLock { $0.now -= 1 } }
    }

    @Test func noMoreThanSoManyAreIn() async {
        let turnstile = Turnstile(places: 2)
        let counts = Counts()
        let sum = await withTaskGroup(of: Int.self) { group in
            for number in 0..<20 {
                group.addTask { @Sendable in
                    await turnstile.carryOut { @Sendable in
                        counts.enter()
                        await Task.yield()
                        counts.leave()
                        return number
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(sum == 190)
        #expect((1...2).contains(counts.most))
    }

    @Test func whoFailsGivesTheTurnBack() async {
        struct Fault: Error {}
        let turnstile = Turnstile(places: 1)
        for _ in 0..<3 {
            await #expect(throws: Fault.self) {
                try await turnstile.carryOut { @Sendable () async throws(Fault) -> Int in throw Fault() }
            }
        }
        #expect(await turnstile.carryOut { @Sendable in 1 } == 1)
    }
}
