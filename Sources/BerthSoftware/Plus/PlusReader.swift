import BerthDocument
import BerthModel

/// Reads the executables that a codemeta.json declares.
struct PlusReader {
    private let codemeta: Codemeta
    /// The address of the codemeta.json, which relative places begin from; nil where it has none.
    let home: String?
    /// Addresses of files beside it by their names, where each has its own.
    let addresses: [String: String]
    private(set) var executables: [SoftwareExecutable] = []
    /// Refused ones say what is wrong, unused ones what could be better; paths are those of the file.
    private(set) var problems: [Problem] = []

    /// Executables of one file that are read.
    static let mostExecutables = 100
    /// Problems of one file that are told.
    static let mostProblems = 1000

    init(_ codemeta: Codemeta, home: String?, addresses: [String: String] = [:]) {
        self.addresses = addresses
        self.codemeta = codemeta
        self.home = home
        for place in PlusVocabulary.places {
            guard let (name, value) = Codemeta.written(place, of: codemeta.document) else { continue }
            for item in Codemeta.items(value) {
                let path = DocumentPath(codemeta.root.steps + [.member(name)] + item.steps)
                if isExecutable(item.value) { read(item.value, path) }
            }
        }
    }

    /// Other products, such as the name of an operating system, are for others to read.
    private func isExecutable(_ value: Document) -> Bool {
        Codemeta.member("kind", of: value) != nil || Codemeta.member("location", of: value) != nil
            || Codemeta.member("script", of: value) != nil
    }

    mutating func wrong(_ path: DocumentPath, _ message: String, _ code: Problem.Code = .wrongType) {
        if problems.count >= Self.mostProblems { return }
        problems.append(Problem(gravity: .refused, code: code, path: path, message: message))
    }

    mutating func doubt(_ path: DocumentPath, _ message: String) {
        if problems.count >= Self.mostProblems { return }
        problems.append(Problem(gravity: .unused, code: .unknownMember, path: path, message: message))
    }

    private mutating func read(_ value: Document, _ path: DocumentPath) {
        if executables.count == Self.mostExecutables {
            if problems.last?.code != .tooMany {
                wrong(path, "more than \(Self.mostExecutables) executables; the others are not read.", .tooMany)
            }
            return
        }
        let part = PlusPart(value, path, in: codemeta)
        let known = PlusVocabulary.members["executable"] ?? []
        for stranger in part.strangers(beside: known + ["identifier"]) {
            doubt(stranger.path, "\(stranger.name) is not a member of an executable, and nothing reads it.")
        }
        for name in known where part.isTooLong(name) {
            let most = PlusPart.mostItems
            wrong(part.place(name), "\(name) has more than \(most) items; the others are not read.", .tooMany)
        }
        let id = identifier(of: value, path)
        guard let kind = kind(of: part) else { return }
        var draft = RequestDraft()
        draft.put(.text(kind.uri), ["executable", "kind"])
        draft.put(.text(id), ["executable", "meta", "name"])
        fill(&draft, kind, part)
        let parameters = readParameters(&draft, kind, part)
        let inputs = readInputs(&draft, part)
        let outputs = readOutputs(&draft, part)
        readResources(&draft, part)
        let (request, found) = draft.request
        for problem in found {
            wrong(path, "the request of \(id) cannot be asked: \(problem.message)")
        }
        let title = part.text("name").map { PlainText.line(of: $0, longest: 200) } ?? id
        if part.text("description") == nil {
            doubt(path, "\(id) has no description; say in a sentence what it does.")
        }
        var executable = SoftwareExecutable(
            id: id, title: title, summary: PlainText.paragraphs(of: part.text("description") ?? ""),
            origin: .declared, request: request)
        executable.sources = draft.sources
        executable.parameters = parameters
        executable.inputs = inputs
        executable.outputs = outputs
        executables.append(executable)
    }

    /// The last part of `@id`, as a word that an address can hold; made from the name, or counted, where there is none.
    private mutating func identifier(of value: Document, _ path: DocumentPath) -> String {
        let written = (value["@id"] ?? value["id"] ?? Codemeta.member("identifier", of: value))?.scalarText
        let tail = written.map { text in text.split(separator: "#").last.map(String.init) ?? text }
        let base = Slug.of(tail ?? Codemeta.text(Codemeta.member("name", of: value)) ?? "")
        if written == nil { doubt(path, "it has no @id; write one such as \"#\(base.isEmpty ? "run" : base)\".") }
        var id = base.isEmpty ? "executable-\(executables.count + 1)" : base
        if executables.contains(where: { $0.id == id }) {
            wrong(path, "another executable is called \(id) already; give every one its own @id.", .doubledName)
            id += "-\(executables.count + 1)"
        }
        return id
    }

    private mutating func kind(of part: PlusPart) -> Kind? {
        let location = part.text("location") ?? ""
        let guess = PlusVocabulary.kind(ofLocation: location, types: Codemeta.types(of: part.value))
        guard let written = part.text("kind") else {
            if let guess {
                doubt(part.path, "it has no kind; by its place it is taken for a \(guess.name).")
                return guess
            }
            wrong(
                part.path, "it does not say what kind of executable it is; write kind: \(PlusVocabulary.kindNames).",
                .missingMember)
            return nil
        }
        if let kind = Kind(uri: written), PlusVocabulary.kinds.contains(where: { $0.kind == kind }) { return kind }
        wrong(
            part.place("kind"),
            "\(written) is not a kind of executable that is known; known are \(PlusVocabulary.kindNames).")
        return nil
    }
}

/// A word for addresses and names: lower case letters, digits and dashes.
enum Slug {
    static let longest = 60

    static func of(_ text: String) -> String {
        var slug = ""
        for scalar in text.lowercased().unicodeScalars {
            if scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                slug.unicodeScalars.append(scalar)
            } else if scalar == ".", !slug.isEmpty, slug.last != "-" {
                slug += "."
            } else if !slug.isEmpty, slug.last != "-", slug.last != "." {
                slug += "-"
            }
            if slug.count == longest { break }
        }
        while slug.last == "-" || slug.last == "." { slug.removeLast() }
        return slug
    }
}
