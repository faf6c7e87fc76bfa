package import BerthPlatform
import Synchronization

/// A file that is small enough to be looked at while somebody waits for an answer, such as a notebook.
package struct SmallFile: Sendable {
    /// What it is, as "notebook".
    private let what: String
    private let rule: AddressRule
    private let bytes: Int64
    private let seconds: Int

    /// - Parameters:
    ///   - what: what it is, as "notebook".
    ///   - bytes: more is not fetched.
    ///   - seconds: how long it may take.
    ///   - rule: where it may be.
    package init(_ what: String, bytes: Int64, seconds: Int64, _ rule: AddressRule) {
        self.what = what
        self.bytes = bytes
        self.seconds = Int(clamping: seconds)
        self.rule = rule
    }

    /// Collects what another thread brings.
    private final class Collected: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    /// What stands there.
    ///
    /// - Parameter url: http or https.
    /// - Throws: as `Transfer.perform`; `notFound` and `refused` for a status that says no.
    package func fetch(_ url: String) async throws(PlatformError) -> [UInt8] {
        var request = TransferRequest("GET", url)
        let rule = rule
        request.allows = { rule.allows($0) }
        request.headers = ["User-Agent: berth"]
        request.connectSeconds = seconds
        request.totalSeconds = seconds
        request.maximumBytes = bytes
        request.maximumRedirects = 5
        let collected = Collected()
        let head = try await Transfer.perform(request) { piece, _ in
            collected.bytes.withLock { $0.append(contentsOf: piece) }
            return true
        }
        if !(200..<300).contains(head.status) {
            let subject = DataURL.withoutSecrets(url)
            throw PlatformError(
                [404, 410].contains(head.status) ? .notFound : .refused,
                "There is no \(what) at \(subject) (status \(head.status)).", subject: subject)
        }
        return collected.bytes.withLock { $0 }
    }
}
