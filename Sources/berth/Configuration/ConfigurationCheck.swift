import BerthBroker
import BerthClient
import BerthDocument
import BerthModel
import BerthPlatform
import BerthRegistry
import BerthService

/// What a configuration says that cannot be meant, beside wrong types and unknown keys.
enum ConfigurationCheck {
    /// The most that a number can be.
    static let most: Int64 = 1 << 40
    /// The most that a duration can be, a hundred years: instants are far from where they overflow.
    static let longest = TimeSpan(seconds: 36_500 * 86_400)

    /// - Parameter document: what was written, for what a value does not show: whether an empty list stands there.
    static func problems(of configuration: Configuration, in document: Document = .map([:])) -> [Problem] {
        var problems: [Problem] = []
        func refuse(_ path: DocumentPath, _ message: String) {
            problems.append(
                Problem(gravity: .malformed, code: .badText, path: path, message: "\(path): \(message)"))
        }
        if ListenAddress(configuration.listen) == nil { refuse(["listen"], ListenAddress.remedy(configuration.listen)) }
        if let url = configuration.publicURL, !isURL(url) {
            refuse(["publicURL"], "\"\(url)\" is not a URL that begins with http:// or https://.")
        }
        if (configuration.tls.certificate == nil) != (configuration.tls.key == nil) {
            refuse(["tls"], "certificate and key belong together; write both or none.")
        }
        problems += problemsOfNumbers(configuration)
        for (index, host) in configuration.hosts.enumerated() where !isHost(host) {
            refuse(["hosts", .index(index)], "\"\(host)\" is no name of a host, such as berth.example.org.")
        }
        if let url = configuration.client.url {
            do throws(ClientError) {
                _ = try BrokerClient(url: url)
            } catch {
                refuse(["client", "url"], error.message)
            }
        }
        problems += portalProblems(of: configuration.portal)
        if isEmptyList(document["users"]) {
            refuse(
                ["users"],
                "there is nobody in this list. Name who may ask; or leave the key out: then everybody is the one local"
                    + " user, and may ask.")
        }
        if isEmptyList(document["platforms"]) {
            refuse(
                ["platforms"],
                "there is nothing in this list. Name what runs tasks; or leave the key out: then it is the container"
                    + " engine of this machine.")
        }
        for (index, user) in configuration.users.enumerated() {
            let path: DocumentPath = ["users", .index(index)]
            if user.name ?? "" == "" { refuse(path.appending("name"), "this is missing; it says who the user is.") }
            if user.tokenSHA256 == nil {
                refuse(path.appending("tokenSHA256"), "this is missing: printf %s \"$TOKEN\" | sha256sum")
            }
        }
        var names: Set<String> = []
        for (index, platform) in configuration.platforms.enumerated() where !names.insert(platform.name).inserted {
            refuse(
                ["platforms", .index(index), "name"],
                "another platform is called \(platform.name) already; give each a name of its own.")
        }
        problems += issuerProblems(of: configuration, isEmptyList(document["issuers"]))
        problems += problemsOfAccess(configuration, names)
        problems += problemsOfShares(configuration, names)
        problems += problemsOfRegistries(configuration)
        return problems
    }

    /// Limits of the service, and how the broker offers and keeps.
    private static func problemsOfNumbers(_ configuration: Configuration) -> [Problem] {
        var problems: [Problem] = []
        func refuse(_ path: DocumentPath, _ message: String) {
            problems.append(
                Problem(gravity: .malformed, code: .badText, path: path, message: "\(path): \(message)"))
        }
        for limit in LimitsConfiguration.least {
            let value = limit.value(configuration.limits)
            if value < limit.least || value > most {
                refuse(["limits", .member(limit.key)], bounds(value, limit.least))
            }
        }
        for number in BrokerConfiguration.least {
            let value = number.value(configuration.broker)
            if value < number.least || value > most { refuse(brokerPath(number.key), bounds(value, number.least)) }
        }
        for span in BrokerConfiguration.spans {
            let value = span.value(configuration.broker)
            let isSome = value > .zero || value == .zero && BrokerConfiguration.optional.contains(span.key)
            if !isSome { refuse(brokerPath(span.key), "this is no time at all; write a duration such as PT5M.") }
            if value > longest {
                refuse(brokerPath(span.key), "this is longer than P36500D, the longest; write one such as PT5M.")
            }
        }
        return problems
    }

