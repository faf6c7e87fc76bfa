import BerthModel
import Testing

@testable import BerthPortal

struct CostChartTests {
    private static func chart(_ costs: [[Cost]]) -> CostChart {
        let offers = costs.enumerated().map { Sample.offer(UInt64($0.offset + 1), costs: $0.element) }
        return CostChart(rows: OfferRow.rows([("here", "Here", offers)]))
    }

    @Test func onePictureForEachUnitThatCanBeCompared() {
        let chart = Self.chart([
            [Sample.quote("EUR", 1), Sample.quote("EUR/h", 9)], [Sample.quote("EUR", 2, 4), Sample.quote("kWh", 1)], [],
        ])
        #expect(chart.units == ["EUR"])
        #expect(chart.figures.count == 1)
        let figure = chart.figures[0].text
        #expect(figure.contains("<title id=\"cost-title-0\">Cost in all, in EUR</title>"))
        // 410 wide for 4 EUR.
        #expect(figure.contains("<rect class=\"bar-cost\" x=\"150\" y=\"4\" width=\"103\" height=\"16\"/>"))
        #expect(figure.contains("<rect class=\"bar-cost\" x=\"150\" y=\"30\" width=\"205\" height=\"16\"/>"))
        #expect(figure.contains("<rect class=\"bar-cost-most\" x=\"355\" y=\"30\" width=\"205\" height=\"16\"/>"))
        #expect(figure.contains("y=\"42\">2 to 4 EUR</text>"))
    }

    @Test func nothingToCompare() {
        #expect(Self.chart([[Sample.quote("EUR", 1)], [Sample.quote("CHF", 1)]]).figures.isEmpty)
        #expect(Self.chart([[Sample.quote("EUR", 0)], [Sample.quote("EUR", 0)]]).figures.count == 1)
    }
}
