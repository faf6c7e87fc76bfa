import BerthDocument
import BerthModel
import BerthPlatform

/// What a document in CWL refers to. Source: CWL 1.2, SALAD 1.2 §4 (`$import`, `$include`).
enum CWLReferences {
    /// - Throws: for what cannot be followed: another base of all references.
    static func all(in tree: Document, _ bytes: [UInt8], _ name: String) throws(ReadingFault) -> [Reference] {
        var walk = Walk()
        walk.visit(tree, .root)
        if walk.found.isEmpty && walk.base == nil { return [] }
        let places = SourceMap(bytes, .yaml)
        if let base = walk.base {
            throw ReadingFault(
                "{document}, line {line}, changes what all references mean ($base); leave it out.",
                ["document": name, "line": "\(places.position(of: base)?.line ?? 1)"], rung: .notAllowed)
        }
        return walk.found.map { found in
            Reference(use: found.use, text: found.text, line: places.position(of: found.path)?.line)
        }
    }

    private struct Walk {
        var found: [(use: Reference.Use, text: String, path: DocumentPath)] = []
        var base: DocumentPath?

        mutating func visit(_ tree: Document, _ path: DocumentPath) {
            switch tree {
            case .list(let items):
                for (index, item) in items.enumerated() { visit(item, path.appending(index)) }
            case .map(let members):
                look(at: members, path)
                for member in members.members { visit(member.value, path.appending(member.name)) }
            default: break
            }
        }

        private mutating func look(at members: DocumentMembers, _ path: DocumentPath) {
            func add(_ name: String, _ use: Reference.Use, _ walk: inout Walk) {
                if let text = members[name]?.text { walk.found.append((use, text, path.appending(name))) }
            }
            add("$import", .content, &self)
            add("$mixin", .content, &self)
            add("$include", .file, &self)
            if members["$base"] != nil { base = path.appending("$base") }
            switch members["class"]?.text {
            case "Workflow": addSteps(members["steps"], path.appending("steps"))
            case "File", "Directory":
                // What a computed text says is known when it runs.
                for name in ["location", "path"] where !(members[name]?.text?.contains("$(") ?? true) {
                    add(name, .file, &self)
                }
            default: break
            }
        }

        private mutating func addSteps(_ steps: Document?, _ path: DocumentPath) {
            switch steps {
            case .list(let items):
                for (index, step) in items.enumerated() { add(step, path.appending(index)) }
            case .map(let members):
                for member in members.members { add(member.value, path.appending(member.name)) }
            default: break
            }
        }

        private mutating func add(_ step: Document, _ path: DocumentPath) {
            guard let text = step["run"]?.text else { return }
            found.append((.process, text, path.appending("run")))
        }
    }
}
