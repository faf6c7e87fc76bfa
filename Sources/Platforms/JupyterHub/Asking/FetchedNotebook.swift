import BerthData
import BerthDocument
import BerthHost
import BerthPlatform
import Synchronization

/// A notebook as it was fetched, within the rules for data.
struct FetchedNotebook: Sendable {
    var bytes: [UInt8]
    /// Name of the kernel that it was written with.
    var kernel: String?
    var cells = 0

    /// Why a file is no notebook that can be opened.
    struct Fault: Error, Hashable {
        var message: String
    }

    /// Collects what another thread brings.
    private final class Collected: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    /// - Throws: as `Transfer.perform`, `notFound`, `refused`.
    static func fetch(_ url: String, _ settings: JupyterHubSettings) async throws(PlatformError) -> [UInt8] {
        var request = TransferRequest("GET", url)
        let rule = AddressRule(settings: settings.dataAddresses)
        request.allows = { rule.allows($0) }
        request.headers = ["User-Agent: berth"]
        request.connectSeconds = Int(clamping: settings.notebookSeconds)
        request.totalSeconds = Int(clamping: settings.notebookSeconds)
        request.maximumBytes = settings.notebookBytes
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
                "There is no notebook at \(subject) (status \(head.status)).", subject: subject)
        }
        return collected.bytes.withLock { $0 }
    }

    /// Source: nbformat 4, *The notebook file format*.
    init(_ bytes: [UInt8]) throws(Fault) {
        self.bytes = bytes
        let limits = DocumentLimits(
            sizeBytes: max(1, bytes.count), depthLevels: 64, valueCount: 1_000_000, memberCount: 100_000,
            textBytes: max(1, bytes.count))
        let document: Document
        do throws(DocumentError) { document = try Document.read(bytes, as: .json, limits: limits) } catch {
            throw Fault(message: "it is no notebook: \(error.description)")
        }
        guard case .integer(let version)? = document["nbformat"] else {
            throw Fault(message: "it is no notebook: nbformat, the version of the format, is missing")
        }
        if version != 4 {
            throw Fault(message: "it is of notebook format \(version), and only 4 can be opened")
        }
        guard case .list(let cells)? = document["cells"] else { throw Fault(message: "it has no list of cells") }
        self.cells = cells.count
        kernel = document["metadata"]?["kernelspec"]?["name"]?.text
    }
}
