import BerthDocument

/// Checks documents against a schema, as far as the schemas made here go; any other keyword is a failure of the test.
struct SchemaCheck {
    let root: Document
    var unknownKeywords: Set<String> = []

    static let annotations: Set<String> = [
        "$schema", "$id", "$defs", "title", "description", "default", "format", "xml", "discriminator",
    ]

    /// Whether a document is valid against the schema at a reference such as `#/$defs/Executable`.
    mutating func accepts(_ document: Document, at reference: String) -> Bool {
        guard let schema = resolve(reference) else {
            unknownKeywords.insert("unresolved " + reference)
            return false
        }
        return accepts(document, schema)
    }

    func resolve(_ reference: String) -> Document? {
        guard reference.hasPrefix("#/") else { return nil }
        let path = reference.dropFirst(2).split(separator: "/").map { step in
            Int(step).map { DocumentPath.Step.index($0) } ?? .member(String(step))
        }
        return root.value(at: DocumentPath(path))
    }

    mutating func accepts(_ document: Document, _ schema: Document) -> Bool {
        guard case .map(let keywords) = schema else { return schema == .bool(true) }
        for keyword in keywords.members {
            if keyword.name == "if" {
                let branch = accepts(document, keyword.value) ? "then" : "else"
                if let schema = keywords[branch], !accepts(document, schema) { return false }
            } else if keyword.name != "then", keyword.name != "else", !holds(keyword, document) {
                return false
            }
        }
        return true
    }

    private mutating func holds(_ keyword: DocumentMembers.Member, _ document: Document) -> Bool {
        switch (keyword.name, keyword.value) {
        case ("$ref", .text(let reference)): return accepts(document, at: reference)
        case ("type", .text(let type)): return document.isOf(type)
        case ("type", .list(let types)): return types.contains { document.isOf($0.text ?? "") }
        case ("enum", .list(let values)): return values.contains(document)
        case ("minimum", .integer(let least)): return document.asNumber.map { $0 >= Double(least) } ?? true
        case ("maximum", .integer(let most)): return document.asNumber.map { $0 <= Double(most) } ?? true
        case ("allOf", .list(let schemas)): return schemas.allSatisfy { accepts(document, $0) }
        case ("anyOf", .list(let schemas)): return schemas.contains { accepts(document, $0) }
        case ("items", let schema):
            guard case .list(let items) = document else { return true }
            return items.allSatisfy { accepts($0, schema) }
        case ("required", .list(let names)):
            guard case .map(let members) = document else { return true }
            return names.allSatisfy { members[$0.text ?? ""] != nil }
        case ("properties", .map(let schemas)):
            guard case .map(let members) = document else { return true }
            return members.members.allSatisfy { member in
                schemas[member.name].map { accepts(member.value, $0) } ?? true
            }
        case ("dependentSchemas", .map(let schemas)):
            guard case .map(let members) = document else { return true }
            return schemas.members.allSatisfy { members[$0.name] == nil || accepts(document, $0.value) }
        case ("additionalProperties", let schema):
            // Here only where there are no named members.
            guard case .map(let members) = document else { return true }
            return members.members.allSatisfy { accepts($0.value, schema) }
        default:
            if !Self.annotations.contains(keyword.name) { unknownKeywords.insert(keyword.name) }
            return true
        }
    }
}

extension Document {
    fileprivate func isOf(_ type: String) -> Bool {
        switch (type, self) {
        case ("null", .null), ("boolean", .bool), ("integer", .integer), ("number", .integer), ("number", .number),
            ("string", .text), ("array", .list), ("object", .map):
            true
        case ("integer", .number(let value)): value == value.rounded()
        default: false
        }
    }

    fileprivate var asNumber: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// This document with another value at each of its places in turn, and without each of its members.
    func variations(_ others: [Document]) -> [Document] {
        var variations = others
        switch self {
        case .list(let items):
            for (index, item) in items.enumerated() {
                for other in item.variations(others) {
                    var changed = items
                    changed[index] = other
                    variations.append(.list(changed))
                }
            }
        case .map(let members):
            for member in members.members {
                var changed = members
                changed[member.name] = nil
                variations.append(.map(changed))
                for other in member.value.variations(others) {
                    changed = members
                    changed[member.name] = other
                    variations.append(.map(changed))
                }
            }
        default: break
        }
        return variations
    }
}
