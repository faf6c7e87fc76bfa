import BerthDocument
import BerthModel
import Testing

@testable import BerthClient

struct SessionEventTests {
    func event(_ name: String, _ data: String) -> SessionEvent? {
        SessionEvent(EventParser.Event(id: "1", name: name, data: data))
    }

    @Test func phases() {
        guard
            case .phase(.running, let time)? = event("phase", #"{"phase": "RUNNING", "time": "2030-01-31T12:00:00Z"}"#)
        else {
            Issue.record("no phase")
            return
        }
        #expect(time == Instant("2030-01-31T12:00:00Z"))
        #expect(event("phase", #"{"phase": "DREAMING"}"#) == nil)
    }

    @Test func sessions() {
        guard case .session(let received)? = event("session", #"{"phase": "COMPLETED", "novel": 1}"#) else {
            Issue.record("no session")
            return
        }
        #expect(received.value.phase == .completed)
        #expect(received.document["novel"] == .integer(1))
    }

    @Test func whatIsNotKnown() {
        #expect(event("weather", "{}") == nil)
        #expect(event("session", "{") == nil)
    }
}
