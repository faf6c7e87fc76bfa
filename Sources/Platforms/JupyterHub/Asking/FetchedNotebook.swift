import BerthDocument

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
