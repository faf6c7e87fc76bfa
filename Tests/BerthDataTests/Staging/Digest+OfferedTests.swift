import BerthPlatform
import Testing

@testable import BerthData

struct DigestOfferedTests {
    @Test func whatChangedSinceTheOfferIsToldWithoutSecrets() throws {
        let offered = Digest.sha256(of: Array("one".utf8))
        let url = "https://example.org/a.ipynb?token=s3cret"
        #expect(try Digest.check(Array("one".utf8), is: "notebook", from: url, offered: offered) == offered)
        let error = #expect(throws: PlatformError.self) {
            try Digest.check(Array("two".utf8), is: "notebook", from: url, offered: offered)
        }
        #expect(error?.code == .mismatch)
        #expect(error?.description.contains("is not the one that was offered any more") == true)
        #expect(error?.description.contains("s3cret") == false)
    }
}
