/// Something said about a component. Source: messagetemplates.org.
public struct Message: Shaped {
    public var kind: String?
    public var time: Instant?
    public var level: MessageLevel?
    public var template: String?
    public var values = NamedTexts()
    public var message: String?

    public init() {}

    /// A message whose text is its template with the values filled in.
    public init(_ level: MessageLevel, time: Instant, _ template: String, _ values: NamedTexts = [:]) {
        kind = Kind.message.uri
        self.time = time
        self.level = level
        self.template = template
        self.values = values
        message = Message.filled(template, values)
    }

    public static let shape = Shape<Message>(
        "MessageItem", "Something said about a component.",
        [
            Field("kind", \.kind, "Kind of the message.", xml: .attribute),
            Field("time", \.time, "When it was said."),
            Field("level", \.level, "How grave it is."),
            Field("template", \.template, "The text with names in braces."),
            Field("values", \.values, "What stands for the names."),
            Field("message", \.message, "The text with the values filled in."),
        ])

    /// The template with each `{name}` replaced by its value; names without a value stay.
    static func filled(_ template: String, _ values: NamedTexts) -> String {
        var text = ""
        var rest = template.utf8[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
            text += Substring(rest[..<open])
            rest = rest[open...]
            guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { break }
            let name = Substring(rest[rest.index(after: open)..<close])
            if let entry = values.entries.first(where: { $0.name == name }) {
                text += entry.text
            } else {
                text += Substring(rest[...close])
            }
            rest = rest[rest.index(after: close)...]
        }
        text += Substring(rest)
        return text
    }
}

/// How grave a message is.
public enum MessageLevel: String, ModelEnumeration {
    case debug = "DEBUG"
    case info = "INFO"
    case warn = "WARN"
    case error = "ERROR"
    case other = "OTHER"

    public static let name = "MessageLevel"
    public static let summary = "How grave a message is."
}
