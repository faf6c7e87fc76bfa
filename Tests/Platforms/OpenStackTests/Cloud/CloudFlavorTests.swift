import BerthDocument
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct CloudFlavorTests {
    /// As Nova 34 tells one with microversion 2.61.
    static func flavor(_ specs: String = "{}", more: String = "") throws -> CloudFlavor? {
        let text = """
            {"id": "4", "name": "g1.large", "ram": 8192, "disk": 20, "swap": 512, "OS-FLV-EXT-DATA:ephemeral": 5,
             "vcpus": 4, "os-flavor-access:is_public": true, \(more) "rxtx_factor": 1.0, "extra_specs": \(specs)}
            """
        return CloudFlavor(try Document.read(Array(text.utf8), as: .json))
    }

    @Test func whatNovaTells() throws {
        let flavor = try #require(try Self.flavor())
        #expect((flavor.id, flavor.name, flavor.cores, flavor.memoryMebibytes) == ("4", "g1.large", 4, 8192))
        #expect((flavor.rootGibibytes, flavor.ephemeralGibibytes, flavor.swapMebibytes) == (20, 5, 512))
        #expect(flavor.size.name == "g1.large")
        #expect(flavor.size.resources[.memory] == 8 << 30)
        #expect(flavor.countables.isEmpty)
        #expect(try Self.flavor(more: "\"OS-FLV-DISABLED:disabled\": true,") == nil)
        #expect(CloudFlavor(.map(["id": "4"])) == nil)
    }

    @Test(arguments: [
        (#"{"resources:CUSTOM_GPU_A100": "2"}"#, ["gpu-a100 2"]),
        (#"{"resources:VGPU": "1", "resources:VCPU": "8"}"#, ["vgpu 1"]),
        (#"{"resources1:VGPU": "1", "resources2:VGPU": "1"}"#, ["vgpu 2"]),
        (#"{"pci_passthrough:alias": "A100:2, nic"}"#, ["a100 2", "nic 1"]),
        (#"{"resources:CUSTOM_X": "none", "hw:cpu_policy": "shared", "pci_passthrough:alias": ""}"#, []),
    ])
    func whatIsCounted(specs: String, counts: [String]) throws {
        let flavor = try #require(try Self.flavor(specs))
        #expect(flavor.countables.map { "\($0.name) \($0.count)" } == counts)
        for count in flavor.countables { #expect(flavor.size.resources[named: count.name] == count.count) }
    }
}
