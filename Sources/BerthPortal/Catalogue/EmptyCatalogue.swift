package import BerthBroker
package import BerthSoftware

/// The catalogue of a portal that has none.
package struct EmptyCatalogue: SoftwareCatalogue {
    private let world: any World

    package init(world: any World) { self.world = world }

    package func search(_ query: SoftwareQuery) async throws(SoftwareError) -> SoftwarePage {
        SoftwarePage(entries: [], total: 0, page: 1, pages: 1, freshness: Freshness(asOf: world.now()))
    }

    package func entry(_ id: String) async throws(SoftwareError) -> SoftwareEntry {
        throw SoftwareError(.notFound, "This portal has no catalogue, and so no entry \(id).", subject: id)
    }
}
