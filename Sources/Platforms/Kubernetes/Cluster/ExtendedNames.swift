/// What is counted beside cores and memory, by the names that requests ask for and those of the cluster:
/// `nvidia.com/gpu` is `nvidia-com-gpu`, and `gpu` where no other resource ends like it.
struct ExtendedNames: Sendable, Hashable {
    struct Pair: Sendable, Hashable {
        /// As requests ask for it.
        var name: String
        /// The cluster's own.
        var resource: String
    }

    /// In the order of the names.
    private(set) var all: [Pair] = []

    /// - Parameter resources: the cluster's names; those without a domain are its own and not counted.
    init(_ resources: some Sequence<String>) {
        let extended = Set(resources.filter { $0.contains("/") && !$0.hasPrefix("hugepages-") }).sorted()
        let ends = extended.map { ExtendedNames.plain($0.split(separator: "/").last ?? "") }
        let whole = Set(extended.map { ExtendedNames.plain($0[...]) })
        for (resource, end) in zip(extended, ends) {
            all.append(Pair(name: ExtendedNames.plain(resource[...]), resource: resource))
            let isAlone = ends.filter { $0 == end }.count == 1 && !whole.contains(end)
            if isAlone { all.append(Pair(name: end, resource: resource)) }
        }
        all.sort { $0.name < $1.name }
    }

    /// The cluster's name of what a request asks for.
    subscript(name: String) -> String? { all.first { $0.name == name }?.resource }

    /// Letters, digits, - and _ alone.
    private static func plain(_ name: Substring) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "-" })
    }
}
