import BerthHost
import BerthModel
import BerthPlatform

extension WESPlatform {
    /// Looks through the runs of the service for that of a session whose name was lost, and keeps its name.
    ///
    /// - Returns: `nil` when there is none.
    /// - Throws: `lost` when the service does not tell enough to know, and what calls throw.
    func search(_ session: UUID) async throws(PlatformError) -> String? {
        for attempt in 1...3 {
            let (found, isSure) = try await runsOfHere(areActive: false)
            if let run = found.first(where: { $0.session == session })?.run {
                try Files.write(Array(run.utf8), to: folders.run(session))
                return run
            }
            if isSure { return nil }
            // A run that was handed over a moment ago may not have its tags yet.
            if attempt < 3 { try? await Task.sleep(for: .seconds(settings.pollSeconds)) }
        }
        throw PlatformError(
            .lost,
            "The broker was stopped while it handed the workflow over, and the service does not tell whether it has "
                + "it; it is not handed over again, because it could run twice. Look at the runs of the service by "
                + "hand.",
            subject: "\(session)")
    }

    /// The runs that this instance handed over, and whether these are sure to be all.
    ///
    /// - Parameter areActive: those that have ended are left out.
    func runsOfHere(
        areActive: Bool
    ) async throws(PlatformError) -> (found: [(run: String, session: UUID)], isSure: Bool) {
        var found: [(String, UUID)] = []
        var isSure = true
        var seen: Int64 = 0
        var page: String?
        repeat {
            let listed = try await service.runs(page)
            for entry in listed.entries where !areActive || entry.state.stage != .ended {
                seen += 1
                if seen > settings.searchedRuns { return (found, false) }
                guard let tags = try await tags(of: entry) else {
                    isSure = false
                    continue
                }
                if tags[Self.instanceTag] == settings.instance,
                    let session = tags[Self.sessionTag].flatMap({ UUID($0) })
                {
                    found.append((entry.run, session))
                }
            }
            page = listed.next
        } while page != nil
        return (found, isSure)
    }

    /// Lists of the first version have no tags, and the record of each run has.
    ///
    /// - Returns: `nil` where the service does not tell.
    private func tags(of entry: RunPage.Entry) async throws(PlatformError) -> [String: String]? {
        if let tags = entry.tags { return tags }
        do throws(PlatformError) { return try await service.record(of: entry.run).tags } catch {
            // A run that was forgotten a moment ago is none.
            if error.code == .notFound { return [:] }
            throw error
        }
    }
}
