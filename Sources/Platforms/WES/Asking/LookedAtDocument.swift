import BerthData
import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform
import Synchronization

/// A look at the document of a workflow: the service fetches it itself, later and from where it stands.
struct LookedAtDocument: Sendable {
    private let rule: AddressRule
    private let bytes: Int64
    private let seconds: Int

    init(_ settings: WESSettings) {
        rule = AddressRule(settings: settings.dataAddresses)
        bytes = settings.documentBytes
        seconds = Int(clamping: settings.documentSeconds)
    }

    /// Collects what another thread brings.
    private final class Collected: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    /// What stands there.
    ///
    /// - Parameter url: http or https; what stands behind `#` names a part of it.
    /// - Throws: as `Transfer.perform`, and `notFound`.
    func text(_ url: String) async throws(PlatformError) -> [UInt8] {
        var request = TransferRequest("GET", String(url.prefix { $0 != "#" }))
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
                "There is no workflow at \(subject) (status \(head.status)).", subject: subject)
        }
        return collected.bytes.withLock { $0 }
    }

    /// Why it cannot be handed over, from what went wrong.
    static func obstacle(_ error: PlatformError) -> Obstacle {
        Obstacle(.dataUnreachable, WESOrder.path, "{path}: {problem}", ["problem": error.description])
    }

    /// The version of CWL that a document is written in; `nil` where it does not say.
    static func versionOfCWL(_ text: [UInt8]) -> String? {
        guard let tree = try? Document.read(text, as: .yaml) else { return nil }
        return tree["cwlVersion"]?.text
    }
}
