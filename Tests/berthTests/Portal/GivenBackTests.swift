import BerthBroker
import BerthModel
import BerthPlatform
import Synchronization
import Testing

@testable import BerthPortal
@testable import berth

/// Offers that nobody wants any more go back before they expire, over HTTP, with brokers that are real.
struct GivenBackTests {
    private static let local = PortalVisitor(subject: "local", name: "You")

    private static func quickly() -> PortalSettings {
        var settings = PortalSettings()
        settings.leavingTime = TimeSpan(milliseconds: 20)
        return settings
    }

    /// Asks a draft; its asking when everybody has answered.
    private static func asked(
        _ desk: PortalDesk, _ browser: Browser, _ draft: Draft, _ fields: [String: String] = [:]
    ) async throws -> LiveAsking {
        _ = try await browser.get(draft.askedPath)
        #expect(try await browser.post(draft.askedPath, fields).status == 303)
        try await desk.complete(draft)
        return try #require(try await desk.portal.asking(of: "\(draft.id)"))
    }

    /// Waits until no offer of an asking is open.
    private static func isOver(_ asking: LiveAsking, _ desk: PortalDesk) async {
        var issue = asking.board.issue
        while issue.value.rows.contains(where: { $0.phase == .offered }) {
            issue = await asking.board.issue(after: issue.number, until: .latest, desk.world) ?? issue
        }
    }

    @Test func byAButton() async throws {
        try await PortalDesk.during([[TaskPlatform("one")], [TaskPlatform("two")]]) { desk in
            let browser = Browser(desk.url)
            let draft = try await desk.draft()
            let asking = try await Self.asked(desk, browser, draft)
            let page = try await browser.get(draft.askedPath)
            #expect(page.text.contains("Give these offers back"))
            let sent = try await browser.post(draft.askedPath + "/leave", ["asking": "\(asking.id)"])
            #expect(sent.location == draft.askedPath)
            let after = try await browser.get(draft.askedPath).text
            #expect(after.contains("You gave these offers back. Ask again for fresh ones."))
            #expect(!after.contains("/accept\""))
            #expect(asking.board.value.rows.map(\.phase) == [.rejected, .rejected])
            // A tab that still shows them comes too late, and is told so.
            let late = try await browser.post(
                draft.askedPath + "/accept",
                [
                    "asking": "\(asking.id)", "broker": page.values(of: "broker")[0],
                    "offer": page.values(of: "offer")[0],
                ])
            #expect(late.status == 410)
            // It is known after a restart, too.
            let second = try await PortalDesk.portal(desk.sites, desk.world, desk.store, nil)
            #expect(try await second.asking(of: "\(draft.id)")?.board.value.givenBack == .wanted)
            for broker in second.brokers { await broker.close() }
        }
    }

    /// What is held for the one before is room for this one: the platform has four cores.
    @Test func whoAsksAgainHasTheRoomOfBefore() async throws {
        try await PortalDesk.during([[TaskPlatform()]]) { desk in
            let browser = Browser(desk.url)
            let draft = try await desk.draft(cores: 4)
            let first = try await Self.asked(desk, browser, draft)
            #expect(first.board.value.rows.count == 1)
            let again = try await Self.asked(desk, browser, draft, ["instead": "\(first.id)"])
            #expect(again.id != first.id)
            #expect(again.board.value.rows.map(\.phase) == [.offered])
            let start = try #require(again.board.value.rows[0].times.start)
            #expect(start - desk.world.now() < TimeSpan(seconds: 60))
            let old = try await browser.get(draft.askedPath + "?asking=\(first.id)").text
            #expect(old.contains("You asked again, so these offers were given back to the platforms."))
        }
    }

    @Test func whoLeavesThePage() async throws {
        try await PortalDesk.during([[TaskPlatform()]], settings: Self.quickly()) { desk in
            let browser = Browser(desk.url)
            let draft = try await desk.draft()
            let asking = try await Self.asked(desk, browser, draft)
            let gone = ["asking": "\(asking.id)", "gone": "yes"]
            // Another tab looks at them: they stay, and it sees them go when it leaves, too.
            let other = try await browser.events("\(draft.askedPath)/events?asking=\(asking.id)")
            _ = try await other.read(until: "/accept")
            #expect(try await browser.post(draft.askedPath + "/leave", gone).status == 204)
            desk.portal.askings.leave(asking, for: Self.local)
            #expect(asking.board.value.givenBack == nil)
            other.cancel()
            await Self.isOver(asking, desk)
            let back = try await browser.get(draft.askedPath).text
            #expect(back.contains(GivingBack.left.sentence + " Ask again for fresh ones."))
        }
    }

    /// To load a page again is not to leave it.
    @Test func whoComesBackInTime() async throws {
        var settings = PortalSettings()
        settings.leavingTime = TimeSpan(seconds: 30)
        try await PortalDesk.during([[TaskPlatform()]], settings: settings) { desk in
            let browser = Browser(desk.url)
            let draft = try await desk.draft()
            let asking = try await Self.asked(desk, browser, draft)
            _ = try await browser.post(draft.askedPath + "/leave", ["asking": "\(asking.id)", "gone": "yes"])
            let turn = asking.onlookers.withLock { $0.turn }
            #expect(try await browser.get(draft.askedPath).text.contains("/accept\""))
            #expect(asking.onlookers.withLock { $0.turn } == turn + 1)
        }
    }

    @Test func causesGoToTheLog() async throws {
        let told = Told()
        var settings = PortalSettings()
        settings.log = { told.add($0) }
        try await PortalDesk.during([[TaskPlatform()]], settings: settings) { desk in
            await desk.sites[0].goAway()
            let browser = Browser(desk.url)
            let draft = try await desk.draft()
            _ = try await Self.asked(desk, browser, draft)
            #expect(told.names.contains("portal.unanswered"))
            let session = "/portal/sessions/here/00000000-0000-4000-8000-000000000001"
            #expect(try await browser.post(session + "/cancel").status == 503)
            #expect(told.names.contains("portal.refused"))
        }
    }

    private final class Told: Sendable {
        private let events = Mutex<[BrokerEvent]>([])
        func add(_ event: BrokerEvent) { events.withLock { $0.append(event) } }
        var names: [String] { events.withLock { $0.map(\.name) } }
    }
}
