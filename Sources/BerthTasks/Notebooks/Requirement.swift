package import BerthDocument
import BerthPlatform

/// One line of a `requirements.txt`: a package, and which versions of it will do.
///
/// Source: PEP 508 and pip's *Requirements File Format*. What only pip can tell, such as other files, addresses and
/// conditions on the machine, is not understood here.
package struct Requirement: Sendable, Hashable {
    /// As it is written.
    var name: String
    var clauses: [Clause] = []

    /// One bound of a version.
    package struct Clause: Sendable, Hashable {
        var relation: String
        var version: String
    }

    /// A file of more lines is not compared.
    static let maximumLines = 10_000

    /// The packages of a file, and the lines that nobody here can judge.
    static func reading(_ text: String) -> (requirements: [Requirement], others: [String]) {
        var requirements: [Requirement] = []
        var others: [String] = []
        for line in text.split(whereSeparator: \.isNewline).prefix(maximumLines) {
            // A comment begins the line, or stands after a blank.
            let kept = line.hasPrefix("#") ? "" : line.firstRange(of: " #").map { line[..<$0.lowerBound] } ?? line
            let words = kept.trimmed
            if words.isEmpty { continue }
            if let requirement = Requirement(String(words)) {
                requirements.append(requirement)
            } else {
                others.append(String(words))
            }
        }
        return (requirements, others)
    }

    init?(_ line: String) {
        let name = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        guard let first = name.first, first.isLetter || first.isNumber else { return nil }
        self.name = String(name)
        var rest = line.dropFirst(name.count).trimmed
        if rest.hasPrefix("[") {
            guard let close = rest.firstIndex(of: "]") else { return nil }
            rest = rest[rest.index(after: close)...].trimmed
        }
        if rest.hasPrefix("("), rest.hasSuffix(")") { rest = rest.dropFirst().dropLast().trimmed }
        if rest.isEmpty { return }
        for clause in rest.split(separator: ",", omittingEmptySubsequences: false) {
            let text = clause.trimmed
            guard
                let relation = ["===", "==", ">=", "<=", "!=", "~=", ">", "<"].first(where: { text.hasPrefix($0) })
            else { return nil }
            let version = text.dropFirst(relation.count).trimmed
            guard String(version).isWord(with: ".*+!-_") else { return nil }
            clauses.append(Clause(relation: relation, version: String(version)))
        }
    }

    /// Names that differ in case and in `-`, `_` and `.` are one. Source: PEP 503.
    package static func canonical(_ name: String) -> String {
        name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
    }

    /// What a Python is told to write the versions of all its packages with, as one map.
    package static let listing = """
        import importlib.metadata, json
        names = {}
        for found in importlib.metadata.distributions():
            names.setdefault(found.metadata["Name"], found.version)
        print(json.dumps({str(name): str(version) for name, version in names.items()}))
        """

    /// What `listing` wrote, under canonical names; `nil` for something else.
    package static func installed(_ listed: Document) -> [String: String]? {
        guard case .map(let members) = listed else { return nil }
        var versions: [String: String] = [:]
        for package in members.members { versions[canonical(package.name)] = package.value.text }
        return versions
    }

    /// How it is written.
    var text: String { name + clauses.map { $0.relation + $0.version }.joined(separator: ",") }

    /// Why what is installed will not do, in a few words; `nil` when it will.
    ///
    /// - Parameter installed: versions under canonical names.
    func fault(installed: [String: String]) -> String? {
        guard let version = installed[Requirement.canonical(name)] else { return text }
        let holds = clauses.allSatisfy { PackageVersion(version).satisfies($0.relation, $0.version) }
        return holds ? nil : "\(text) (\(version) is there)"
    }
}

extension StringProtocol {
    /// Without blanks at both ends.
    var trimmed: SubSequence {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return rest
    }

    /// Where a part stands first.
    fileprivate func firstRange(of part: String) -> Range<Index>? {
        var place = startIndex
        while place < endIndex {
            if self[place...].hasPrefix(part) { return place..<index(place, offsetBy: part.count) }
            place = index(after: place)
        }
        return nil
    }
}
