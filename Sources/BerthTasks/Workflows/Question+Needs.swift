import BerthDocument
import BerthModel
import BerthPlatform

extension Question {
    /// Lifts what is asked for to what a workflow needs, as far as the request allows it.
    ///
    /// - Parameter capacity: all that there is.
    /// - Returns: every reason why that does not do.
    mutating func lift(to needs: WorkflowNeeds, capacity: Resources) -> [Obstacle] {
        var obstacles = liftCompute(to: needs, capacity: capacity)
        if needs.storageGibibytes > 0 {
            obstacles += obstaclesOfStorage(needs.storageGibibytes, available: capacity[.storage] / bytesPerGibibyte)
        }
        return obstacles
    }

    private mutating func liftCompute(to needs: WorkflowNeeds, capacity: Resources) -> [Obstacle] {
        guard var simple = compute.basic else { return [] }
        var obstacles: [Obstacle] = []
        func lift(
            _ member: String, _ range: inout IntegerRange?, _ wanted: Int64, _ available: Int64,
            _ unit: BerthModel.Unit
        ) {
            guard wanted > range?.min ?? 0 else { return }
            let most = range?.max
            if let most, most >= wanted, wanted <= available {
                range?.min = wanted
                return
            }
            obstacles.append(
                .needsMore(
                    ["compute", .member(member), .member(most == nil ? "min" : "max")],
                    wanted: wanted, asked: most ?? range?.min ?? 0, available: available, unit))
        }
        lift("cores", &simple.cores, needs.cores, capacity[.cores], .core)
        lift("memory", &simple.memory, needs.memoryGibibytes, capacity[.memory] / bytesPerGibibyte, .gibibyte)
        compute.basic = simple
        return obstacles
    }

    /// Outputs and temporary files are in the first storage.
    private func obstaclesOfStorage(_ wanted: Int64, available: Int64) -> [Obstacle] {
        guard case .simple(let first)? = storage.first else {
            if wanted > available {
                return [.needsMore(["storage"], wanted: wanted, asked: 0, available: available, .gibibyte)]
            }
            return [
                Obstacle(
                    .contradictory, ["storage"],
                    "{path}: the workflow needs {wanted} {unit} for its outputs and temporary files; ask for a "
                        + "storage of that size.",
                    ["wanted": "\(wanted)", "available": "0", "unit": BerthModel.Unit.gibibyte.name(for: wanted)])
            ]
        }
        let asked = first.size?.min ?? 0
        if asked >= wanted { return [] }
        return [
            .needsMore(
                ["storage", .index(0), "size", "min"], wanted: wanted, asked: asked, available: available, .gibibyte)
        ]
    }
}

extension Obstacle {
    /// A workflow says that it needs more than is asked for, or than there is.
    fileprivate static func needsMore(
        _ path: DocumentPath, wanted: Int64, asked: Int64, available: Int64, _ unit: BerthModel.Unit
    ) -> Obstacle {
        let values: NamedTexts = [
            "wanted": "\(wanted)", "asked": "\(asked)", "available": "\(available)", "unit": unit.name(for: wanted),
        ]
        if wanted > available {
            return Obstacle(
                .never, DocumentFetcher.path,
                "{path}: the workflow needs {wanted} {unit}, this platform has {available}.", values,
                couldChange: "the site")
        }
        return Obstacle(
            .contradictory, path,
            "{path}: the workflow needs {wanted} {unit}, and the request asks for {asked}.", values,
            change: .atLeast(wanted, path, unit))
    }
}
