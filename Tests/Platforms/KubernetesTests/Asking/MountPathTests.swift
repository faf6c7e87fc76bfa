import Testing

@testable import BerthKubernetes

struct MountPathTests {
    @Test(
        arguments: [
            ("/data", nil), ("data", "it does not begin with /"), ("/tmp/", "the container needs it itself"),
            ("/a/../b", "it holds .."), ("/proc/x", "the container needs it itself"),
            ("/./proc//x", "the container needs it itself"),
            ("/a:b", "it holds one of : , \" ' \\ or what cannot be seen"),
            ("/var/run/secrets/x", "the container needs it itself"),
        ] as [(String, String?)])
    func aPathInTheContainerIsLookedAt(_ path: String, _ fault: String?) {
        #expect(MountPath.fault(of: path) == fault)
    }

    @Test func theLongest() {
        #expect(MountPath.fault(of: "/" + String(repeating: "a", count: 1023)) == nil)
        #expect(MountPath.fault(of: "/" + String(repeating: "a", count: 1024)) == "it is longer than 1024 bytes")
    }
}
