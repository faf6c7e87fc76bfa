import BerthModel
import Glibc
import Testing

@testable import berth

struct StoredLoginTests {
    let folder: TemporaryFolder
    private let login: StoredLogin

    init() throws {
        folder = try TemporaryFolder()
        var login = StoredLogin()
        (login.broker, login.issuer, login.audience) = ("https://b.example", "https://a.example", "me")
        (login.clientID, login.accessToken, login.refreshToken) = ("berth", "token", "refresh")
        login.expires = Instant(seconds: 1_000)
        self.login = login
    }

    @Test func itIsKeptForItsOwner() throws {
        let path = folder.path + "/logins/a.json"
        try login.write(to: path)
        #expect(StoredLogin.read(from: path, for: "https://b.example") == login)
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func whatIsNoneOfThisBroker() throws {
        let path = folder.path + "/logins/a.json"
        #expect(StoredLogin.read(from: path, for: "https://b.example") == nil)
        try login.write(to: path)
        #expect(StoredLogin.read(from: path, for: "https://c.example") == nil)
        let damaged = try folder.write("b.json", "{")
        #expect(StoredLogin.read(from: damaged, for: "https://b.example") == nil)
    }

    /// The token for a call, then the sign-in, then what the configuration says for all brokers.
    @Test func aSignInIsUsedUnlessATokenIsNamed() throws {
        let config = try folder.write("c.yaml", "client: {tokenFile: \(try folder.write("t", "file"))}")
        let path = folder.path + "/berth/logins/https__b.example.json"
        try login.write(to: path)
        func choice(_ environment: [String: String] = [:]) throws -> ClientChoice {
            let places = ["XDG_CONFIG_HOME": folder.path].merging(environment) { $1 }
            return try ClientChoice(
                url: "https://b.example", tokenFile: nil, config: config, .test(Sink(), environment: places))
        }
        #expect(try choice().login == login)
        #expect(try choice().token == nil)
        #expect(try choice(["BERTH_TOKEN": "x"]).login == nil)
        LocalFile.remove(path)
        #expect(try choice().token == "file")
    }
}
