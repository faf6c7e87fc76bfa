import Testing

@testable import BerthHTTP

@Suite struct HTTPResponseWireTests {
    @Test func theAnswerAsItIsSent() {
        let response = HTTPResponse(
            .requestTimeout, headers: ["A": "1"], contentType: "text/plain", body: Array("late\n".utf8))
        #expect(
            String(decoding: response.wireBytes(), as: UTF8.self)
                == "HTTP/1.1 408 Request Timeout\r\nA: 1\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n"
                + "Connection: close\r\n\r\nlate\n")
    }

    @Test func fieldsThatWouldBreakOutAreLeftOut() {
        let response = HTTPResponse(.ok, headers: ["A\r\nX": "1", "B": "1\r\nX: 2", "C": "\0", "D": "4"])
        #expect(
            String(decoding: response.wireBytes(), as: UTF8.self)
                == "HTTP/1.1 200 OK\r\nD: 4\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    }

    @Test func fieldsOfTheBodyAndTheConnectionAreSaidOnce() {
        let response = HTTPResponse(
            .ok, headers: ["content-length": "9", "Connection": "keep-alive", "Transfer-Encoding": "x"])
        #expect(
            String(decoding: response.wireBytes(), as: UTF8.self)
                == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    }
}
