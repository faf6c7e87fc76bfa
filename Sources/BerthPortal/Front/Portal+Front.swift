import BerthBroker
import BerthModel
import BerthSoftware

// The front page.

extension Portal {
    /// Entries of the catalogue on the front page.
    static let entriesInFront = 6

    func frontRoutes(_ routes: inout PortalRoutes) {
        routes.openPage("/portal/") { visit throws(PortalError) in
            .page(Self.frontPage(await visit.portal.someSoftware()))
        }
    }

    /// How long the front page waits for the catalogue.
    static let frontPatience = TimeSpan(milliseconds: 300)

    /// How long the front page leaves a catalogue alone that gave nothing.
    static let frontRest = TimeSpan(seconds: 60)
    /// How long it shows what one gave.
    static let frontLife = TimeSpan(seconds: 10)

    /// The first page of the catalogue; nil when it takes too long. It is asked to the end all the same, so that the
    /// next visitor finds what it said; however many visitors come meanwhile, they wait for the same search.
    func someSoftware() async -> Result<SoftwarePage, SoftwareError>? {
        let now = world.now()
        var issue = frontSearch.issue
        if !issue.value.isRunning {
            if let rests = issue.value.rests, now < rests { return issue.value.found }
            let begins = frontSearch.change { front in
                defer { front.isRunning = true }
                return !front.isRunning
            }
            if begins {
                Task {
                    let found = await search(SoftwareQuery())
                    frontSearch.change { $0.end(found, at: world.now()) }
                }
            }
        }
        let ended = issue.value.ended
        while issue.value.ended == ended {
            guard
                let next = await frontSearch.issue(after: issue.number, until: now + Self.frontPatience, world)
            else { return nil }
            issue = next
        }
        return issue.value.found
    }

    static func frontPage(_ found: Result<SoftwarePage, SoftwareError>?) -> PortalPage {
        let entries: [HTML] =
            if case .success(let page)? = found {
                page.entries.prefix(entriesInFront).map(CataloguePage.item)
            } else { [] }
        let some: HTML? =
            entries.isEmpty
            ? nil
            : """
            <section class="part" aria-labelledby="some"><h2 id="some">From the catalogue</h2>
            <ul class="cards plain entries">\(entries)</ul>
            <p><a href="/portal/catalogue">The whole catalogue</a></p></section>

            """
        return PortalPage(
            "Find a place to run it",
            """
            <section class="hero"><h1>Find a place to run it</h1>
            <p class="lead">Berth asks every platform that you may use whether it can run your software, shows what each
            would give, and runs it where you say.</p>
            \(CataloguePage.search(SoftwareQuery(), isWhole: false))\
            <p>Not in a catalogue? <a href="/portal/ask">Ask with your own task</a>: a container, a notebook, a
            workflow, a script.</p></section>
            <ol class="steps">
            <li><h2>Choose</h2><p>software by what it does, or bring your own.</p></li>
            <li><h2>Ask</h2><p>Change the resources you know you will need; leave the rest open.</p></li>
            <li><h2>Compare</h2><p>Platforms answer for themselves: when, how large, for how much, or why not.</p></li>
            <li><h2>Run</h2><p>Accept one offer and follow the run to its results.</p></li>
            </ol>
            \(some)
            """)
    }
}

/// The search of the front page, which all its visitors share.
struct FrontSearch: Sendable {
    private(set) var found: Result<SoftwarePage, SoftwareError>?
    var isRunning = false
    /// How many searches have ended.
    private(set) var ended = 0
    /// Until when no other begins.
    private(set) var rests: Instant?

    mutating func end(_ found: Result<SoftwarePage, SoftwareError>, at now: Instant) {
        self.found = found
        isRunning = false
        ended += 1
        if case .failure = found { rests = now + Portal.frontRest } else { rests = now + Portal.frontLife }
    }
}
