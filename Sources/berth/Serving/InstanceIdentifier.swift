import BerthModel

/// What tells this broker from all others, so that a question that comes back by way of others is known: made at the
/// first start, and kept in the state folder.
enum InstanceIdentifier {
    static let fileName = "instance"

    /// - Parameter next: makes a new one.
    /// - Throws: `cannotRead`, `cannotWrite`.
    static func kept(in folder: String, next: () -> UUID) throws(ProgramError) -> UUID {
        let path = folder + "/" + fileName
        if !LocalFile.isMissing(path) {
            let words = String(decoding: try LocalFile.read(path), as: UTF8.self).split(separator: "\n")
            // What is damaged names nobody; nothing else depends on it.
            if let word = words.first, let known = UUID(String(word)) { return known }
        }
        let made = next()
        try LocalFile.write(Array("\(made)\n".utf8), to: path)
        return made
    }
}
