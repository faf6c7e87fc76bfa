import BerthHost
import BerthPlatform
import Foundation
import Testing

/// examples/three-depths: one platform moves from the caller's process into a plugin and behind HTTP, and neither
/// caller notices.
@Suite("One platform at three depths")
struct ThreeDepthsTests {
    @Test func `who asks sees the same at each depth, in both languages`() async throws {
        _ = try TestPlugin()
        var command = Command(["sh", TestPlugin.root + "/examples/three-depths/run"])
        command.environment["BERTH"] = ServedBroker.program
        command.environment["PYTHON"] = TestPlugin.python
        command.environment["PYTHONPATH"] = TestPlugin.package
        command.environment["HOME"] = NSTemporaryDirectory()
        command.seconds = 180
        let output = try await command.run()
        #expect(output.code == 0, "\(output.errorText)")
        let depths = output.text.split(separator: "== ").map { $0.split(separator: "\n").map(String.init) }
        #expect(
            depths.map(\.first) == [
                "Python: core", "Python: plugin", "Python: service", "Swift: plugin", "Swift: service",
            ])
        for depth in depths {
            #expect(
                depth.dropFirst() == ["offer: 2 cores, 4 GiB", "six times 7 is 42", "COMPLETED"][...],
                "\(depth[0])")
        }
    }
}
