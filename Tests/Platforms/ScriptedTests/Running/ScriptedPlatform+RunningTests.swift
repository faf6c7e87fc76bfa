import BerthModel
import BerthPlatform
import Testing

@testable import BerthScripted

@Suite struct ScriptedPlatformRunningTests {
    @Test("each step takes its time, and fails at the call that the script names")
    func steps() async throws {
        let script = try await Script(
            """
            steps:
            - {step: prepareStorage, delay: PT3S}
            - {step: prepareData, call: 1, delay: PT2S, failure: {code: unreachable, message: Away., cause: c}}
            - {step: releaseStorage, call: 2, failure: {}}
            """, request: Script.withStorage)
        #expect(script.parts.map(\.description) == ["storage[0]", "storage[1]", "data[0]", "compute", "executable"])
        let begin = script.clock.now
        _ = try await script.platform.prepare(.storage(0), of: script.work)
        _ = try await script.platform.prepare(.storage(1), of: script.work)
        #expect(script.clock.now == begin + TimeSpan(seconds: 6))
        let error = await #expect(throws: PlatformError.self) {
            try await script.platform.prepare(.data(0), of: script.work)
        }
        #expect(error == PlatformError(.unreachable, "Away.", cause: "c"))
        #expect(script.clock.now == begin + TimeSpan(seconds: 8))
        _ = try await script.platform.prepare(.data(0), of: script.work)
        // What is ready is not made again.
        _ = try await script.platform.prepare(.storage(0), of: script.work)
        #expect(script.clock.now == begin + TimeSpan(seconds: 8))

        try await script.platform.release(.storage(1), of: script.work)
        let late = await #expect(throws: PlatformError.self) {
            try await script.platform.release(.storage(0), of: script.work)
        }
        #expect(late == PlatformError(.broken, "The script of this platform says that this fails."))
        #expect(script.platform.sessions == [script.work.session])
        try await script.release()
        #expect(script.platform.sessions == [])
    }

    @Test("waits in its queue, runs, and ends with its exit code; started twice it runs once")
    func life() async throws {
        let script = try await Script(
            "run: {queued: PT5S, duration: PT10S, exitCode: 42, connectors: [{location: 'http://h/'}]}")
        try await script.prepare()
        #expect(try await script.platform.observe(script.work, after: nil) == .waiting)
        let begin = script.clock.now
        let connectors = [Connector(status: .available, protocol: "http", location: "http://h/")]
        #expect(try await script.platform.start(script.work).connectors == connectors)
        #expect(try await script.platform.observe(script.work, after: .waiting) == .running)
        #expect(try await script.platform.start(script.work).connectors == connectors)
        #expect(try await script.states() == [.running, .finished(.exited(42))])
        #expect(script.clock.now == begin + TimeSpan(seconds: 15))
        #expect(try await script.platform.observe(script.work, after: .finished(.exited(42))) == .finished(.exited(42)))
    }

    @Test("what was not prepared cannot be started, what was released cannot be observed")
    func lost() async throws {
        let script = try await Script()
        let start = await #expect(throws: PlatformError.self) { try await script.platform.start(script.work) }
        #expect(start?.code == .lost)
        #expect(start?.message == "What was prepared for the session is no longer there.")
        try await script.prepare()
        _ = try await script.platform.start(script.work)
        try await script.release()
        let observe = await #expect(throws: PlatformError.self) {
            try await script.platform.observe(script.work, after: nil)
        }
        #expect(observe?.message == "The executable of the session is no longer there.")
    }

    static let stopped = WorkState.finished(
        Outcome(
            isSuccess: false, exitCode: nil,
            notes: [Note(.info, "The program was stopped because the session was cancelled.")]))

    @Test("a cancel ends what is being prepared, and nothing begins afterwards")
    func cancelPreparing() async throws {
        let script = try await Script(
            "steps: [{step: prepareExecutable, delay: PT1H}]", clock: TestClock(still: true))
        let preparing = Task { try await script.prepare() }
        await script.clock.sleeper()
        try await script.platform.cancel(script.work)
        let error = PlatformError(.cancelled, "The session was cancelled.")
        await #expect(throws: error) { try await preparing.value }
        for part in script.parts {
            await #expect(throws: error) { try await script.platform.prepare(part, of: script.work) }
        }
        #expect(script.platform.sessions == [script.work.session])
        try await script.release()
        #expect(script.platform.sessions == [])
    }

    @Test("a cancel ends what waits and what runs")
    func cancelRunning() async throws {
        let script = try await Script("run: {queued: PT1H, duration: PT1H}", clock: TestClock(still: true))
        try await script.prepare()
        _ = try await script.platform.start(script.work)
        async let state = script.platform.observe(script.work, after: .waiting)
        await script.clock.sleeper()
        try await script.platform.cancel(script.work)
        #expect(try await state == Self.stopped)
        try await script.platform.cancel(script.work)
        #expect(try await script.output() == "")
    }

    @Test("a cancel at the end changes nothing")
    func cancelAtTheEnd() async throws {
        let script = try await Script()
        try await script.prepare()
        _ = try await script.platform.start(script.work)
        #expect(try await script.states().last == .finished(.exited(0)))
        try await script.platform.cancel(script.work)
        #expect(try await script.platform.observe(script.work, after: nil) == .finished(.exited(0)))
    }

    @Test("a cancel may take long, and may be refused")
    func cancelOtherwise() async throws {
        let script = try await Script(
            """
            steps:
            - {step: cancel, call: 1, failure: {code: refused, message: No.}}
            - {step: cancel, call: 2, delay: PT30S}
            run: {duration: PT1H}
            """)
        try await script.prepare()
        let begin = script.clock.now
        _ = try await script.platform.start(script.work)
        let error = await #expect(throws: PlatformError.self) { try await script.platform.cancel(script.work) }
        #expect(error == PlatformError(.refused, "No."))
        #expect(try await script.platform.observe(script.work, after: nil) == .running)
        try await script.platform.cancel(script.work)
        #expect(script.clock.now == begin + TimeSpan(seconds: 30))
        #expect(try await script.platform.observe(script.work, after: .running) == Self.stopped)
    }

    @Test("a task that is cancelled ends its wait; the work goes on")
    func taskCancelled() async throws {
        let script = try await Script("run: {duration: PT1H}", clock: TestClock(still: true))
        try await script.prepare()
        _ = try await script.platform.start(script.work)
        let waiting = Task { try await script.platform.observe(script.work, after: .running) }
        await script.clock.sleeper()
        waiting.cancel()
        await #expect(throws: PlatformError(.cancelled, "The session was cancelled.")) { try await waiting.value }
        #expect(try await script.platform.observe(script.work, after: nil) == .running)
    }

    @Test("orphans are released, what is kept is not")
    func orphans() async throws {
        var script = try await Script("run: {duration: PT1H}")
        try await script.prepare()
        _ = try await script.platform.start(script.work)
        let kept = script.work
        script.work.session = UUID(high: 1, low: 2)
        try await script.prepare()
        #expect(try await script.platform.releaseOrphans(keeping: [kept.session]) == [script.work.session])
        #expect(script.platform.sessions == [kept.session])
        #expect(try await script.platform.observe(kept, after: nil) == .running)
        #expect(try await script.platform.releaseOrphans(keeping: []) == [kept.session])
        #expect(try await script.platform.releaseOrphans(keeping: []) == [])
    }
}
