import BerthDocument
import BerthModel

/// What an image said of itself when it was asked for, and what its container therefore runs.
struct PlannedImage: Shaped {
    /// With its digest: what is fetched is what was looked at.
    var reference = ""
    var architecture: String?
    /// The program and its arguments.
    var words: [String] = []
    /// `NAME=value`, the image's own.
    var environment: [String] = []
    var directory = "/"

    init() {}

    static let shape = Shape<PlannedImage>(
        "PlannedImage", "What an image said of itself when it was asked for.",
        [
            Field("reference", \.reference, "The image with its digest."),
            Field("architecture", \.architecture, "What it is built for."),
            Field("words", \.words, "The program of the container and its arguments."),
            Field("environment", \.environment, "Variables of the image."),
            Field("directory", \.directory, "Where the program runs."),
        ])

    /// From the configuration of an image. Source: OCI Image Format Specification 1.0, *Image Configuration*.
    ///
    /// - Parameter container: what replaces the image's own program and arguments.
    init?(_ configuration: [UInt8], reference: String, _ container: DockerContainer?) {
        guard case .map(let members)? = try? Document.read(configuration, as: .json) else { return nil }
        self.reference = reference
        architecture = members["architecture"]?.text
        var own = DocumentMembers()
        if case .map(let config)? = members["config"] { own = config }
        func texts(_ name: String) -> [String] {
            guard case .list(let items)? = own[name] else { return [] }
            return items.compactMap(\.text)
        }
        environment = texts("Env").filter { $0.contains("=") && !$0.hasPrefix("=") && !$0.utf8.contains(0) }
        if let place = own["WorkingDir"]?.text, place.hasPrefix("/") { directory = place }
        let command = container?.command ?? []
        if let entrypoint = container?.entrypoint {
            words = [entrypoint] + command
        } else {
            words = texts("Entrypoint") + (command.isEmpty ? texts("Cmd") : command)
        }
    }
}
