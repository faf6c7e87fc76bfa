import Testing

@testable import BerthService

@Suite struct MetricsTextTests {
    @Test func aFigureHasItsHelpItsTypeAndItsSamples() {
        var text = MetricsText()
        text.begin("a_total", .counter, "How many.")
        text.sample("a_total", ["x": "1", "y": "2"], 3)
        text.single("b", .gauge, "One.", -1)
        #expect(
            text.text == """
                # HELP a_total How many.
                # TYPE a_total counter
                a_total{x="1",y="2"} 3
                # HELP b One.
                # TYPE b gauge
                b -1

                """)
    }

    @Test func labelsAndHelpAreEscaped() {
        var text = MetricsText()
        text.begin("a", .gauge, "Back\\slash\nand \"quote\".")
        text.sample("a", ["x": "\"\\\nö"], 0)
        #expect(
            text.text == #"""
                # HELP a Back\\slash\nand "quote".
                # TYPE a gauge
                a{x="\"\\\nö"} 0

                """#)
    }

    @Test(arguments: [
        (UInt64(0), "0.000000"), (1, "0.000001"), (1_500_000, "1.500000"), (.max, "18446744073709.551615"),
    ])
    func microsecondsAreSeconds(_ microseconds: UInt64, _ seconds: String) {
        #expect(MetricsText.seconds(microseconds) == seconds)
    }
}
