import BerthDocument
import BerthModel
import BerthPlatform
import Synchronization

/// A question that comes again while its offers are held gets the same answer: asking a site twice would hold twice.
final class AskedOnce: Sendable {
    private struct Entry {
        var task: Task<Answer, Never>
        /// Until when the answer stands; nil while it is waited for.
        var until: Instant?
        /// Of its plans.
        var details: Set<Document> = []
    }

    /// More questions than this are not remembered; who comes then asks anew.
    static let most = 1000

    private let entries = Mutex<[QuestionPrint: Entry]>([:])

    func answer(
        to print: QuestionPrint, now: @escaping @Sendable () -> Instant, _ ask: @escaping @Sendable () async -> Answer
    ) async -> Answer {
        let time = now()
        let task = entries.withLock { entries -> Task<Answer, Never> in
            if let known = entries[print], known.until.map({ time < $0 }) ?? true { return known.task }
            if entries.count >= Self.most { entries = entries.filter { $0.value.until.map { time < $0 } ?? true } }
            let task = Task { await ask() }
            if entries.count < Self.most { entries[print] = Entry(task: task) }
            return task
        }
        let answer = await task.value
        entries.withLock { entries in
            guard entries[print]?.task == task else { return }
            // Why not, and silence, may be otherwise in a moment.
            guard case .yes(let plans) = answer, let until = plans.compactMap(\.heldUntil).min() else {
                return entries[print] = nil
            }
            entries[print]?.until = until
            entries[print]?.details = Set(plans.compactMap(\.details))
        }
        return answer
    }

    /// Somebody takes an offer, or gives it back: the answer no longer stands.
    func used(_ plans: [Plan]) {
        let details = Set(plans.compactMap(\.details))
        entries.withLock { entries in
            for (print, entry) in entries where !entry.details.isDisjoint(with: details) { entries[print] = nil }
        }
    }
}
