import BerthDocument
import BerthIdentity
import BerthModel

extension ConfigurationCheck {
    /// What the list of issuers, and the sign-in of the portal, say that cannot be meant.
    ///
    /// - Parameter isEmptyList: whether a list stands there with nobody in it.
    static func issuerProblems(of configuration: Configuration, _ isEmptyList: Bool = false) -> [Problem] {
        let issuers = configuration.issuers
        var problems = signInProblems(of: configuration)
        if isEmptyList {
            let message = "issuers: there is nobody in this list. Name whose tokens say who asks; or leave the key out."
            problems.append(Problem(gravity: .malformed, code: .badText, path: ["issuers"], message: message))
        }
        var seen: [IssuerSettings] = []
        for (index, issuer) in issuers.enumerated() {
            let path: DocumentPath = ["issuers", .index(index)]
            func refuse(_ path: DocumentPath, _ message: String) {
                problems.append(
                    Problem(gravity: .malformed, code: .badText, path: path, message: "\(path): \(message)"))
            }
            if issuer.url == nil {
                refuse(path.appending("url"), "this is missing; it says whose tokens are taken.")
                continue
            }
            if issuer.audience ?? "" == "" {
                refuse(
                    path.appending("audience"),
                    "this is missing; without it the tokens for every other service would be good for this one.")
                continue
            }
            do throws(IdentityError) {
                try issuer.settings.check()
                _ = try TrustedIssuers(seen + [issuer.settings], now: { Instant(seconds: 0) })
                seen.append(issuer.settings)
            } catch {
                refuse(path, error.message)
            }
            if issuer.clientID == "" { refuse(path.appending("clientID"), "this is no name; leave it out.") }
            if issuer.scopes.contains(where: { $0.isEmpty || $0.contains(" ") }) {
                refuse(path.appending("scopes"), "each scope is one word.")
            }
        }
        return problems
    }

    /// What is not there on this machine.
    static func missingFiles(of issuers: [IssuerConfiguration]) -> [Problem] {
        issuers.enumerated().compactMap { index, issuer in
            guard let file = issuer.authorityFile, LocalFile.isMissing(file) else { return nil }
            let path: DocumentPath = ["issuers", .index(index), "authorityFile"]
            return Problem(
                gravity: .malformed, code: .badText, path: path, message: "\(path): there is no file \(file).")
        }
    }
}
