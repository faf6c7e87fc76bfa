package import BerthModel
package import BerthPlatform

/// Where the things of sessions are on the disk: by these names they are found again.
package struct SessionFolders: Sendable {
    /// `<state directory>/<instance>`.
    package let state: String
    package let instance: String

    package init(state: String, instance: String) {
        self.state = state
        self.instance = instance
    }

    /// Where the directories of all sessions are.
    package var sessions: String { state + "/sessions" }
    package var logs: String { state + "/logs" }

    package func directory(_ session: UUID) -> String { "\(sessions)/\(session)" }

    package func storage(_ session: UUID, _ index: Int) -> String { "\(directory(session))/storage-\(index)" }

    /// A piece of data that is not whole yet: outside of all storage, whose names are those of the data.
    package func part(_ session: UUID, _ index: Int) -> String { "\(directory(session))/data-\(index).part" }

    /// Removes what is kept of a session; done when there is nothing.
    ///
    /// - Throws: `broken` when some of it stays.
    package func remove(_ session: UUID) throws(PlatformError) {
        let directory = directory(session)
        if !Files.remove(directory) {
            throw PlatformError(
                .broken, "What is kept of the session cannot be removed; may the broker write there?",
                detail: directory)
        }
    }
}
