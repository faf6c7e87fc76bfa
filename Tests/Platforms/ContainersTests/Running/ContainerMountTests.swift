import BerthDocument
import BerthPlatform
import Testing

@testable import BerthContainers

@Suite struct ContainerMountTests {
    private let meant = ContainerMount(source: "/state/s", target: "/data", isReadOnly: true)
    private let made = EngineContainer.Mount(type: "bind", source: "/state/s", target: "/data", isReadOnly: true)

    @Test("what was meant and what the engine made agree in every member, or not at all")
    func agreement() {
        #expect(ContainerMount.agree([], []))
        #expect(ContainerMount.agree([meant], [made]))
        var other = made
        other.source = "/etc"
        #expect(!ContainerMount.agree([meant], [other]))
        other = made
        other.isReadOnly = false
        #expect(!ContainerMount.agree([meant], [other]))
        other = made
        other.target = "/data/x"
        #expect(!ContainerMount.agree([meant], [other]))
        other = made
        other.type = "volume"
        #expect(!ContainerMount.agree([meant], [other]))
        #expect(!ContainerMount.agree([meant], [made, made]))
        #expect(!ContainerMount.agree([], [made]))
        #expect(!ContainerMount.agree([meant], []))
    }

    @Test("the document of the engine is not made of a path with further options in it, on either side")
    func refused() throws {
        #expect(try meant.document()["Target"] == "/data")
        for mount in [
            ContainerMount(source: "/state/s", target: "/mnt,source=/etc", isReadOnly: true),
            ContainerMount(source: "/state/s,target=/x", target: "/mnt", isReadOnly: true),
        ] {
            let error = #expect(throws: PlatformError.self) { try mount.document() }
            #expect(error?.code == .refused)
        }
    }
}
