import Testing

@testable import BerthJupyterHub

struct ProgressEventsTests {
    @Test("events come whole, however the bytes are cut", arguments: [1, 7, 1000])
    func pieces(_ size: Int) {
        let text =
            "data: {\"progress\": 50, \"message\": \"Spawning\"}\r\n\r\n: a comment\nnonsense\ndata: {\n"
            + "data:{\"failed\": true, \"message\": \"no room\"}\n\ndata: {\"ready\": true}\n\n"
        var events = ProgressEvents()
        var found: [ProgressEvents.Event] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            found += events.take(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        #expect(found == [.going, .failed("no room"), .ready])
    }
}
