import BerthDocument
import BerthModel

/// What a configuration says that cannot be meant, beside wrong types and unknown keys.
enum ConfigurationCheck {
    static func problems(of configuration: Configuration) -> [Problem] {
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
        for limit in LimitsConfiguration.least {
            let value = limit.value(configuration.limits)
            if value < limit.least || value > 1 << 40 {
                refuse(["limits", .member(limit.key)], "\(value) cannot be; write a number from \(limit.least) on.")
            }
        }
        for number in BrokerConfiguration.least {
            let value = number.value(configuration.broker)
            if value < number.least || value > 1 << 40 {
                refuse(brokerPath(number.key), "\(value) cannot be; write a number from \(number.least) on.")
            }
        }
        for span in BrokerConfiguration.spans where span.value(configuration.broker) <= .zero {
            refuse(brokerPath(span.key), "this is no time at all; write a duration such as PT5M.")
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
        return problems
    }

    private static func brokerPath(_ key: String) -> DocumentPath {
        DocumentPath([.member("broker")] + key.split(separator: ".").map { .member(String($0)) })
    }

    private static func isURL(_ text: String) -> Bool {
        let rest = text.hasPrefix("http://") ? text.dropFirst(7) : text.hasPrefix("https://") ? text.dropFirst(8) : ""
        return !rest.isEmpty && rest.first != "/" && !text.contains(" ")
    }
}
