public import BerthDocument
public import BerthModel

/// Things that are counted by name: GPUs of a model, licences. A request asks for them with a metric whose type says
/// the name, and an offer promises them with the same metric; or as accelerators of its compute resource, and there an
/// offer promises them, too.
extension Question {
    /// The metrics of an offer that promise what is counted. Of what need not be there, and is not, nothing is
    /// promised.
    func promises(of demand: Resources) -> [Metric] {
        countables.filter { !$0.isAccelerator && demand.has($0.name) }.map { countable in
            var quote = Quote()
            quote.type = Kind.countablePrefix + countable.name
            let amount = Double(demand[named: countable.name])
            quote.min = amount
            quote.max = amount
            quote.description = "\(countable.name), for this session alone."
            return .simple(quote)
        }
    }
}

/// One thing that is counted, as it is asked for.
public struct Countable: Sendable, Hashable {
    public var name: String
    public var least: Int64
    public var most: Int64?
    /// What asks for it: a metric, or an accelerator of the compute resource.
    public var item: DocumentPath
    public var isAccelerator: Bool
    /// Where `min` and `max` stand.
    public var range: DocumentPath { isAccelerator ? item.appending("count") : item }

    /// What these ask for: each name once, the most of its minimums, and the least of its maximums.
    static func all(in metrics: [Metric], _ compute: ComputeResource) -> [Countable] {
        var found: [Countable] = []
        func add(_ name: String, _ least: Int64, _ most: Int64?, _ item: DocumentPath, isAccelerator: Bool) {
            guard let known = found.firstIndex(where: { $0.name == name }) else {
                found.append(
                    Countable(name: name, least: least, most: most, item: item, isAccelerator: isAccelerator))
                return
            }
            if least > found[known].least {
                (found[known].least, found[known].item, found[known].isAccelerator) = (least, item, isAccelerator)
            }
            if let most { found[known].most = min(found[known].most ?? .max, most) }
        }
        for (index, metric) in metrics.enumerated() {
            guard case .simple(let wish) = metric, let name = wish.countable else { continue }
            add(
                name, whole(wish.min ?? 0, .up), wish.max.map { whole($0, .down) }, ["metrics", .index(index)],
                isAccelerator: false)
        }
        for (index, accelerator) in (compute.accelerated?.accelerators ?? []).enumerated() {
            guard let name = accelerator.countable else { continue }
            let (least, most) = (accelerator.count?.min, accelerator.count?.max)
            add(
                name, max(0, least ?? min(1, most ?? 1)), most, ["compute", "accelerators", .index(index)],
                isAccelerator: true)
        }
        return found
    }

    /// There are no parts of a thing: a minimum is rounded up, a maximum down. What is beyond numbers stops at them.
    static func whole(_ value: Double, _ rule: FloatingPointRoundingRule) -> Int64 {
        let rounded = value.rounded(rule)
        if !(rounded > 0) { return 0 }
        return Int64(exactly: rounded) ?? .max
    }
}

extension Plan {
    /// Promises of each accelerator that was asked for what is demanded of it.
    mutating func promiseAccelerators() {
        guard case .accelerated(var accelerated)? = compute else { return }
        for index in accelerated.accelerators.indices {
            guard let name = accelerated.accelerators[index].countable else { continue }
            let amount = demand[named: name]
            accelerated.accelerators[index].count = IntegerRange(min: amount, max: amount)
        }
        compute = .accelerated(accelerated)
    }
}

extension Accelerator {
    /// The name under which sites count the model: what follows our own prefix, or the last name of any other URI.
    public var countable: String? {
        guard let model else { return "gpu" }
        var name = model[...]
        if model.hasPrefix(Kind.countablePrefix) {
            name = name.dropFirst(Kind.countablePrefix.count)
        } else if let slash = name.lastIndex(where: { "/#:".contains($0) }) {
            name = name[name.index(after: slash)...]
        }
        return NamedCount.isName(String(name)) ? String(name) : nil
    }
}

extension Quote {
    /// The name of what is counted, where the type says such a thing.
    public var countable: String? {
        guard let type, type.hasPrefix(Kind.countablePrefix) else { return nil }
        let name = String(type.dropFirst(Kind.countablePrefix.count))
        return NamedCount.isName(name) ? name : nil
    }
}
