import BerthDocument
import BerthModel
import Glibc

extension Question {
    /// One obstacle for every need that is greater than all there is; where each alone is there, but no node or flavor
    /// has them together, one that says so, with the changes that would do for the nearest of them.
    public func obstaclesOfSize(capacity: Capacity) -> [Obstacle] {
        switch capacity.form {
        case .pool(let all): return obstaclesOfSize(capacity: all)
        case .nodes(let nodes, let shared): return Fit(self, among: nodes, "node", shared: shared).obstacles
        case .flavors(let flavors, let quota):
            return Fit(self, ofFlavors: flavors, quota).obstacles
        }
    }
}

/// What a question needs, beside what nodes or flavors have.
struct Fit {
    let question: Question
    let sizes: [Size]
    /// What the sizes are: node, flavor.
    let word: String
    /// What is had beside them.
    let shared: Resources
    /// What one of them must have.
    let own: Resources
    private let upper: Resources

    init(_ question: Question, among sizes: [Size], _ word: String, shared: Resources) {
        self.question = question
        self.sizes = sizes
        self.word = word
        self.shared = shared
        own = question.needs.without(shared.amounts.map(\.name))
        upper = question.most
    }

    /// Beside a flavor one has storage, as much as the quota says where it does, and what the quota names and no flavor
    /// has, such as licences.
    init(_ question: Question, ofFlavors flavors: [Size], _ quota: Resources) {
        var beside = Resources()
        beside[.storage] = quota.has(.storage) ? quota[.storage] : .max
        for amount in quota.amounts where !ResourceName.plain.contains(amount.name) {
            if !flavors.contains(where: { $0.resources.has(amount.name) }) {
                beside[named: amount.name] = amount.amount
            }
        }
        self.init(question, among: flavors, "flavor", shared: beside)
    }

    /// Whether one is enough, and not more than is wanted.
    func admits(_ size: Size) -> Bool { size.holds(own) && !exceeds(size) }

    private func exceeds(_ size: Size) -> Bool {
        for amount in upper.amounts where size.resources[named: amount.name] > amount.amount { return true }
        return false
    }

    var obstacles: [Obstacle] {
        var obstacles = shared.has(.storage) ? question.tooMuchToStore(shared[.storage]) : []
        obstacles += question.tooManyToCount(shared, "this platform has") { shared.has($0.name) }
        let enough = sizes.filter { $0.holds(own) }
        if !enough.isEmpty {
            // Nodes are shared, and nobody gets more of one than was wanted; a flavor is had whole.
            if word == "flavor", enough.allSatisfy(exceeds) { obstacles.append(tooLarge(enough)) }
            return obstacles
        }
        let most = Capacity.largest(of: sizes)
        let holder = "the largest \(word) has"
        var single = question.tooMuchToCompute(most, holder)
        if !shared.has(.storage) { single += question.tooMuchToStore(most[.storage]) }
        single += question.tooManyToCount(most, holder) { !shared.has($0.name) }
        return obstacles + (single.isEmpty ? [notTogether] : single)
    }

    /// Each is there, and no one place has all.
    private var notTogether: Obstacle {
        var near: [(distance: Double, size: Size, ways: [Change])] = []
        for size in sizes {
            var distance = 0.0
            var short: [ResourceName: Int64] = [:]
            for need in own.amounts where need.amount > size.resources[named: need.name] {
                let there = size.resources[named: need.name]
                distance += there > 0 ? log(Double(need.amount) / Double(there)) : 1e9
                short[ResourceName(rawValue: need.name)] = there
            }
            near.append((distance, size, question.smaller(short) ?? []))
        }
        near.sort { ($0.distance, $0.size) < ($1.distance, $1.size) }
        var ways: [[Change]] = []
        for (_, _, changes) in near where !changes.isEmpty && ways.count < Fit.waysTold {
            // A node that is smaller all over is no other way.
            if !ways.contains(where: { Fit.isCovered(changes, by: $0) }) { ways.append(changes) }
        }
        let nearest = near.first?.size
        return Obstacle(
            .never, ["compute"],
            "{path}: {wanted} are wanted together. Each of them is here, but no single \(word) has all;"
                + " the nearest, {nearest}, has {available}.",
            [
                "wanted": Fit.phrase(own, like: own), "nearest": nearest?.name ?? "",
                "available": Fit.phrase(nearest?.resources ?? Resources(), like: own),
            ],
            couldChange: "the site", change: ways.first { $0.count == 1 }?.first, otherWays: ways)
    }

