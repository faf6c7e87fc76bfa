import BerthData
package import BerthHTTP

/// Asks one registry for the services that it lists.
package struct RegistryReader: Sendable {
    let settings: RegistrySettings
    private let client: HTTPClient

    /// Bytes of one reply, and of all pages of a list together.
    static let largestReply = 32 << 20
    static let largestList = 128 << 20
    /// Services of one list.
    package static let mostServices = 20_000
    /// Pages of one list.
    static let mostPages = 500

    package init(_ settings: RegistrySettings) {
        var client = HTTPClientSettings()
        client.authorityPath = settings.authorityFile
        self.init(settings, client: HTTPClient(client))
    }

    package init(_ settings: RegistrySettings, client: HTTPClient) {
        self.settings = settings
        self.client = client
    }

    /// The list as it is now.
    ///
    /// - Parameter tag: of the list that is known.
    /// - Returns: nil when that is still the list.
    /// - Throws: `unreachable`, `refused`, `tooLarge`, `broken`, `cancelled`.
    package func listing(unless tag: String? = nil) async throws(RegistryError) -> RegistryListing? {
        switch settings.kind ?? .regtap {
        case .regtap: try await regtap(unless: tag)
        case .oai: try await oai(unless: tag)
        }
    }

    // MARK: the two kinds

    private func regtap(unless tag: String?) async throws(RegistryError) -> RegistryListing? {
        do throws(RegistryError) {
            return try await regtap(RegTAPQuery(asksWhoMay: true), unless: tag)
        } catch {
            // RegTAP 1.0 does not have the column that tells who is let in without a token.
            guard error.code == .refused else { throw error }
            return try await regtap(RegTAPQuery(asksWhoMay: false), unless: tag)
        }
    }

    private func regtap(_ query: RegTAPQuery, unless tag: String?) async throws(RegistryError) -> RegistryListing? {
        let url = query.url(of: settings.url, most: Self.mostServices)
        guard let reply = try await get(url, unless: tag) else { return nil }
        let table: VOTable
        do throws(RegistryError) {
            table = try VOTable(reply.body, url: settings.url)
        } catch {
            // A page that says no may be anything; what says so is its status.
            if !reply.status.isSuccess { throw status(reply) }
            throw error
        }
        if !reply.status.isSuccess { throw status(reply) }
        let listing = RegistryListing(
            try query.services(of: table, url: settings.url), isWhole: !table.isCut, tag: Self.tag(reply))
        if listing.services.count <= Self.mostServices { return listing }
        // Whoever does not heed MAXREC is cut here; that there is more is said.
        return RegistryListing(Array(listing.services.prefix(Self.mostServices)), isWhole: false)
    }

    private func oai(unless tag: String?) async throws(RegistryError) -> RegistryListing? {
        var found: [ListedService] = []
        var token: String?
        var seen: Set<String> = []
        var (bytes, pages) = (0, 0)
        var first: HTTPReply?
        repeat {
            let url = OAIPage.url(of: settings.url, after: token)
            guard let reply = try await get(url, unless: pages == 0 ? tag : nil) else { return nil }
            if !reply.status.isSuccess { throw status(reply) }
            if first == nil { first = reply }
            pages += 1
            bytes += reply.body.count
            let page = try OAIPage(reply.body, url: settings.url)
            found += page.services
            token = page.resumption
            if let token, !seen.insert(token).inserted {
                throw broken("it goes on with a page that it has sent already")
            }
            if pages >= Self.mostPages || bytes > Self.largestList || found.count > Self.mostServices {
                // What was read holds; that there may be more is said.
                if token == nil { break }
                return RegistryListing(Array(found.prefix(Self.mostServices)), isWhole: false)
            }
        } while token != nil
        return RegistryListing(found, isWhole: true, tag: first.flatMap(Self.tag))
    }

    private static func tag(_ reply: HTTPReply) -> String? {
        reply.headers["ETag"].map { "ETag \($0)" } ?? reply.headers["Last-Modified"].map { "Last-Modified \($0)" }
    }

    // MARK: calls

    /// - Returns: nil for what has not changed.
    private func get(_ url: String, unless tag: String?) async throws(RegistryError) -> HTTPReply? {
        var request = HTTPClientRequest(.get, url)
        request.headers["Accept"] = "application/x-votable+xml, text/xml, application/xml;q=0.9, */*;q=0.1"
        if let tag, let blank = tag.firstIndex(of: " ") {
            let field = tag[..<blank] == "ETag" ? "If-None-Match" : "If-Modified-Since"
            request.headers[field] = String(tag[tag.index(after: blank)...])
        }
        request.totalSeconds = Double(settings.registrySeconds)
        request.stalledSeconds = Double(min(20, settings.registrySeconds))
        request.maximumBytes = Self.largestReply
        request.maximumRedirects = 5
        // The registry may be inside the site; what it leads to is looked at as the services that it lists.
        request.allowsElsewhere = { [settings] in settings.allows($0.host) }
        do throws(HTTPError) {
            let reply = try await client.send(request)
            return reply.status.code == 304 ? nil : reply
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: HTTPError) -> RegistryError {
        let url = settings.url
        let (code, message): (RegistryError.Code, String) =
            switch error.code {
            case .cancelled, .stopped: (.cancelled, "Asking the registry at \(url) was cancelled.")
            case .tooLarge:
                (.tooLarge, "The registry at \(url) sends more than is read of it, or leads on again and again.")
            case .tooSlow:
                (.unreachable, "The registry at \(url) has not answered within \(settings.registrySeconds) s.")
            case .untrusted: (.unreachable, "The registry at \(url) shows a certificate that is not trusted here.")
            case .brokenReply: (.broken, "The registry at \(url) did not answer as a registry does: \(error.message).")
            default: (.unreachable, "The registry at \(url) cannot be reached.")
            }
        return RegistryError(code, message, subject: url, cause: error.description)
    }

    private func status(_ reply: HTTPReply) -> RegistryError {
        RegistryError(
            .refused,
            "The registry at \(settings.url) refuses (status \(reply.status.code)); ask again later, or mend url.",
            subject: settings.url)
    }

    private func broken(_ what: String) -> RegistryError {
        RegistryError(
            .broken, "The registry at \(settings.url) did not answer as a registry does: \(what).",
            subject: settings.url)
    }
}
