import BerthDocument
import BerthModel

/// A form that was sent for a draft: what it changes, and what is wrong with it.
struct RequestSubmission: Sendable {
    private(set) var draft: Draft
    /// What cannot be taken, by field: the texts as they were written stand in the form again.
    private(set) var faults: [DocumentPath: String] = [:]
    private(set) var texts: [DocumentPath: [String]] = [:]

    init(_ form: PortalForm, to draft: Draft, now: Instant) {
        self.draft = draft
        for field in RequestForm(draft.request).fields { take(field, form, now) }
        if let word = form["do"] { act(word, now) }
        let name = draft.request["executable"]?["meta"]?["name"]
        if self.draft.request["executable"]?["meta"]?["name"] != name || self.draft.software == nil {
            self.draft.title = Draft.title(of: self.draft.request)
        }
    }

    private mutating func take(_ field: FormField, _ form: PortalForm, _ now: Instant) {
        let names = field.kind == .window ? [field.name + ":from", field.name + ":to"] : [field.name]
        // Of a field that was not in the form nothing is known.
        guard form[names[0]] != nil else { return }
        let sent = names.map { form[$0] ?? "" }
        let shown = FieldText.shown(draft.request.value(at: field.path), field.kind)
        if sent.map(Self.unified) == shown.map(Self.unified) { return }
        do throws(FieldText.Fault) {
            let value = try FieldText.read(sent, field.kind, now: now)
            if value == draft.request.value(at: field.path) { return }
            if let value {
                guard draft.request.set(value, at: field.path) else {
                    throw FieldText.Fault(message: "There is no place for this in the request any more.")
                }
            } else {
                draft.request.remove(at: field.path)
            }
            draft.origins[field.path] = .visitor
            giveKind(field.path)
        } catch {
            faults[field.path] = error.message
            texts[field.path] = sent
        }
    }

    private static func unified(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\n")
    }

    /// A machine that was not asked for until now has no kind yet.
    private mutating func giveKind(_ path: DocumentPath) {
        guard path.steps.first == .member("compute"), case .map(var members)? = draft.request["compute"],
            members["kind"] == nil
        else { return }
        members["kind"] = .text(Kind.simpleCompute.uri)
        draft.request.set(.map(members), at: ["compute"])
    }

    /// What a button does beside sending the fields.
    private mutating func act(_ word: String, _ now: Instant) {
        if word.hasPrefix("remove:") {
            if let path = DocumentPath(String(word.dropFirst("remove:".count))), !path.isRoot { remove(path) }
            return
        }
        func kind(_ kind: Kind) -> Document { ["kind": .text(kind.uri)] }
        switch word {
        case "accelerate":
            draft.request.set(.text(Kind.acceleratedCompute.uri), at: ["compute", "kind"])
            draft.request.append(["count": ["min": 1]], at: ["compute", "accelerators"])
        case "add-accelerator": draft.request.append(["count": ["min": 1]], at: ["compute", "accelerators"])
        case "add-port":
            draft.request.append(
                ["access": true, "internal": [:], "protocol": "HTTP"], at: ["executable", "network", "ports"])
        case "add-data-url": addNamed(kind(.simpleData), "data")
        case "add-data-s3": addNamed(kind(.s3Data), "data")
        case "add-data-rucio": addNamed(kind(.rucioData), "data")
        case "add-data-ivoa": addNamed(kind(.ivoaData), "data")
        case "add-storage":
            var storage = kind(.simpleStorage)
            storage.set(["min": 1], at: ["size"])
            addNamed(storage, "storage")
        case "add-mount":
            draft.request.append(kind(.simpleVolume), at: ["compute", "volumes"])
            giveKind(["compute"])
        case "add-cost": draft.request.append(kind(.simpleCost), at: ["costs"])
        case "add-metric": draft.request.append(kind(.simpleMetric), at: ["metrics"])
        default: break
        }
    }

    /// With a name that nothing else has.
    private mutating func addNamed(_ item: Document, _ list: String) {
        var names: Set<String> = []
        for name in ["data", "storage"] {
            if case .list(let items)? = draft.request[name] {
                names.formUnion(items.compactMap { $0["meta"]?["name"]?.text })
            }
        }
        let stem = list == "data" ? "data" : "room"
        var number = 1
        while names.contains("\(stem)-\(number)") { number += 1 }
        var item = item
        item.set(.text("\(stem)-\(number)"), at: ["meta", "name"])
        let index = if case .list(let items)? = draft.request[list] { items.count } else { 0 }
        draft.request.append(item, at: [.member(list)])
        // Not of whoever wrote the rest.
        draft.origins[[.member(list), .index(index)]] = .visitor
    }

    private mutating func remove(_ path: DocumentPath) {
        draft.request.remove(at: path)
        // What comes after it in its list has moved, and where its values came from is not known any more.
        guard case .index? = path.steps.last else { return }
        var list = path
        list.removeLast()
        draft.origins = draft.origins.filter { origin in
            !origin.key.steps.starts(with: list.steps) || origin.key.steps.count <= list.steps.count
        }
    }
}
