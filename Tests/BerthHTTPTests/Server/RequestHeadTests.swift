import Testing

@testable import BerthHTTP

@Suite struct RequestHeadTests {
    private let limits = HTTPLimits()

    private func problem(_ headers: HTTPHeaders, target: Int = 1) -> HTTPProblem? {
        RequestHead(headers: headers).problem(limits: limits, rawTarget: [UInt8](repeating: 47, count: target))
    }

    @Test func whatIsRightHasNoProblem() {
        for headers: HTTPHeaders in [
            [:], ["Content-Length": "0"], ["Content-Length": "1048576"], ["Transfer-Encoding": "chunked"],
            ["Transfer-Encoding": "Chunked"], ["Expect": "100-Continue"], ["A": ""], ["A": "é\t"],
        ] { #expect(problem(headers) == nil) }
    }

    @Test(
        arguments: [
            (["Content-Length": "1048577"], .bodyTooLarge, 413, "the body is larger than 1048576 bytes"),
            (["Content-Length": ""], .badContentLength, 400, "Content-Length must be one whole number of bytes"),
            (["Content-Length": "-1"], .badContentLength, 400, "Content-Length must be one whole number of bytes"),
            (["Content-Length": "+1"], .badContentLength, 400, "Content-Length must be one whole number of bytes"),
            (["Content-Length": "1, 1"], .badContentLength, 400, "Content-Length must be one whole number of bytes"),
            (["Content-Length": "0x1"], .badContentLength, 400, "Content-Length must be one whole number of bytes"),
            (
                ["Content-Length": "9999999999999999999"], .badContentLength, 400,
                "Content-Length must be one whole number of bytes"
            ),
            (
                ["Content-Length": "1", "content-length": "1"], .badContentLength, 400,
                "Content-Length must be one whole number of bytes"
            ),
            (
                ["Content-Length": "1", "Transfer-Encoding": "chunked"], .badContentLength, 400,
                "Content-Length and Transfer-Encoding exclude each other"
            ),
            (
                ["Transfer-Encoding": "gzip, chunked"], .badTransferCoding, 400,
                "Transfer-Encoding must be chunked and nothing else"
            ),
            (
                ["Transfer-Encoding": "identity"], .badTransferCoding, 400,
                "Transfer-Encoding must be chunked and nothing else"
            ),
            (
                ["Transfer-Encoding": "chunked", "transfer-encoding": "chunked"], .badTransferCoding, 400,
                "Transfer-Encoding must be chunked and nothing else"
            ),
            (["Transfer-Encoding": ""], .badTransferCoding, 400, "Transfer-Encoding must be chunked and nothing else"),
            (["Host": "a", "host": "a"], .badHeader, 400, "Host stands more than once"),
            (["Expect": "200-ok"], .expectationFailed, 417, "Expect must be 100-continue or absent"),
            (["A B": "1"], .badHeader, 400, "a header field has a name or value with forbidden characters"),
            (["": "1"], .badHeader, 400, "a header field has a name or value with forbidden characters"),
            (["A": "1\u{1}"], .badHeader, 400, "a header field has a name or value with forbidden characters"),
        ] as [(HTTPHeaders, HTTPProblem.Code, Int, String)])
    func problems(headers: HTTPHeaders, code: HTTPProblem.Code, status: Int, detail: String) {
        #expect(problem(headers) == HTTPProblem(code, HTTPStatus(status), detail))
    }

    @Test func theTargetIsAsLongAsAllowedOrOneByteLonger() {
        #expect(problem([:], target: limits.targetBytes) == nil)
        #expect(
            problem([:], target: limits.targetBytes + 1)
                == HTTPProblem(.targetTooLong, .targetTooLong, "the request target is longer than 8192 bytes"))
    }

    @Test func theFieldsAreAsLargeAsAllowedOrOneByteLarger() {
        let value = String(repeating: "x", count: limits.headerBytes - 5)
        #expect(problem(["A": value]) == nil)
        #expect(
            problem(["A": value + "x"])
                == HTTPProblem(.headersTooLarge, .headersTooLarge, "the header fields are larger than 16384 bytes"))
    }

    @Test(
        arguments: [
            ("5", 5), ("0", 0), ("007", 7), ("999999999999999999", 999_999_999_999_999_999),
            ("1000000000000000000", nil),
        ] as [(String, Int?)]) func lengths(text: String, length: Int?)
    {
        #expect(RequestHead(headers: ["Content-Length": text]).contentLength == length)
    }

    @Test func aSmallBodyOfARefusalIsReadSoThatTheConnectionIsKept() {
        let plain = RequestHead(headers: [:])
        let expecting = RequestHead(headers: ["Expect": "100-continue"])
        for code in HTTPProblem.Code.allCases {
            let problem = HTTPProblem(code, .badRequest, "")
            let atOnce = [.badTransferCoding, .badContentLength, .bodyTooLarge].contains(code)
            #expect(plain.isRefusedAtOnce(problem, limits: limits) == atOnce)
            #expect(expecting.isRefusedAtOnce(problem, limits: limits))
        }
    }
}
