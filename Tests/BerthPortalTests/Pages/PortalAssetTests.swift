import BerthHTTP
import Testing

@testable import BerthPortal

struct PortalAssetTests {
    @Test(arguments: PortalAsset.allCases)
    func everyFileIsThere(_ asset: PortalAsset) throws {
        let response = try #require(PortalAsset.response(named: asset.rawValue))
        #expect(response.text.utf8.count > 100)
        // A page with all of them stays far under 200 kB.
        #expect(response.text.utf8.count < 32 << 10)
        let types = ["css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"]
        let ending = String(asset.rawValue.split(separator: ".")[1])
        #expect(response.headers["Content-Type"]?.hasPrefix(types[ending] ?? "-") == true)
        let tag = try #require(response.headers["ETag"])
        #expect(asset.path == "/portal/assets/\(asset.rawValue)?\(tag.dropFirst().dropLast())")
        // Nothing comes from elsewhere, but the name of the language of drawings.
        let text = response.text.split(separator: "http://www.w3.org/2000/svg").joined()
        #expect(!text.contains("http:") && !text.contains("https:") && !text.contains("@import"))
    }

    @Test func otherFilesAreNot() { #expect(PortalAsset.response(named: "../Package.swift") == nil) }
}
