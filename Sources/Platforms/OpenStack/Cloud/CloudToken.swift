import BerthDocument
import BerthModel
import BerthPlatform

/// What Keystone gives for credentials: a token, whose it is, and where the services are. It is never printed.
struct CloudToken: Sendable, CustomStringConvertible {
    /// What proves who asks.
    var text: String
    var expires: Instant
    var user: String
    var project: String
    /// Addresses by the type of their service.
    var endpoints: [String: String] = [:]

    var description: String { "the token of \(user) until \(expires)" }

    /// - Parameters:
    ///   - text: of the header `X-Subject-Token`.
    ///   - reply: body of the reply. Source: Keystone API v3, *Authentication and token management*.
    /// - Throws: `broken`.
    init(_ text: String?, _ reply: Document, region: String?, interface: CloudInterface) throws(PlatformError) {
        let token = reply["token"]
        guard let text, !text.isEmpty, let expires = token?["expires_at"]?.text.flatMap({ Instant($0) }) else {
            throw PlatformError(
                .broken, "The cloud's answer cannot be read.", subject: "Keystone",
                detail: "Keystone gave no token, or none with an end")
        }
        self.text = text
        self.expires = expires
        user = token?["user"]?["name"]?.text ?? ""
        project = token?["project"]?["name"]?.text ?? ""
        for service in token?["catalog"]?.items ?? [] {
            guard let type = service["type"]?.text else { continue }
            for endpoint in service["endpoints"]?.items ?? [] {
                guard endpoint["interface"]?.text == interface.rawValue, let url = endpoint["url"]?.text else {
                    continue
                }
                let place = endpoint["region"]?.text ?? endpoint["region_id"]?.text
                if region == nil || place == region, endpoints[type] == nil { endpoints[type] = url }
            }
        }
    }

    /// Where a service is; `nil` where the cloud has none.
    func endpoint(_ service: CloudService) -> String? {
        service.types.lazy.compactMap { endpoints[$0] }.first.map { service.base($0) }
    }
}

extension Document {
    /// The items of a list; none of anything else.
    var items: [Document] { if case .list(let items) = self { items } else { [] } }
    /// A whole number.
    var whole: Int64? { if case .integer(let number) = self { number } else { nil } }
    /// The members of a map; none of anything else.
    var entries: [DocumentMembers.Member] { if case .map(let members) = self { members.members } else { [] } }
}
