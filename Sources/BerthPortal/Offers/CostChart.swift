import BerthAnswers
import BerthModel

/// What offers cost in all, side by side: one picture for each currency or unit.
struct CostChart: Sendable {
    let rows: [OfferRow]

    private static let width: Int64 = 720
    private static let left: Int64 = 150
    /// Room for the number behind the longest bar.
    private static let right: Int64 = 560
    private static let lineHeight: Int64 = 26
    /// More currencies than that are no comparison.
    static let mostUnits = 3

    /// The units in which more than one offer says what it costs, in the order of the offers.
    var units: [String] {
        var counts: [(unit: String, count: Int)] = []
        for price in rows.flatMap(\.prices) where price.total != nil {
            if let known = counts.firstIndex(where: { $0.unit == price.unit }) {
                counts[known].count += 1
            } else {
                counts.append((price.unit, 1))
            }
        }
        return counts.filter { $0.count > 1 }.prefix(Self.mostUnits).map(\.unit)
    }

    /// All pictures; empty when there is nothing to compare.
    var figures: [HTML] { units.enumerated().map { index, unit in figure(unit, index) } }

    private func figure(_ unit: String, _ index: Int) -> HTML {
        let lines = rows.prefix(TimeAxis.most).compactMap { row -> (row: OfferRow, total: ClosedRange<Double>)? in
            row.prices.first { $0.unit == unit }?.total.map { (row, $0) }
        }
        let most = lines.map(\.total.upperBound).max() ?? 0
        let height = Int64(lines.count) * Self.lineHeight + 4
        let bars = lines.enumerated().map { place, line in
            Self.line(line.row, line.total, of: most, unit, at: Int64(place) * Self.lineHeight + 4)
        }
        let name = unit.isEmpty ? "Cost in all" : "Cost in all, in \(unit)"
        return """
            <figure class="chart" role="group" aria-label="\(name)">
            <svg viewBox="0 0 \(Self.width) \(height)" role="img" \
            aria-labelledby="cost-title-\(index) cost-desc-\(index)">
            <title id="cost-title-\(index)">\(name)</title>
            <desc id="cost-desc-\(index)">A bar for each offer. The table of offers holds the same amounts.</desc>
            \(bars)</svg>
            <figcaption>\(name)</figcaption>
            </figure>

            """
    }

    private static func line(
        _ row: OfferRow, _ total: ClosedRange<Double>, of most: Double, _ unit: String, at y: Int64
    ) -> HTML {
        func length(_ amount: Double) -> Int64 {
            most > 0 ? Int64((max(0, amount) / most * Double(right - left)).rounded()) : 0
        }
        let least = max(1, length(total.lowerBound))
        let whole = max(least, length(total.upperBound))
        var rest: HTML = ""
        if whole > least {
            rest = """
                <rect class="bar-cost-most" x="\(left + least)" y="\(y)" width="\(whole - least)" height="16"/>

                """
        }
        return """
            <text class="axis-name" x="0" y="\(y + 12)">\(row.number) \(row.platform.cut(to: 18))</text>
            <rect class="bar-cost" x="\(left)" y="\(y)" width="\(least)" height="16"/>
            \(rest)<text class="axis-text" x="\(left + whole + 6)" y="\(y + 12)">\(ValueText.amount(total, unit))</text>

            """
    }
}
