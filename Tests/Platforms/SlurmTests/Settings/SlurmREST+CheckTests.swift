import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct SlurmRESTCheckTests {
    @Test("settings that cannot be meant name their key")
    func refused() {
        let cases: [(String, (inout SlurmREST) -> Void)] = [
            (
                "The setting rest.url is unix://run/x.sock; a socket is written as unix:///path/of/the.sock.",
                { $0.url = "unix://run/x.sock" }
            ),
            (
                "The setting rest.url is not https; a token would be read by whoever is on the way.",
                {
                    $0.url = "http://cluster:6820"
                    $0.tokenFile = "/etc/berth/token"
                }
            ),
            (
                "The setting rest.url has a user, a query or a fragment; a token is put into rest.tokenFile.",
                { $0.url = "https://user:word@cluster:6820" }
            ),
            (
                "The setting rest.tokenFile is of no use without rest.url, which says where slurmrestd is.",
                { $0.tokenFile = "/etc/berth/token" }
            ),
            (
                "The setting rest.tokenFile is token, which is not an absolute path.",
                {
                    $0.url = "unix:///run/x.sock"
                    $0.tokenFile = "token"
                }
            ),
            (
                "The setting rest.user is a b, which is no name of a user.",
                {
                    $0.url = "unix:///run/x.sock"
                    $0.user = "a b"
                }
            ),
        ]
        for (message, change) in cases {
            var settings = SlurmREST()
            change(&settings)
            let error = #expect(throws: PlatformError.self) { try settings.check() }
            #expect(error?.message == message)
        }
    }

    @Test(arguments: ["", "unix:///run/x.sock", "http://127.0.0.1:6820", "https://cluster:6820/"])
    func taken(_ url: String) {
        var settings = SlurmREST()
        settings.url = url
        #expect(throws: Never.self) { try settings.check() }
        #expect(settings.isSet == !url.isEmpty)
    }
}
