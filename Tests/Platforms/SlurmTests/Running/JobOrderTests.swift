import BerthDocument
import BerthHost
import Foundation
import Testing

@testable import BerthSlurm

@Suite struct JobOrderTests {
    private static var script: JobScript {
        JobScript(
            name: "berth-a-1", partition: "batch", account: "physics", cores: 4, memoryBytes: 3 << 30, seconds: 61,
            gres: ["gpu:a100:1"], features: ["avx", "large"], excluded: ["n1", "n7"], directory: "/s/work",
            state: "/s/state", pipes: "/s", logs: "/l", temporary: "/s/tmp", logBytes: 1000, words: ["/bin/true"])
    }

    @Test("an order has the properties that the options of the script say")
    func properties() {
        let order = JobOrder.order(Self.script)
        let job = order["job"]
        let texts: [String: String] = [
            "name": "berth-a-1", "partition": "batch", "account": "physics", "gres": "gpu:a100:1",
            "constraints": "avx&large", "exclude_nodes": "n1,n7", "current_working_directory": "/s/work",
            "standard_output": "/l/stdout", "standard_error": "/l/stderr", "open_mode": "append",
        ]
        for (name, text) in texts { #expect(job?[name]?.text == text, "\(name)") }
        #expect(job?["cpus_per_task"] == 4 && job?["memory_per_node"] == 3072 && job?["no_requeue"] == true)
        // Slurm counts in minutes: a job is never given less than was offered.
        #expect(job?["time_limit"] == 2)
        #expect(order["script"]?.text == Self.script.text)
        var plain = Self.script
        (plain.partition, plain.account, plain.gres, plain.features, plain.excluded) = (nil, nil, [], [], [])
        for name in ["partition", "account", "gres", "constraints", "exclude_nodes"] {
            #expect(JobOrder.order(plain)["job"]?[name] == nil, "\(name)")
        }
    }

    @Test("an order that was kept is read again, with the reservation of its offer")
    func reading() throws {
        let file = NSTemporaryDirectory() + "order-\(UUID()).json"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try JobOrder.order(Self.script).asJSON.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try JobOrder.read(file, in: nil) == JobOrder.order(Self.script))
        #expect(try JobOrder.read(file, in: "berth-a-offer")["job"]?["reservation"] == "berth-a-offer")
        try "{".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(throws: (any Error).self) { try JobOrder.read(file, in: nil) }
    }
}
