/// Where people look for software: a service, a list or a folder.
package protocol SoftwareCatalogue: Sendable {
    /// One page of the entries that have everything that is asked for.
    ///
    /// - Throws: `unreachable`, `tooSlow`, `tooBusy`, `brokenReply`, `cannotRead` when there is nothing to show at all;
    ///   what is known from before is a page that is stale.
    func search(_ query: SoftwareQuery) async throws(SoftwareError) -> SoftwarePage

    /// An entry with everything that is known of it. What is wrong with its description is among its findings.
    ///
    /// - Throws: as `search`, and `notFound`.
    func entry(_ id: String) async throws(SoftwareError) -> SoftwareEntry
}
