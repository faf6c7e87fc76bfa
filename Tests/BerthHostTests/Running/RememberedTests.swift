import BerthPlatform
import Synchronization
import Testing

@testable import BerthHost

@Suite struct RememberedTests {
    /// Answers with how often it was asked; fails when it is told to.
    private final class Engine: Sendable {
        let asked = Mutex(0)
        let fails = Mutex(false)

        func ask() throws(PlatformError) -> Int {
            let count = asked.withLock { asked in
                asked += 1
                return asked
            }
            if fails.withLock({ $0 }) { throw PlatformError(.unreachable, "The engine does not answer.") }
            return count
        }
    }

    private func remembered(_ engine: Engine, for life: Duration) -> Remembered<Int> {
        Remembered(for: life) { () async throws(PlatformError) in
            await Task.yield()
            return try engine.ask()
        }
    }

    @Test("all who ask within the time get one answer")
    func once() async throws {
        let known = remembered(Engine(), for: .seconds(3600))
        #expect(known.last == nil)
        let answers = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<20 { group.addTask { try? await known.facts() } }
            return await group.reduce(into: Set<Int?>()) { $0.insert($1) }
        }
        #expect(answers == [1])
        #expect(known.last == 1)
    }

    @Test("what is too old is asked for anew")
    func old() async throws {
        let known = remembered(Engine(), for: .zero)
        #expect(try await known.facts() == 1)
        #expect(try await known.facts() == 2)
        #expect(known.last == 2)
    }

    @Test("an error is not remembered, and what was known before it stays the last")
    func errors() async throws {
        let engine = Engine()
        let known = remembered(engine, for: .seconds(3600))
        engine.fails.withLock { $0 = true }
        let error = await #expect(throws: PlatformError.self) { try await known.facts() }
        #expect(error?.code == .unreachable)
        #expect(known.last == nil)
        engine.fails.withLock { $0 = false }
        #expect(try await known.facts() == 2)
        let short = remembered(engine, for: .zero)
        #expect(try await short.facts() == 3)
        engine.fails.withLock { $0 = true }
        await #expect(throws: PlatformError.self) { try await short.facts() }
        #expect(short.last == 3)
    }
}
