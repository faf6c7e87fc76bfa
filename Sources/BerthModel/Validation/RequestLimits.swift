import BerthDocument

/// How many items the lists of a request may have. What is answered grows with them, and people have fewer.
public enum RequestLimits {
    /// Storage, data, volumes and ports, each.
    public static let components = 1000
    /// Costs, metrics, accelerators and features, each: they are compared with every flavor.
    public static let quotes = 100
    /// Places of an image, and copies of a file.
    public static let locations = 100
}

extension ExecutionRequest {
    /// One problem for every list that is too long; where there is one, nothing else is looked at.
    var problemsOfCount: [Problem] {
        var problems: [Problem] = []
        func check(_ count: Int, _ limit: Int, _ path: @autoclosure () -> DocumentPath) {
            if count <= limit { return }
            let path = path()
            problems.append(
                Problem(
                    gravity: .refused, code: .tooMany, path: path,
                    message: "\(path): \(count) items are more than the \(limit) that are taken; write fewer."))
        }
        check(storage.count, RequestLimits.components, ["storage"])
        check(data.count, RequestLimits.components, ["data"])
        check(component.costs.count, RequestLimits.quotes, ["costs"])
        check(component.metrics.count, RequestLimits.quotes, ["metrics"])
        if let simple = compute?.basic {
            check(simple.volumes.count, RequestLimits.components, ["compute", "volumes"])
        }
        if let accelerated = compute?.accelerated {
            check(accelerated.accelerators.count, RequestLimits.quotes, ["compute", "accelerators"])
            check(accelerated.features.count, RequestLimits.quotes, ["compute", "features"])
        }
        if case .dockerContainer(let container)? = executable {
            check(container.image?.locations.count ?? 0, RequestLimits.locations, ["executable", "image", "locations"])
            check(container.network?.ports.count ?? 0, RequestLimits.components, ["executable", "network", "ports"])
        }
        for (index, data) in data.enumerated() {
            guard case .skao(let skao) = data else { continue }
            check(
                skao.skao?.replicas.count ?? 0, RequestLimits.locations,
                ["data", .index(index), "skao", "replicas"])
        }
        return problems
    }
}
