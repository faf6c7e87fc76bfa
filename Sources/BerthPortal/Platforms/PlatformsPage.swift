import BerthAnswers
import BerthModel

/// What can be run on, and how it is.
struct PlatformsPage: Sendable {
    /// One broker's platforms, or why they are not known.
    struct Broker: Sendable {
        var name: String
        var title: String
        var platforms: [PlatformSummary]
        var problem: String?
    }

    let brokers: [Broker]
    let now: Instant
    let isAdministrator: Bool
    /// Of the visitor, as the portal's own broker knows them.
    var groups: [String] = []

    var page: PortalPage {
        let way: HTML = "<p><a href=\"/portal/refused\">What was refused, and what would have won it</a></p>\n"
        let refused = isAdministrator ? way : ""
        var page = PortalPage(
            "Platforms", in: .platforms,
            """
            <h1>Platforms</h1>
            <p class="lead">Where your tasks can run, for whom, at what price. Every offer says what it comes to.</p>
            \(brokers.enumerated().map(section))\(refused)
            """)
        page.scripts = [.times]
        page.styles = [.offersStyle]
        page.isWide = true
        return page
    }

    private func section(_ index: Int, _ broker: Broker) -> HTML {
        let content: HTML
        if let problem = broker.problem {
            content = "<p class=\"notice warn\">\(problem)</p>\n"
        } else if broker.platforms.isEmpty {
            content = "<p>This broker has no platforms.</p>\n"
        } else {
            content = table(broker)
        }
        return """
            <section class="stack" aria-labelledby="broker-\(index)">
            <h2 id="broker-\(index)">\(broker.title)</h2>
            \(content)</section>

            """
    }

    private func table(_ broker: Broker) -> HTML {
        """
        <div class="table-wrap" role="region" aria-label="Platforms of \(broker.title)" tabindex="0">
        <table>
        <caption class="visually-hidden">Platforms of \(broker.title)</caption>
        <thead><tr><th scope="col">Platform</th><th scope="col">State</th><th scope="col">Takes</th>\
        <th scope="col">Cores</th><th scope="col">Memory</th><th scope="col">Storage</th><th scope="col">Also</th>\
        <th scope="col">For whom</th><th scope="col">Price</th><th scope="col">Last answer</th></tr></thead>
        <tbody>
        \(broker.platforms.map { line($0, of: broker.name) })</tbody>
        </table>
        </div>

        """
    }

    private func line(_ platform: PlatformSummary, of broker: String) -> HTML {
        let kind: HTML? = platform.kind.map { " <span class=\"soft\">\($0)</span>" }
        let about: HTML? = platform.description.map { "<br><span class=\"soft\">\($0)</span>" }
        let (style, words) = Self.state(platform)
        let takes = platform.executables.map { Self.title(ofKind: $0) }.joined(separator: ", ")
        let also = platform.countables.map { countable in
            [Self.amount(countable.free, of: countable.count) { "\($0)" }, countable.name ?? ""]
                .filter { !$0.isEmpty }.joined(separator: " ")
        }
        return """
            <tr><th scope="row">\(platform.name ?? "")\(kind)\(about)</th>\
            <td><span class="tag \(style)">\(words)</span></td><td>\(takes)</td>\
            <td>\(Self.amount(platform.freeCores, of: platform.cores) { "\($0)" })</td>\
            <td>\(Self.amount(platform.freeMemory, of: platform.memory) { ValueText.bytes($0) })</td>\
            <td>\(Self.amount(platform.freeStorage, of: platform.storage) { ValueText.bytes($0) })</td>\
            <td>\(also.joined(separator: ", "))</td>\
            <td>\(whom(platform, of: broker))</td><td>\(Self.prices(platform))</td><td>\(answered(platform))</td></tr>

            """
    }

    /// What was silent when it was asked last is not called well.
    static func state(_ platform: PlatformSummary) -> (style: String, words: String) {
        if let outage = platform.outage { return ("bad", outage) }
        switch platform.answer {
        case "unreachable", "tooSlow", "brokenReply": return ("warn", "not answering")
        default: return ("good", "well")
        }
    }

    /// Who may use it. What groups a visitor has at another broker is not known here.
    private func whom(_ platform: PlatformSummary, of broker: String) -> HTML {
        if platform.groups.isEmpty { return "everybody" }
        let isOut = broker == PortalBroker.own && !platform.groups.contains(where: groups.contains)
        let you: HTML? = isOut ? " <span class=\"tag warn\">you are not</span>" : nil
        return "members of \(platform.groups.joined(separator: " or "))\(you)"
    }

    /// What it charges and what it uses up; what only its offers know is not made up.
    static func prices(_ platform: PlatformSummary) -> HTML {
        let lines = (platform.prices + platform.footprint).map { price -> HTML in
            "<li>\(ValueText.price(price))</li>"
        }
        return lines.isEmpty
            ? "<span class=\"soft\">none told; see its offers</span>" : "<ul class=\"plain\">\(lines)</ul>"
    }

    static func title(ofKind uri: String) -> String { (Kind(uri: uri)?.name ?? uri).replacing("-", with: " ") }

    /// `3 of 8 free`; only the whole where it is all, or not known.
    static func amount(_ free: Int64?, of all: Int64?, _ text: (Int64) -> String) -> String {
        guard let all else { return "" }
        guard let free, free != all else { return text(all) }
        return "\(text(free)) of \(text(all)) free"
    }

    private func answered(_ platform: PlatformSummary) -> HTML {
        guard let at = platform.answered else { return "<span class=\"soft\">not asked yet</span>" }
        return "\(platform.answer ?? "") <span class=\"soft\">\(HTML.countdown(at, now))</span>"
    }
}
