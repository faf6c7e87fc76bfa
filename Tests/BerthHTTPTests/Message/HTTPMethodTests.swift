import Testing

@testable import BerthHTTP

@Suite struct HTTPMethodTests {
    @Test func methodsAreCaseSensitive() {
        #expect(HTTPMethod("GET") == .get)
        #expect(HTTPMethod("get") != .get)
        #expect("\(HTTPMethod.options)" == "OPTIONS")
    }
}
