import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

extension Question {
    /// What the cloud has not, whatever the size.
    func obstacles(of facts: CloudFacts) -> [Obstacle] {
        var obstacles: [Obstacle] = []
        for missing in [facts.image.missing, facts.network.missing].compactMap(\.self) {
            obstacles.append(
                Obstacle(
                    .notAllowed, ["executable"], "{path}: no machine of this site can run anything: {missing}.",
                    ["missing": missing], couldChange: "the site"))
        }
        if facts.hasVolumes { return obstacles }
        for (index, storage) in storage.enumerated() {
            // Storage that was made for data stands in no request: it is the data that needs it.
            let data = storage.isMade ? storageOfData.firstIndex(of: index) : nil
            let path: DocumentPath = data.map { ["data", .index($0)] } ?? ["storage", .index(index)]
            obstacles.append(
                Obstacle(
                    .never, path,
                    "{path}: this cloud has no volumes, for it has no Cinder; a machine has the disk of its flavor, and"
                        + " what is on it goes with the machine.",
                    ["wanted": "1", "available": "0", "unit": "volume"], couldChange: "the site",
                    change: Change(path: path, to: .null, range: .absent)))
        }
        return obstacles
    }
}

extension CloudFacts {
    /// The one with the most cores, then the most memory, of those that may be had.
    func largest(where isFit: (CloudFlavor) -> Bool) -> CloudFlavor? {
        flavors.filter(isFit).max { ($0.cores, $0.memoryMebibytes) < ($1.cores, $1.memoryMebibytes) }
    }
}

extension CloudFacts.Found {
    var missing: String? { if case .missing(let why) = self { why } else { nil } }
}
