import BerthDocument
import BerthPlatform

/// What machines boot from. Source: Image API v2, *Show image*.
struct CloudImage: Sendable, Hashable {
    var id: String
    var name: String
    var status: String
    /// The least disk that a machine needs for it.
    var diskGibibytes: Int64
    var memoryMebibytes: Int64
    /// As images name it: amd64, arm64; `nil` where it says none.
    var architecture: String?

    /// `nil` for what is no image.
    init?(_ document: Document) {
        guard let id = document["id"]?.text else { return nil }
        self.id = id
        name = document["name"]?.text ?? id
        status = document["status"]?.text ?? ""
        diskGibibytes = document["min_disk"]?.whole ?? 0
        memoryMebibytes = document["min_ram"]?.whole ?? 0
        // Source: Glance, *Image properties*.
        architecture = (document["hw_architecture"] ?? document["architecture"])?.text
            .map(MachineTraits.architecture(ofKernel:))
    }

    /// Whether a machine of this flavor can boot from it.
    func fits(_ flavor: CloudFlavor) -> Bool {
        flavor.memoryMebibytes >= memoryMebibytes
            && (flavor.rootGibibytes == 0 || flavor.rootGibibytes >= diskGibibytes)
    }
}
