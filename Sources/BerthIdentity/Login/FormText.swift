/// Names and values as forms and queries carry them. Source: URL Standard, application/x-www-form-urlencoded.
package enum FormText {
    package static let mediaType = "application/x-www-form-urlencoded"

    package static func encoded(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
    }

    /// With everything escaped that is no letter, digit, hyphen, dot, underscore or tilde.
    package static func encoded(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return escaped
    }

    /// A URL with fields added to its query.
    package static func url(_ url: String, adding fields: [(name: String, value: String)]) -> String {
        url + (url.contains("?") ? "&" : "?") + encoded(fields)
    }
}
