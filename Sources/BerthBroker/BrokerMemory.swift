import BerthModel
import BerthPlatform

/// What the broker knows besides the store; after a start it is made anew from there.
struct BrokerMemory: Sendable {
    var ledger: Ledger
    var figures = BrokerFigures()
    var isStopping = false
    /// Questions that are being answered.
    var questions = 0
    /// Snapshots that are being taken.
    var snapshots = 0
    /// Keys of questions that are being answered, with the digests of these.
    var keysInUse: [UUID: String] = [:]
    /// Questions that were answered, and for which more answers are waited for.
    var late: [UUID: LateAnswers] = [:]
    /// The last write to the store failed.
    var isStoreFailing = false
    /// Where each offer and session stands that is not at its end, as far as the broker knows.
    private(set) var unfinished: [UUID: Standing] = [:]
    /// How many of these are whose.
    private(set) var unfinishedByOwner: [String: Int] = [:]
    /// Those that are counted and not known one by one: of a snapshot.
    var unfinishedBefore = (overAll: 0, ofAsker: 0)
    /// Who carries out which session.
    var runners: [UUID: SessionRunner] = [:]
    /// Platforms that are not ready to carry anything out.
    var gates: [String: Gate] = [:]
    /// What each platform said when it was asked last.
    var lastAnswers: [String: LastAnswer] = [:]
    private var refusals: [UUID: Refusal] = [:]
    /// The oldest first.
    private var refusalsInOrder: RingQueue<UUID> = RingQueue()

    struct LastAnswer: Sendable, Hashable {
        var time: Instant
        /// `yes`, `no`, or why it was silent.
        var word: String
    }

    struct Standing: Sendable, Hashable {
        var phase: SessionPhase
        var revision: Int64
        var owner: String
        var platform: String
    }

    struct Refusal: Sendable {
        var owner: String
        var answer: OfferSetResponse
        /// Of the request, when it came with a key.
        var digest: String?
        /// What was answered when it was to run at once.
        var session: Session?

        /// Bytes of its texts, roughly.
        var size: Int {
            (answer.meta?.messages ?? []).reduce(1000) { size, message in
                message.values.entries.reduce(size + 2 * (message.message?.utf8.count ?? 0)) {
                    $0 + $1.name.utf8.count + $1.text.utf8.count
                }
            }
        }
    }

    /// Bytes of all refusals that are remembered.
    private static let refusalBytes = 64 << 20
    private var refusalsSize = 0

    init(ledger: Ledger) { self.ledger = ledger }

    var unfinishedOverAll: Int { unfinished.count + unfinishedBefore.overAll }

    /// Whether something is unfinished on a platform.
    ///
    /// - Complexity: linear in what is unfinished.
    func isInUse(_ platform: String) -> Bool { unfinished.values.contains { $0.platform == platform } }

    /// Who has no name is not one person.
    func unfinished(of asker: Identity) -> Int {
        asker == .anonymous ? 0 : (unfinishedByOwner[asker.subject] ?? 0) + unfinishedBefore.ofAsker
    }

    /// Counts in what is new: an offer that is made, a session that is found.
    mutating func begin(_ record: SessionRecord, as phase: SessionPhase) {
        if unfinished[record.id] == nil { enter(phase, from: nil, record) }
    }

    /// Follows a session.
    ///
    /// - Returns: `false` for a record that is older than what is known, or of a session that is over: it must change
    ///   nothing.
    mutating func follow(_ record: SessionRecord) -> Bool {
        guard let known = unfinished[record.id], known.revision <= record.revision else { return false }
        enter(record.phase, from: known.phase, record)
        return true
    }

    /// Counts out what never came into the store, or is no longer there.
    mutating func drop(_ id: UUID) {
        guard let known = unfinished.removeValue(forKey: id) else { return }
        figures.unfinished[known.phase, default: 0] -= 1
        count(known.owner, -1)
        ledger.release(id)
    }

    private mutating func enter(_ phase: SessionPhase, from before: SessionPhase?, _ record: SessionRecord) {
        if let known = unfinished[record.id] { count(known.owner, -1) }
        if !phase.isEnd { count(record.owner.subject, 1) }
        unfinished[record.id] =
            phase.isEnd
            ? nil
            : Standing(
                phase: phase, revision: record.revision, owner: record.owner.subject, platform: record.plan.platform)
        if phase == before { return }
        if let before { figures.unfinished[before, default: 0] -= 1 }
        if !phase.isEnd { figures.unfinished[phase, default: 0] += 1 }
        figures.entered[phase, default: 0] += 1
        if phase == .expired { figures.offersExpired += 1 }
    }

    private mutating func count(_ owner: String, _ change: Int) {
        let count = (unfinishedByOwner[owner] ?? 0) + change
        unfinishedByOwner[owner] = count > 0 ? count : nil
    }

    mutating func remember(_ id: UUID, _ refusal: Refusal, limit: Int) {
        if limit < 1 { return }
        refusalsSize += refusal.size
        while refusals.count >= limit || refusalsSize > Self.refusalBytes, let oldest = refusalsInOrder.takeFirst() {
            refusalsSize -= refusals.removeValue(forKey: oldest)?.size ?? 0
        }
        refusals[id] = refusal
        refusalsInOrder.add(id)
    }

    func refusal(_ id: UUID) -> Refusal? { refusals[id] }

    /// Puts another answer in the place of one that is remembered.
    mutating func replace(_ id: UUID, with answer: OfferSetResponse) {
        guard var refusal = refusals[id] else { return }
        refusalsSize -= refusal.size
        refusal.answer = answer
        refusalsSize += refusal.size
        refusals[id] = refusal
    }

    /// It is no refusal any more.
    mutating func forgetRefusal(_ id: UUID) {
        guard let refusal = refusals.removeValue(forKey: id) else { return }
        refusalsSize -= refusal.size
        // Of the line those are left out that are gone, before they are most of it.
        if refusalsInOrder.count > 2 * refusals.count + 64 { refusalsInOrder.keep { refusals[$0] != nil } }
    }
}
