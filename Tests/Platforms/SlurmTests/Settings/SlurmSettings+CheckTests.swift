import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct SlurmSettingsCheckTests {
    @Test("settings that cannot be meant name their key")
    func refused() {
        let cases: [(String, (inout SlurmSettings) -> Void)] = [
            (
                "The setting stateDirectory is /a%j; it takes an absolute path of letters, digits and /._-.",
                { $0.stateDirectory = "/a%j" }
            ),
            (
                "The setting commands is bin; it takes an absolute path of letters, digits and /._-.",
                { $0.commands = "bin" }
            ),
            ("The setting partition is a b, which is no name of Slurm's.", { $0.partition = "a b" }),
            ("The setting account is --uid=0, which is no name of Slurm's.", { $0.account = "--uid=0" }),
            (
                "The setting python is python -c; it takes a name or a path of letters, digits and /._-.",
                { $0.python = "python -c" }
            ),
            (
                "The setting dataAddresses has x, which is no address or range such as 10.0.0.0/8.",
                { $0.dataAddresses = ["x"] }
            ),
            ("The setting hostPaths has x, which is not an absolute path.", { $0.hostPaths = ["x"] }),
            ("The setting instance is A; it takes 1 to 40 lower-case letters, digits and -.", { $0.instance = "A" }),
            ("The setting commandsAtOnce is 0; it must be at least 1.", { $0.commandsAtOnce = 0 }),
            ("The setting stopSeconds is -1; it must be at least 0.", { $0.stopSeconds = -1 }),
        ]
        for (message, change) in cases {
            var settings = SlurmSettings()
            change(&settings)
            let error = #expect(throws: PlatformError.self) { try settings.check() }
            #expect(error?.message == message)
        }
        #expect(throws: Never.self) { try SlurmSettings().check() }
    }
}
