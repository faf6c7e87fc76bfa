import BerthBroker
import BerthHTTP
import BerthModel

/// Sends what changes on the page of an asking, as it changes, and only that.
struct AskedStream: Sendable {
    /// Somebody between takes a connection for dead that says nothing.
    static let keepAlive = TimeSpan(seconds: 15)

    /// What the browser has, by part.
    private var sent: [String: HTML] = [:]
    private var heardCount = 0

    /// What has to be sent for a state; nil for what the browser has already.
    mutating func changes(_ page: AskedPage) -> (parts: [HTML], words: String?) {
        // Who has just loaded the page reads it.
        let isFirst = sent.isEmpty
        var changed: [HTML] = []
        for part in page.parts where sent[part.id] != part.html {
            sent[part.id] = part.html
            changed.append(part.html)
        }
        let heard = page.state.heard.dropFirst(heardCount).map { heard in
            "\(heard.answer.platform ?? heard.broker): \(AskedPage.words(heard.answer).words)"
        }
        heardCount = page.state.heard.count
        return (changed, heard.isEmpty || isFirst ? nil : heard.joined(separator: "; "))
    }

    static func run(
        _ asking: LiveAsking, _ visit: PortalVisit, _ order: OfferOrder, _ events: PortalEvents
    ) async throws {
        let world = visit.portal.world
        asking.onlookers.withLock { $0.come(toStay: true) }
        defer { asking.onlookers.withLock { $0.end() } }
        var stream = AskedStream()
        var number: Int64 = -1
        var wasOpen: [Bool] = []
        while !Task.isCancelled {
            let issue = asking.board.issue
            let now = world.now()
            let isOpen = issue.value.rows.map { $0.isOpen(at: now) }
            // Time alone changes nothing but what has expired.
            if issue.number != number || isOpen != wasOpen {
                (number, wasOpen) = (issue.number, isOpen)
                let page = AskedPage(
                    asking: asking, state: issue.value, order: order, now: now, guardField: visit.guardField)
                let (parts, words) = stream.changes(page)
                for part in parts { try await events.send("put", part) }
                if let words { try await events.send("say", HTML(escaping: words)) }
            } else {
                try await events.keepAlive()
            }
            if issue.value.isComplete && !issue.value.isOpen(at: now) { break }
            _ = await asking.board.issue(after: number, until: world.now() + keepAlive, world)
        }
        try await events.send("end", "")
    }
}
