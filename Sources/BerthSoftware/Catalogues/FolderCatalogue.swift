import BerthDocument
package import BerthModel
import Glibc

/// The descriptions in a folder of this machine: `NAME.codemeta.json`, and `NAME/codemeta.json`.
package struct FolderCatalogue: SoftwareCatalogue {
    /// Without a slash at the end.
    let folder: String
    private let now: @Sendable () -> Instant

    static let mostFiles = 1000

    package init(folder: String, now: @escaping @Sendable () -> Instant) {
        var folder = folder
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        self.folder = folder
        self.now = now
    }

    package func search(_ query: SoftwareQuery) async throws(SoftwareError) -> SoftwarePage {
        let entries = try files().map { summary(of: $0) }
        return SoftwareIndex(entries).page(query, Freshness(asOf: now()))
    }

    package func entry(_ id: String) async throws(SoftwareError) -> SoftwareEntry {
        guard let file = try files().first(where: { $0.id == id }) else {
            throw SoftwareError(.notFound, "There is no software \(id) in the folder.", subject: id)
        }
        var parts = SoftwareEntry.Parts(summary(of: file))
        parts.home = "file://" + file.path
        parts.holder = "The folder of \(file.name)"
        parts.files = LocalFolder.files(below: file.path.dropLast(file.name.count), isWhole: file.isAlone)
        do throws(SoftwareError) {
            parts.codemeta = try Codemeta(LocalFolder.read(file.path, most: Codemeta.limits.sizeBytes), name: file.name)
        } catch {
            parts.findings.append(Self.told(error, of: file))
        }
        return SoftwareEntry(parts, freshness: Freshness(asOf: now()))
    }

    private struct File {
        var id: String
        var name: String
        var path: String
        /// Whether the files beside it belong to it: its folder describes one piece of software.
        var isAlone: Bool
    }

    /// - Throws: `cannotRead`.
    private func files() throws(SoftwareError) -> [File] {
        var files: [File] = []
        for name in try names() {
            if name.hasSuffix(".codemeta.json") || name == "codemeta.json" {
                let id = name == "codemeta.json" ? "codemeta" : String(name.dropLast(".codemeta.json".count))
                files.append(File(id: id, name: name, path: "\(folder)/\(name)", isAlone: name == "codemeta.json"))
            } else {
                let path = "\(folder)/\(name)/codemeta.json"
                if LocalFolder.isFile(path) {
                    files.append(File(id: name, name: "codemeta.json", path: path, isAlone: true))
                }
            }
            if files.count == Self.mostFiles { break }
        }
        return files
    }

    /// - Throws: `cannotRead`, with the path for whoever runs the service and not in the message.
    private func names() throws(SoftwareError) -> [String] {
        do throws(SoftwareError) {
            return try LocalFolder.names(in: folder)
        } catch {
            throw SoftwareError(
                error.code, "The folder of the catalogue cannot be read.", subject: error.subject, cause: error.cause)
        }
    }

    /// A file that cannot be read is listed with what is wrong with it: nobody would miss it otherwise.
    private func summary(of file: File) -> SoftwareSummary {
        do throws(SoftwareError) {
            let bytes = try LocalFolder.read(file.path, most: Codemeta.limits.sizeBytes)
            return try Codemeta(bytes, name: file.name).summary(id: file.id)
        } catch {
            return SoftwareSummary(id: file.id, title: file.id, summary: Self.told(error, of: file))
        }
    }

    /// Everybody may see it: where the folder is on this machine is nobody's business.
    private static func told(_ error: SoftwareError, of file: File) -> String {
        error.message.replacing(file.path, with: file.name)
    }
}
