import BerthModel
import BerthPlatform

/// What a plan remembers of the offer that it stands for.
struct RemotePlan: Shaped {
    /// The offer there, which becomes the session there.
    var offer = UUID(high: 0, low: 0)
    /// Messages that the offer had: later ones are about the work.
    var messages: Int64 = 0
    /// To whom it was offered, where the site is asked as that person.
    var asker: Identity?

    static let shape = Shape<RemotePlan>(
        "RemotePlan", "What a plan remembers of the offer that it stands for.",
        [
            Field("offer", \.offer, "The offer there, which becomes the session there."),
            Field("messages", \.messages, "Messages that the offer had."),
            Field("asker", \.asker, "To whom it was offered, where the broker is asked as that person."),
        ])
}
