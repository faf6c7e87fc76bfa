import BerthDocument
import BerthModel

/// Every key with its default, unit and description: as a configuration file, and as a table for documents.
enum ConfigurationText {
    /// One key.
    struct Row: Sendable, Hashable {
        var key: String
        /// Empty when there is none.
        var standard: String
        var unit: String
        var summary: String
    }

    /// In the order of the shapes; keys of parts stand below them.
    static var rows: [Row] {
        rows(of: Configuration.shape.outline, Configuration().document(for: .yaml), "")
    }

    private static func rows(of outline: Outline, _ defaults: Document, _ prefix: String) -> [Row] {
        outline.fields.flatMap { field -> [Row] in
            let key = prefix + field.name
            let standard = defaults[field.name]
            switch field.type() {
            case .shape(let part): return rows(of: part, standard ?? .map([:]), key + ".")
            case .list(of: .shape(let item)):
                return [row(field, key, nil)] + rows(of: item, .map([:]), key + "[].")
            case .list(of: .any):
                return [row(field, key, nil)]
                    + PlatformKind.all.flatMap { kind in
                        [
                            Row(
                                key: "\(key)[].kind", standard: "", unit: "",
                                summary: "\(kind.word): \(kind.summary)")
                        ] + rows(of: kind.outline, kind.defaults, "\(key)[].")
                    }
            default: return [row(field, key, standard)]
            }
        }
    }

    private static func row(_ field: FieldOutline, _ key: String, _ standard: Document?) -> Row {
        Row(key: key, standard: standard.map(text) ?? "", unit: unit(of: field), summary: field.summary)
    }

    private static func text(_ document: Document) -> String {
        guard let bytes = try? document.written(as: .json) else { return "" }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasPrefix("\"") ? String(text.dropFirst().dropLast()) : text
    }

    private static func unit(of field: FieldOutline) -> String {
        switch field.unit {
        case .core: return "cores"
        case .gibibyte: return "GiB"
        case .byte: return "bytes"
        case nil: break
        }
        if case .text(format: .duration) = field.type() { return "duration" }
        for (ending, unit) in [("Milliseconds", "ms"), ("Seconds", "s"), ("Bytes", "bytes")]
        where field.name.hasSuffix(ending) {
            return unit
        }
        return ""
    }

    /// A table of Markdown.
    static var table: String {
        var lines = ["| key | default | unit | meaning |", "|---|---|---|---|"]
        for row in rows {
            let standard = row.standard.isEmpty ? "" : "`\(row.standard)`"
            lines.append("| `\(row.key)` | \(standard) | \(row.unit) | \(row.summary) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A configuration file that says what is so without one. Keys without a default are comments.
    static var file: String {
        var lines = ["# Every key of the configuration with its default. Durations are ISO 8601: PT5M, P30D."]
        append(Configuration.shape.outline, Configuration().document(for: .yaml), "", &lines, isComment: false)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func append(
        _ outline: Outline, _ defaults: Document, _ indent: String, _ lines: inout [String], isComment: Bool,
        isItem: Bool = false
    ) {
        var indent = indent
        var mark = isItem ? "- " : ""
        for field in outline.fields {
            let standard = defaults[field.name]
            let start = isComment ? "#" : ""
            let unit = unit(of: field)
            lines.append(
                "\(start)\(indent)\(mark.isEmpty ? "" : "  ")# \(field.summary)\(unit.isEmpty ? "" : " [\(unit)]")")
            switch field.type() {
            case .shape(let part):
                let isEmpty = standard.map { $0 == .map([:]) } ?? true
                lines.append("\(isEmpty ? "#" : start)\(indent)\(mark)\(field.name):")
                append(part, standard ?? .map([:]), indent + "  ", &lines, isComment: isComment || isEmpty)
            case .list(of: .shape(let item)):
                lines.append("#\(indent)\(field.name):")
                append(item, .map([:]), indent + "  ", &lines, isComment: true, isItem: true)
            case .list(of: .any):
                lines.append("#\(indent)\(field.name):")
                for kind in PlatformKind.all {
                    lines.append("#\(indent)  # \(kind.summary)")
                    lines.append("#\(indent)  - kind: \(kind.word)")
                    append(kind.outline, kind.defaults, indent + "    ", &lines, isComment: true)
                }
            default:
                let value = standard.map { " " + text($0) } ?? ""
                lines.append("\(standard == nil ? "#" : start)\(indent)\(mark)\(field.name):\(value)")
            }
            if !mark.isEmpty {
                indent += "  "
                mark = ""
            }
        }
    }
}
