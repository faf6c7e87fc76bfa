import BerthDocument
import BerthModel
import BerthPlatform

/// What a look at the document of a workflow says: the service fetches it itself, later and from where it stands.
enum LookedAtDocument {
    /// Why it cannot be handed over, from what went wrong.
    static func obstacle(_ error: PlatformError) -> Obstacle {
        Obstacle(.dataUnreachable, WESOrder.path, "{path}: {problem}", ["problem": error.description])
    }

    /// The version of CWL that a document is written in; `nil` where it does not say.
    static func versionOfCWL(_ text: [UInt8]) -> String? {
        guard let tree = try? Document.read(text, as: .yaml) else { return nil }
        return tree["cwlVersion"]?.text
    }
}
