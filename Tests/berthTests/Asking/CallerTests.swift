import BerthModel
import Testing

@testable import berth

struct CallerTests {
    /// Offers of one broker are not those of another.
    @Test func numbersBelongToTheirBroker() async throws {
        try await Desk.during { desk in
            _ = await desk.berth("ask", try desk.task("exit", "0"))
            let other = await desk.berth("accept", "1", "--url", "http://127.0.0.1:1")
            #expect(other.code == .gone)
            #expect(
                other.error == "berth: No offers of http://127.0.0.1:1 are remembered; ask first: berth ask FILE.\n")
        }
    }

    @Test func afterANoNothingIsRemembered() async throws {
        try await Desk.during { desk in
            _ = await desk.berth("ask", try desk.task("exit", "0"))
            _ = await desk.berth("ask", try desk.task(cores: 64))
            #expect(await desk.berth("accept", "1").error.hasPrefix("berth: No offers of "))
        }
    }

    @Test func aBeginningOfSeveral() async throws {
        try await Desk.during { desk in
            let id = UUID(random: 0x1234_0000_0000_0000, 1)
            let other = UUID(random: 0x1234_0000_0000_0000, 2)
            try RememberedOffers(url: desk.url, offers: [id, other]).write(
                to: desk.folder.path + "/berth/last-offers.json")
            let run = await desk.berth("accept", "12340000")
            #expect(run.code == .gone)
            #expect(
                run.error == """
                    berth: 12340000 is the beginning of 2 identifiers; write more of it: \(id), \(other).

                    """)
        }
    }

    @Test func aPlaceThatCannotBeWrittenIsNoFailure() async throws {
        try await Desk.during { desk in
            let file = try desk.task("exit", "0")
            let run = await desk.berth("ask", file, environment: ["XDG_STATE_HOME": file])
            #expect(run.code == .success)
            #expect(run.error.hasPrefix("The numbers of the offers could not be remembered: "))
        }
    }

    @Test func addressesThatAreNone() async throws {
        let run = await CapturedRun.berth(["platforms", "--url", "berth.example.org"])
        #expect(run.code == .usage)
        #expect(
            run.error == """
                berth: "berth.example.org" is not the URL of a broker; write http://host:port or https://host:port, or \
                unix: and a path.

                """)
    }

    @Test func aDraftThatIsNone() async throws {
        try await Desk.during { desk in
            let word = await desk.berth("ask", "draft:mine")
            #expect(word.code == .usage)
            #expect(
                word.error.hasPrefix(
                    "berth: draft:mine names no draft; its page in the portal says how: draft: and its identifier."))
            let id = UUID(high: 0, low: 7)
            let none = await desk.berth("ask", "draft:\(id)")
            #expect(none.error.contains(" keeps no draft \(id): it was removed, it is too old, or there is no portal."))
            #expect(none.code != .success)
        }
    }
}
