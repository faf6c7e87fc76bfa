import BerthAnswers
import BerthModel

/// Refused requests by reason, with what would have won them.
struct RefusedSheet: Sendable {
    /// The same reason of the same platform.
    struct Line: Sendable, Hashable {
        var reason: Refusal.Reason
        var platform: String
        var path: String
        var sentence: String
        /// What was wanted, most often first.
        var wanted: [String]
        var available: String
        var count: Int
        var last: Instant?
    }

    /// The same change.
    struct Win: Sendable, Hashable {
        var words: String
        var platforms: String
        var count: Int
    }

    let requests: [RefusedRequest]
    let now: Instant
    /// How long they are kept.
    let retention: TimeSpan

    /// By the ladder, then by how often.
    var lines: [Line] {
        var lines: [Line] = []
        var places: [Line: Int] = [:]
        var wanted: [[String: Int]] = []
        for request in requests {
            for reason in request.reasons {
                let unit = reason.unit.map { " \($0)" } ?? ""
                var key = Line(
                    reason: reason.kind, platform: reason.platform ?? request.broker ?? "", path: reason.path ?? "",
                    sentence: reason.sentence ?? "", wanted: [], available: "", count: 0, last: nil)
                let place = places[key] ?? lines.count
                if place == lines.count {
                    places[key] = place
                    key.available = reason.available.map { $0 + unit } ?? ""
                    key.last = request.at
                    lines.append(key)
                    wanted.append([:])
                }
                lines[place].count += 1
                if let text = reason.wanted { wanted[place][text + unit, default: 0] += 1 }
            }
        }
        for place in lines.indices {
            lines[place].wanted = wanted[place].sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map(\.key)
        }
        return lines.enumerated().sorted { left, right in
            if left.element.reason != right.element.reason { return left.element.reason < right.element.reason }
            return (right.element.count, left.offset) < (left.element.count, right.offset)
        }.map(\.element)
    }

    /// What would have been a yes, most often first.
    var wins: [Win] {
        var counts: [(win: Win, count: Int)] = []
        var places: [Win: Int] = [:]
        for change in requests.flatMap(\.changes) {
            let win = Win(words: change.words ?? "", platforms: change.platforms ?? "", count: 0)
            let place = places[win] ?? counts.count
            if place == counts.count {
                places[win] = place
                counts.append((win, 0))
            }
            counts[place].count += 1
        }
        return counts.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map {
            Win(words: $0.element.win.words, platforms: $0.element.win.platforms, count: $0.element.count)
        }
    }

    static let linesShown = 200

    var page: PortalPage {
        var page = PortalPage("Refused", in: .platforms, "<h1>What was refused</h1>\n\(coverage)\(content)")
        page.scripts = [.times]
        page.styles = [.offersStyle]
        page.isWide = true
        return page
    }

    /// What the page knows, and what it does not.
    private var coverage: HTML {
        let since: HTML? = requests.compactMap(\.at).min().map { " since \(HTML.time($0, now))" }
        let groups = Set(requests.flatMap(\.groups)).sorted()
        let whose: HTML? =
            groups.isEmpty ? nil : " They came from the groups \(groups.joined(separator: ", "))."
        return """
            <p>\(requests.count == 1 ? "One request" : "\(requests.count) requests") that no platform of a broker would
            run\(since).\(whose) The page covers what was asked through this portal, of the last
            \(TimeText.span(retention)) and at most \(RefusalBook.most) requests; what programs ask
            the brokers themselves is counted in their metrics. Who asked is not kept.</p>

            """
    }

    private var content: HTML {
        if requests.isEmpty { return "<p class=\"notice good\">Nothing was refused.</p>\n" }
        let lines = lines
        let wins = wins
        let won: HTML? =
            wins.isEmpty
            ? nil
            : """
            <div class="table-wrap" role="region" aria-label="What would have won them" tabindex="0">
            <table>
            <caption>What would have won them</caption>
            <thead><tr><th scope="col">Change of the request</th><th scope="col">Platforms</th>\
            <th scope="col">Requests</th></tr></thead>
            <tbody>
            \(wins.prefix(Self.linesShown).map { win in
                "<tr><th scope=\"row\">\(win.words)</th><td>\(win.platforms)</td><td>\(win.count)</td></tr>\n" as HTML
            })</tbody>
            </table>
            </div>

            """
        return """
            <div class="table-wrap" role="region" aria-label="Why" tabindex="0">
            <table>
            <caption>Why</caption>
            <thead><tr><th scope="col">Reason</th><th scope="col">Platform</th><th scope="col">Member</th>\
            <th scope="col">Wanted most often</th><th scope="col">Available</th><th scope="col">Requests</th>\
            <th scope="col">Last</th></tr></thead>
            <tbody>
            \(lines.prefix(Self.linesShown).map(row))</tbody>
            </table>
            </div>
            \(won)
            """
    }

    private func row(_ line: Line) -> HTML {
        let sentence: HTML? = line.sentence.isEmpty ? nil : "<br><span class=\"soft\">\(line.sentence)</span>"
        let member: HTML? = line.path.isEmpty ? nil : "<code>\(line.path)</code>"
        let last: HTML? = line.last.map { HTML.time($0, now) }
        return """
            <tr><th scope="row">\(line.reason.title)\(sentence)</th><td>\(line.platform)</td><td>\(member)</td>\
            <td>\(line.wanted.joined(separator: ", "))</td><td>\(line.available)</td><td>\(line.count)</td>\
            <td>\(last)</td></tr>

            """
    }
}
