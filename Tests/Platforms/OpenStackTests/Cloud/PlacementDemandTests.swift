import Testing

@testable import BerthOpenStack

struct PlacementDemandTests {
    @Test(arguments: [
        ("{}", ["DISK_GB:26", "MEMORY_MB:8192", "VCPU:4"], []),
        (#"{"hw:cpu_policy": "dedicated"}"#, ["DISK_GB:26", "MEMORY_MB:8192", "PCPU:4"], []),
        (
            #"{"resources:VCPU": "0", "resources:CUSTOM_GPU": "1", "trait:HW": "required", "trait:O": "forbidden"}"#,
            ["CUSTOM_GPU:1", "DISK_GB:26", "MEMORY_MB:8192"], ["!O", "HW"]
        ),
    ])
    func whatPlacementIsAsked(specs: String, resources: [String], traits: [String]) throws {
        let flavor = try #require(try CloudFlavorTests.flavor(specs))
        let demand = try #require(PlacementDemand(flavor))
        #expect(demand.resources == resources)
        #expect(demand.traits == traits)
    }

    @Test(arguments: [
        #"{"resources1:VGPU": "1"}"#, #"{"pci_passthrough:alias": "a100:1"}"#, #"{"hw:numa_nodes": "2"}"#,
        #"{"hw:cpu_policy": "mixed"}"#, #"{"trait:X": "preferred"}"#, #"{"resources:VGPU": "many"}"#,
        #"{"group_policy": "none"}"#,
    ])
    func whatOnlyNovaCanSay(specs: String) throws {
        let flavor = try #require(try CloudFlavorTests.flavor(specs))
        #expect(PlacementDemand(flavor) == nil)
    }

    @Test func theQuery() throws {
        let flavor = try #require(try CloudFlavorTests.flavor(#"{"trait:B": "required", "trait:A": "forbidden"}"#))
        let demand = try #require(PlacementDemand(flavor))
        #expect(
            demand.query(limit: 3)
                == "resources=DISK_GB%3A26%2CMEMORY_MB%3A8192%2CVCPU%3A4&limit=3&required=%21A%2CB")
    }
}
