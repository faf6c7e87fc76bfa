import BerthDocument
import BerthModel
import BerthPlatform

/// The values for the inputs of a process in CWL, which cwltool calls the job order.
///
/// A file is `{class: File, location: data:NAME}`: a piece of data of the request by its name. Files that an engine
/// would fetch by itself are refused: data is fetched by the rules for data.
struct CWLOrder {
    var document: Document
    var obstacles: [Obstacle]

    init(_ workflow: CWLWorkflow, _ inputs: [CWLInput], dataNames: [String]) {
        let types = Dictionary(inputs.map { ($0.name, $0) }) { first, _ in first }
        let read = YAMLValues(workflow.inputs, "inputs", .inFiles, dataNames: dataNames) { types[$0]?.type == "string" }
        document = read.document
        obstacles = read.obstacles
        let given = Set(workflow.inputs.entries.map(\.name))
        let missing = inputs.filter { $0.isRequired && !given.contains($0.name) }.map(\.name)
        if !missing.isEmpty {
            obstacles.append(
                Obstacle(
                    .contradictory, ["executable", "inputs"],
                    "{path}: the workflow needs \(missing.count == 1 ? "a value" : "values") for {wanted}.",
                    ["wanted": missing.joined(separator: ", ")]))
        }
        for (name, value) in read.values {
            let path: DocumentPath = ["executable", "inputs", .member(name)]
            guard let input = types[name] else {
                obstacles.append(
                    Obstacle(
                        .contradictory, path,
                        "{path}: the workflow has no input {wanted}; "
                            + (inputs.isEmpty ? "it has none." : "it has {available}."),
                        ["wanted": name, "available": inputs.map(\.name).joined(separator: ", ")],
                        change: Change(path: path, to: .null, range: .absent)))
                continue
            }
            if let fault = CWLOrder.fault(of: value) ?? CWLOrder.fault(of: value, as: input) {
                obstacles.append(Obstacle(.contradictory, path, "{path}: {fault}.", ["fault": fault]))
            }
        }
    }

    private static let remedy = "a file is written {class: File, location: data:NAME}, with the name of a piece of data"

    /// What is wrong with the files in a value.
    private static func fault(of value: Document) -> String? {
        switch value {
        case .list(let items): return items.lazy.compactMap { fault(of: $0) }.first
        case .map(let members):
            let kind = members["class"]?.text
            if kind == "File" || kind == "Directory" {
                if members["path"] != nil { return "a path says nothing here; " + remedy }
                if let location = members["location"]?.text {
                    if kind == "Directory" { return "data are files, not directories; " + remedy }
                    if DataNames.name(in: location) == nil {
                        return "\(location) is not fetched by the workflow; make it a piece of data: " + remedy
                    }
                }
            }
            return members.members.lazy.compactMap { fault(of: $0.value) }.first
        default: return nil
        }
    }

    /// What is wrong with a value of a plain type. Source: CWL 1.2, CommandLineTool §5.1.
    private static func fault(of value: Document, as input: CWLInput) -> String? {
        if value == .null { return input.isRequired ? "the workflow needs a value" : nil }
        guard let type = input.type else { return nil }
        let isRight: Bool? =
            switch (type, value) {
            case ("int", .integer), ("long", .integer), ("float", .integer), ("double", .integer), ("float", .number),
                ("double", .number), ("boolean", .bool), ("string", .text):
                true
            case ("int", _), ("long", _), ("float", _), ("double", _), ("boolean", _), ("string", _): false
            case ("File", .map(let members)): members["class"]?.text == "File"
            case ("File", _): false
            case (let type, .list) where type.hasSuffix("[]"): true
            case (let type, _) where type.hasSuffix("[]"): false
            default: nil
            }
        if isRight ?? true { return nil }
        return type == "File" ? remedy : "the workflow takes a value of the type \(type)"
    }
}
