import BerthModel
import BerthPlatform
import Testing

@testable import BerthJupyter

@Suite struct JupyterSettingsCheckTests {
    @Test("settings that cannot be meant name their key")
    func refused() {
        let cases: [(String, (inout JupyterSettings) -> Void)] = [
            (
                "The setting dataAddresses has x, which is no address or range such as 10.0.0.0/8.",
                { $0.dataAddresses = ["x"] }
            ),
            ("The setting stateDirectory is x, which is not an absolute path.", { $0.stateDirectory = "x" }),
            (
                "The setting python is bin/python, which is neither the name of a program nor an absolute path.",
                { $0.python = "bin/python" }
            ),
            ("The setting hostPaths has x, which is not an absolute path.", { $0.hostPaths = ["x"] }),
            ("The setting listen is localhost, which is no address such as 127.0.0.1.", { $0.listen = "localhost" }),
            (
                "The setting ports is 9000 to 8000; write numbers from 1 to 65535, the smaller one as min.",
                { $0.ports = IntegerRange(min: 9000, max: 8000) }
            ),
            (
                "The setting ports is 1024 to 65536; write numbers from 1 to 65535, the smaller one as min.",
                { $0.ports = IntegerRange(max: 65536) }
            ),
            ("The setting instance is A; it takes 1 to 40 lower-case letters, digits and -.", { $0.instance = "A" }),
            ("The setting cores is 0; it must be at least 1.", { $0.cores = 0 }),
            (
                "The setting notebookBytes is 1073741825; it may be 1 GiB at most.",
                { $0.notebookBytes = 1_073_741_825 }
            ),
            ("The setting stopSeconds is -1; it must be at least 0.", { $0.stopSeconds = -1 }),
        ]
        for (message, change) in cases {
            var settings = JupyterSettings()
            change(&settings)
            let error = #expect(throws: PlatformError.self) { try settings.check() }
            #expect(error?.message == message)
        }
    }

    @Test("what stands there when nothing is said can be meant, and so do both ends of ports")
    func taken() throws {
        var settings = JupyterSettings()
        try settings.check()
        settings.ports = IntegerRange(min: 1, max: 65535)
        settings.notebookBytes = 1 << 30
        settings.listen = "::1"
        try settings.check()
    }
}
