import BerthDocument
import BerthHTTP
import BerthPlatform

extension Cloud {
    /// - Throws: as `call`.
    func facts() async throws(PlatformError) -> CloudFacts {
        var flavors = try await list(.compute, "/flavors/detail", "flavors").compactMap { CloudFlavor($0) }
        if !settings.flavors.isEmpty { flavors.removeAll { !settings.flavors.contains($0.name) } }
        let image = try await image()
        if let image = image.value { flavors.removeAll { !image.fits($0) } }
        flavors.sort { $0.name < $1.name }
        return CloudFacts(
            flavors: flavors, image: image, network: try await network(),
            hasVolumes: try await tokens.token().endpoint(.volume) != nil)
    }

    private func image() async throws(PlatformError) -> CloudFacts.Found<CloudImage> {
        let wanted = settings.image
        var found = try await list(.image, "/images", "images", "name=" + wanted.percentEncoded)
        // Ids are asked for in another way than names.
        let reply = try await call(.image, .get, "/images/" + wanted.percentEncoded)
        if reply.isWell { found.append(reply.body) } else if reply.status >= 500 { throw reply.error }
        let images = found.compactMap { CloudImage($0) }
        let result = CloudFacts.find(wanted, "image", among: images, id: \.id, name: \.name)
        if let image = result.value, image.status != "active" {
            return .missing("the image \(wanted) is \(image.status)")
        }
        return result
    }

    private func network() async throws(PlatformError) -> CloudFacts.Found<CloudNetwork> {
        switch settings.network {
        case nil, "auto": return .here(.auto)
        case "none": return .here(.none)
        case let wanted?:
            let query = wanted.percentEncoded
            var all = try await list(.network, "/networks", "networks", "name=" + query)
            all += try await list(.network, "/networks", "networks", "id=" + query)
            let found = CloudFacts.find(
                wanted, "network", among: all, id: { $0["id"]?.text ?? "" }, name: { $0["name"]?.text ?? "" })
            switch found {
            case .here(let network): return .here(.one(id: network["id"]?.text ?? ""))
            case .missing(let why): return .missing(why)
            }
        }
    }

    /// What is left of the project's quota at this moment.
    ///
    /// - Parameter volumes: whether Cinder is asked as well.
    func quota(withVolumes volumes: Bool) async throws(PlatformError) -> CloudQuota {
        var quota = try CloudQuota(try await done(.compute, .get, "/limits"))
        if volumes { try quota.take(volumes: try await done(.volume, .get, "/limits")) }
        return quota
    }

    /// What Placement says of a machine of a flavor.
    enum Room: Sendable, Hashable {
        /// So many hosts could take one now; at most `Cloud.hostsAsked`.
        case hosts(Int)
        /// Why nobody knows before it boots.
        case unknown(String)
        /// Placement's words about something that no host of the cloud can have.
        case never(String)
    }

    /// Hosts that are looked for: whether there are more says nothing more.
    static let hostsAsked = 100

    func room(for flavor: CloudFlavor) async throws(PlatformError) -> Room {
        if !settings.asksPlacement { return .unknown("the site does not let Placement be asked") }
        guard let demand = PlacementDemand(flavor) else {
            return .unknown("what the flavor demands of a host only Nova can say")
        }
        let reply = try await call(
            .placement, .get, "/allocation_candidates?" + demand.query(limit: Cloud.hostsAsked))
        // A trait or a class of resources that it does not know.
        if reply.status == 400 { return .never(reply.message.sentence) }
        if reply.status == 403 { return .unknown("the cloud does not let the broker ask Placement") }
        guard reply.isWell else { throw reply.error }
        guard case .list(let requests)? = reply.body["allocation_requests"] else {
            throw PlatformError(
                .broken, "The cloud's answer cannot be read.", subject: "Placement",
                detail: "there are no allocation_requests in it")
        }
        return .hosts(requests.count)
    }
}

extension String {
    /// In one line, without spaces and a full stop at its end.
    fileprivate var sentence: String {
        var words = split(whereSeparator: \.isWhitespace).joined(separator: " ")
        while words.hasSuffix(".") { words.removeLast() }
        return words
    }
}
