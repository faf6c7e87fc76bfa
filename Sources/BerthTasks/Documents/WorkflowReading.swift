import BerthData
import BerthHost
import BerthModel
import BerthPlatform

/// One reading of a workflow: all that its documents refer to is fetched, below the folder of the first one.
struct WorkflowReading: Sendable {
    let fetcher: DocumentFetcher
    /// Most documents and files.
    let documents: Int
    /// Most seconds for all of them.
    let seconds: Int64
    let language: WorkflowLanguage
    let address: WorkflowAddress
    /// Where the files go; nothing else is there.
    let directory: String

    /// Every document by its path, in the order in which they were found.
    struct Library: Sendable {
        var documents: [FetchedDocument] = []
        private var places: [String: Int] = [:]

        subscript(name: String) -> FetchedDocument? { places[name].map { documents[$0] } }

        mutating func add(_ document: FetchedDocument) {
            places[document.name] = documents.count
            documents.append(document)
        }

        var files: [WorkflowFile] { documents.map { WorkflowFile($0.name, $0.bytes) } }
    }

    func fetched() async throws(ReadingFault) -> Library {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        var library = Library()
        var waiting: [(name: String, use: Reference.Use)] = [(address.name, .process)]
        var known: Set<String> = [address.name]
        while !waiting.isEmpty {
            let (name, use) = waiting.removeFirst()
            if clock.now > end {
                throw ReadingFault(
                    "the documents of the workflow could not be fetched within {seconds} seconds.",
                    ["seconds": "\(seconds)"], rung: .dataUnreachable)
            }
            let document = try FetchedDocument(name, try await bytes(of: name), as: language, use)
            library.add(document)
            for reference in document.references {
                let target = try target(of: reference, in: name)
                guard known.insert(target.name).inserted else { continue }
                if known.count > documents {
                    throw ReadingFault(
                        "the workflow has more than the {available} documents and files that are read here.",
                        ["available": "\(documents)"], rung: .never)
                }
                waiting.append((target.name, reference.use))
            }
        }
        try refuseCircles(library)
        return library
    }

    private func target(of reference: Reference, in name: String) throws(ReadingFault) -> WorkflowAddress.Target {
        do throws(WorkflowAddress.Fault) {
            return try address.target(of: reference.text, in: name)
        } catch {
            throw ReadingFault(
                "{document}{line} refers to {reference}, {fault}.",
                [
                    "document": name, "line": reference.line.map { ", line \($0)," } ?? "",
                    "reference": reference.text, "fault": error.text,
                ], rung: .notAllowed)
        }
    }

    private func bytes(of name: String) async throws(ReadingFault) -> [UInt8] {
        do throws(Obstacles) {
            _ = try fetcher.source(address.url(of: name))
        } catch {
            throw .obstacles(error.all)
        }
        do throws(PlatformError) {
            try await fetcher.fetch(address.url(of: name), called: name, to: directory)
            return try Files.read(
                directory + "/" + name, from: 0, limit: Int(clamping: fetcher.stager.limits.maximumBytes))
        } catch {
            if [.broken, .cancelled].contains(error.code) { throw .silence(error) }
            throw ReadingFault(
                "{problem}", ["problem": error.description],
                rung: error.code == .overLimit ? .never : .dataUnreachable)
        }
    }

    /// Content that stands in the place of itself has no end.
    private func refuseCircles(_ library: Library) throws(ReadingFault) {
        var done: Set<String> = []
        var path: [String] = []
        func visit(_ name: String) throws(ReadingFault) {
            if let begin = path.firstIndex(of: name) {
                throw ReadingFault.circle(path[begin...] + [name])
            }
            if !done.insert(name).inserted { return }
            path.append(name)
            for reference in library[name]?.references ?? [] {
                // A Snakefile is included whole; a process of CWL is followed by itself.
                guard reference.use == .content || (language == .snakemake && reference.use == .process) else {
                    continue
                }
                try visit(try target(of: reference, in: name).name)
            }
            path.removeLast()
        }
        for document in library.documents { try visit(document.name) }
    }
}

extension ReadingFault {
    static func circle(_ names: some Sequence<String>) -> ReadingFault {
        ReadingFault("the workflow includes itself: {circle}.", ["circle": names.joined(separator: " → ")])
    }
}
