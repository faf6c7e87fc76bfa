import BerthModel
import Testing

@testable import berth

struct ConfigurationCheckIssuersTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What is said of a configuration, without the file and the first line.
    private func said(_ text: String) throws -> [String] {
        let path = try folder.write("c.yaml", text)
        do {
            _ = try ConfigurationFile(reading: try LocalFile.read(path), from: path)
        } catch {
            return error.message.split(separator: "\n").dropFirst().map { $0.trimming(path + ":") }
        }
        return []
    }

    @Test(arguments: [
        (
            "issuers: []",
            "1:10: issuers: there is nobody in this list. Name whose tokens say who asks; or leave the key "
                + "out."
        ),
        ("issuers: [{audience: me}]", "1:11: issuers[0].url: this is missing; it says whose tokens are taken."),
        (
            "issuers: [{url: https://a.example}]",
            "1:11: issuers[0].audience: this is missing; without it the tokens for every other service would be good "
                + "for this one."
        ),
        (
            "issuers: [{url: http://a.example, audience: me}]",
            "1:11: issuers[0]: http://a.example has no TLS: whoever stands between could be anybody. Write https://, "
                + "or "
                + "allow it with plainHTTP: true."
        ),
        (
            "issuers: [{url: https://a.example, audience: me}, {url: https://a.example, audience: you}]",
            "1:51: issuers[1]: https://a.example and https://a.example are one issuer to this service; write it once."
        ),
        (
            "issuers: [{url: https://a.example, audience: me, clientID: ''}]",
            "1:60: issuers[0].clientID: this is no name; leave it out."
        ),
        (
            "issuers: [{url: https://a.example, audience: me, scopes: [a b]}]",
            "1:58: issuers[0].scopes: each scope is one word."
        ),
        (
            "issuers: [{url: https://a.example, audience: me, authorityFile: /nowhere}]",
            "1:65: issuers[0].authorityFile: there is no file /nowhere."
        ),
        (
            "portal: {signIn: {issuer: https://a.example, clientID: x}}",
            "1:27: portal.signIn.issuer: there is no such issuer; write the URL of one of issuers, whose tokens the "
                + "broker takes."
        ),
    ])
    func whatCannotBeMeant(_ text: String, _ message: String) throws {
        #expect(try said(text) == [message])
    }

    @Test func theSignInOfThePortal() throws {
        let issuers = "issuers: [{url: https://a.example, audience: me}]\n"
        #expect(try said(issuers + "portal: {signIn: {issuer: https://a.example, clientID: x, scopes: [y]}}") == [])
        #expect(
            try said(issuers + "portal: {signIn: {issuer: https://a.example, scopes: ['']}}").map { $0.dropping("2:") }
                == [
                    "18: portal.signIn.clientID: this is missing; it says as which program the provider knows the "
                        + "portal.",
                    "54: portal.signIn.scopes: each scope is one word.",
                ])
        #expect(
            try said(issuers + "portal: {signIn: {issuer: https://a.example, clientID: x, clientSecretFile: /no}}")
                == ["2:77: portal.signIn.clientSecretFile: there is no file /no."])
    }
}

extension StringProtocol {
    fileprivate func trimming(_ start: String) -> String {
        let text = drop { $0 == " " }
        return text.hasPrefix(start) ? String(text.dropFirst(start.count)) : String(text)
    }

    fileprivate func dropping(_ start: String) -> String {
        hasPrefix(start) ? String(dropFirst(start.count)) : String(self)
    }
}
