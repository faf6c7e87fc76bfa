import BerthAnswers
import BerthModel

/// The answer YES for people: a table of its offers.
struct OfferSheet: Sendable {
    let answer: OfferSetResponse
    let console: Console
    let time: TimeText
    /// Where it is written to.
    var stream = Console.Stream.output
    /// False for what a snapshot has kept.
    var isHeld = true

    var lines: [String] {
        let count = answer.offers.count
        let yes = console.ink(.green, "YES", on: stream)
        var lines = ["\(yes), \(count) \(count == 1 ? "offer" : "offers")\(held)."]
        var table = Table(columns: [
            .init("#", isNumber: true), .init("platform"), .init("starts"), .init("for"), .init("cores"),
            .init("memory"), .init("with"), .init("storage"), .init("cost"), .init("identifier"),
        ])
        for (index, offer) in answer.offers.enumerated() { table.rows.append(row(index, offer)) }
        lines += table.lines(most: console.columns)
        return lines + late + notes
    }

    /// Which offers do not start at once: in a table of instants that is easily overlooked.
    private var late: [String] {
        let starts = answer.offers.enumerated().compactMap { index, offer -> String? in
            guard let available = offer.schedule?.available?.start?.start else { return nil }
            // An image may take long to fetch: what is prepared at once is not late.
            let begin = offer.schedule?.preparing?.start ?? available
            return begin - time.now < Self.soon ? nil : "offer \(index + 1) \(time.relative(available))"
        }
        if starts.isEmpty { return [] }
        let what = starts.count == answer.offers.count ? "Nothing starts at once" : "Not all start at once"
        return [console.ink(.yellow, "\(what): \(starts.joined(separator: ", ")).", on: stream)]
            + (isHeld ? [Self.hint] : [])
    }

    /// Who asks a few times in a row stands in the way of themselves, and does not know it.
    static let hint = "Offers hold what they promise, yours too: berth sessions --phase OFFERED lists them."

    /// What begins within this time begins at once, for people.
    private static let soon = TimeSpan(seconds: 60)

    private func row(_ index: Int, _ offer: Session) -> [String] {
        let available = offer.schedule?.available
        var cores = ""
        var memory = ""
        if let compute = offer.compute?.basic {
            cores = ValueText.cores(compute.cores)
            memory = ValueText.gibibytes(compute.memory)
        }
        return [
            "\(index + 1)", offer.platform?.printable ?? "", available?.start.map { time.both($0.start) } ?? "",
            available?.duration.map(TimeText.span) ?? "", cores, memory, ValueText.counted(offer).printable,
            ValueText.storage(offer.storage),
            offer.component.costs.map(ValueText.cost).filter { !$0.isEmpty }.joined(separator: ", ").printable,
            ValueText.short(offer.component.meta?.uuid),
        ]
    }

    private var held: String {
        guard isHeld, let expires = answer.offers.compactMap(\.expires).min() else { return "" }
        return ", held until \(time.both(expires))"
    }

    /// What those said who cannot, and what was ignored.
    private var notes: [String] {
        (answer.meta?.messages ?? []).compactMap { message -> String? in
            guard let text = message.message else { return nil }
            let platform = message.values["platform"].map { text.hasPrefix("\($0) ") ? "" : " (\($0))" } ?? ""
            return console.ink(.dim, "note: \(text)\(platform)".printable, on: stream)
        }
    }
}
