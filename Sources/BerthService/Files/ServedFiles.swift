import BerthBroker
import BerthDocument
import BerthHTTP
import BerthSchemas

/// The files that are made from the model, when somebody asks for the first of them: a start pays nothing for them.
final class ServedFiles: Sendable {
    struct File: Sendable {
        var bytes: [UInt8]
        var mediaType: String
        var tag: String
    }

    /// The path of the public URL, which stands in the description of the service.
    private let server: String
    private let making = Locked<Task<[String: File], Never>?>(nil)

    /// - Parameter server: path under which the service is reached; `/` unless it shares a host with others.
    init(server: String) { self.server = server }

    /// The file of that name under `schemas/`.
    func file(_ name: String) async -> File? {
        // On a thread of its own: it takes long for one that serves connections.
        let task = making.withLock { making in
            let task = making ?? Task.detached { [server] in Self.all(server) }
            making = task
            return task
        }
        return await task.value[name]
    }

    private static func all(_ server: String) -> [String: File] {
        var types = [
            OpenAPIWriter.jsonFileName: "application/json", OpenAPIWriter.yamlFileName: "application/yaml",
        ]
        for (name, mediaType) in SchemaFiles.all { types[name] = mediaType }
        var files: [String: File] = [:]
        do throws(DocumentError) {
            for file in try GeneratedFile.all() {
                guard let mediaType = types[file.path] else { continue }
                var bytes = file.bytes
                if server != "/" {
                    let description = OpenAPIWriter.document(server: server)
                    if file.path == OpenAPIWriter.jsonFileName { bytes = try description.written(as: .json) }
                    if file.path == OpenAPIWriter.yamlFileName { bytes = try description.written(as: .yaml) }
                }
                files[file.path] = File(bytes: bytes, mediaType: mediaType, tag: EntityTag.of(bytes))
            }
        } catch {
            preconditionFailure("a schema cannot be written: \(error)")
        }
        return files
    }
}
