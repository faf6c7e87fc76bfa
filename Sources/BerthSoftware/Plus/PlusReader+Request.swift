import BerthData
import BerthDocument
import BerthModel

/// What an executable is, as the request says it.
extension PlusReader {
    mutating func fill(_ draft: inout RequestDraft, _ kind: Kind, _ part: PlusPart) {
        switch kind {
        case .dockerContainer: fillContainer(&draft, part)
        case .pythonProgram, .batchScript:
            if let script = part.text("script") {
                draft.put(.text(script), ["executable", "script"], from: part.said("script"))
            } else {
                place(&draft, part)
            }
            put(&draft, part.texts("command"), "arguments", part.said("command"))
            putVariables(&draft, part)
            if kind == .pythonProgram {
                put(&draft, part.texts("requirements"), "requirements", part.said("requirements"))
            }
        case .snakemakeWorkflow:
            place(&draft, part)
            put(&draft, part.texts("targets"), "targets", part.said("targets"))
        default: place(&draft, part)
        }
    }

    private func put(_ draft: inout RequestDraft, _ texts: [String], _ name: String, _ source: String) {
        if !texts.isEmpty {
            draft.put(.list(texts.map { .text($0) }), ["executable", .member(name)], from: source)
        }
    }

    private mutating func fillContainer(_ draft: inout RequestDraft, _ part: PlusPart) {
        guard let image = part.text("location") else {
            return wrong(part.path, "it names no image; write it as location.", .missingMember)
        }
        let source = part.said("location")
        draft.put(.list([.text(image)]), ["executable", "image", "locations"], from: source)
        if let digest = part.text("digest") {
            draft.put(.text(digest), ["executable", "image", "digest"], from: part.said("digest"))
        }
        if let architecture = part.text("architecture") {
            draft.put(
                .text(architecture), ["executable", "image", "platform", "architecture"],
                from: part.said("architecture"))
        }
        if let entrypoint = part.text("entrypoint") {
            draft.put(.text(entrypoint), ["executable", "entrypoint"], from: part.said("entrypoint"))
        }
        put(&draft, part.texts("command"), "command", part.said("command"))
        putVariables(&draft, part)
        for port in part.parts("ports") {
            guard let number = (port.number("port") ?? port.value.number).flatMap({ Int64(exactly: $0) }) else {
                wrong(port.path, "a port needs its number inside the container, as port: 8888.")
                continue
            }
            let items: Int =
                if case .list(let items)? = draft.document.value(at: ["executable", "network", "ports"]) {
                    items.count
                } else { 0 }
            let path: DocumentPath = ["executable", "network", "ports", .index(items)]
            draft.put(
                .integer(number), path.appending("internal").appending("port"),
                from: "The authors say so: "
                    + "\(port.source(port.path)).")
            draft.put(.bool(true), path.appending("access"))
            for name in ["protocol", "path"] {
                if let text = port.text(name) { draft.put(.text(text), path.appending(name)) }
            }
        }
    }

    /// Variables are a list of names and values, or a map.
    private mutating func putVariables(_ draft: inout RequestDraft, _ part: PlusPart) {
        guard let value = part.member("environment") else { return }
        let source = part.said("environment")
        if case .map(let members) = value, members["name"] == nil {
            for member in members.members.prefix(PlusPart.mostItems) where !member.name.hasPrefix("@") {
                draft.put(
                    .text(member.value.scalarText ?? ""), ["executable", "environment", .member(member.name)],
                    from: source)
            }
            return
        }
        for variable in part.parts("environment") {
            guard let name = variable.text("name") else {
                wrong(variable.path, "a variable of the environment needs a name and a value.")
                continue
            }
            draft.put(
                .text(variable.member("value")?.scalarText ?? ""), ["executable", "environment", .member(name)],
                from: source)
        }
    }

    /// The place of a file, from where the codemeta.json is.
    private mutating func place(_ draft: inout RequestDraft, _ part: PlusPart) {
        guard let location = part.text("location") else {
            return wrong(part.path, "it does not say where it is; write its address as location.", .missingMember)
        }
        guard let address = address(location, part.place("location")) else { return }
        draft.put(.text(address), ["executable", "location"], from: part.said("location"))
    }

    /// An address that a request may name: one of another computer, or of a file beside the codemeta.json.
    mutating func address(_ written: String, _ place: DocumentPath) -> String? {
        switch DataURL.scheme(of: written) {
        case "http"?, "https"?, "s3"?, "library"?, "docker"?, "oras"?: return written
        case nil:
            let name = written.hasPrefix("./") ? String(written.dropFirst(2)) : written
            if let address = addresses[name] { return address }
            if let home, let address = RelativePlace.resolved(written, from: home) { return address }
            wrong(
                place,
                home == nil
                    ? "\(written) is no whole address, and nobody knows where this file is; write https://…"
                    : "\(written) leads out of the folder of this file; write a whole address.")
        case "file"?:
            wrong(
                place,
                "\(written) names a file of somebody's machine; write the address of a service, or a path "
                    + "that begins where this file is.")
        case let scheme?: wrong(place, "\(scheme) is no way to fetch a file from; write https://…")
        }
        return nil
    }
}

/// Paths that begin where another file is.
enum RelativePlace {
    /// The address of a path beside a file; nil when it leads above the folder of the file.
    static func resolved(_ path: String, from home: String) -> String? {
        guard !path.hasPrefix("/"), let slash = home.lastIndex(of: "/") else { return nil }
        var steps: [Substring] = []
        for step in path.split(separator: "/") where step != "." {
            if step == ".." {
                if steps.popLast() == nil { return nil }
            } else {
                steps.append(step)
            }
        }
        return steps.isEmpty ? nil : home[...slash] + DataURL.encoded(steps.joined(separator: "/"))
    }
}
