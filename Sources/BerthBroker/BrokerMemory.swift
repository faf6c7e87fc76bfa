import BerthModel
import BerthPlatform

/// What the broker knows besides the store; after a start it is made anew from there.
struct BrokerMemory: Sendable {
    var ledger: Ledger
    var figures = BrokerFigures()
    var isStopping = false
    /// Questions that are being answered.
    var questions = 0
    /// The last write to the store failed.
    var isStoreFailing = false
    /// Phases of all offers and sessions that are not at their end.
    private(set) var unfinished: [UUID: SessionPhase] = [:]
    /// Who carries out which session.
    var runners: [UUID: SessionRunner] = [:]
    /// Platforms that are not ready to carry anything out.
    var gates: [String: Gate] = [:]
    private var refusals: [UUID: Refusal] = [:]
    /// The oldest first.
    private var refusalsInOrder: RingQueue<UUID> = RingQueue()

    struct Refusal: Sendable {
        var owner: String
        var answer: OfferSetResponse
    }

    init(ledger: Ledger) { self.ledger = ledger }

    /// Follows the phase of a session for the figures.
    mutating func note(_ id: UUID, _ phase: SessionPhase) {
        let before = unfinished[id]
        if before == phase { return }
        if let before { figures.unfinished[before, default: 0] -= 1 }
        figures.entered[phase, default: 0] += 1
        if phase.isEnd {
            unfinished[id] = nil
            if phase == .expired { figures.offersExpired += 1 }
        } else {
            unfinished[id] = phase
            figures.unfinished[phase, default: 0] += 1
        }
    }

    mutating func remember(_ id: UUID, _ refusal: Refusal, limit: Int) {
        if limit < 1 { return }
        while refusals.count >= limit, let oldest = refusalsInOrder.takeFirst() { refusals[oldest] = nil }
        refusals[id] = refusal
        refusalsInOrder.add(id)
    }

    func refusal(_ id: UUID) -> Refusal? { refusals[id] }
}

/// First in, first out, without shifting what is left.
struct RingQueue<Element: Sendable>: Sendable {
    private var elements: [Element] = []
    private var first = 0

    init() {}

    mutating func add(_ element: Element) { elements.append(element) }

    mutating func takeFirst() -> Element? {
        guard first < elements.count else { return nil }
        defer {
            first += 1
            if first > 64, first * 2 > elements.count {
                elements.removeFirst(first)
                first = 0
            }
        }
        return elements[first]
    }
}
