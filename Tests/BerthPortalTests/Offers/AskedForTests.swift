import BerthDocument
import BerthModel
import Testing

@testable import BerthPortal

struct AskedForTests {
    private static func asked(_ request: Document) -> AskedFor {
        AskedFor(ExecutionRequest.reading(request, from: .json).value)
    }

    @Test func whatWasAsked() {
        let asked = Self.asked([
            "executable": ["kind": "docker-container", "image": ["locations": ["a:1"]]],
            "compute": ["kind": "simple-compute-resource", "cores": ["min": 2], "memory": ["min": 4, "max": 8]],
            "schedule": ["requested": ["duration": "PT30M"]],
            "costs": [["kind": "simple-minmax-float-cost", "type": "EUR", "max": 3]],
        ])
        #expect(asked.executable == "a:1")
        #expect(asked.coresText == "at least 2 cores")
        #expect(asked.memoryText == "4 to 8 GiB")
        #expect(asked.bounds == ["3 EUR"])
        #expect(asked.duration == TimeSpan(seconds: 1800))
    }

    @Test func whatPlatformsFillIn() throws {
        let offer = try #require(OfferRow(Sample.offer(1), number: 1, broker: "here", brokerTitle: nil))
        #expect(Self.asked([:]).filled(by: offer) == [.start, .duration, .cores, .memory])
        let exact = Self.asked([
            "compute": ["kind": "simple-compute-resource", "cores": ["min": 2], "memory": ["min": 3]],
            "schedule": ["requested": ["start": "2030-01-31T12:00:00Z/PT1H", "duration": "PT1H"]],
        ])
        #expect(exact.filled(by: offer) == [.memory])
    }
}
