import BerthDocument
import BerthModel

/// The form of a request, made from the shapes of the model: every member that an asker can write has a field, and what
/// is not in a shape stays where it is.
struct RequestForm: Sendable {
    let request: Document
    private(set) var sections: [FormSection] = []

    init(_ request: Document) {
        self.request = request
        sections = [
            FormSection(id: "what", title: "What runs", rows: executable()),
            FormSection(id: "resources", title: "Resources", rows: compute()),
            FormSection(id: "data", title: "Data", rows: data()),
            FormSection(id: "storage", title: "Storage", rows: storage()),
            FormSection(id: "when", title: "When", rows: when()),
            FormSection(id: "limits", title: "Limits", rows: limits()),
        ]
    }

    var fields: [FormField] { sections.flatMap(\.fields) }

    /// What each field is called by itself.
    var names: [DocumentPath: String] {
        sections.reduce(into: [:]) { names, section in names.merge(section.names) { first, _ in first } }
    }

    // MARK: sections

    private func executable() -> [FormRow] {
        let path: DocumentPath = ["executable"]
        var rows: [FormRow] = [
            .field(
                FormField(
                    path: path.appending("meta").appending("name"), label: "Name", kind: .line,
                    hint: "What you call this task.", example: "first-look"))
        ]
        rows += kindRows(Executable.self, at: path)
        return rows
    }

    private func compute() -> [FormRow] {
        let path: DocumentPath = ["compute"]
        var rows =
            request["compute"] == nil || request["compute"]?["kind"] == nil
            ? self.rows(of: SimpleCompute.shape.outline, at: path) : kindRows(ComputeResource.self, at: path)
        if kind(at: path) == .acceleratedCompute {
            rows.append(.adding([.init(word: "add-accelerator", title: "Add an accelerator")]))
        } else if request["compute"]?["kind"]?.text == nil || kind(at: path) == .simpleCompute {
            rows.append(.adding([.init(word: "accelerate", title: "Ask for GPUs, an architecture or features, too")]))
        }
        return rows
    }

    private func data() -> [FormRow] {
        var rows = things(at: ["data"], DataResource.self)
        if rows.isEmpty { rows.append(.note("None. Data is brought to where the task runs before it starts.")) }
        rows.append(
            .adding([
                .init(word: "add-data-url", title: "Add data by URL"), .init(word: "add-data-s3", title: "From S3"),
                .init(word: "add-data-rucio", title: "From Rucio"),
                .init(word: "add-data-ivoa", title: "By IVOA identifier"),
            ]))
        return rows
    }

    private func storage() -> [FormRow] {
        var rows = things(at: ["storage"], StorageResource.self)
        if rows.isEmpty { rows.append(.note("None beside what comes with the machine.")) }
        let path: DocumentPath = ["compute", "volumes"]
        let names = resourceNames
        for index in shown(at: path) {
            let place = path.appending(index)
            var inner = kindRows(Volume.self, at: place)
            inner = inner.map { row in
                guard case .field(var field) = row, field.path == place.appending("resource") else { return row }
                let current = request.value(at: field.path)?.text
                let known = names.contains { $0 == current } ? names : names + [current].compactMap(\.self)
                field.kind = .choice(known.map { .init(word: $0, title: $0) })
                return .field(field)
            }
            rows.append(.thing("Mount \(index + 1)", inner, remove: place))
        }
        rows += rest(at: path)
        var adding: [FormRow.Adding] = [.init(word: "add-storage", title: "Add storage")]
        if !names.isEmpty { adding.append(.init(word: "add-mount", title: "Mount data or storage at a path")) }
        rows.append(.adding(adding))
        return rows
    }

    private func when() -> [FormRow] { rows(of: TimedWindow.shape.outline, at: ["schedule", "requested"]) }

    private func limits() -> [FormRow] {
        var rows: [FormRow] = []
        for (name, title) in [("costs", "Price"), ("metrics", "Measure")] {
            let path: DocumentPath = [.member(name)]
            for index in shown(at: path) {
                let place = path.appending(index)
                let inner =
                    name == "costs" ? kindRows(Cost.self, at: place) : kindRows(Metric.self, at: place)
                rows.append(.thing("\(title) \(index + 1)", inner, remove: place))
            }
            rows += rest(at: path)
        }
        if rows.isEmpty { rows.append(.note("None: offers at any price are shown.")) }
        rows.append(
            .adding([
                .init(word: "add-cost", title: "Set a highest price"),
                .init(word: "add-metric", title: "Limit energy or another measure"),
            ]))
        return rows
    }

    // MARK: parts

    private func items(at path: DocumentPath) -> [Document] {
        if case .list(let items)? = request.value(at: path) { items } else { [] }
    }

    /// Of a list so many have fields: a page with all of a very long one nobody could read, and making it would keep
    /// others waiting.
    static let thingsShown = 100

    private func shown(at path: DocumentPath) -> Range<Int> { 0..<min(items(at: path).count, Self.thingsShown) }

