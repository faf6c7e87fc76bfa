import BerthDocument
import BerthHost
import BerthPlatform
import Testing

@testable import BerthContainers

@Suite struct VolumeMountEngineTests {
    private let meant = VolumeMount(source: "/state/s", target: "/data", isReadOnly: true)
    private let made = EngineContainer.Mount(type: "bind", source: "/state/s", target: "/data", isReadOnly: true)

    @Test("what was meant and what the engine made agree in every member, or not at all")
    func agreement() {
        #expect(VolumeMount.agree([], []))
        #expect(VolumeMount.agree([meant], [made]))
        var other = made
        other.source = "/etc"
        #expect(!VolumeMount.agree([meant], [other]))
        other = made
        other.isReadOnly = false
        #expect(!VolumeMount.agree([meant], [other]))
        other = made
        other.target = "/data/x"
        #expect(!VolumeMount.agree([meant], [other]))
        other = made
        other.type = "volume"
        #expect(!VolumeMount.agree([meant], [other]))
        #expect(!VolumeMount.agree([meant], [made, made]))
        #expect(!VolumeMount.agree([], [made]))
        #expect(!VolumeMount.agree([meant], []))
    }

    @Test("the document of the engine is not made of a path with further options in it, on either side")
    func refused() throws {
        #expect(try meant.document()["Target"] == "/data")
        for mount in [
            VolumeMount(source: "/state/s", target: "/mnt,source=/etc", isReadOnly: true),
            VolumeMount(source: "/state/s,target=/x", target: "/mnt", isReadOnly: true),
        ] {
            let error = #expect(throws: PlatformError.self) { try mount.document() }
            #expect(error?.code == .refused)
        }
    }
}
