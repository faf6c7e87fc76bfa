import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthService

@Suite struct AnswerFormWritingTests {
    private func text(_ response: HTTPResponse) -> String {
        guard case .bytes(let bytes) = response.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func theBodyIsOfTheSyntaxAndCachesAreTold() throws {
        let health = Health(status: .pass, version: "1")
        let response = try AnswerForm(["Accept": "text/xml"]).response(.ok, health, root: XMLRoots.health)
        #expect(response.headers["Content-Type"] == "text/xml")
        #expect(response.headers["Vary"] == "Accept")
        #expect(text(response).contains("<Health>"))
    }

    /// Clients that are made from the description know the kinds that it names and no others.
    @Test func kindsOfStrangersAreLeftOut() throws {
        var session = Session()
        session.executable = .stranger(kind: "x", ["kind": "x"])
        session.component.costs = [.stranger(kind: "y", ["kind": "y"])]
        session.storage = [.stranger(kind: "", [:]), .simple(SimpleStorage())]
        #expect(
            text(AnswerForm.json.response(.ok, session, root: XMLRoots.session))
                == "{\"kind\":\"\(Kind.scheduledSession.uri)\",\"storage\":[{\"kind\":\"\(Kind.simpleStorage.uri)\"}]}")
    }

    @Test func whatNoSyntaxCanHoldIsAMistakeOfOurs() {
        let response = AnswerForm.json.response(.ok, root: "a") { _ in .number(.infinity) }
        #expect(response.status == .internalError)
        #expect(text(response) == "A number that is not finite cannot be written; leave the member out.\n")
    }

    @Test func theTagIsOfTheBytes() throws {
        let one = AnswerForm.json.response(.ok, Health(status: .pass, version: "1"), root: "Health").tagged()
        let two = AnswerForm.json.response(.ok, Health(status: .pass, version: "2"), root: "Health").tagged()
        #expect(one.headers["ETag"]?.hasPrefix("\"") == true)
        #expect(one.headers["ETag"] != two.headers["ETag"])
        #expect(one.headers["Cache-Control"] == "no-cache")
    }
}
