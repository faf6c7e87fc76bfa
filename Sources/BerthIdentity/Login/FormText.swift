import BerthHTTP

/// Names and values as forms and queries carry them. Source: URL Standard, application/x-www-form-urlencoded.
package enum FormText {
    package static let mediaType = "application/x-www-form-urlencoded"

    package static func encoded(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
    }

    /// With everything escaped that is no letter, digit, hyphen, dot, underscore or tilde.
    package static func encoded(_ text: String) -> String { text.percentEncoded }

    /// A URL with fields added to its query.
    package static func url(_ url: String, adding fields: [(name: String, value: String)]) -> String {
        url + (url.contains("?") ? "&" : "?") + encoded(fields)
    }
}
