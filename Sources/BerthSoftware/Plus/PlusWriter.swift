package import BerthDocument
package import BerthModel

/// Writes executables of codemeta+ from requests.
package enum PlusWriter {
    /// One executable as it stands in `targetProduct`.
    ///
    /// - Returns: and what of the request has no place there, each one sentence.
    package static func executable(
        _ request: ExecutionRequest, id: String? = nil, title: String? = nil, summary: String? = nil
    ) -> (document: Document, left: [String]) {
        let document = request.document(for: .json)
        let source = document["executable"] ?? .map([:])
        let name = title ?? source["meta"]?["name"]?.text ?? document["meta"]?["name"]?.text ?? "run"
        let slug = id ?? Slug.of(source["meta"]?["name"]?.text ?? name)
        let kind = source["kind"]?.text.flatMap { Kind(uri: $0) }
        var part = Document.map([:])
        part.set(PlusVocabulary.context, at: ["@context"])
        let type = PlusVocabulary.kinds.first { $0.kind == kind }?.type ?? "CommandLineApplication"
        part.set(.list([.text("SoftwareApplication"), .text("stypes:\(type)")]), at: ["@type"])
        part.set(.text("#" + (slug.isEmpty ? "run" : slug)), at: ["@id"])
        part.set(.text(kind?.name ?? source["kind"]?.text ?? ""), at: ["kind"])
        part.set(.text(name), at: ["name"])
        let text = summary ?? source["meta"]?["description"]?.text ?? document["meta"]?["description"]?.text
        if let text, !text.isEmpty { part.set(.text(text), at: ["description"]) }
        putExecutable(source, into: &part)
        putData(document, into: &part)
        putResources(document, into: &part)
        return (part, left(document))
    }

    private static func putExecutable(_ source: Document, into part: inout Document) {
        let image = source["image"]
        if case .list(let items)? = image?["locations"], let first = items.first {
            part.set(first, at: ["location"])
        }
        part.put(image?["digest"], "digest")
        part.put(image?["platform"]?["architecture"], "architecture")
        for name in ["location", "entrypoint", "command", "script", "requirements", "targets"] {
            part.put(source[name], name)
        }
        part.put(source["arguments"], "command")
        if case .map(let variables)? = source["environment"] {
            part.put(
                .list(variables.members.map { ["name": .text($0.name), "value": $0.value] }), "environment")
        }
        for name in ["inputs", "configuration"] {
            if case .map(let values)? = source[name] {
                part.put(
                    .list(values.members.map { ["name": .text($0.name), "defaultValue": $0.value] }), "parameters")
            }
        }
        if case .list(let ports)? = source["network"]?["ports"] {
            part.put(
                .list(
                    ports.map { port in
                        var written = Document.map([:])
                        written.put(port["internal"]?["port"], "port")
                        written.put(port["protocol"], "protocol")
                        written.put(port["path"], "path")
                        return written
                    }), "ports")
        }
    }

    private static func putData(_ document: Document, into part: inout Document) {
        let volumes = Codemeta.items(document["compute"]?["volumes"]).map(\.value)
        func path(of item: Document) -> Document? {
            let names = [item["meta"]?["name"], item["meta"]?["uuid"]].compactMap { $0?.text }
            return volumes.first { $0["resource"]?.text.map { names.contains($0) } ?? false }?["path"]
        }
        let inputs = Codemeta.items(document["data"]).enumerated().map { index, item -> Document in
            var input: Document = ["name": item.value["meta"]?["name"] ?? .text("data-\(index + 1)")]
            input.put(item.value["meta"]?["description"], "description")
            input.put(item.value["location"], "location")
            if let rucio = item.value["rucio"] {
                var written = Document.map([:])
                for name in ["endpoint", "scope", "object"] { written.put(rucio[name], name) }
                written.put(rucio["type"], "objectType")
                input.put(written, "rucio")
            }
            if item.value["bucket"] != nil {
                var written = Document.map([:])
                for name in ["endpoint", "bucket", "object"] { written.put(item.value[name], name) }
                input.put(written, "s3")
            }
            input.put(item.value["ivoa"]?["ivoid"], "ivoid")
            input.put(path(of: item.value), "path")
            return input
        }
        if !inputs.isEmpty { part.put(.list(inputs), "inputs") }
        let outputs = Codemeta.items(document["storage"]).compactMap { item -> Document? in
            guard let path = path(of: item.value) else { return nil }
            var output: Document = ["name": item.value["meta"]?["name"] ?? "results"]
            output.put(path, "path")
            output.put(size(item.value["size"]), "size")
            return output
        }
        if !outputs.isEmpty { part.put(.list(outputs), "outputs") }
    }

    private static func putResources(_ document: Document, into part: inout Document) {
        var resources = Document.map([:])
        resources.put(document["compute"]?["cores"], "cores")
        resources.put(size(document["compute"]?["memory"]), "memory")
        let volumes = Codemeta.items(document["compute"]?["volumes"]).compactMap { $0.value["resource"]?.text }
        let scratch = Codemeta.items(document["storage"]).first {
            !volumes.contains($0.value["meta"]?["name"]?.text ?? "")
        }
        resources.put(size(scratch?.value["size"]), "storage")
        let accelerators = Codemeta.items(document["compute"]?["accelerators"]).map { item in
            var written: Document = ["model": item.value["model"] ?? "gpu"]
            for name in ["min", "max"] { written.put(item.value["count"]?[name], name) }
            return written
        }
        if !accelerators.isEmpty { resources.put(.list(accelerators), "accelerators") }
        resources.put(document["schedule"]?["requested"]?["duration"], "duration")
        if resources != .map([:]) { part.put(resources, "resources") }
    }

    /// With its unit, which the request leaves to its schema.
    private static func size(_ range: Document?) -> Document? {
        guard var range, range != .map([:]) else { return nil }
        range.put("GiB", "unit")
        return range
    }

    /// What is of one asking, and not of the software.
    private static func left(_ document: Document) -> [String] {
        var left: [String] = []
        if document["schedule"]?["requested"]?["start"] != nil { left.append("When it is to start is left out.") }
        if document["costs"] != nil || document["metrics"] != nil {
            left.append("Bounds on costs and metrics are left out.")
        }
        if case .list(let items)? = document["executable"]?["image"]?["locations"], items.count > 1 {
            left.append("Only the first place of the image is kept.")
        }
        if document["compute"]?["architecture"] != nil || document["compute"]?["features"] != nil {
            left.append("The architecture and features of the machine are left out.")
        }
        if document["executable"]?["privileged"] == .bool(true) { left.append("That it is privileged is left out.") }
        return left
    }
}

extension Document {
    /// Sets a member unless there is nothing to set.
    fileprivate mutating func put(_ value: Document?, _ name: String) {
        guard let value, value != .null, value != .list([]) else { return }
        set(value, at: [.member(name)])
    }
}
