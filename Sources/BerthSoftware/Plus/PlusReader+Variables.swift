import BerthDocument
import BerthModel

/// Parameters, data in and out, and resources.
extension PlusReader {
    /// Defaults go where the kind takes values: inputs of a workflow, `{name}` in a command, else the environment.
    mutating func readParameters(_ draft: inout RequestDraft, _ kind: Kind, _ part: PlusPart) -> [SoftwareParameter] {
        var parameters: [SoftwareParameter] = []
        for item in part.parts("parameters") {
            guard let parameter = parameter(item, value: "defaultValue", format: "valueType") else { continue }
            parameters.append(parameter)
            let source = "A parameter of the executable: \(item.source(item.path))."
            guard let value = parameter.value else { continue }
            switch kind {
            case .cwlWorkflow:
                draft.put(.text(value), ["executable", "inputs", .member(parameter.name)], from: source)
            case .snakemakeWorkflow:
                draft.put(.text(value), ["executable", "configuration", .member(parameter.name)], from: source)
            case .dockerContainer, .batchScript, .pythonProgram:
                if !replace(parameter.name, with: value, &draft, source, item.path) {
                    draft.put(.text(value), ["executable", "environment", .member(parameter.name)], from: source)
                }
            default:
                doubt(item.path, "a \(kind.name) takes no parameters; \(parameter.name) is shown and not handed over.")
            }
        }
        return parameters
    }

    /// Bytes of a command in which values are put: a value may hold the names of others, and a few lines would fill all
    /// memory.
    static let mostCommandBytes = 64 << 10

    /// Puts the value in the place of `{name}` in the command.
    private mutating func replace(
        _ name: String, with value: String, _ draft: inout RequestDraft, _ source: String, _ path: DocumentPath
    ) -> Bool {
        var isFound = false
        for list in ["command", "arguments"] {
            guard case .list(let items)? = draft.document.value(at: ["executable", .member(list)]) else { continue }
            var bytes = items.reduce(0) { $0 + ($1.text?.utf8.count ?? 0) }
            if bytes > Self.mostCommandBytes { continue }
            for (index, item) in items.enumerated() {
                guard let text = item.text, text.contains("{\(name)}") else { continue }
                isFound = true
                bytes += text.ranges(of: "{\(name)}").count * value.utf8.count
                if bytes > Self.mostCommandBytes {
                    wrong(path, "with \(PlainText.line(of: name, longest: 40)) the command becomes too long.")
                    return true
                }
                draft.put(
                    .text(text.replacing("{\(name)}", with: value)), ["executable", .member(list), .index(index)],
                    from: source)
            }
        }
        return isFound
    }

    private mutating func parameter(_ part: PlusPart, value: String, format: String) -> SoftwareParameter? {
        guard let name = part.text("name") else {
            wrong(part.path, "it has no name; write one.", .missingMember)
            return nil
        }
        return SoftwareParameter(
            name: name, summary: PlainText.line(of: part.text("description") ?? ""),
            value: part.member(value).flatMap { $0.scalarText ?? ($0 == .null ? nil : $0.asJSON) },
            format: part.text(format), isRequired: part.isTrue("required"))
    }

    mutating func readInputs(_ draft: inout RequestDraft, _ part: PlusPart) -> [SoftwareParameter] {
        var inputs: [SoftwareParameter] = []
        for item in part.parts("inputs") {
            guard var input = parameter(item, value: "location", format: "encodingFormat") else { continue }
            let source = "The authors say so: \(item.source(item.path))."
            var data: DocumentPath?
            if let rucio = item.part("rucio") {
                data = draft.append(["data"], kind: .rucioData, name: input.name)
                for (name, member) in [
                    ("endpoint", "endpoint"), ("scope", "scope"), ("object", "object"), ("objectType", "type"),
                ] {
                    if let text = rucio.text(name), let data {
                        draft.put(.text(text), data.appending("rucio").appending(member), from: source)
                    }
                }
                input.value = [rucio.text("scope"), rucio.text("object")].compactMap(\.self).joined(separator: ":")
            } else if let store = item.part("s3") {
                data = draft.append(["data"], kind: .s3Data, name: input.name)
                for name in ["endpoint", "bucket", "object"] {
                    if let text = store.text(name), let data {
                        draft.put(.text(text), data.appending(name), from: source)
                    }
                }
                input.value = "s3://\(store.text("bucket") ?? "")/\(store.text("object") ?? "")"
            } else if let identifier = item.text("ivoid") {
                let path = draft.append(["data"], kind: .ivoaData, name: input.name)
                draft.put(.text(identifier), path.appending("ivoa").appending("ivoid"), from: source)
                data = path
                input.value = identifier
            } else if let location = item.text("location"), let address = address(location, item.place("location")) {
                let path = draft.append(["data"], kind: .simpleData, name: input.name)
                draft.put(.text(address), path.appending("location"), from: source)
                data = path
                input.value = address
            }
            inputs.append(input)
            if data != nil, let path = item.text("path") {
                draft.mount(input.name, at: path, mode: "READONLY", from: source)
            }
        }
        return inputs
    }

