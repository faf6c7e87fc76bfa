import BerthBroker
import BerthClient
import BerthDocument
import BerthModel

/// One asking: a question to all brokers, which lives on the server. However often a page is loaded, in however many
/// tabs, it is asked once and holds once.
final class LiveAsking: Sendable {
    let id: UUID
    /// The subject who asks.
    let owner: String
    let draft: String
    /// Of the draft, when it was asked.
    let revision: Int64
    let title: String
    let request: Document
    let at: Instant
    let board: Bulletin<AskedState>
    /// Who looks at its page.
    let onlookers = Locked(Onlookers())

    init(
        id: UUID, owner: String, draft: String, revision: Int64, title: String, request: Document, at: Instant,
        _ state: AskedState
    ) {
        self.id = id
        self.owner = owner
        self.draft = draft
        self.revision = revision
        self.title = title
        self.request = request
        self.at = at
        board = Bulletin(state)
    }

    /// How an asking is told from others at brokers: asked again with it, they give the same offers.
    var key: String { "portal-\(id)" }

    var asked: AskedFor { AskedFor(ExecutionRequest.reading(request, from: .json).value) }

    /// As the history keeps it.
    var entry: AskedEntry {
        let state = board.value
        var entry = AskedEntry()
        entry.id = id
        entry.draft = draft
        entry.revision = revision
        entry.title = title
        entry.request = request
        entry.at = at
        entry.brokers = state.brokers.map { broker in
            var kept = AskedBroker()
            kept.name = broker.name
            kept.title = broker.title
            kept.offerSet = broker.offerSet
            kept.offers = broker.answer.map { Int64($0.value.offers.count) }
            kept.problem = broker.problem
            kept.platform = broker.platform
            return kept
        }
        entry.acceptedBroker = state.accepted?.broker
        entry.accepted = state.accepted?.id
        entry.givenBack = state.givenBack?.rawValue
        return entry
    }
}
