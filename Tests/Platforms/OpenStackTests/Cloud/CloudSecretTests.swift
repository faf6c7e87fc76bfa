import BerthPlatform
import Glibc
import Testing

@testable import BerthOpenStack

struct CloudSecretTests {
    private static let file = "/tmp/berth-secret-\(getpid())"

    @Test func fromAFileOrTheEnvironment() throws {
        var settings = OpenStackSettings()
        settings.user = "u"
        #expect(try CloudSecret.read(settings) { $0 == "OS_PASSWORD" ? "p" : nil } == "p")
        settings.applicationCredential = "id"
        let error = #expect(throws: PlatformError.self) { try CloudSecret.read(settings) { _ in nil } }
        #expect(
            error?.detail
                == "there is no secret in OS_APPLICATION_CREDENTIAL_SECRET; name a file with it in secretFile")
        try Files.write(Array("from the file\nsecond line".utf8), to: Self.file)
        defer { unlink(Self.file) }
        settings.secretFile = Self.file
        #expect(try CloudSecret.read(settings) { _ in "no" } == "from the file")
        #expect(!CloudSecret.isOpen(Self.file))
        chmod(Self.file, 0o644)
        #expect(CloudSecret.isOpen(Self.file))
        settings.secretFile = "/nowhere/secret"
        #expect(throws: PlatformError.self) { try CloudSecret.read(settings) { _ in "no" } }
    }
}
