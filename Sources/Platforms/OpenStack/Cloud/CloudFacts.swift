import BerthModel
import BerthPlatform

/// What a cloud says about itself that does not change from one moment to the next.
struct CloudFacts: Sendable, Hashable {
    /// Those that the site offers and that the image can boot on.
    var flavors: [CloudFlavor]
    var image: Found<CloudImage>
    var network: Found<CloudNetwork>
    /// Whether storage can be had as volumes.
    var hasVolumes: Bool

    /// Something that a setting names.
    enum Found<Value: Sendable & Hashable>: Sendable, Hashable {
        case here(Value)
        /// Why not, without the setting's name.
        case missing(String)

        var value: Value? { if case .here(let value) = self { value } else { nil } }
    }

    /// What a task can have.
    var capacity: Capacity { Capacity(flavors: flavors.map(\.size)) }

    /// What machines are beside their size, all flavors together.
    var traits: MachineTraits {
        let all = flavors.map(traits)
        return MachineTraits(
            architectures: Set(all.flatMap(\.architectures)).sorted(), features: Set(all.flatMap(\.features)).sorted())
    }

    /// What machines of a flavor are: an image that names its architecture boots on no other.
    func traits(_ flavor: CloudFlavor) -> MachineTraits {
        let architecture = image.value?.architecture ?? flavor.architecture
        return MachineTraits(architectures: [architecture].compactMap(\.self), features: flavor.features)
    }

    /// Only those flavors whose machines have the architecture and the features that are asked for.
    func suiting(_ compute: ComputeResource) -> CloudFacts {
        var facts = self
        facts.flavors.removeAll { !traits($0).suit(compute) }
        return facts
    }

    func flavor(_ name: String?) -> CloudFlavor? { flavors.first { $0.name == name } }

    /// The one of a name or id; an id is taken before a name.
    static func find<Value>(
        _ wanted: String, _ what: String, among all: [Value], id: (Value) -> String, name: (Value) -> String
    ) -> Found<Value> {
        if let one = all.first(where: { id($0) == wanted }) { return .here(one) }
        let named = all.filter { name($0) == wanted }
        switch named.count {
        case 0: return .missing("the cloud has no \(what) \(wanted)")
        case 1: return .here(named[0])
        default: return .missing("the cloud has \(named.count) \(what)s called \(wanted); the id tells which")
        }
    }
}

/// What machines are connected to.
enum CloudNetwork: Sendable, Hashable {
    /// As the cloud chooses, none, and one by its id. Source: Compute API, *Create server*, microversion 2.37.
    case auto, none, one(id: String)
}