    private static func problemsOfRegistries(_ configuration: Configuration) -> [Problem] {
        var problems: [Problem] = []
        func refuse(_ path: DocumentPath, _ key: String, _ message: String) {
            let path = DocumentPath(path.steps + (DocumentPath(key) ?? .root).steps)
            problems.append(Problem(gravity: .malformed, code: .badText, path: path, message: "\(path): \(message)"))
        }
        var names: Set<String> = []
        for (index, registry) in configuration.registries.enumerated() {
            let path: DocumentPath = ["registries", .index(index)]
            if !names.insert(registry.name).inserted {
                refuse(
                    path, "name", "another registry is called \(registry.name) already; give each a name of its own.")
            }
            do throws(RegistryError) {
                try registry.check()
            } catch {
                refuse(path, error.subject ?? "", error.message)
            }
        }
        do throws(RegistryError) {
            try configuration.publish.check()
        } catch {
            refuse(["publish"], error.subject ?? "", error.message)
        }
        return problems
    }

    private static func problemsOfAccess(_ configuration: Configuration, _ platforms: Set<String>) -> [Problem] {
        let known = platforms.union(configuration.wantedPlatforms.map(\.name))
        var problems: [Problem] = []
        var seen: Set<String> = []
        func refuse(_ path: DocumentPath, _ message: String) {
            problems.append(Problem(gravity: .malformed, code: .badText, path: path, message: "\(path): \(message)"))
        }
        for (index, rule) in configuration.access.enumerated() {
            let path: DocumentPath = ["access", .index(index)]
            if !known.contains(rule.platform) {
                refuse(
                    path.appending("platform"),
                    rule.platform.isEmpty
                        ? "this is missing; it says which platform is meant."
                        : "there is no platform \(rule.platform); write one of: "
                            + known.sorted().joined(separator: ", ") + ".")
            } else if !seen.insert(rule.platform).inserted {
                refuse(path.appending("platform"), "\(rule.platform) has a rule already; write all its groups there.")
            }
            if rule.groups.isEmpty || rule.groups.contains("") {
                refuse(
                    path.appending("groups"), "name at least one group; without a rule the platform is for everybody.")
            }
        }
        return problems
    }

    /// What only the parts know to be wrong, and what is not there on this machine. Nothing is started or made.
    static func problemsOfParts(_ configuration: Configuration) -> [Problem] {
        var problems: [Problem] = []
        func refuse(_ path: DocumentPath, _ message: String) {
            problems.append(
                Problem(gravity: .malformed, code: .badText, path: path, message: "\(path): \(message)"))
        }
        for (key, file) in [("certificate", configuration.tls.certificate), ("key", configuration.tls.key)] {
            if let file, LocalFile.isMissing(file) { refuse(["tls", .member(key)], "there is no file \(file).") }
        }
        problems += missingFiles(of: configuration.issuers) + missingSecret(of: configuration.portal)
        var owners: [String: String] = [:]
        for (index, user) in configuration.users.enumerated() {
            let path: DocumentPath = ["users", .index(index), "tokenSHA256"]
            let (name, digest) = (user.name ?? "", user.tokenSHA256 ?? "")
            do throws(ServiceError) {
                _ = try Identification(users: [.init(subject: name, tokenSHA256: digest)])
            } catch {
                refuse(path, error.message)
                continue
            }
            if let owner = owners.updateValue(name, forKey: digest.lowercased()) {
                refuse(path, "\(owner) has the same token; give each entry its own.")
            }
        }
        for (index, platform) in configuration.platforms.enumerated() {
            if let problem = platform.problem(at: ["platforms", .index(index)]) { problems.append(problem) }
        }
        for (index, registry) in configuration.registries.enumerated() {
            let path: DocumentPath = ["registries", .index(index)]
            for (number, token) in registry.tokens.enumerated() where LocalFile.isMissing(token.tokenFile) {
                refuse(
                    DocumentPath(path.steps + [.member("tokens"), .index(number), .member("tokenFile")]),
                    "there is no file \(token.tokenFile).")
            }
            if let file = registry.authorityFile, LocalFile.isMissing(file) {
                refuse(path.appending("authorityFile"), "there is no file \(file).")
            }
        }
        return problems
    }

    private static func bounds(_ value: Int64, _ least: Int64) -> String {
        "\(value) cannot be; write a number from \(least) to \(most)."
    }

    /// A list that somebody, or a program, wrote and put nothing into.
    private static func isEmptyList(_ document: Document?) -> Bool {
        switch document {
        case .list(let items)?: items.isEmpty
        case .null?: true
        case .plain(let text)?: ["", "~", "null"].contains(text)
        default: false
        }
    }

    /// A name or a number, with or without a port.
    private static func isHost(_ text: String) -> Bool { text.isWord(with: "-_.:[]") }

    private static func brokerPath(_ key: String) -> DocumentPath {
        DocumentPath([.member("broker")] + key.split(separator: ".").map { .member(String($0)) })
    }

    private static func isURL(_ text: String) -> Bool {
        let rest = text.hasPrefix("http://") ? text.dropFirst(7) : text.hasPrefix("https://") ? text.dropFirst(8) : ""
        return !rest.isEmpty && rest.first != "/" && !text.contains(" ")
    }
}
