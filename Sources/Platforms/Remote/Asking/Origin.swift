import BerthModel
import BerthPlatform

/// Says of what a site said that the site said it: `origin` is its name, and behind it where the site has it from.
struct Origin: Sendable, Hashable {
    /// Name of the platform here that stands for the site.
    let name: String

    private static let separator = "/"
    /// What a site says is kept to this many bytes each.
    private static let longestTemplate = 2000
    private static let longestValue = 1000
    private static let mostValues = 50

    /// Template and values as they are told here.
    ///
    /// `platform` is the word for platforms of the broker that speaks, and becomes part of the origin.
    func told(_ message: Message) -> (template: String, values: NamedTexts) {
        var values = NamedTexts()
        for entry in message.values.entries.prefix(Self.mostValues)
        where entry.name != "origin" && entry.name != "platform" && values[entry.name] == nil {
            values.entries.append(.init(name: entry.name, text: entry.text.shortened(to: Self.longestValue)))
        }
        let behind = message.values["origin"] ?? message.values["platform"]
        let origin = behind.map { name + Self.separator + $0 } ?? name
        values.entries.append(.init(name: "origin", text: origin.shortened(to: Self.longestValue)))
        let template = (message.template ?? "").replacing("{platform}", with: "{origin}")
        // A template that is not filled, or that says something else than the text, is worth less than the text.
        let isWhole = !template.isEmpty && !Message(.info, time: Instant(seconds: 0), template, values).hasGaps
        if isWhole && template.utf8.count <= Self.longestTemplate { return (template, values) }
        let text = message.message ?? template
        values.entries.append(.init(name: "said", text: text.shortened(to: Self.longestTemplate)))
        return ("{said}", values)
    }

    func marked(_ message: Message, at time: Instant) -> Message {
        let (template, values) = told(message)
        return Message(message.level ?? .info, time: time, template, values)
    }

    func note(_ message: Message) -> Note {
        let (template, values) = told(message)
        return Note(message.level ?? .info, template, values)
    }
}

extension Message {
    /// A name in braces was left over.
    fileprivate var hasGaps: Bool {
        guard let message else { return true }
        // What a value has of braces is no gap.
        return message.contains("{") && !values.entries.contains { $0.text.contains("{") }
    }
}

extension String {
    /// Cut at a character, with a sign that it is.
    func shortened(to bytes: Int) -> String {
        if utf8.count <= bytes { return self }
        var end = utf8.index(startIndex, offsetBy: bytes)
        while end.samePosition(in: self) == nil { end = utf8.index(before: end) }
        return self[..<end] + "…"
    }
}
