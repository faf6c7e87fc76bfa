import BerthPlatform
import Synchronization
import Testing

@testable import BerthHost

@Suite struct NextLookTests {
    /// Holds looks back until it is opened, and counts them.
    private final class Gate: Sendable {
        private struct State {
            var isOpen = false
            var held: [CheckedContinuation<Void, Never>] = []
            var looks: [String] = []
            var inside = 0
            var most = 0
        }

        private let state = Mutex(State())

        func pass(_ key: String) async -> Int {
            let count = state.withLock { state in
                state.looks.append(key)
                state.inside += 1
                state.most = max(state.most, state.inside)
                return state.looks.count
            }
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    if !state.isOpen { state.held.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
            state.withLock { $0.inside -= 1 }
            return count
        }

        func open() {
            let held = state.withLock { state in
                defer { state.held = [] }
                state.isOpen = true
                return state.held
            }
            for continuation in held { continuation.resume() }
        }

        var looks: [String] { state.withLock { $0.looks } }
        var most: Int { state.withLock { $0.most } }
    }

    private func look(_ gate: Gate, perLook: Duration = .zero) -> NextLook<String, Int> {
        NextLook("the job", every: .milliseconds(1), perLook: perLook) { key async throws(PlatformError) in
            let count = await gate.pass(key)
            if key == "bad" { throw PlatformError(.notFound, "There is no such job.") }
            return count
        }
    }

    private func until(_ isSo: () -> Bool) async {
        while !isSo() { await Task.yield() }
    }

    @Test("who comes while a look is under way gets the next one, and all who wait for a thing one look at it")
    func nextLook() async throws {
        let gate = Gate()
        let look = look(gate)
        async let first = look.next("a")
        await until { gate.looks == ["a"] }
        let others = Task {
            await withTaskGroup(of: (String, Int?).self) { group in
                for number in 0..<10 {
                    let key = number % 2 == 0 ? "a" : "b"
                    group.addTask { (key, try? await look.next(key)) }
                }
                return await group.reduce(into: [String: Set<Int?>]()) { $0[$1.0, default: []].insert($1.1) }
            }
        }
        await until { look.waiting == 10 }
        gate.open()
        #expect(try await first == 1)
        let seen = await others.value
        #expect(seen["a"]?.count == 1 && seen["b"]?.count == 1)
        #expect(Set([seen["a"], seen["b"]]) == [[2], [3]])
        #expect(gate.looks.sorted() == ["a", "a", "b"])
    }

    @Test("an error is told to who waited for that thing, and to nobody else")
    func errors() async throws {
        let gate = Gate()
        let look = look(gate)
        async let first = look.next("a")
        await until { gate.looks == ["a"] }
        async let good = look.next("good")
        async let bad = look.next("bad")
        await until { look.waiting == 2 }
        gate.open()
        _ = try await first
        _ = try await good
        do {
            _ = try await bad
            Issue.record("no error")
        } catch let error as PlatformError {
            #expect(error.code == .notFound)
        }
    }

    @Test("a wait ends with its task, and the others go on")
    func cancelled() async throws {
        let gate = Gate()
        let look = look(gate)
        async let first = look.next("a")
        await until { gate.looks == ["a"] }
        let waiting = Task { try await look.next("a") }
        await until { look.waiting == 1 }
        waiting.cancel()
        let error = await #expect(throws: PlatformError.self) { try await waiting.value }
        #expect(error?.code == .cancelled)
        #expect(error?.message == "Watching the job was cancelled.")
        #expect(look.waiting == 0)
        let late = Task {
            await until { Task.isCancelled }
            return try await look.next("a")
        }
        late.cancel()
        await #expect(throws: PlatformError.self) { try await late.value }
        gate.open()
        #expect(try await first == 1)
    }

    @Test("four looks at the most are under way at the same time")
    func atOnce() async throws {
        let gate = Gate()
        let look = look(gate)
        async let first = look.next("a")
        await until { gate.looks == ["a"] }
        let others = Task {
            await withTaskGroup(of: Int?.self) { group in
                for number in 0..<9 { group.addTask { try? await look.next("\(number)") } }
                return await group.reduce(into: 0) { $0 += $1 == nil ? 0 : 1 }
            }
        }
        await until { look.waiting == 9 }
        gate.open()
        _ = try await first
        #expect(await others.value == 9)
        #expect((1...4).contains(gate.most))
    }

    @Test("who has a sign of something new does not wait for the time of the next round")
    func hurried() async throws {
        let gate = Gate()
        gate.open()
        let look = NextLook<String, Int>("the job", every: .seconds(86_400), hurriedGap: .milliseconds(1)) { key in
            await gate.pass(key)
        }
        #expect(try await look.next("a") == 1)
        let waiting = Task { try await look.next("a") }
        await until { look.waiting == 1 }
        look.hurry()
        #expect(try await waiting.value == 2)
        // A sign that comes before anybody waits counts, too.
        look.hurry()
        #expect(try await look.next("a") == 3)
    }

    @Test("many looks in one round push the next one back")
    func perLook() async throws {
        let gate = Gate()
        let look = look(gate, perLook: .milliseconds(30))
        async let first = look.next("a")
        await until { gate.looks == ["a"] }
        async let second = look.next("b")
        async let third = look.next("c")
        await until { look.waiting == 2 }
        gate.open()
        _ = try await (first, second, third)
        let begin = ContinuousClock.now
        // The second round of two looks began before now, by less than the two of 30 ms take.
        _ = try await look.next("a")
        _ = try await look.next("a")
        #expect(ContinuousClock.now - begin >= .milliseconds(30))
    }
}
