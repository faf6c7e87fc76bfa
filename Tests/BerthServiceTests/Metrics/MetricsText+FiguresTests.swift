import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker
@testable import BerthHTTP
@testable import BerthService

@Suite struct MetricsTextFiguresTests {
    private func lines(_ build: (inout MetricsText) -> Void) -> [String] {
        var text = MetricsText()
        build(&text)
        return text.text.split(separator: "\n").map { String($0) }
    }

    @Test func everyFigureOfABroker() {
        var figures = BrokerFigures()
        figures.answeredYes = 1
        figures.answeredNo = 2
        figures.obstacles = [.init(platform: "b", rung: .never): 3, .init(platform: "", rung: .contradictory): 4]
        figures.silences = [.init(platform: "b", reason: .tooSlow): 5]
        figures.offersMade = 6
        figures.offersExpired = 7
        figures.entered = [.running: 8]
        figures.unfinished = [.running: 9]
        figures.storeFailures = 10
        let lines = lines { $0.add(figures) }
        for line in [
            #"berth_answers_total{result="yes"} 1"#, #"berth_answers_total{result="no"} 2"#,
            #"berth_obstacles_total{platform="b",reason="never"} 3"#,
            #"berth_obstacles_total{platform="",reason="contradictory"} 4"#,
            #"berth_silences_total{platform="b",reason="tooSlow"} 5"#, "berth_offers_made_total 6",
            "berth_offers_expired_total 7", #"berth_sessions_entered_total{phase="RUNNING"} 8"#,
            #"berth_sessions_entered_total{phase="FAILED"} 0"#, #"berth_sessions_unfinished{phase="RUNNING"} 9"#,
            "berth_store_failures_total 10",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        // A session at its end is finished.
        #expect(!lines.contains { $0.hasPrefix("berth_sessions_unfinished{phase=\"FAILED\"") })
    }

    @Test func bucketsCountUp() {
        let meter = Meter()
        for time in [UInt64(50), 200, 99_000_000] {
            meter.count(
                HTTPAccess(
                    method: .get, route: "/health", status: .ok, durationMicroseconds: time, requestBytes: 0,
                    responseBytes: 0, peer: nil))
        }
        let lines = lines { $0.add(meter.figures) }
        let name = "berth_http_request_duration_seconds"
        for line in [
            #"berth_http_requests_total{route="/health",method="GET",status="200"} 3"#,
            "\(name)_bucket{route=\"/health\",le=\"0.0001\"} 1", "\(name)_bucket{route=\"/health\",le=\"0.00025\"} 2",
            "\(name)_bucket{route=\"/health\",le=\"10\"} 2", "\(name)_bucket{route=\"/health\",le=\"+Inf\"} 3",
            "\(name)_sum{route=\"/health\"} 99.000250", "\(name)_count{route=\"/health\"} 3",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
    }
}
