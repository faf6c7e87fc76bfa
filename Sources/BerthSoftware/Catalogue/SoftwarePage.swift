package import BerthModel

/// A page of what was found.
package struct SoftwarePage: Sendable, Hashable {
    package var entries: [SoftwareSummary]
    /// How many entries there are on all pages.
    package var total: Int
    /// Which page this is, from one.
    package var page: Int
    /// How many pages there are; one when nothing was found.
    package var pages: Int
    package var freshness: Freshness

    package init(entries: [SoftwareSummary], total: Int, page: Int, pages: Int, freshness: Freshness) {
        self.entries = entries
        self.total = total
        self.page = page
        self.pages = pages
        self.freshness = freshness
    }
}

/// How old an answer is.
package struct Freshness: Sendable, Hashable {
    /// When the service said it, or the file was read.
    package var asOf: Instant
    /// Whether something newer was wanted and could not be had.
    package var isStale: Bool
    /// Why it is stale: one sentence for people.
    package var why: String?

    package init(asOf: Instant, isStale: Bool = false, why: String? = nil) {
        self.asOf = asOf
        self.isStale = isStale
        self.why = why
    }
}
