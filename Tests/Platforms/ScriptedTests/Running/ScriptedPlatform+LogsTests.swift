import BerthModel
import BerthPlatform
import Testing

@testable import BerthScripted

@Suite struct ScriptedPlatformLogsTests {
    static let script = """
        run:
          queued: PT1S
          duration: PT10S
          output:
          - {at: PT5S, text: second}
          - {at: PT0S, text: first}
          - {at: PT5S, text: third}
          - {at: PT3S, stream: stderr, text: oh}
          - {at: PT11S, text: never}
        """

    @Test("lines come at their times, in order, whole or in pieces")
    func lines() async throws {
        let script = try await Script(Self.script)
        try await script.prepare()
        let begin = script.clock.now
        _ = try await script.platform.start(script.work)
        #expect(try await script.platform.log(.stdout, of: script.work, from: 0, limit: 9, waiting: false).bytes == [])
        let first = try await script.platform.log(.stdout, of: script.work, from: 0, limit: 100, waiting: true)
        #expect(first == LogPiece(bytes: Array("first\n".utf8), isEnd: false))
        #expect(script.clock.now == begin + TimeSpan(seconds: 1))
        #expect(try await script.output(pieces: 4) == "first\nsecond\nthird\n")
        #expect(script.clock.now == begin + TimeSpan(seconds: 11))
        #expect(try await script.output(.stderr) == "oh\n")
        // Released, it can still be read; forgotten, there is nothing.
        try await script.release()
        #expect(try await script.output() == "first\nsecond\nthird\n")
        await script.platform.forget(script.work.session)
        #expect(try await script.platform.log(.stdout, of: script.work, from: 0, limit: 9, waiting: false).bytes == [])
    }

    @Test("offsets and limits from outside are taken as they come")
    func offsets() async throws {
        let script = try await Script()
        try await script.prepare()
        _ = try await script.platform.start(script.work)
        _ = try await script.states()
        let end = LogPiece(bytes: [], isEnd: true)
        for offset in [1000, .max] as [Int64] {
            #expect(
                try await script.platform.log(.stdout, of: script.work, from: offset, limit: 9, waiting: true) == end)
        }
        let negative = try await script.platform.log(.stdout, of: script.work, from: .min, limit: 7, waiting: true)
        #expect(negative == LogPiece(bytes: Array("Nothing".utf8), isEnd: false))
        let none = try await script.platform.log(.stdout, of: script.work, from: 0, limit: -1, waiting: false)
        #expect(none == LogPiece(bytes: [], isEnd: false))
    }

    @Test("who waits is told when it starts, and when it is cancelled")
    func waiting() async throws {
        let script = try await Script("run: {duration: PT1H, output: [{text: one}]}", clock: TestClock(still: true))
        try await script.prepare()
        let first = Task { try await script.platform.log(.stdout, of: script.work, from: 0, limit: 9, waiting: true) }
        await script.clock.sleeper()
        _ = try await script.platform.start(script.work)
        #expect(try await first.value == LogPiece(bytes: Array("one\n".utf8), isEnd: false))
        let last = Task { try await script.platform.log(.stdout, of: script.work, from: 4, limit: 9, waiting: true) }
        await script.clock.sleeper()
        try await script.platform.cancel(script.work)
        #expect(try await last.value == LogPiece(bytes: [], isEnd: true))
    }

    @Test("a reader whose task is cancelled ends")
    func cancelledReader() async throws {
        let script = try await Script(clock: TestClock(still: true))
        let reading = Task { try await script.platform.log(.stdout, of: script.work, from: 0, limit: 9, waiting: true) }
        await script.clock.sleeper()
        reading.cancel()
        await #expect(throws: PlatformError(.cancelled, "Reading the log was cancelled.")) { try await reading.value }
    }

    @Test("what was cancelled before its start has written nothing, and ends")
    func neverStarted() async throws {
        let script = try await Script()
        try await script.prepare()
        try await script.platform.cancel(script.work)
        #expect(try await script.output() == "")
        try await script.release()
        #expect(try await script.output() == "")
    }
}
