import BerthData
import BerthPlatform

/// Where the documents of a workflow are: below the folder of the first one, each by its path from there.
struct WorkflowAddress: Sendable, Hashable {
    /// The URL of the first document as it was given, without fragment.
    let url: String
    /// Up to the last slash of the path, without a query.
    let folder: String
    /// What the first document is called in the folder.
    let name: String
    /// What stands behind `#`: which of the processes of a document.
    let fragment: String?

    init(_ location: String) {
        let parts = location.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        url = String(parts.first ?? "")
        fragment = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
        let bare = url.prefix { $0 != "?" }
        let begin = bare.range(of: "://")?.upperBound ?? bare.startIndex
        if let slash = bare[begin...].lastIndex(of: "/") {
            folder = String(bare[...slash])
        } else {
            folder = bare + "/"
        }
        name = DataURL.fileName(of: url)
    }

    /// The URL of a document by its path.
    func url(of name: String) -> String { name == self.name ? url : folder + DataURL.encoded(name) }

    /// What a document refers to.
    struct Target: Sendable, Hashable {
        var name: String
        var fragment: String?
    }

    /// Reads what a document refers to.
    ///
    /// - Parameter document: the path of the document that does.
    /// - Throws: why it is not fetched, the end of a sentence.
    func target(of reference: String, in document: String) throws(Fault) -> Target {
        let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let fragment = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
        var path = parts.first ?? ""
        if path.isEmpty { return Target(name: document, fragment: fragment) }
        var steps = document.split(separator: "/").dropLast().map(String.init)
        if path.hasPrefix(folder) {
            path = path.dropFirst(folder.count)
            steps = []
        }
        if path.hasPrefix("/") || path.contains(":") { throw Fault("which is not below the folder of the workflow") }
        for step in path.split(separator: "/") where step != "." {
            if step != ".." {
                guard step.isWord(with: "-_.+=@"), !step.hasPrefix(".") else {
                    throw Fault("a name with more than letters, digits and - _ . + = @")
                }
                steps.append(String(step))
            } else if steps.popLast() == nil {
                throw Fault("which is not below the folder of the workflow")
            }
        }
        if steps.isEmpty || path.hasSuffix("/") { throw Fault("which is a folder and no document") }
        return Target(name: steps.joined(separator: "/"), fragment: fragment)
    }

    struct Fault: Error, Hashable {
        var text: String
        init(_ text: String) { self.text = text }
    }
}

extension Substring {
    /// Where a text first stands.
    fileprivate func range(of text: String) -> Range<Index>? {
        var place = startIndex
        while place < endIndex {
            if self[place...].hasPrefix(text) { return place..<index(place, offsetBy: text.count) }
            formIndex(after: &place)
        }
        return nil
    }
}
