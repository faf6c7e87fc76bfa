package import BerthHTTP

/// A cookie of the portal: no script can read it, and no other site can make a browser send it with a form.
///
/// `SameSite` is `Lax` and not `Strict`: a link in a mail to somebody's own draft must find them signed in. What a
/// cookie alone does is to read; every change needs the word of a form, too (`PortalVisit.guardField`).
/// Source: RFC 6265bis, sections 4.1.2 and 4.1.3.
package struct PortalCookie: Sendable, Hashable {
    package let name: String

    package init(_ name: String) { self.name = name }

    /// The value that a request carries. Under TLS only the cookie counts that was set under TLS for this host alone:
    /// another one can be set by whoever has a name beside it, or sits on the way.
    package func value(in headers: HTTPHeaders, isSecure: Bool) -> String? {
        var plain: String?
        for field in headers.values("Cookie") {
            for pair in field.split(separator: ";") {
                let parts = pair.trimmed.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, parts[1].utf8.count <= 256 else { continue }
                if parts[0] == "__Host-\(name)" { return String(parts[1]) }
                if parts[0] == name, plain == nil, !isSecure { plain = String(parts[1]) }
            }
        }
        return plain
    }

    /// The value of `Set-Cookie`.
    ///
    /// - Parameter seconds: how long it lives; as long as the browser when nil.
    package func set(_ value: String, isSecure: Bool, seconds: Int64? = nil) -> String {
        let age = seconds.map { "; Max-Age=\($0)" } ?? ""
        return isSecure
            ? "__Host-\(name)=\(value); Path=/\(age); Secure; HttpOnly; SameSite=Lax"
            : "\(name)=\(value); Path=/\(age); HttpOnly; SameSite=Lax"
    }

    /// Whether a `Set-Cookie` gives this cookie a value.
    func isSet(by header: String) -> Bool {
        ["__Host-\(name)=", "\(name)="].contains { header.hasPrefix($0) && !header.hasPrefix($0 + ";") }
    }

    package func removed(isSecure: Bool) -> String { set("", isSecure: isSecure, seconds: 0) }
}

extension StringProtocol {
    /// Without blanks and line ends at both ends.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(String.UnicodeScalarView(scalars[first...last]))
    }
}
