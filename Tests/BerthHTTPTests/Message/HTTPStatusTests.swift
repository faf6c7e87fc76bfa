import Testing

@testable import BerthHTTP

@Suite struct HTTPStatusTests {
    @Test func everyNamedStatusHasItsWords() {
        let named: [HTTPStatus] = [
            .ok, .created, .noContent, .partialContent, .seeOther, .notModified, .badRequest, .unauthorized, .forbidden,
            .notFound, .methodNotAllowed, .notAcceptable, .requestTimeout, .conflict, .gone, .contentTooLarge,
            .targetTooLong, .unsupportedMediaType, .rangeNotSatisfiable, .expectationFailed, .tooManyRequests,
            .headersTooLarge, .internalError, .unavailable,
        ]
        for status in named { #expect(status.reason != "Status") }
        #expect(HTTPStatus(299).reason == "Status")
        #expect("\(HTTPStatus.seeOther)" == "303")
    }

    @Test(arguments: [(199, false), (200, true), (299, true), (300, false)]) func success(code: Int, isOne: Bool) {
        #expect(HTTPStatus(code).isSuccess == isOne)
    }

    @Test(arguments: [(100, true), (204, true), (304, true), (200, false), (404, false)])
    func someHaveNoBody(code: Int, none: Bool) {
        #expect(HTTPStatus(code).hasNoBody == none)
    }
}
