import BerthPlatform
import Synchronization
import Testing

@testable import BerthTasks

@Suite struct MemoTests {
    private final class Count: Sendable {
        let value = Atomic<Int>(0)
        func next() -> Int { value.add(1, ordering: .relaxed).newValue }
    }

    @Test("who asks at the same time or again has what the first found")
    func shared() async throws {
        let (memo, count) = (Memo<Int>(seconds: 60, maximumUnderWay: 1), Count())
        let found = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await memo.value("a") { () async throws(PlatformError) in
                        await Task.yield()
                        return count.next()
                    }
                }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(found == [1])
        #expect(try await memo.value("b") { () async throws(PlatformError) in count.next() } == 2)
    }

    @Test("what has failed or is old is found again")
    func again() async throws {
        let (memo, count) = (Memo<Int>(seconds: 0, maximumUnderWay: 1), Count())
        let error = await #expect(throws: PlatformError.self) {
            try await memo.value("a") { () async throws(PlatformError) -> Int in
                throw PlatformError(.refused, "attempt \(count.next())")
            }
        }
        #expect(error?.message == "attempt 1")
        #expect(try await memo.value("a") { () async throws(PlatformError) in count.next() } == 2)
        #expect(try await memo.value("a") { () async throws(PlatformError) in count.next() } == 3)
    }

    @Test("one too many at the same time is told to ask again")
    func limit() async throws {
        let memo = Memo<Int>(seconds: 60, maximumUnderWay: 1)
        let (gate, open) = AsyncStream<Void>.makeStream()
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let first = Task {
            try await memo.value("a") { () async throws(PlatformError) in
                begin.finish()
                for await _ in gate {}
                return 1
            }
        }
        for await _ in begun {}
        let error = await #expect(throws: PlatformError.self) {
            try await memo.value("b") { () async throws(PlatformError) in 2 }
        }
        #expect(error?.code == .overLimit)
        open.finish()
        #expect(try await first.value == 1)
    }
}
