import BerthBroker
import BerthClient
import BerthModel

/// Sends what changes on the page of a session, as it changes, and only that.
struct SessionStream: Sendable {
    private var sent: [String: HTML] = [:]
    private var newsNumber = -1
    private var words = ""
    /// Whether the browser had lost a stream before this one: it is told how it is now.
    private var isBack = false
    /// How much of each output the browser has.
    private var places: [TaskOutput: Int] = [:]

    /// What has to be sent; `say` is what is said aloud.
    mutating func changes(_ page: SessionPage) -> (parts: [HTML], words: String?) {
        var changed: [HTML] = []
        var said: String?
        if page.view.newsNumber != newsNumber {
            newsNumber = page.view.newsNumber
            for part in page.parts where sent[part.id] != part.html {
                sent[part.id] = part.html
                changed.append(part.html)
            }
            if page.words != words {
                // Who has just loaded the page reads it.
                if !words.isEmpty || isBack { said = page.words }
                words = page.words
            }
        }
        for output in WatchedSession.shown { changed += more(of: output, page.view) }
        return (changed, said)
    }

    private mutating func more(of output: TaskOutput, _ view: SessionNews) -> [HTML] {
        guard let tail = view.outputs[output] else { return [] }
        guard let place = places[output] else {
            // The whole box: after a connection that was lost nothing is there twice.
            let box = SessionPage.output(output, view)
            places[output] = box.end
            return [box.html]
        }
        let piece = tail.piece(after: place)
        places[output] = piece.end
        if piece.text.isEmpty { return [] }
        let text = piece.isCut ? "\n…\n" + piece.text : piece.text
        return ["<span data-into=\"log-\(output.rawValue)\">\(text)</span>"]
    }

    init(isBack: Bool = false) { self.isBack = isBack }

    static func run(
        _ watched: WatchedSession, _ world: any World, isBack: Bool, _ events: PortalEvents
    ) async throws {
        var stream = SessionStream(isBack: isBack)
        var number: Int64 = -1
        while !Task.isCancelled {
            let issue = watched.board.issue
            if issue.number != number {
                number = issue.number
                let page = SessionPage(watched: watched, view: issue.value, now: world.now())
                let (parts, words) = stream.changes(page)
                // The identifier comes back with whoever has lost the connection.
                for part in parts { try await events.send("put", id: "\(number)", part) }
                if let words { try await events.send("say", HTML(escaping: words)) }
            } else {
                try await events.keepAlive()
            }
            if issue.value.isFinished { break }
            _ = await watched.board.issue(after: number, until: world.now() + AskedStream.keepAlive, world)
        }
        try await events.send("end", "")
    }
}
