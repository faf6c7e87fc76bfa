package import BerthModel

/// How images of containers come to the nodes: the broker fetches and unpacks them where the nodes share a directory.
package struct SlurmImages: Shaped {
    package var registries: [String] = []
    package var plainRegistries: [String] = []
    package var authFile: String?
    package var skopeo = "skopeo"
    package var umoci = "umoci"
    package var seconds: Int64 = 600

    package init() {}

    package static let shape = Shape<SlurmImages>(
        "SlurmImages", "How images of containers come to the nodes.",
        [
            Field(
                "registries", \.registries,
                "Registries that images may come from, host or host:port; any outside of the site unless set."),
            Field("plainRegistries", \.plainRegistries, "Those of them that are spoken to without TLS."),
            Field("authFile", \.authFile, "File with the passwords of registries, as podman login writes it."),
            Field("skopeo", \.skopeo, "The program on this machine that fetches images; skopeo unless set."),
            Field("umoci", \.umoci, "The program on this machine that unpacks images; umoci unless set."),
            Field("seconds", \.seconds, "Longest fetch of an image, in seconds; 600 unless set."),
        ])
}
