import BerthDocument
import BerthModel

/// A form that was sent for a draft: what it changes. What cannot be taken is kept in the draft as it was written, and
/// stands in the form again.
struct RequestSubmission: Sendable {
    private(set) var draft: Draft

    init(_ form: PortalForm, to draft: Draft, now: Instant) {
        self.draft = draft
        for field in RequestForm(draft.request).fields { take(field, form, now) }
        if let word = form["do"] { act(word, now) }
        // What has no field any more nobody could put right.
        if !self.draft.texts.isEmpty {
            let places = Set(RequestForm(self.draft.request).fields.map(\.path))
            self.draft.texts = self.draft.texts.filter { places.contains($0.key) }
        }
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
        draft.texts[field.path] = nil
        if sent.map(Self.unified) == shown.map(Self.unified) { return }
        do throws(FieldText.Fault) {
            let value = try FieldText.read(sent, field.kind, now: now)
            let before = draft
            if value == before.request.value(at: field.path) { return }
            if let value {
                guard draft.request.set(value, at: field.path) else {
                    throw FieldText.Fault(message: "There is no place for this in the request any more.")
                }
            } else {
                draft.request.remove(at: field.path)
            }
            mark(field.path, before)
            giveKind(field.path)
        } catch {
            draft.texts[field.path] = sent
        }
    }

    /// Says that a value is the visitor's. In a list, or among names with values, only what is other than it was is.
    private mutating func mark(_ path: DocumentPath, _ before: Draft) {
        draft.origins = draft.origins.filter { !$0.key.steps.starts(with: path.steps) }
        let base = before.origin(at: path)
        let items = Self.items(at: path, draft.request, before.request)
        let origins = items.map { item in item.was.map { before.origin(at: $0) } ?? .visitor }
        guard base != .visitor, items.count <= Self.itemsTold, origins.contains(where: { $0 != .visitor }) else {
            draft.origins[path] = .visitor
            return
        }
        draft.origins[path] = base
        for (item, origin) in zip(items, origins) where origin != base { draft.origins[item.path] = origin }
    }

    /// In a longer list nobody reads where each line came from.
    private static let itemsTold = 200

    /// What is in a list or a map, and where the same stood before.
    private static func items(
        at path: DocumentPath, _ now: Document, _ before: Document
    ) -> [(path: DocumentPath, was: DocumentPath?)] {
        switch (now.value(at: path), before.value(at: path)) {
        case (.list(let items)?, .list(let old)?) where max(items.count, old.count) <= itemsTold:
            items.enumerated().map { index, item in
                let was = old.indices.contains(index) && old[index] == item ? index : old.firstIndex(of: item)
                return (path.appending(index), was.map { path.appending($0) })
            }
        case (.map(let members)?, .map(let old)?) where max(members.count, old.count) <= itemsTold:
            members.members.map { member in
                let place = path.appending(member.name)
                return (place, old[member.name] == member.value ? place : nil)
            }
        default: []
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
            if let path = DocumentPath(String(word.dropFirst("remove:".count))), !path.isRoot { draft.remove(at: path) }
            return
        }
        func kind(_ kind: Kind) -> Document { ["kind": .text(kind.uri)] }
        switch word {
        case "accelerate":
            draft.request.set(.text(Kind.acceleratedCompute.uri), at: ["compute", "kind"])
            add(["count": ["min": 1]], to: ["compute", "accelerators"])
        case "add-accelerator": add(["count": ["min": 1]], to: ["compute", "accelerators"])
        case "add-port":
            add(["access": true, "internal": [:], "protocol": "HTTP"], to: ["executable", "network", "ports"])
        case "add-data-url": addNamed(kind(.simpleData), "data")
        case "add-data-s3": addNamed(kind(.s3Data), "data")
        case "add-data-rucio": addNamed(kind(.rucioData), "data")
        case "add-data-ivoa": addNamed(kind(.ivoaData), "data")
        case "add-storage":
            var storage = kind(.simpleStorage)
            storage.set(["min": 1], at: ["size"])
            addNamed(storage, "storage")
        case "add-mount":
            add(kind(.simpleVolume), to: ["compute", "volumes"])
            giveKind(["compute"])
        case "add-cost": add(kind(.simpleCost), to: ["costs"])
        case "add-metric": add(kind(.simpleMetric), to: ["metrics"])
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
        add(item, to: [.member(list)])
    }

    /// Adds an item to a list; what stands in it is not of whoever wrote the rest.
    private mutating func add(_ item: Document, to list: DocumentPath) {
        let index = if case .list(let items)? = draft.request.value(at: list) { items.count } else { 0 }
        draft.request.append(item, at: list)
        draft.origins[list.appending(index)] = .preset
    }
}
