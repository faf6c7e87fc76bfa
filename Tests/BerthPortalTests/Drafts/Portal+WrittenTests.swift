import BerthHTTP
import BerthModel
import Testing

@testable import BerthPortal

struct PortalWrittenTests {
    private static let eve = PortalVisitor(subject: "eve", name: "Eve")

    private static func form(_ text: String) -> PortalForm {
        PortalForm([.init("a&b", text), .init(PortalGuard.field, "secret")])
    }

    @Test func whatAFormHeldIsFoundByWhoeverWroteIt() async throws {
        let portal = try await Browser.atHome().portal
        let word = try await portal.keep(written: Self.form("<é> =\n+"), for: PortalDraftsTests.local)
        let found = try #require(try await portal.written(word, for: PortalDraftsTests.local))
        #expect(found["a&b"] == "<é> =\n+")
        // The word of the browser is nothing to keep.
        #expect(found.fields.count == 1)
        #expect(try await portal.written(word, for: Self.eve) == nil)
        for other in [nil, "", "x", "\(Sample.id(5))"] {
            #expect(try await portal.written(other, for: PortalDraftsTests.local) == nil)
        }
    }

    @Test func onlyTheLatestAreKept() async throws {
        let world = StillWorld()
        let portal = try await Browser.atHome(world: world).portal
        var words: [String] = []
        for number in 0...Portal.writtenPerPerson {
            world.set(Sample.after(Int64(number)))
            words.append(try await portal.keep(written: Self.form("\(number)"), for: Self.eve))
        }
        #expect(try await portal.written(words[0], for: Self.eve) == nil)
        #expect(try await portal.written(words[1], for: Self.eve) != nil)
        world.set(Sample.after(2 * 86_400))
        _ = try await portal.keep(written: Self.form("later"), for: Self.eve)
        #expect(try await portal.written(words[Portal.writtenPerPerson], for: Self.eve) == nil)
    }
}
