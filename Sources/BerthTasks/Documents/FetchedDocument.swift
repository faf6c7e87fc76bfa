import BerthDocument
import BerthModel

/// The languages of workflows that are read here.
enum WorkflowLanguage: Sendable, Hashable {
    case cwl, snakemake
}

/// A document of a workflow as it was fetched.
struct FetchedDocument: Sendable {
    var name: String
    var bytes: [UInt8]
    /// What it says, where it is a tree.
    var tree: Document?
    var references: [Reference] = []
    /// Whether it is a part of the program and not a file that the program reads.
    var isSource: Bool

    /// Reads a document and what it refers to.
    ///
    /// - Parameter use: how it was referred to.
    /// - Throws: why it cannot be read, with the line.
    init(_ name: String, _ bytes: [UInt8], as language: WorkflowLanguage, _ use: Reference.Use) throws(ReadingFault) {
        self.name = name
        self.bytes = bytes
        isSource = use == .process || use == .content
        switch (language, use) {
        case (_, .file), (_, .configuration), (.snakemake, .content): break
        case (.snakemake, .process): references = try Snakefile.references(bytes, name)
        case (.cwl, .process), (.cwl, .content):
            let tree = try FetchedDocument.tree(bytes, name)
            references = try CWLReferences.all(in: tree, bytes, name)
            self.tree = tree
        }
    }

    /// Whoever fetched it has seen to its size.
    private static func tree(_ bytes: [UInt8], _ name: String) throws(ReadingFault) -> Document {
        var limits = DocumentLimits.standard
        limits.sizeBytes = .max
        limits.textBytes = .max
        do throws(DocumentError) {
            return try Document.read(bytes, as: .yaml, limits: limits).resolvedTree()
        } catch {
            throw ReadingFault("{document} cannot be read: {problem}", ["document": name, "problem": "\(error)"])
        }
    }
}
