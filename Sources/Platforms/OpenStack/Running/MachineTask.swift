import BerthDocument
import BerthHTTP
import BerthModel

/// What `MachineProgram` is told to do.
struct MachineTask: Sendable {
    /// Begins every line that it tells.
    var mark: String
    /// Longest time of the task.
    var seconds: Int64
    /// Most bytes of one output.
    var bytes: Int64
    /// Longest fetch of one piece of data from one address.
    var fetchSeconds: Int64 = 3600
    /// How long the machine stays when the task has ended.
    var lingerSeconds: Int64
    var script: [UInt8] = []
    var interpreter: [String] = []
    var namesInterpreter = false
    var arguments: [String] = []
    var requirements: [String] = []
    var environment: [(name: String, value: String)] = []
    var container: Container?
    var storage: [Storage] = []
    var data: [Data] = []

    /// Words of a command, with the image between them.
    struct Container: Sendable, Equatable {
        var command: String
        /// Tried in order.
        var images: [String]
        var before: [String]
        var after: [String]
    }

    struct Storage: Sendable, Equatable {
        var name: String
        /// Id of its volume.
        var volume: String
    }

    /// A file that is fetched into a storage.
    struct Data: Sendable, Equatable {
        var urls: [String]
        var storage: Int64
        var name: String
        /// Most bytes that are fetched.
        var bytes: Int64
        /// As Python's hashlib calls it.
        var algorithm: String?
        var digest: String?
    }

    var document: Document {
        func texts(_ texts: [String]) -> Document { .list(texts.map { .text($0) }) }
        func text(_ text: String?) -> Document { text.map { .text($0) } ?? .null }
        let variables = environment.reduce(into: DocumentMembers()) { $0[$1.name] = .text($1.value) }
        var document: DocumentMembers = [
            "mark": .text(mark), "seconds": .integer(seconds), "bytes": .integer(bytes),
            "fetchSeconds": .integer(fetchSeconds),
            "linger": .integer(lingerSeconds), "script": .text(Base64.encoded(script)),
            "interpreter": texts(interpreter), "namesInterpreter": .bool(namesInterpreter),
            "arguments": texts(arguments), "requirements": texts(requirements), "environment": .map(variables),
            "container": .null,
        ]
        if let container {
            document["container"] = [
                "command": .text(container.command), "images": texts(container.images),
                "before": texts(container.before), "after": texts(container.after),
            ]
        }
        document.append("storage", .list(storage.map { ["name": .text($0.name), "volume": .text($0.volume)] }))
        document.append(
            "data",
            .list(
                data.map { data in
                    [
                        "urls": texts(data.urls), "storage": .integer(data.storage), "name": .text(data.name),
                        "bytes": .integer(data.bytes), "algorithm": text(data.algorithm), "digest": text(data.digest),
                    ]
                }))
        return .map(document)
    }
}
