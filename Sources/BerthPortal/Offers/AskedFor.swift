import BerthAnswers
import BerthModel

/// What was asked, as far as offers fill it in: the first row of their table.
struct AskedFor: Sendable, Hashable {
    /// What is to run: the image, the notebook, with the command.
    var executable: String
    var start: Interval?
    var duration: TimeSpan?
    var cores: IntegerRange?
    var memory: IntegerRange?
    var storage: String
    /// What it may cost at most, and other bounds.
    var bounds: [String]

    init(_ request: ExecutionRequest) {
        executable = ValueText.executable(request.executable)
        start = request.schedule?.requested?.start
        duration = request.schedule?.requested?.duration
        cores = request.compute?.basic?.cores
        memory = request.compute?.basic?.memory
        storage = ValueText.storage(request.storage)
        bounds = request.component.costs.map { ValueText.cost($0) }.filter { !$0.isEmpty }
    }

    /// The texts of the columns that it shares with offers; empty for what was left to the platforms.
    var coresText: String { Self.text(cores, ValueText.cores(cores)) }
    var memoryText: String { Self.text(memory, ValueText.gibibytes(memory)) }

    private static func text(_ range: IntegerRange?, _ text: String) -> String {
        range?.min != nil && range?.max == nil ? "at least " + text : text
    }

    /// What an offer fills in that was left open, or gives beyond what was asked.
    enum Filled: Sendable, Hashable, CaseIterable { case start, duration, cores, memory, storage }

    func filled(by offer: OfferRow) -> Set<Filled> {
        var filled: Set<Filled> = []
        if start == nil, offer.times.start != nil { filled.insert(.start) }
        if let given = offer.times.duration, duration.map({ $0 < given }) ?? true { filled.insert(.duration) }
        if Self.isBeyond(offer.cores, cores) { filled.insert(.cores) }
        if Self.isBeyond(offer.memory, memory) { filled.insert(.memory) }
        if storage.isEmpty, !offer.storage.isEmpty { filled.insert(.storage) }
        return filled
    }

    private static func isBeyond(_ given: IntegerRange?, _ asked: IntegerRange?) -> Bool {
        guard let most = given?.max ?? given?.min else { return false }
        guard let least = asked?.min ?? asked?.max else { return true }
        return most > least
    }
}
