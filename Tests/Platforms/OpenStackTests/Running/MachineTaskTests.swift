import BerthDocument
import Testing

@testable import BerthOpenStack

struct MachineTaskTests {
    @Test func whatAMachineIsTold() {
        var task = MachineTask(mark: "m", seconds: 60, bytes: 10, lingerSeconds: 2)
        task.script = Array("true\n".utf8)
        task.interpreter = ["/bin/sh"]
        task.namesInterpreter = true
        task.arguments = ["it's"]
        task.environment = [("A", "1"), ("A", "2")]
        task.storage = [.init(name: "disk", volume: "v")]
        task.data = [.init(urls: ["http://d/f"], storage: 0, name: "f", bytes: 7, algorithm: "sha256", digest: "00")]
        let document = task.document
        #expect(document["script"] == "dHJ1ZQo=")
        #expect(document["environment"] == ["A": "2"])
        #expect(document["fetchSeconds"] == 3600)
        #expect(document["container"] == .null)
        #expect(document["storage"]?.items == [["name": "disk", "volume": "v"]])
        #expect(
            document["data"]?.items == [
                ["urls": ["http://d/f"], "storage": 0, "name": "f", "bytes": 7, "algorithm": "sha256", "digest": "00"]
            ])
        task.container = .init(command: "docker", images: ["a"], before: ["docker", "run"], after: ["x"])
        #expect(task.document["container"]?["images"] == ["a"])
    }
}
