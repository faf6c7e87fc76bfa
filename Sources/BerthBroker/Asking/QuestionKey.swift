package import BerthModel

/// By which a question is known again, so that it is answered once, however often it is sent.
package struct QuestionKey: Sendable, Hashable {
    /// Of the offer set that comes of the question. It follows from who asks, with which call, and the asker's own key,
    /// and from nothing else: so the store itself remembers which keys were used, and one that is not its owner's never
    /// meets it. It has version 8, as no other identifier has.
    package var id: UUID
    /// Of what is asked: tells it from any other question under the same key.
    package var digest: String

    package init(id: UUID, digest: String) {
        self.id = id
        self.digest = digest
    }
}
