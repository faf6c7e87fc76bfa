/// The services of a cloud that are used, and how they are found. Source: OpenStack service types authority.
enum CloudService: String, Sendable, CaseIterable {
    case compute, image, network, placement, volume

    /// What catalogues call it.
    var types: [String] {
        switch self {
        case .volume: ["volumev3", "block-storage"]
        default: [rawValue]
        }
    }

    /// What people call it.
    var name: String {
        switch self {
        case .compute: "Nova"
        case .image: "Glance"
        case .network: "Neutron"
        case .placement: "Placement"
        case .volume: "Cinder"
        }
    }

    /// The version of its interface in paths; empty where it has none.
    private var version: String {
        switch self {
        case .compute: "/v2.1"
        case .image: "/v2"
        case .network: "/v2.0"
        case .placement: ""
        case .volume: "/v3"
        }
    }

    /// Asks for a version that has what is read here: of Nova 18 (Rocky), flavors with their extra specs.
    var header: (name: String, value: String)? {
        switch self {
        case .compute: ("OpenStack-API-Version", "compute 2.61")
        case .placement: ("OpenStack-API-Version", "placement 1.22")
        case .volume: ("OpenStack-API-Version", "volume 3.27")
        case .image, .network: nil
        }
    }

    /// The address that paths of calls follow, from the one of a catalogue, which may have a version or not.
    func base(_ url: String) -> String {
        var base = url
        while base.hasSuffix("/") { base.removeLast() }
        let major = version.prefix { $0 != "." }
        if version.isEmpty || base.contains(major) { return base }
        return base + version
    }
}
