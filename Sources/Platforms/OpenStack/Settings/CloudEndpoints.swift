package import BerthModel

/// Where services are, for those that are not where the catalogue says. Source: openstacksdk, `*_endpoint_override`.
package struct CloudEndpoints: Shaped {
    package var compute: String?
    package var image: String?
    package var network: String?
    package var placement: String?
    package var volume: String?

    package init() {}

    package static let shape = Shape<CloudEndpoints>(
        "CloudEndpoints", "Where services of a cloud are, for those that are not where its catalogue says.",
        [
            Field("compute", \.compute, "Where Nova is; as the catalogue says unless set."),
            Field("image", \.image, "Where Glance is; as the catalogue says unless set."),
            Field("network", \.network, "Where Neutron is; as the catalogue says unless set."),
            Field("placement", \.placement, "Where Placement is; as the catalogue says unless set."),
            Field("volume", \.volume, "Where Cinder is; as the catalogue says unless set."),
        ])

    /// `nil` where the catalogue says it.
    subscript(service: CloudService) -> String? {
        switch service {
        case .compute: compute
        case .image: image
        case .network: network
        case .placement: placement
        case .volume: volume
        }
    }
}
