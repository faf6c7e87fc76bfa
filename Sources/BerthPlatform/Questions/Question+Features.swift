import BerthDocument
public import BerthModel

/// What machines are beside their size: an architecture, and features that a site names.
public struct MachineTraits: Sendable, Hashable {
    /// As images name them: amd64, arm64. Empty where it is not known.
    public var architectures: [String]
    public var features: [String]

    public init(architectures: [String] = [], features: [String] = []) {
        self.architectures = architectures
        self.features = features
    }

    /// As images name an architecture that a machine names as its kernel does.
    package static func architecture(ofKernel name: String) -> String {
        ["x86_64": "amd64", "aarch64": "arm64"][name] ?? name
    }

    /// Whether machines of these traits have the architecture and all the features that are asked for.
    public func suit(_ compute: ComputeResource) -> Bool {
        guard let asked = compute.accelerated else { return true }
        return (asked.architecture.map { architectures.contains($0) } ?? true)
            && asked.features.allSatisfy(features.contains)
    }
}

extension Question {
    /// One obstacle for an architecture and for each feature that no machine has.
    ///
    /// - Parameter traits: of all machines together.
    func obstaclesOfTraits(_ traits: MachineTraits) -> [Obstacle] {
        guard let asked = compute.accelerated else { return [] }
        var obstacles: [Obstacle] = []
        if let architecture = asked.architecture, !traits.architectures.contains(architecture) {
            let path: DocumentPath = ["compute", "architecture"]
            obstacles.append(
                Obstacle(
                    .never, path, "{path}: {wanted} is wanted, this platform has {available}.",
                    ["wanted": architecture, "available": MachineTraits.phrase(traits.architectures)],
                    couldChange: "the site",
                    change: traits.architectures.first.map {
                        Change(path: path, to: .text($0), range: .words(traits.architectures))
                    } ?? Change(path: path, to: .null, range: .absent)))
        }
        for (index, feature) in asked.features.enumerated() where !traits.features.contains(feature) {
            let path: DocumentPath = ["compute", "features", .index(index)]
            obstacles.append(
                Obstacle(
                    .never, path, "{path}: {wanted} is wanted, the features of this platform are {available}.",
                    ["wanted": feature, "available": MachineTraits.phrase(traits.features)],
                    couldChange: "the site", change: Change(path: path, to: .null, range: .absent)))
        }
        return obstacles
    }
}

extension Question {
    /// The obstacle where the architecture and the features are each there, and no node has them together.
    ///
    /// - Parameters:
    ///   - capacity: of the nodes that suit.
    ///   - place: where the nodes are, such as the partition.
    package func obstacle(ofTraitsTogether capacity: Capacity, in place: String) -> Obstacle? {
        guard case .nodes(let nodes, _) = capacity.form, nodes.isEmpty else { return nil }
        return obstacle(ofTraitsTogether: "node", of: place)
    }

    /// The same, where it is known that there is none.
    ///
    /// - Parameter what: what machines are called there, such as flavors.
    package func obstacle(ofTraitsTogether what: String, of place: String) -> Obstacle? {
        guard let asked = compute.accelerated else { return nil }
        let wanted = [asked.architecture].compactMap(\.self) + asked.features
        if wanted.isEmpty { return nil }
        let path: DocumentPath = ["compute", asked.features.isEmpty ? "architecture" : "features"]
        return Obstacle(
            .never, path, "{path}: no \(what) of \(place) has {wanted} together.",
            ["wanted": wanted.joined(separator: ", "), "available": "no \(what)"], couldChange: "the site",
            change: Change(path: path, to: .null, range: .absent))
    }
}

extension MachineTraits {
    /// More words than this are not told.
    private static let told = 20

    fileprivate static func phrase(_ words: [String]) -> String {
        if words.isEmpty { return "not known" }
        return words.prefix(told).joined(separator: ", ") + (words.count > told ? " and others" : "")
    }
}