    /// What is said of those that have none.
    private func rest(at path: DocumentPath) -> [FormRow] {
        let count = items(at: path).count - Self.thingsShown
        if count <= 0 { return [] }
        return [
            .note("There are \(count) more, which go along as they are; take the draft along as YAML to change them.")
        ]
    }

    /// Names of storage and data, which mounts refer to.
    private var resourceNames: [String] {
        (items(at: ["storage"]) + items(at: ["data"])).compactMap {
            $0["meta"]?["name"]?.text ?? $0["meta"]?["uuid"]?.text
        }
    }

    private func kind(at path: DocumentPath) -> Kind? {
        request.value(at: path)?["kind"]?.text.flatMap(Kind.init(uri:))
    }

    private func things<Whole: Family>(at path: DocumentPath, _ family: Whole.Type) -> [FormRow] {
        shown(at: path).map { index in
            let place = path.appending(index)
            let title = kind(at: place).map(TaskKind.title) ?? "Something else"
            var rows = kindRows(family, at: place)
            let name = FormField(
                path: place.appending("meta").appending("name"), label: "Name", kind: .line,
                hint: "Mounts refer to it by its name.", example: "north")
            if !rows.isEmpty { rows.insert(.field(name), at: 0) }
            return .thing("\(title) · \(index + 1)", rows, remove: place)
        } + rest(at: path)
    }

    /// The fields of a value of a family, by its kind.
    private func kindRows<Whole: Family>(_ family: Whole.Type, at path: DocumentPath) -> [FormRow] {
        guard let value = request.value(at: path) else { return [] }
        guard let kind = kind(at: path), let member = Whole.members.first(where: { $0.kind == kind }) else {
            return [.stranger(value["kind"]?.text ?? "", path)]
        }
        return rows(of: member.outline(), at: path)
    }

    private func rows(of outline: Outline, at path: DocumentPath) -> [FormRow] {
        var rows: [FormRow] = []
        var rare: [FormRow] = []
        for field in outline.fields
        where !FieldWords.passedOver.contains(field.name)
            && !FieldWords.passedOver.contains("\(outline.name).\(field.name)")
        {
            let words = FieldWords.of(outline.name, field)
            let made = self.rows(of: field, words, at: path.appending(field.name))
            for row in made {
                // What is rare in a part is rare in the whole: details inside details would hide things twice.
                if case .more(let inner) = row {
                    rare += inner
                } else if words.isRare {
                    rare.append(row)
                } else {
                    rows.append(row)
                }
            }
        }
        if !rare.isEmpty { rows.append(.more(rare)) }
        return rows
    }

    private func rows(of field: FieldOutline, _ words: FieldWords, at path: DocumentPath) -> [FormRow] {
        let hint = words.hint ?? field.summary
        func one(_ kind: FormField.Kind, adding forms: String? = nil) -> [FormRow] {
            let hint = [hint, forms ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
            return [
                .field(
                    FormField(
                        path: path, label: words.label, kind: kind, unit: field.unit?.rawValue, hint: hint,
                        example: words.example))
            ]
        }
        switch field.type() {
        case .text(format: .duration): return one(.duration, adding: DurationText.forms)
        case .text(format: .interval): return one(.window)
        case .text: return one(words.isLong ? .paragraph : .line)
        case .integer: return one(.whole)
        case .number: return one(.decimal)
        case .bool: return one(.flag)
        case .enumeration(_, _, let values): return one(.choice(values.map { .init(word: $0, title: Self.title($0)) }))
        case .texts: return one(.pairs)
        case .list(of: .text): return one(.lines)
        case .shape(let part) where part.name == IntegerRange.shape.name:
            return [range(words, at: path, unit: field.unit, hint: hint)]
        case .shape(let part): return rows(of: part, at: path)
        case .list(of: .shape(let part)):
            let things: [FormRow] =
                shown(at: path).map { index in
                    .thing(
                        "\(words.label) \(index + 1)", rows(of: part, at: path.appending(index)),
                        remove: path.appending(index))
                } + rest(at: path)
            guard part.name == NetworkPort.shape.name else { return things }
            return things + [.adding([.init(word: "add-port", title: "Publish a port")])]
        case .list, .family, .any: return []
        }
    }

    private func range(_ words: FieldWords, at path: DocumentPath, unit: Unit?, hint: String) -> FormRow {
        let unit = unit.map { $0 == .core ? "cores" : $0.rawValue }
        return .range(
            words.label,
            FormField(
                path: path.appending("min"), label: "\(words.label), at least", kind: .whole, unit: unit,
                example: "any"),
            FormField(
                path: path.appending("max"), label: "\(words.label), at most", kind: .whole, unit: unit,
                example: "any"),
            hint: hint)
    }

    private static func title(_ word: String) -> String {
        switch word {
        case "READONLY": "No, read only"
        case "READWRITE": "Yes"
        default: word.prefix(1) + word.dropFirst().lowercased()
        }
    }
}
