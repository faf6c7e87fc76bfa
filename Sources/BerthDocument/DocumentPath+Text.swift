extension DocumentPath: CustomStringConvertible {
    public var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .index(let index): text += "[\(index)]"
            case .member(let name):
                if DocumentPath.isSimple(name) {
                    if !text.isEmpty { text += "." }
                    text += name
                } else {
                    text +=
                        "[\"" + name.reduce(into: "") { $0 += $1 == "\"" || $1 == "\\" ? "\\\($1)" : "\($1)" } + "\"]"
                }
            }
        }
        return text
    }

    /// Reads what `description` writes; `nil` for anything else.
    public init?(_ text: String) {
        var path = DocumentPath()
        var rest = text[...]
        while let first = rest.first {
            if first == "[" {
                rest.removeFirst()
                guard let step = DocumentPath.bracketed(&rest) else { return nil }
                path.append(step)
            } else {
                if first == "." {
                    if path.isRoot { return nil }
                    rest.removeFirst()
                } else if !path.isRoot {
                    return nil
                }
                let name = rest.prefix { $0 != "." && $0 != "[" }
                guard DocumentPath.isSimple(String(name)) else { return nil }
                path.append(.member(String(name)))
                rest = rest[name.endIndex...]
            }
        }
        self = path
    }

    private static func bracketed(_ rest: inout Substring) -> Step? {
        guard rest.first == "\"" else {
            let digits = rest.prefix { $0 != "]" }
            guard let index = Int(digits), index >= 0 else { return nil }
            rest = rest[digits.endIndex...].dropFirst()
            return .index(index)
        }
        rest.removeFirst()
        var name = ""
        while let next = rest.popFirst() {
            if next == "\"" { return rest.popFirst() == "]" ? .member(name) : nil }
            if next == "\\" {
                guard let escaped = rest.popFirst() else { return nil }
                name.append(escaped)
            } else {
                name.append(next)
            }
        }
        return nil
    }

    private static func isSimple(_ name: String) -> Bool {
        !name.isEmpty && !name.contains { $0 == "." || $0 == "[" || $0 == "]" || $0 == "\"" || $0 == "\\" }
    }
}
