import BerthClient
import BerthDocument
import BerthModel
import BerthPlatform
import BerthPortal
import BerthSoftware

extension ConfigurationCheck {
    /// What the part of the portal says that cannot be meant.
    static func portalProblems(of portal: PortalConfiguration) -> [Problem] {
        var problems: [Problem] = []
        func refuse(_ path: DocumentPath, _ message: String) {
            problems.append(
                Problem(gravity: .malformed, code: .badText, path: path, message: "\(path): \(message)"))
        }
        var names: Set<String> = [PortalBroker.own]
        for (index, broker) in portal.brokers.enumerated() {
            let path: DocumentPath = ["portal", "brokers", .index(index)]
            let name = broker.name ?? ""
            if !name.isWord(with: "-_.") {
                refuse(path.appending("name"), "this is one word of letters, digits, -, _ and dots; not \"\(name)\".")
            } else if !names.insert(name).inserted {
                refuse(path.appending("name"), "another broker is called \(name) already; give each a name of its own.")
            }
            do throws(ClientError) {
                _ = try BrokerClient(url: broker.url ?? "")
                if let url = broker.url, url.lowercased().hasPrefix("http:"), !isOfThisMachine(url) {
                    refuse(
                        path.appending("url"),
                        "visitors' tokens go there, and not in the clear; write an address with https://.")
                }
            } catch {
                refuse(path.appending("url"), error.message)
            }
        }
        names = []
        for (index, catalogue) in portal.catalogues.enumerated() {
            let path: DocumentPath = ["portal", "catalogues", .index(index)]
            do throws(SoftwareError) {
                try catalogue.check()
            } catch {
                refuse(path.appending(error.subject ?? "name"), error.message)
                continue
            }
            let name = catalogue.name ?? ""
            if !names.insert(name).inserted {
                refuse(
                    path.appending("name"), "another catalogue is called \(name) already; give each a name of its own.")
            }
        }
        if portal.retention <= .zero {
            refuse(["portal", "retention"], "this is no time at all; write a duration such as P90D.")
        } else if portal.retention > longest {
            refuse(["portal", "retention"], "this is longer than P36500D, the longest; write one such as P90D.")
        }
        if portal.leavingTime <= .zero {
            refuse(["portal", "leavingTime"], "this is no time at all; write a duration such as PT1M.")
        }
        return problems
    }

    /// What is said there nobody else hears.
    private static func isOfThisMachine(_ url: String) -> Bool {
        ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { front in
            url == front || url.hasPrefix(front + ":") || url.hasPrefix(front + "/")
        }
    }

    /// What the sign-in of the portal says that cannot be meant.
    static func signInProblems(of configuration: Configuration) -> [Problem] {
        guard let signIn = configuration.portal.signIn else { return [] }
        var problems: [Problem] = []
        func refuse(_ key: String, _ message: String) {
            let path: DocumentPath = ["portal", "signIn", .member(key)]
            problems.append(Problem(gravity: .malformed, code: .badText, path: path, message: "\(path): \(message)"))
        }
        if !configuration.issuers.contains(where: { $0.url == signIn.issuer }) {
            refuse("issuer", "there is no such issuer; write the URL of one of issuers, whose tokens the broker takes.")
        }
        if signIn.clientID ?? "" == "" {
            refuse("clientID", "this is missing; it says as which program the provider knows the portal.")
        }
        if signIn.scopes.contains(where: { $0.isEmpty || $0.contains(" ") }) {
            refuse("scopes", "each scope is one word.")
        }
        return problems
    }

    /// What is not there on this machine.
    static func missingSecret(of portal: PortalConfiguration) -> [Problem] {
        guard let file = portal.signIn?.clientSecretFile, LocalFile.isMissing(file) else { return [] }
        let path: DocumentPath = ["portal", "signIn", "clientSecretFile"]
        return [
            Problem(gravity: .malformed, code: .badText, path: path, message: "\(path): there is no file \(file).")
        ]
    }
}
