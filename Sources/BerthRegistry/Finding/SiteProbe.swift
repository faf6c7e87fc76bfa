import BerthDocument
package import BerthHTTP
import BerthModel

/// Looks whether anybody is at the URL of a service, before it is made a platform.
package struct SiteProbe: Sendable {
    private let client: HTTPClient
    /// Of this service itself.
    private let instance: String

    /// How long one look takes at most, and how many are taken at the same time.
    package static let seconds = 5.0
    package static let atOnce = 64
    private static let largestReply = 1 << 18

    package enum Outcome: Sendable, Hashable {
        case answers
        /// It is this service itself, under another URL.
        case isItself
        /// What it did, as a sentence.
        case silent(String)
    }

    package init(client: HTTPClient, instance: String) {
        self.client = client
        self.instance = instance
    }

    /// - Parameter settings: of the registry that lists it: which addresses may be connected to.
    package func look(at service: ListedService, _ settings: RegistrySettings) async -> Outcome {
        // Other brokers need not know the call; whatever a server says, it is there.
        var request = HTTPClientRequest(.get, service.url + "/health")
        request.headers["Accept"] = "application/json"
        request.connectSeconds = Self.seconds
        request.totalSeconds = Self.seconds
        request.maximumBytes = Self.largestReply
        request.allows = { settings.allows($0.host) }
        let reply: HTTPReply
        do throws(HTTPError) {
            reply = try await client.send(request)
        } catch {
            return .silent(Self.sentence(error))
        }
        // 503 with a health document is a broker that cannot work now, and is there.
        let health = (try? Document.read(reply.body, as: .json)).map { Health.reading($0, from: .json).value }
        if let known = health?.instance, known == instance { return .isItself }
        if reply.status.code >= 500, health?.status == nil {
            return .silent("It answers with status \(reply.status.code).")
        }
        return .answers
    }

    private static func sentence(_ error: HTTPError) -> String {
        switch error.code {
        case .tooSlow: "It has not answered within \(Int(seconds)) s."
        case .addressRefused:
            "Its name stands for an address inside this site; the registry's key addresses can allow it."
        case .untrusted: "It shows a certificate that is not trusted here."
        case .brokenReply, .tooLarge: "It does not answer as a service of the web does."
        default: "It cannot be reached."
        }
    }
}
