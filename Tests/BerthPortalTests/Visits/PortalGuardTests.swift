import BerthHTTP
import Testing

@testable import BerthPortal

struct PortalGuardTests {
    let browser = String(repeating: "a1", count: 32)
    let guarding = PortalGuard(secret: "s")

    private func check(_ word: String?, from browser: String?, headers: HTTPHeaders = [:]) throws(PortalError) {
        let form = PortalForm(word.map { [RequestTarget.QueryItem(PortalGuard.field, $0)] } ?? [])
        let request = HTTPRequest(method: .post, target: RequestTarget(segments: []), headers: headers)
        try guarding.check(request, form, from: browser)
    }

    @Test func aFormThatWasShown() throws {
        try check(guarding.word(of: browser), from: browser)
        try check(guarding.word(of: browser), from: browser, headers: ["Sec-Fetch-Site": "same-origin"])
    }

    @Test func aFormThatWasNot() {
        let word = guarding.word(of: browser)
        let foreign: [(String?, String?, HTTPHeaders)] = [
            (nil, browser, [:]), (word, nil, [:]), ("", browser, [:]), (word + "0", browser, [:]),
            (PortalGuard(secret: "t").word(of: browser), browser, [:]),
            (guarding.word(of: String(repeating: "b", count: 64)), browser, [:]),
            (word, browser, ["Sec-Fetch-Site": "cross-site"]), (word, browser, ["Sec-Fetch-Site": "same-site"]),
        ]
        for (word, browser, headers) in foreign {
            let error = #expect(throws: PortalError.self) { try check(word, from: browser, headers: headers) }
            #expect(error?.code == .foreignForm)
        }
    }

    @Test func whatABrowserIsCalled() {
        func named(_ value: String, isSecure: Bool = false) -> String? {
            PortalGuard.browser(
                of: HTTPRequest(
                    method: .get, target: RequestTarget(segments: []), headers: ["Cookie": "berth-browser=\(value)"]),
                isSecure: isSecure)
        }
        #expect(named(browser) == browser)
        #expect(named(browser, isSecure: true) == nil)
        for value in ["", "x", browser + "a", String(repeating: "G", count: 64)] { #expect(named(value) == nil) }
    }
}
