import BerthDocument
import BerthHTTP

/// Reads what an issuer publishes: what it says of itself, and its keys.
struct IssuerReader: Sendable {
    /// Of one document.
    static let largestBytes = 256 << 10
    static let totalSeconds = 5.0
    private static let limits = DocumentLimits(
        sizeBytes: largestBytes, depthLevels: 16, valueCount: 10_000, memberCount: 1_000, textBytes: 64 << 10)

    let settings: IssuerSettings
    let http: HTTPClient

    /// - Throws: `unreachable`, `brokenReply`, `badIssuer`.
    func provider() async throws(IdentityError) -> ProviderDocument {
        try ProviderDocument(reading: try await document(ProviderDocument.address(of: settings.url)), of: settings)
    }

    /// - Throws: `unreachable`, `brokenReply`, `tooLarge`.
    func keys(of provider: ProviderDocument) async throws(IdentityError) -> KeySet {
        try KeySet(reading: try await document(provider.keys), of: settings.url)
    }

    private func document(_ url: String) async throws(IdentityError) -> Document {
        var request = HTTPClientRequest(.get, url, headers: ["Accept": "application/json"])
        request.totalSeconds = Self.totalSeconds
        request.maximumBytes = Self.largestBytes
        let reply: HTTPReply
        do throws(HTTPError) {
            reply = try await http.send(request)
        } catch {
            throw IdentityError(.unreachable, "The issuer \(settings.url) does not answer.", cause: "\(error)")
        }
        guard reply.status == .ok else {
            throw IdentityError(
                reply.status.code >= 500 ? .unreachable : .brokenReply,
                "The issuer \(settings.url) answers with \(reply.status.code) under \(url).")
        }
        return try Self.document(reply.body, from: settings.url)
    }

    /// - Throws: `brokenReply`.
    static func document(_ body: [UInt8], from issuer: String) throws(IdentityError) -> Document {
        do throws(DocumentError) {
            return try Document.read(body, as: .json, limits: limits)
        } catch {
            throw IdentityError(
                .brokenReply, "What the issuer \(issuer) answers is no JSON that can be read.", cause: error.message)
        }
    }
}
