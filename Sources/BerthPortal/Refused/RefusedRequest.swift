import BerthAnswers
import BerthClient
import BerthDocument
import BerthModel
import BerthPlatform

/// A request that a broker refused, without who asked: for the administrators' page.
struct RefusedRequest: Shaped {
    /// So many reasons and changes are kept of one.
    static let most = 40

    var broker: String?
    /// The groups of who asked; their name is not kept.
    var groups: [String] = []
    var at: Instant?
    var reasons: [RefusedReason] = []
    var changes: [RefusedChange] = []

    static let shape = Shape<RefusedRequest>(
        "RefusedRequest", "A request that a broker refused, without who asked.",
        [
            Field("broker", \.broker, "Who refused, for people."),
            Field("groups", \.groups, "The groups of who asked."),
            Field("at", \.at, "When."),
            Field("reasons", \.reasons, "Why."),
            Field("changes", \.changes, "What would have been a yes."),
        ])

    init() {}

    /// - Returns: nil for an answer that is no NO.
    init?(
        _ answer: Received<OfferSetResponse>, to request: Document = .null, broker: String, groups: [String],
        at: Instant
    ) {
        if answer.isYes { return nil }
        self.broker = broker
        self.groups = groups
        self.at = at
        let refusal = Refusal(answer.value.meta)
        reasons = refusal.reasons.prefix(Self.most).map { RefusedReason($0.reason, $0.message) }
        changes = refusal.changes.prefix(Self.most).map { change in
            var kept = RefusedChange()
            kept.platforms = change.platforms
            kept.words = ChangeWords.short(change.set, of: request).cut(to: 300)
            return kept
        }
    }
}

/// One reason of a platform.
struct RefusedReason: Shaped {
    /// The rung of the ladder, `silence` or `other`.
    var reason: String?
    var platform: String?
    var path: String?
    var wanted: String?
    var available: String?
    var unit: String?
    var sentence: String?

    static let shape = Shape<RefusedReason>(
        "RefusedReason", "One reason of a platform.",
        [
            Field("reason", \.reason, "The rung of the ladder, silence or other."),
            Field("platform", \.platform, "Who said so."),
            Field("path", \.path, "The member of the request."),
            Field("wanted", \.wanted, "What was wanted."),
            Field("available", \.available, "What there is."),
            Field("unit", \.unit, "Of both."),
            Field("sentence", \.sentence, "In words."),
        ])

    init() {}

    init(_ reason: Refusal.Reason, _ message: Message) {
        self.reason = reason.word
        let values = message.values
        platform = values["platform"]
        path = values["path"]
        wanted = values["wanted"]?.cut(to: 100)
        available = values["available"]?.cut(to: 100)
        unit = values["unit"]
        // A sentence with numbers has them beside it; one without is all there is.
        sentence = wanted == nil ? message.sentence.cut(to: 300) : nil
    }

    /// As the ladder calls it.
    var kind: Refusal.Reason { Refusal.Reason(word: reason ?? "") }
}

/// A change that would have been a yes.
struct RefusedChange: Shaped {
    var platforms: String?
    var words: String?

    static let shape = Shape<RefusedChange>(
        "RefusedChange", "A change that would have been a yes.",
        [Field("platforms", \.platforms, "Where."), Field("words", \.words, "Which.")])
}

extension Refusal.Reason {
    /// As it is kept.
    fileprivate var word: String {
        switch self {
        case .rung(let rung): rung.rawValue
        case .silence: "silence"
        case .other: "other"
        }
    }

    fileprivate init(word: String) {
        if let rung = Obstacle.Rung(rawValue: word) {
            self = .rung(rung)
        } else {
            self = word == "silence" ? .silence : .other
        }
    }
}
