extension DocumentPath: CustomStringConvertible {
    /// `compute.cores.min`, `data[0].location`, `environment["my.name"]`; the root is empty.
    public var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .index(let index):
                text += "[\(index)]"
            case .member(let name) where Self.isSimple(name):
                if !text.isEmpty { text += "." }
                text += name
            case .member(let name):
                text += "[\""
                for character in name.unicodeScalars {
                    if character == "\"" || character == "\\" { text += "\\" }
                    text.unicodeScalars.append(character)
                }
                text += "\"]"
            }
        }
        return text
    }

    /// Whether a name can stand without quotes.
    private static func isSimple(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "\\"),
                    0...0x20, 0x7f:
                    false
                default: true
                }
            }
    }

    /// The path that `description` writes, `nil` for any other text.
    public init?(_ text: String) {
        self.init()
        var rest = text.unicodeScalars[...]
        while let first = rest.first {
            if first == "[" {
                rest.removeFirst()
                guard let step = Self.bracketed(&rest) else { return nil }
                append(step)
                continue
            }
            if !isRoot {
                guard first == "." else { return nil }
                rest.removeFirst()
            }
            let name = rest.prefix { $0 != "." && $0 != "[" }
            rest = rest[name.endIndex...]
            guard Self.isSimple(String(name)) else { return nil }
            append(.member(String(name)))
        }
    }

    /// What stands after an opening bracket, with the closing one.
    private static func bracketed(_ rest: inout Substring.UnicodeScalarView) -> Step? {
        guard rest.first == "\"" else {
            let digits = rest.prefix { $0 != "]" }
            rest = rest[digits.endIndex...]
            guard rest.popFirst() == "]", digits.allSatisfy({ ("0"..."9").contains($0) }),
                let index = Int(String(digits))
            else { return nil }
            return .index(index)
        }
        rest.removeFirst()
        var name = String.UnicodeScalarView()
        while let next = rest.popFirst() {
            switch next {
            case "\\":
                guard let escaped = rest.popFirst(), escaped == "\"" || escaped == "\\" else { return nil }
                name.append(escaped)
            case "\"":
                return rest.popFirst() == "]" ? .member(String(name)) : nil
            default:
                name.append(next)
            }
        }
        return nil
    }
}
