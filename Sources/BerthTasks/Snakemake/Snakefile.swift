import BerthModel

/// What can be told of a Snakefile without running it: it is a program, which runs when its engine reads it.
enum Snakefile {
    /// Directives that name a file, and what it is.
    private static let directives: [(word: String, use: Reference.Use)] = [
        ("include", .process), ("snakefile", .process), ("configfile", .configuration), ("script", .file),
        ("notebook", .file),
    ]

    /// The files that a Snakefile names in so many words.
    ///
    /// - Throws: for what is no Snakefile at all.
    static func references(_ bytes: [UInt8], _ name: String) throws(ReadingFault) -> [Reference] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ReadingFault("{document} is no Snakefile: it is not UTF-8.", ["document": name])
        }
        var found: [Reference] = []
        for (use, line, value) in uses(in: text) {
            if let file = literal(value) { found.append(Reference(use: use, text: file, line: line)) }
        }
        return found
    }

    /// The lines at which a file is named by what has to be computed.
    static func computed(in text: String) -> [Int] { uses(in: text).filter { literal($0.value) == nil }.map(\.line) }

    /// Whether there is anything that makes something.
    static func hasRules(_ text: String) -> Bool {
        lines(of: text).contains { line in
            let words = line.text.split { $0 == " " || $0 == ":" || $0 == "\t" }
            return ["rule", "checkpoint", "module", "include", "use"].contains(words.first ?? "")
        }
    }

    private static func lines(of text: String) -> [(number: Int, text: Substring)] {
        text.split(omittingEmptySubsequences: false) { $0.isNewline }.enumerated().compactMap { index, line in
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            return trimmed.isEmpty || trimmed.hasPrefix("#") ? nil : (index + 1, trimmed)
        }
    }

    private static func uses(in text: String) -> [(use: Reference.Use, line: Int, value: Substring)] {
        let lines = lines(of: text)
        var found: [(use: Reference.Use, line: Int, value: Substring)] = []
        for (index, line) in lines.enumerated() {
            for (word, use) in directives where line.text.hasPrefix(word) {
                let rest = line.text.dropFirst(word.count).drop { $0 == " " }
                guard rest.first == ":" else { continue }
                let value = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
                let isBelow = value.isEmpty || value.hasPrefix("#")
                if isBelow && index + 1 < lines.count {
                    found.append((use, lines[index + 1].number, lines[index + 1].text))
                } else {
                    found.append((use, line.number, value))
                }
            }
        }
        return found
    }

    /// The text between two quotes, with nothing but a comma or a comment behind it.
    private static func literal(_ value: Substring) -> String? {
        guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
        let inner = value.dropFirst().prefix { $0 != quote }
        let rest = value.dropFirst(inner.count + 2).drop { $0 == " " || $0 == "," || $0 == "\t" }
        guard value.dropFirst(inner.count + 1).first == quote, rest.isEmpty || rest.hasPrefix("#"), !inner.isEmpty,
            !inner.contains("{"), !inner.contains("\\")
        else { return nil }
        return String(inner)
    }
}

/// What is known of a workflow in Snakemake before it runs.
struct SnakefileFacts: Sendable, Hashable {
    /// Files with configuration, in the order in which they are read.
    var configurations: [String] = []
    /// Where files are named by what has to be computed: these are not fetched.
    var computed: [String] = []

    /// - Throws: a Snakefile that makes nothing.
    init(_ library: WorkflowReading.Library, _ address: WorkflowAddress) throws(ReadingFault) {
        for document in library.documents {
            for reference in document.references {
                guard let target = try? address.target(of: reference.text, in: document.name) else { continue }
                if reference.use == .configuration && !configurations.contains(target.name) {
                    configurations.append(target.name)
                }
            }
            guard document.isSource else { continue }
            let text = String(decoding: document.bytes, as: UTF8.self)
            if document.name == address.name && !Snakefile.hasRules(text) {
                throw ReadingFault("{document} has no rule: it makes nothing.", ["document": document.name])
            }
            computed += Snakefile.computed(in: text).map { "\(document.name) line \($0)" }
        }
    }
}
