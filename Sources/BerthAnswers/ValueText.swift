package import BerthModel
import BerthPlatform

/// Values of documents for people, always with their units.
package enum ValueText {
    /// `2 cores`, `1 to 4 cores`, `at least 2 cores`.
    package static func cores(_ range: IntegerRange?) -> String { text(range) { $0 == 1 ? "core" : "cores" } }

    /// `8 GiB`, `2 to 8 GiB`.
    package static func gibibytes(_ range: IntegerRange?) -> String { text(range) { _ in "GiB" } }

    private static func text(_ range: IntegerRange?, _ unit: (Int64) -> String) -> String {
        switch (range?.min, range?.max) {
        case (let min?, let max?) where min == max: "\(min) \(unit(min))"
        case (let min?, let max?): "\(min) to \(max) \(unit(max))"
        case (let min?, nil): "\(min) \(unit(min))"
        case (nil, let max?): "up to \(max) \(unit(max))"
        case (nil, nil): ""
        }
    }

    /// The flavor and what is counted by name: `m1.large, 2 gpu-a100`.
    package static func counted(_ session: Session) -> String {
        var words = (session.component.meta?.messages ?? []).compactMap { $0.values["flavor"] }.prefix(1).map(\.self)
        for accelerator in session.compute?.accelerated?.accelerators ?? [] {
            words.append("\(accelerator.count?.min ?? 0) \(accelerator.countable ?? accelerator.model ?? "gpu")")
        }
        for case .simple(let quote) in session.component.metrics {
            if let name = quote.countable { words.append("\(number((quote.min ?? 0).rounded(.towardZero))) \(name)") }
        }
        let accelerated = session.compute?.accelerated
        return (words + [accelerated?.architecture].compactMap(\.self) + (accelerated?.features ?? []))
            .joined(separator: ", ")
    }

    /// Bytes in the largest unit that leaves whole numbers short: `16 GiB`, `512 MiB`.
    package static func bytes(_ count: Int64?) -> String {
        guard let count else { return "" }
        for (shift, unit) in [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")] where count >= 1 << Int64(shift) {
            let tenths = count / (1 << Int64(shift)) * 10 + (count % (1 << Int64(shift))) * 10 / (1 << Int64(shift))
            return tenths >= 100 || tenths % 10 == 0
                ? "\(tenths / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
        }
        return "\(count) B"
    }

    /// What is run: the image, the notebook, with the command.
    package static func executable(_ executable: Executable?) -> String {
        switch executable {
        case .dockerContainer(let container):
            let image = container.image?.locations.first ?? container.image?.digest ?? "a container"
            return ([image] + [container.entrypoint].compactMap(\.self) + container.command).joined(separator: " ")
        case .singularityContainer(let container): return container.location ?? "a container"
        case .jupyterNotebook(let notebook): return notebook.location ?? "a notebook"
        case .cwlWorkflow(let workflow): return workflow.location ?? "a workflow"
        case .snakemakeWorkflow(let workflow):
            return ([workflow.location ?? "a workflow"] + workflow.targets).joined(separator: " ")
        case .wesWorkflow(let workflow): return workflow.location ?? "a workflow"
        case .batchScript(let script):
            return ([script.location ?? "a script"] + script.arguments).joined(separator: " ")
        case .pythonProgram(let program):
            return ([program.location ?? "a program"] + program.arguments).joined(separator: " ")
        case .stranger(let kind, _): return kind
        case nil: return ""
        }
    }

    /// `0.5 to 0.75 euro`: the last word of the type's URI stands for the unit, with `/h` where it is by the hour.
    package static func cost(_ cost: Cost?) -> String {
        guard case .simple(let quote)? = cost else { return "" }
        var type = Substring(quote.type ?? "")
        let isHourly = type.hasSuffix(Price.perHour)
        if isHourly { type = type.dropLast(Price.perHour.count) }
        let word = type.split(whereSeparator: { $0 == "/" || $0 == "#" }).last
        let unit = word.map { " \($0)\(isHourly ? Price.perHour : "")" } ?? ""
        switch (quote.min, quote.max) {
        case (let min?, let max?) where min != max: return "\(number(min)) to \(number(max))\(unit)"
        case (let value?, _), (nil, let value?): return number(value) + unit
        case (nil, nil): return ""
        }
    }

    /// `0.5 EUR`, `0.5 to 0.75 EUR`.
    package static func amount(_ range: ClosedRange<Double>, _ unit: String) -> String {
        let (least, most) = (number(range.lowerBound), number(range.upperBound))
        return (least == most ? least : "\(least) to \(most)") + (unit.isEmpty ? "" : " \(unit)")
    }

    /// `0.04 EUR per core and hour, 1 EUR per session`; `0 EUR` for what takes nothing.
    package static func price(_ price: Price) -> String {
        let parts = [
            (price.coreHour, "per core and hour"), (price.memoryHour, "per GiB of memory and hour"),
            (price.storageHour, "per GiB of storage and hour"), (price.start, "per session"),
        ].filter { $0.0 != 0 }
        if parts.isEmpty { return "0 \(price.type)" }
        return parts.map { "\(number($0.0)) \(price.type) \($0.1)" }.joined(separator: ", ")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && value.magnitude < 1e15 ? "\(Int64(value))" : "\(value)"
    }

    /// Enough of an identifier to tell it from others.
    package static func short(_ id: UUID?) -> String { id.map { String($0.description.prefix(8)) } ?? "" }

    package static func storage(_ storage: [StorageResource]) -> String {
        var sum: Int64 = 0
        for case .simple(let simple) in storage {
            let (next, overflow) = sum.addingReportingOverflow(simple.size?.min ?? 0)
            if overflow { return "" }
            sum = next
        }
        return sum == 0 ? "" : "\(sum) GiB"
    }
}