    private static let waysTold = 4

    /// Whether other changes, each to as much or more, are enough already.
    private static func isCovered(_ changes: [Change], by others: [Change]) -> Bool {
        others.allSatisfy { other in
            changes.contains { $0.path == other.path && ($0.to.number ?? 0) <= (other.to.number ?? 0) }
        }
    }

    /// What is enough is more than the most that is wanted.
    private func tooLarge(_ enough: [Size]) -> Obstacle {
        func excess(_ size: Size) -> [ResourceAmount] {
            upper.amounts.compactMap { amount in
                let there = size.resources[named: amount.name]
                return there > amount.amount ? ResourceAmount(ResourceName(rawValue: amount.name), there) : nil
            }
        }
        let nearest = enough.min { (excess($0).count, $0) < (excess($1).count, $1) } ?? enough[0]
        let changes = excess(nearest).compactMap { question.larger($0) }
        return Obstacle(
            .never, changes.first?.path ?? ["compute"],
            "{path}: {wanted} is the most that is wanted; of the flavors that are enough the nearest, {nearest}, has"
                + " {available}.",
            [
                "wanted": Fit.phrase(upper, like: upper), "nearest": nearest.name,
                "available": Fit.phrase(nearest.resources, like: upper),
            ],
            couldChange: "the site", change: changes.count == 1 ? changes[0] : nil, otherWays: [changes])
    }

    /// As people say it: 4 cores, 16 GiB of memory and 2 gpu-a100.
    static func phrase(_ resources: Resources, like wanted: Resources) -> String {
        let phrases = wanted.amounts.filter { $0.amount > 0 }.map { named in
            let amount = resources[named: named.name]
            switch ResourceName(rawValue: named.name) {
            case .cores: return amount == 1 ? "1 core" : "\(amount) cores"
            case .memory: return "\(amount / bytesPerGibibyte) GiB of memory"
            case .storage: return "\(amount / bytesPerGibibyte) GiB of storage"
            default: return "\(amount) \(named.name)"
            }
        }
        if phrases.count < 2 { return phrases.first ?? "nothing" }
        return phrases.dropLast().joined(separator: ", ") + " and " + phrases[phrases.count - 1]
    }
}

extension Question {
    /// The most that is wanted of each resource that has a maximum.
    fileprivate var most: Resources {
        var most = Resources()
        if let compute = compute.basic {
            if let cores = compute.cores?.max { most[.cores] = cores }
            if let memory = compute.memory?.max { most[.memory] = memory.gibibytesInBytes }
        }
        for countable in countables {
            guard let wanted = countable.most else { continue }
            most.amounts.append(ResourceAmount(ResourceName(rawValue: countable.name), wanted))
        }
        return most
    }

    /// The change of a maximum that lets so much in.
    fileprivate func larger(_ amount: ResourceAmount) -> Change? {
        switch ResourceName(rawValue: amount.name) {
        case .cores: return .atLeast(amount.amount, ["compute", "cores", "max"], .core)
        case .memory:
            let gibibytes = amount.amount / bytesPerGibibyte + (amount.amount % bytesPerGibibyte > 0 ? 1 : 0)
            return .atLeast(gibibytes, ["compute", "memory", "max"], .gibibyte)
        default:
            return countables.first { $0.name == amount.name }.map {
                .atLeast(amount.amount, $0.range.appending("max"), nil)
            }
        }
    }
}
