package import BerthPlatform
import Synchronization

/// What was found a short while ago: who asks again, or at the same time, costs nothing more.
package final class Memo<Value: Sendable>: Sendable {
    private struct Entry {
        let number: Int
        let task: Task<Result<Value, PlatformError>, Never>
        /// `nil` while it is being found.
        var expiry: ContinuousClock.Instant?
    }

    private struct Entries {
        var all: [String: Entry] = [:]
        var nextNumber = 0
        var underWay: Int { all.values.count { $0.expiry == nil } }
    }

    private let entries = Mutex(Entries())
    private let seconds: Int64
    private let maximumUnderWay: Int
    /// What is remembered at most.
    private static var maximumCount: Int { 1000 }

    /// - Parameters:
    ///   - seconds: how long something stays found. What failed is not remembered.
    ///   - maximumUnderWay: more than these are not found at the same time.
    package init(seconds: Int64, maximumUnderWay: Int) {
        self.seconds = seconds
        self.maximumUnderWay = maximumUnderWay
    }

    /// - Parameter find: goes on when who asked first waits no longer, for those who came later; it has a deadline of
    ///   its own.
    /// - Throws: what `find` throws; `overLimit` when too many are under way.
    package func value(
        _ key: String, _ find: @escaping @Sendable () async throws(PlatformError) -> Value
    ) async throws(PlatformError) -> Value {
        let task = entries.withLock { entries in self.task(key, &entries, find) }
        guard let task else {
            throw PlatformError(.overLimit, "Too many are asking at the same time; ask again in a moment.")
        }
        return try await task.value.get()
    }

    private func task(
        _ key: String, _ entries: inout Entries, _ find: @escaping @Sendable () async throws(PlatformError) -> Value
    ) -> Task<Result<Value, PlatformError>, Never>? {
        let now = ContinuousClock.now
        if let entry = entries.all[key], entry.expiry.map({ $0 > now }) ?? true { return entry.task }
        if entries.underWay >= maximumUnderWay { return nil }
        if entries.all.count >= Memo.maximumCount {
            entries.all = entries.all.filter { $0.value.expiry.map { $0 > now } ?? true }
            if entries.all.count >= Memo.maximumCount { entries.all = entries.all.filter { $0.value.expiry == nil } }
        }
        entries.nextNumber += 1
        let number = entries.nextNumber
        let task = Task { () -> Result<Value, PlatformError> in
            let result: Result<Value, PlatformError>
            do throws(PlatformError) { result = .success(try await find()) } catch { result = .failure(error) }
            self.ended(key, number, result)
            return result
        }
        entries.all[key] = Entry(number: number, task: task, expiry: nil)
        return task
    }

    private func ended(_ key: String, _ number: Int, _ result: Result<Value, PlatformError>) {
        entries.withLock { entries in
            guard entries.all[key]?.number == number else { return }
            switch result {
            case .success: entries.all[key]?.expiry = .now + .seconds(seconds)
            case .failure: entries.all[key] = nil
            }
        }
    }
}
