import BerthDocument

/// Markup that can be sent: what stands in the source as a literal is markup, and every value between is text and
/// becomes escaped. Only another `HTML` is taken as it is, so that nothing foreign is ever markup.
package struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
    package private(set) var text: String

    package init() { text = "" }
    package init(stringLiteral value: StaticString) { text = value.description }
    package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// Text, escaped.
    package init(escaping text: String) { self.text = Self.escaped(text) }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) { text += literal.description }

        /// Text, between tags or inside a quoted attribute.
        package mutating func appendInterpolation(_ value: some StringProtocol) {
            text += HTML.escaped(value)
        }
        package mutating func appendInterpolation(_ value: some FixedWidthInteger) { text += "\(value)" }
        package mutating func appendInterpolation(_ html: HTML) { text += html.text }
        /// Nothing for nothing.
        package mutating func appendInterpolation(_ html: HTML?) { text += html?.text ?? "" }
        package mutating func appendInterpolation(_ parts: [HTML]) {
            for part in parts { text += part.text }
        }
        /// An address for `href`, `src` or `action`: what is neither of this site nor of the web becomes `#`.
        package mutating func appendInterpolation(href address: String) {
            text += HTML.escaped(HTML.isSafe(address) ? address : "#")
        }
        /// An attribute without a value, with a blank before it, when it is wanted.
        package mutating func appendInterpolation(flag name: StaticString, _ isSet: Bool) {
            if isSet { text += " \(name)" }
        }
    }

    package static func + (left: HTML, right: HTML) -> HTML {
        var sum = left
        sum.text += right.text
        return sum
    }

    package static func += (left: inout HTML, right: HTML) { left.text += right.text }

    package var isEmpty: Bool { text.isEmpty }

    /// Without what would begin something else, also inside quotes; control characters become `U+FFFD`.
    static func escaped(_ text: some StringProtocol) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for character in text.unicodeScalars {
            switch character {
            case "'": escaped += "&#39;"
            case "\u{7F}": escaped += "\u{FFFD}"
            default:
                if let other = Markup.replacement(of: character) {
                    escaped += other
                } else {
                    escaped.unicodeScalars.append(character)
                }
            }
        }
        return escaped
    }

    /// Whether an address leads to this site or to the web, and not to a script.
    package static func isSafe(_ address: String) -> Bool {
        // Browsers pass over blanks and control characters on the way to a scheme.
        guard address.utf8.allSatisfy({ $0 > 32 && $0 != 127 }) else { return false }
        if address.hasPrefix("/") { return !address.hasPrefix("//") && !address.hasPrefix("/\\") }
        if address.hasPrefix("#") || address.hasPrefix("?") { return true }
        let start = address.prefix(8).lowercased()
        return start.hasPrefix("http://") || start.hasPrefix("https://") || start.hasPrefix("mailto:")
    }
}
