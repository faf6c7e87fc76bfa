import BerthPlatform
import Testing

@testable import BerthHost

struct MachineTests {
    @Test func thisMachineHasSomething() {
        #expect(Machine.cores >= 1)
        #expect(Machine.memoryBytes > 1 << 20)
    }

    /// A directory that is not there yet will be made where the nearest one above it is.
    @Test func freeBytesWhereAPathWillBe() {
        #expect(Machine.freeBytes(at: "/") > 0)
        #expect(Machine.freeBytes(at: "/no-such-directory/below/it") > 0)
        #expect(Machine.freeBytes(at: "no-such-directory") == 0)
    }

    @Test(arguments: [
        (["XDG_STATE_HOME": "/s", "HOME": "/h"], "/s/berth/containers"),
        (["XDG_STATE_HOME": "s", "HOME": "/h"], "/h/.local/state/berth/containers"),
        (["HOME": "/h"], "/h/.local/state/berth/containers"), (["HOME": ""], "/var/lib/berth/containers"),
        ([:], "/var/lib/berth/containers"),
    ])
    func whereStateIsKept(_ environment: [String: String], _ directory: String) {
        #expect(Machine.stateDirectory(of: "containers") { environment[$0] } == directory)
    }

    @Test func processorsHaveFeatures() {
        #expect(Machine.traits.architectures == [Machine.architecture])
        #expect(!Machine.traits.features.isEmpty)
    }

    @Test func whatIsOfferedIsWhatTheSiteSaysElseWhatThereIs() {
        let said = Machine.offered(cores: 2, memory: 3, storage: 4, at: "/")
        #expect(said == Resources(cores: 2, memoryBytes: 3 << 30, storageBytes: 4 << 30))
        let found = Machine.offered(cores: nil, memory: nil, storage: nil, at: "/")
        #expect(found[.cores] == Machine.cores)
        #expect(found[.memory] < Machine.memoryBytes)
    }
}
