import BerthBroker
import BerthModel
import BerthPlatform
import Testing

@testable import BerthPortal
@testable import berth

/// Watching and ending sessions in a browser, over HTTP, with brokers that are real.
struct SessionPagesTests {
    /// Accepts the first offer of a task; the path of its session.
    private static func session(_ desk: PortalDesk, _ browser: Browser, _ command: [String]) async throws -> String {
        let kept = try await desk.draft(command)
        _ = try await browser.get(kept.askedPath)
        _ = try await browser.post(kept.askedPath)
        try await desk.complete(kept)
        let page = try await browser.get(kept.askedPath)
        let accepted = try await browser.post(
            kept.askedPath + "/accept",
            [
                "asking": page.values(of: "asking")[0], "broker": page.values(of: "broker")[0],
                "offer": page.values(of: "offer")[0],
            ])
        return try #require(accepted.location)
    }

    private static func id(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

    @Test func aRunToItsEnd() async throws {
        try await PortalDesk.during([[TaskPlatform()]]) { desk in
            let browser = Browser(desk.url)
            let path = try await Self.session(desk, browser, ["out", "<hello>", "err", "oh"])
            let events = try await browser.events(path + "/events")
            let all = try await events.read(until: "event: end\n")
            #expect(all.contains("<span class=\"tag good\">completed</span>"))
            #expect(all.contains("&lt;hello&gt;"))
            let page = try await browser.get(path)
            #expect(page.status == 200)
            #expect(page.text.contains("<caption>Promised, and what happened</caption>"))
            #expect(page.text.contains("aria-labelledby=\"name-stdout\">&lt;hello&gt;\n</pre>"))
            #expect(page.text.contains("aria-labelledby=\"name-stderr\">oh\n</pre>"))
            #expect(!page.text.contains("data-live"))
            // Who comes later, and has no script, reads the same.
            desk.portal.watches.close()
            #expect(try await browser.get(path).text.contains("aria-labelledby=\"name-stdout\">&lt;hello&gt;\n</pre>"))
            let log = try await browser.get(path + "/log/stdout")
            #expect(log.text == "<hello>\n")
            #expect(try await browser.get(path + "/log/nothing").status == 404)
            // What was asked, promised and got.
            let history = try await browser.get("/portal/history").text
            #expect(history.contains("<td><span class=\"tag good\">one offer</span></td>"))
            #expect(history.contains("<span class=\"tag good\">completed</span> <a href=\"\(path)\">Session</a>"))
            let again = try await browser.post("/portal/history/\(Self.asking(history))/again")
            #expect(again.status == 303)
            #expect(again.location?.hasPrefix("/portal/asked/") == true)
            // The page comes before the answers do.
            try await desk.complete(String(#require(again.location).split(separator: "/")[2]))
            #expect(desk.sites[0].count("POST /requests") == 2)
        }
    }

    private static func asking(_ history: String) -> String {
        let parts = history.split(separator: "/portal/history/")
        return parts.count > 1 ? String(parts[1].prefix { $0 != "/" }) : ""
    }

    /// A hundred watchers of one session cost its broker no more than one.
    @Test func manyWatchersShareOneStream() async throws {
        try await PortalDesk.during([[TaskPlatform()]]) { desk in
            let browser = Browser(desk.url)
            let path = try await Self.session(desk, browser, ["wait"])
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        let events = try await browser.events(path + "/events")
                        _ = try await events.read(until: "running")
                        return try await events.read(until: "event: end\n")
                    }
                }
                // All of them watch.
                let call = "GET /sessions/\(Self.id(path))/events"
                while desk.portal.watches.watchers < 100 { await Task.yield() }
                #expect(desk.sites[0].count(call) == 1)
                #expect(desk.portal.watches.count == 1)
                #expect(try await browser.post(path + "/cancel").location == path)
                for try await read in group { #expect(read.contains(">cancelled<")) }
                #expect(desk.sites[0].count(call) == 1)
            }
        }
    }

    @Test func aSessionThatDiesWhileItIsWatched() async throws {
        try await PortalDesk.during([[TaskPlatform()]]) { desk in
            let browser = Browser(desk.url)
            let path = try await Self.session(desk, browser, ["exit", "3", "err", "no such file"])
            let events = try await browser.events(path + "/events")
            let all = try await events.read(until: "event: end\n")
            #expect(all.contains("<span class=\"tag bad\">failed</span>"))
            let page = try await browser.get(path).text
            #expect(page.contains(", exit code 3</p>"))
            #expect(page.contains("Why it failed:"))
            #expect(page.contains("no such file"))
            let late = try await browser.post(path + "/cancel")
            #expect(late.status == 409)
            #expect(late.text.contains("<a class=\"button\" href=\"\(path)\">To the session</a>"))
        }
    }

    /// A broker that goes away while a session is watched: one sentence, and the watching goes on when it is back.
    @Test func aBrokerThatGoesAwayAndComesBack() async throws {
        try await PortalDesk.during([[TaskPlatform()]]) { desk in
            let browser = Browser(desk.url)
            let path = try await Self.session(desk, browser, ["wait"])
            let events = try await browser.events(path + "/events")
            _ = try await events.read(until: ">running<")
            await desk.sites[0].goAway()
            let away = try await events.read(until: "The session itself goes on.")
            #expect(away.contains("<p class=\"notice warn\">The broker is away, and is tried again: "))
            try desk.sites[0].start()
            _ = try await events.read(until: "event: say\ndata: The session is running.")
            #expect(try await browser.post(path + "/cancel").status == 303)
            #expect(try await events.read(until: "event: end\n").contains(">cancelled<"))
        }
    }

    @Test func whatIsNotThereIsSaid() async throws {
        try await PortalDesk.during([[TaskPlatform()]]) { desk in
            let browser = Browser(desk.url)
            let nowhere = try await browser.get("/portal/sessions/here/00000000-0000-4000-8000-000000000000")
            #expect(nowhere.status == 404)
            // Its news, too: a browser that is told so asks no more.
            let news = try await browser.get("/portal/sessions/here/00000000-0000-4000-8000-000000000000/events")
            #expect(news.status == 404)
            #expect(try await browser.get("/portal/sessions/west/00000000-0000-4000-8000-000000000000").status == 404)
            #expect(try await browser.get("/portal/sessions/here/x").status == 404)
            await desk.sites[0].goAway()
            let away = try await browser.get("/portal/sessions/here/00000000-0000-4000-8000-000000000001")
            #expect(away.status == 503)
        }
    }
}
