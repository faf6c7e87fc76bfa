import BerthBroker
import BerthDocument
import BerthHTTP
import Testing

@testable import berth

struct EventLogTests {
    func log(_ least: BrokerEvent.Level, _ format: LogFormat, _ sink: Sink) -> EventLog {
        EventLog(least: least, format: format, now: { CapturedRun.now }, write: { sink.write(.error, $0) })
    }

    static let event = BrokerEvent(.info, "session.phase", ["session": "4f6b", "cause": "two \"words\"", "none": ""])

    @Test func forPeople() {
        let sink = Sink()
        log(.info, .text, sink).log(Self.event)
        #expect(
            sink.text(.error)
                == "2030-01-31T12:00:00Z info    session.phase session=4f6b cause=\"two \\\"words\\\"\" none=\"\"\n")
    }

    @Test func forPrograms() throws {
        let sink = Sink()
        log(.info, .json, sink).log(Self.event)
        #expect(
            sink.text(.error) == """
                {"time":"2030-01-31T12:00:00Z","level":"info","event":"session.phase","session":"4f6b",\
                "cause":"two \\"words\\"","none":""}

                """)
    }

    @Test func oneEventIsOneLine() {
        for format in LogFormat.allCases {
            let sink = Sink()
            log(.debug, format, sink).log(BrokerEvent(.error, "x", ["problem": "a\nb\u{1B}[2J"]))
            #expect(sink.text(.error).filter { $0 == "\n" }.count == 1)
            #expect(!sink.text(.error).contains("\u{1B}"))
        }
    }

    @Test func lessGraveEventsAreNotTold() {
        for (index, least) in BrokerEvent.Level.allCases.enumerated() {
            let sink = Sink()
            let log = log(least, .text, sink)
            for level in BrokerEvent.Level.allCases { log.log(BrokerEvent(level, "x")) }
            #expect(sink.text(.error).filter { $0 == "\n" }.count == BrokerEvent.Level.allCases.count - index)
        }
    }

    @Test(arguments: LogLevel.allCases)
    func levelsOfTheConfiguration(_ level: LogLevel) { #expect(level.level.rawValue == level.rawValue) }
}
