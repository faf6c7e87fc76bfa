import BerthBroker
import BerthModel
import BerthScripted
import Foundation
import Testing

/// Thousands of requests that follow the description, or nearly do, made by schemathesis.
@Suite(.serialized) struct SchemathesisTests {
    @Test func theLiveServiceDoesWhatItsDescriptionSays() async throws {
        let world = SystemWorld()
        let platform = try ScriptedPlatform(
            ScriptedSettings(), clock: ScriptedClock(now: { world.now() }, sleep: { await world.sleep(until: $0) }))
        let folder = NSTemporaryDirectory() + "berth-schemathesis-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let service = try await RunningService([platform], folder: folder)
        let (status, output) = try await runProgram(
            ["scripts/check-service", service.url, "--max-examples", "8", "--no-color"])
        #expect(status == 0, "\(output.suffix(6000))")
        await service.stop()
    }
}