    mutating func readOutputs(_ draft: inout RequestDraft, _ part: PlusPart) -> [SoftwareParameter] {
        var outputs: [SoftwareParameter] = []
        for item in part.parts("outputs") {
            guard var output = parameter(item, value: "path", format: "encodingFormat") else { continue }
            output.value = item.text("path")
            outputs.append(output)
            guard let path = item.text("path") else { continue }
            let source = "The authors say so: \(item.source(item.path))."
            let storage = draft.append(["storage"], kind: .simpleStorage, name: output.name)
            if let size = item.part("size"), let amount = gibibytes(size) {
                draft.put(amount, storage.appending("size"), from: source)
            }
            draft.mount(output.name, at: path, mode: "READWRITE", from: source)
        }
        return outputs
    }

    mutating func readResources(_ draft: inout RequestDraft, _ part: PlusPart) {
        guard let resources = part.part("resources") else { return }
        let known = PlusVocabulary.members["resources"] ?? []
        for stranger in resources.strangers(beside: known) {
            doubt(stranger.path, "\(stranger.name) is not a resource that is known, and nothing reads it.")
        }
        if let cores = resources.part("cores"), let amount = whole(cores) {
            draft.put(amount, ["compute", "cores"], from: resources.said("cores"))
        }
        if let memory = resources.part("memory"), let amount = gibibytes(memory) {
            draft.put(amount, ["compute", "memory"], from: resources.said("memory"))
        }
        if let storage = resources.part("storage"), let amount = gibibytes(storage) {
            let path = draft.append(["storage"], kind: .simpleStorage, name: "scratch")
            draft.put(amount, path.appending("size"), from: resources.said("storage"))
        }
        for (index, accelerator) in resources.parts("accelerators").enumerated() {
            draft.needsCompute()
            draft.put(.text(Kind.acceleratedCompute.uri), ["compute", "kind"])
            let path: DocumentPath = ["compute", "accelerators", .index(index)]
            draft.put(
                .text(accelerator.text("model") ?? "gpu"), path.appending("model"), from: resources.said("accelerators")
            )
            if let amount = whole(accelerator) {
                draft.put(amount, path.appending("count"), from: resources.said("accelerators"))
            }
        }
        if let duration = resources.text("duration") {
            draft.put(
                .text(duration), ["schedule", "requested", "duration"], from: resources.said("duration"))
        }
    }

    /// A least and a most without a unit; a number alone is the least.
    private mutating func whole(_ part: PlusPart) -> ResourceWords.Amount? {
        let (min, max) = (part.number("min") ?? part.value.number, part.number("max"))
        guard min != nil || max != nil else {
            wrong(part.path, "an amount needs a min, a max or both, as numbers.")
            return nil
        }
        if isEmpty(part, min, max) { return nil }
        func integer(_ number: Double?) -> Int64? { number.flatMap { Int64(exactly: $0.rounded(.up)) } }
        return ResourceWords.Amount(min: integer(min), max: integer(max))
    }

    private mutating func isEmpty(_ part: PlusPart, _ min: Double?, _ max: Double?) -> Bool {
        guard let min, let max, min > max else { return false }
        wrong(part.path, "min is greater than max; write a min that is at most the max.", .emptyRange)
        return true
    }

    private mutating func gibibytes(_ part: PlusPart) -> ResourceWords.Amount? {
        if let text = part.value.text {
            if let amount = ResourceWords.bytes(in: text) { return ResourceWords.gibibytes(amount) }
            wrong(part.path, "\"\(PlainText.line(of: text, longest: 40))\" is no size; write min, max and unit: GiB.")
            return nil
        }
        guard let unit = part.text("unit") else {
            wrong(part.path, "the size has no unit; write unit: GiB, MiB, GB or MB beside its numbers.", .missingMember)
            return nil
        }
        guard let bytes = ResourceWords.bytes(ofUnit: unit) else {
            wrong(part.place("unit"), "\(unit) is not a unit of size; write GiB, MiB, GB or MB.")
            return nil
        }
        if isEmpty(part, part.number("min"), part.number("max")) { return nil }
        func size(_ number: Double?) -> Int64? { number.flatMap { Int64(exactly: ($0 * Double(bytes)).rounded(.up)) } }
        let amount = ResourceWords.Amount(min: size(part.number("min")), max: size(part.number("max")))
        if amount.min == nil && amount.max == nil {
            wrong(part.path, "an amount needs a min, a max or both, as numbers.")
            return nil
        }
        return ResourceWords.gibibytes(amount)
    }
}
