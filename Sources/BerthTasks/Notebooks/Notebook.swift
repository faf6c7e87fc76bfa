import BerthDocument

/// What has to be known of a notebook before it is run. Source: nbformat 4, *The notebook file format*.
struct Notebook: Sendable, Hashable {
    /// The name of the kernel that it was written with.
    var kernel: String?
    var language: String?
    var cells = 0
    /// Cells that are executed.
    var codeCells = 0

    /// Why a file is not a notebook that can be run.
    struct Fault: Error, Hashable {
        /// With the place, as far as it is known.
        var message: String
    }

    static let depthLevels = 64
    static let valueCount = 1_000_000
    static let memberCount = 100_000

    /// - Throws: `Fault` for what is broken, of another version, or past a limit.
    static func reading(_ bytes: [UInt8]) throws(Fault) -> Notebook {
        let limits = DocumentLimits(
            sizeBytes: max(1, bytes.count), depthLevels: depthLevels, valueCount: valueCount, memberCount: memberCount,
            textBytes: max(1, bytes.count))
        let document: Document
        do throws(DocumentError) {
            document = try Document.read(bytes, as: .json, limits: limits)
        } catch {
            throw Fault(message: "it is no notebook: \(error.description)")
        }
        guard case .map = document else { throw Fault(message: "it is no notebook: its JSON is not an object") }
        guard case .integer(let version)? = document.value(at: ["nbformat"]) else {
            throw Fault(message: "it is no notebook: nbformat, the version of the format, is missing")
        }
        if version != 4 {
            throw Fault(
                message: "it is of notebook format \(version), and only 4 can be run; convert it with "
                    + "jupyter nbconvert --to notebook")
        }
        guard case .list(let cells)? = document.value(at: ["cells"]) else {
            throw Fault(message: "it has no list of cells")
        }
        var notebook = Notebook()
        notebook.cells = cells.count
        for (index, cell) in cells.enumerated() {
            if let fault = fault(of: cell) { throw Fault(message: "at cells[\(index)]: \(fault)") }
            if cell.value(at: ["cell_type"])?.text == "code" { notebook.codeCells += 1 }
        }
        notebook.kernel = document.value(at: ["metadata", "kernelspec", "name"])?.text
        notebook.language =
            (document.value(at: ["metadata", "kernelspec", "language"])
            ?? document.value(at: ["metadata", "language_info", "name"]))?.text
        return notebook
    }

    private static func fault(of cell: Document) -> String? {
        guard let type = cell.value(at: ["cell_type"])?.text else { return "the cell has no cell_type" }
        if !["code", "markdown", "raw"].contains(type) {
            return "the cell_type is \(type.prefix(100)); code, markdown and raw are known"
        }
        switch cell.value(at: ["source"]) {
        case .text?: return nil
        case .list(let lines)? where lines.allSatisfy({ $0.text != nil }): return nil
        default: return "the cell has no source that is a text or a list of texts"
        }
    }
}
