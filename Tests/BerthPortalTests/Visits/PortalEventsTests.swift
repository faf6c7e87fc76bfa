import Testing

@testable import BerthPortal

struct PortalEventsTests {
    @Test func everyLineIsDataOfItsOwn() {
        #expect(
            String(decoding: PortalEvents.frame("answer", id: "3", "<p>\na\r\nb</p>"), as: UTF8.self)
                == "id: 3\nevent: answer\ndata: <p>\ndata: a\ndata: b</p>\n\n")
        #expect(String(decoding: PortalEvents.frame("end", id: nil, ""), as: UTF8.self) == "event: end\ndata: \n\n")
    }
}
