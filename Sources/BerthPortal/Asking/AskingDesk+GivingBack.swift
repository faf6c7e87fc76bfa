import BerthBroker
import BerthClient
import BerthModel

/// Why the offers of an asking were given back before they expired.
enum GivingBack: String, Sendable, Hashable, CaseIterable {
    /// A button was pressed.
    case wanted
    /// The page was left, and nobody looked at it any more.
    case left
    /// The same draft was asked again, or removed.
    case again

    /// As the page says it.
    var sentence: String {
        switch self {
        case .wanted: "You gave these offers back."
        case .left: "These offers were given back to the platforms after you had left this page."
        case .again: "You asked again, so these offers were given back to the platforms."
        }
    }
}

/// Who looks at the offers of an asking.
struct Onlookers: Sendable {
    /// Pages that follow it live.
    private(set) var count = 0
    /// Changes whenever somebody comes.
    private(set) var turn = 0
    /// At which turn somebody has gone, as far as it is waited for others.
    private var gone: Int?

    mutating func come(toStay: Bool) {
        turn += 1
        if toStay { count += 1 }
    }

    /// The connection of a page is over, for whatever reason.
    mutating func end() { count -= 1 }

    /// Somebody leaves the page.
    ///
    /// - Returns: false when somebody has said so already and nobody has come since.
    mutating func leave() -> Bool {
        if gone == turn { return false }
        gone = turn
        return true
    }
}

// Offers that nobody wants any more are held for nobody: they go back before they expire.

extension AskingDesk {
    /// Somebody has left the page. When nobody has come back after a while, and nobody else looks at it, its offers go
    /// back: to load a page again, or to look at it in two tabs, is not to leave it.
    func leave(_ asking: LiveAsking, for visitor: PortalVisitor) {
        let turn: Int? = asking.onlookers.withLock { $0.leave() ? $0.turn : nil }
        guard let turn else { return }
        Task { [self] in
            while true {
                await world.sleep(until: world.now() + leavingTime)
                let onlookers = asking.onlookers.withLock { $0 }
                if onlookers.turn != turn || !asking.board.value.isOpen(at: world.now()) { return }
                if onlookers.count == 0 { break }
            }
            await giveBack(asking, because: .left, for: visitor)
        }
    }

    /// Gives back whatever is held for an asking, unless one offer is accepted or is being accepted.
    func giveBack(_ asking: LiveAsking, because reason: GivingBack, for visitor: PortalVisitor) async {
        guard asking.board.change({ $0.giveBack(reason) }) else { return }
        await reject(asking.board.value.rows, for: visitor)
        await refresh(asking, for: visitor)
        // The page shows it; after a restart it would say that the offers are not held, and not why.
        try? await book.keep(asking)
    }

    /// What came after the offers were given back is wanted by nobody either.
    func rejectLate(_ asking: LiveAsking, at broker: String, for visitor: PortalVisitor) async {
        let state = asking.board.value
        if state.givenBack != nil { await reject(state.rows.filter { $0.broker == broker }, for: visitor) }
    }

    /// All that are open, at the same time; where it does not succeed an offer expires by itself.
    func reject(_ rows: [OfferRow], for visitor: PortalVisitor) async {
        let now = world.now()
        await withTaskGroup(of: Void.self) { group in
            for row in rows where row.isOpen(at: now) {
                guard let broker = brokers.first(where: { $0.name == row.broker }),
                    let client = try? broker.client(for: visitor)
                else { continue }
                group.addTask { [world] in
                    _ = await world.within(Self.patience) { try? await client.reject(row.id) }
                }
            }
        }
    }
}
