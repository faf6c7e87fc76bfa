import BerthPlatform
import Testing

@testable import BerthOpenStack

struct OpenStackSettingsCheckTests {
    private static var settings: OpenStackSettings {
        var settings = OpenStackSettings()
        settings.authURL = "https://cloud.example.org/identity"
        settings.applicationCredential = "0123"
        settings.image = "debian-12"
        return settings
    }

    @Test("settings that cannot be meant name their key")
    func refused() {
        let cases: [(String, (inout OpenStackSettings) -> Void)] = [
            (
                "The setting authURL is missing; it says where Keystone is, as OS_AUTH_URL does.",
                { $0.authURL = "" }
            ),
            (
                "The setting authURL is cloud:5000; it takes a URL that begins with http:// or https://.",
                { $0.authURL = "cloud:5000" }
            ),
            (
                "The setting endpoints.volume is cinder:8776; it takes a URL that begins with http:// or https://.",
                { $0.endpoints.volume = "cinder:8776" }
            ),
            ("The setting image is missing; it names the image that machines boot from.", { $0.image = "" }),
            (
                "The setting applicationCredential is missing, and so is user; one of them says who the broker is.",
                { $0.applicationCredential = nil }
            ),
            (
                "The setting user is set beside applicationCredential; one of them says who the broker is.",
                { $0.user = "u" }
            ),
            (
                "The setting project is missing; a user has machines in a project.",
                {
                    $0.applicationCredential = nil
                    $0.user = "u"
                }
            ),
            ("The setting secretFile is secret; it takes an absolute path.", { $0.secretFile = "secret" }),
            (
                "The setting python is python -c; it takes a name or a path of letters, digits and /._-.",
                { $0.python = "python -c" }
            ),
            (
                "The setting registries has a b, which is no name of a registry such as docker.io.",
                { $0.registries = ["a b"] }
            ),
            (
                "The setting dataAddresses has x, which is no address or range such as 10.0.0.0/8.",
                { $0.dataAddresses = ["x"] }
            ),
            ("The setting instance is A; it takes 1 to 40 lower-case letters, digits and -.", { $0.instance = "A" }),
            (
                "The setting scriptBytes is 1048576; it must be at most \(MachineProgram.mostTaskBytes / 2): Nova takes"
                    + " no more with a machine.", { $0.scriptBytes = 1 << 20 }
            ),
            ("The setting callSeconds is 0; it must be at least 1.", { $0.callSeconds = 0 }),
            (
                "The setting lingerSeconds is 5; it must be at least 10, twice pollSeconds: else a machine is gone"
                    + " before its end is read.", { $0.lingerSeconds = 5 }
            ),
        ]
        for (message, change) in cases {
            var settings = Self.settings
            change(&settings)
            let error = #expect(throws: PlatformError.self) { try settings.check() }
            #expect(error?.message == message)
        }
        #expect(throws: Never.self) { try Self.settings.check() }
    }
}
