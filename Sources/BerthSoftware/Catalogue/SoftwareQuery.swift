/// What somebody looks for; all of it must hold, and empty fields ask for nothing.
package struct SoftwareQuery: Sendable, Hashable {
    /// Words of the title, the summary, the keywords and the authors.
    package var words: String
    package var keyword: String
    package var author: String
    /// Counts from one.
    package var page: Int

    package init(words: String = "", keyword: String = "", author: String = "", page: Int = 1) {
        self.words = words
        self.keyword = keyword
        self.author = author
        self.page = page
    }

    /// Characters of one field that are looked at.
    package static let longestField = 200
    /// Entries on a page.
    package static let pageSize = 25
}
