import BerthData
import BerthHTTP

/// Keeps pages of other sites from sending forms through the browser of somebody who is known here.
///
/// Each browser has a random word in a cookie, and each form that it is shown holds what follows from that word and a
/// secret of this portal. A page of another site knows neither.
package struct PortalGuard: Sendable {
    package static let field = "guard"
    static let cookie = PortalCookie("berth-browser")

    private let secret: String

    init(secret: String) { self.secret = secret }

    /// What forms shown to a browser hold.
    func word(of browser: String) -> String { Digest.sha256(of: Array("\(secret):\(browser)".utf8)) }

    /// The word of the browser when it has one that we could have given.
    static func browser(of request: HTTPRequest, isSecure: Bool) -> String? {
        guard let word = cookie.value(in: request.headers, isSecure: isSecure), word.utf8.count == 64,
            word.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        return word
    }

    /// - Throws: `foreignForm`.
    func check(_ request: HTTPRequest, _ form: PortalForm, from browser: String?) throws(PortalError) {
        // What browsers say of themselves is asked first; old ones say nothing.
        if let site = request.headers["Sec-Fetch-Site"], site != "same-origin", site != "none" {
            throw PortalError(.foreignForm, "A page of another site may not send this; use the portal itself.")
        }
        guard let browser, let word = form[Self.field], Self.isSame(word, self.word(of: browser)) else {
            throw PortalError(
                .foreignForm,
                "This form was not shown in this browser, or its cookies are gone; load the page again and send it "
                    + "once more.")
        }
    }

    /// In the same time, wherever they differ.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        return zip(left.utf8, right.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
