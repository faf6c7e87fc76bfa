import Glibc
import Testing

@testable import BerthStorage

@Suite struct DatabaseExecutorTests {
    private actor Worker {
        private let executor = DatabaseExecutor("test")
        private var count = 0
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        /// Reads, lets others run if they could, and writes back.
        func work() -> Int {
            let before = count
            sched_yield()
            count = before + 1
            return count
        }
    }

    @Test func runsOneAtATime() async {
        let worker = Worker()
        let counts = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<1000 { group.addTask { await worker.work() } }
            return await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(counts == Set(1...1000))
    }
}
