import BerthModel
package import BerthPlatform

extension Finding {
    /// Whether a broker can write where it keeps things, and has the room that it offers.
    ///
    /// - Parameters:
    ///   - offered: bytes of storage that are offered.
    ///   - note: what an administrator has to know of the directory, after its size.
    package static func stateDirectory(_ directory: String, storage offered: Int64, note: String = "") -> Finding {
        do throws(PlatformError) {
            try Files.makeDirectory(directory)
        } catch {
            return Finding(
                "state directory", error.fullDescription, remedy: "let the broker write there, or set another")
        }
        let free = Machine.freeBytes(at: directory)
        return Finding(
            "state directory", "\(directory), \(free / bytesPerGibibyte) GiB free\(note)",
            remedy: free >= offered
                ? nil : "\(offered / bytesPerGibibyte) GiB are offered: set storage, or another stateDirectory")
    }
}
