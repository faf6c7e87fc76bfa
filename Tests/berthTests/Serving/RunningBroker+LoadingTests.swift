import BerthBroker
import BerthDocument
import BerthPlatform
import Testing

@testable import berth

struct RunningBrokerLoadingTests {
    private struct Lab: CodeLoading {
        var missing: Finding?
        let profile = PlatformProfile(
            name: "lab", kind: "python", summary: "", executables: [], capacity: Resources(), outage: nil)

        func findings() async -> [Finding] { [Finding("interpreter", "python3")] + [missing].compactMap(\.self) }
        func canIDoThis(_ question: Question) async -> Answer { .no([]) }
        func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress { .done }
        func start(_ work: Work) async throws(PlatformError) -> Progress { .done }
        func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState { .waiting }
        func cancel(_ work: Work) async throws(PlatformError) {}
        func release(_ part: Part, of work: Work) async throws(PlatformError) {}
    }

    @Test func whatDoesNotLoadIsToldOnce() async throws {
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        let log = EventLog(
            least: .info, format: .json, now: { CapturedRun.now },
            write: { line.yield(String(decoding: $0, as: UTF8.self)) })
        let missing = Finding("plugin", "it did not start: no module lab", remedy: "mend the plugin")
        RunningBroker.tellWhatDoesNotLoad([Lab(missing: nil), Lab(missing: missing)], log)
        var told = lines.makeAsyncIterator()
        let document = try Document.read(Array((await told.next() ?? "").utf8), as: .json)
        #expect(document["event"] == "platform.notLoaded")
        #expect(document["platform"] == "lab")
        #expect(document["problem"] == "it did not start: no module lab")
        #expect(document["remedy"] == "mend the plugin")
        line.finish()
        #expect(await told.next() == nil)
    }
}
