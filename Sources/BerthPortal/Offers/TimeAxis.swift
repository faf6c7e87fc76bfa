import BerthAnswers
import BerthModel

/// All offers on one axis of time: waiting, staging, running, releasing. The table beside it says the same in words.
struct TimeAxis: Sendable {
    /// One stretch of one offer.
    struct Stretch: Sendable, Hashable {
        enum Kind: String, Sendable, Hashable, CaseIterable {
            case wait, stage, run, release

            var title: String {
                switch self {
                case .wait: "waiting"
                case .stage: "staging"
                case .run: "running"
                case .release: "releasing"
                }
            }
        }
        var kind: Kind
        var start: Instant
        var end: Instant
    }

    let rows: [OfferRow]
    let now: Instant

    /// In units of the picture.
    private static let width: Int64 = 720
    private static let left: Int64 = 150
    private static let lineHeight: Int64 = 26
    private static let top: Int64 = 26
    /// So many lines are drawn; more are no picture.
    static let most = 40

    static func stretches(_ times: OfferTimes, from now: Instant) -> [Stretch] {
        guard let start = times.start else { return [] }
        let staging = min(times.staging ?? start, start)
        let end = times.end ?? start
        let all = [
            Stretch(kind: .wait, start: now, end: staging), Stretch(kind: .stage, start: max(now, staging), end: start),
            Stretch(kind: .run, start: start, end: end),
            Stretch(kind: .release, start: end, end: times.released ?? end),
        ]
        return all.filter { $0.start < $0.end }
    }

    private var lines: [(row: OfferRow, stretches: [Stretch])] {
        rows.prefix(Self.most).map { ($0, Self.stretches($0.times, from: now)) }.filter { !$0.stretches.isEmpty }
    }

    /// The whole picture; nil when no offer says when.
    var figure: HTML? {
        let lines = lines
        guard let end = lines.flatMap(\.stretches).map(\.end).max(), end > now else { return nil }
        let scale = Scale(from: now, to: end, left: Self.left, right: Self.width - 10)
        let height = Self.top + Int64(lines.count) * Self.lineHeight + 6
        let ticks = scale.ticks.map { tick in
            """
            <line class="axis-line" x1="\(tick.x)" y1="\(Self.top - 6)" x2="\(tick.x)" y2="\(height - 4)"/>
            <text class="axis-text" x="\(tick.x)" y="\(Self.top - 10)" text-anchor="middle">\(tick.title)</text>

            """ as HTML
        }
        let bars = lines.enumerated().map { index, line in
            Self.line(line.row, line.stretches, at: Self.top + Int64(index) * Self.lineHeight, scale)
        }
        let left = rows.count > Self.most ? " The first \(Self.most) are shown." : ""
        return """
            <figure class="chart" role="group" aria-label="Offers in time">
            <svg viewBox="0 0 \(Self.width) \(height)" role="img" aria-labelledby="axis-title axis-desc">
            <title id="axis-title">When each offer waits, stages, runs and is released</title>
            <desc id="axis-desc">From now on to the right.\(left) The table of offers holds the same times.</desc>
            \(ticks)\(bars)</svg>
            <figcaption>\(Self.legend)</figcaption>
            </figure>

            """
    }

    private static func line(_ row: OfferRow, _ stretches: [Stretch], at y: Int64, _ scale: Scale) -> HTML {
        let bars = stretches.map { stretch -> HTML in
            let from = scale.x(stretch.start)
            // What is short is still seen.
            let width = max(2, scale.x(stretch.end) - from)
            let span = TimeText.span(stretch.end - stretch.start)
            return """
                <rect class="bar-\(stretch.kind.rawValue)" x="\(from)" y="\(y)" width="\(width)" height="16" rx="2">\
                <title>\(stretch.kind.title) for \(span)</title></rect>

                """
        }
        return """
            <text class="axis-name" x="0" y="\(y + 12)">\(row.number) \(row.platform.cut(to: 18))</text>
            \(bars)
            """
    }

    private static var legend: [HTML] {
        Stretch.Kind.allCases.map { kind in
            """
            <span class="legend"><svg width="12" height="12" aria-hidden="true"><rect class="bar-\(kind.rawValue)" \
            width="12" height="12" rx="2"/></svg> \(kind.title)</span>

            """
        }
    }

    /// Instants as places.
    struct Scale: Sendable {
        let from: Instant
        let to: Instant
        let left: Int64
        let right: Int64

        func x(_ instant: Instant) -> Int64 {
            let whole = max(1, (to - from).milliseconds)
            let part = max(0, min(whole, (instant - from).milliseconds))
            // A span of years times a width fits into 64 bits.
            return left + part * (right - left) / whole
        }

        /// Steps that people count in.
        private static let steps: [Int64] = [
            1, 5, 10, 30, 60, 300, 600, 1800, 3600, 2 * 3600, 6 * 3600, 12 * 3600, 86_400, 2 * 86_400, 7 * 86_400,
            30 * 86_400, 365 * 86_400,
        ]

        /// At most seven, from the first on, named by how long it is until then.
        var ticks: [(x: Int64, title: String)] {
            let seconds = max(1, (to - from).milliseconds / 1000)
            let step = Self.steps.first { seconds / $0 <= 6 } ?? seconds
            return (0...min(6, seconds / step)).map { count in
                let span = TimeSpan(seconds: count * step)
                return (x(from + span), count == 0 ? "now" : "+" + TimeText.span(span))
            }
        }
    }
}

extension String {
    /// At most so many characters, with a sign where some are missing.
    func cut(to count: Int) -> String { self.count <= count ? self : prefix(max(0, count - 1)) + "…" }
}
