import Testing

@testable import BerthTasks

@Suite struct JupyterServerTests {
    @Test("the token opens the page and stands in no argument")
    func token() {
        let server = JupyterServer(address: "127.0.0.1", port: 8888, token: "secret")
        #expect(server.url("") == "http://127.0.0.1:8888/?token=secret")
        #expect(server.url("lab/tree/a.ipynb") == "http://127.0.0.1:8888/lab/tree/a.ipynb?token=secret")
        #expect(!server.words(python: "python3", root: "/r").contains { $0.contains("secret") })
        #expect(
            JupyterServer(address: "::1", port: 1, token: "t").url("").hasPrefix("http://[::1]:1/"))
        #expect(!JupyterServer(address: "0.0.0.0", port: 1, token: "t").url("").contains("0.0.0.0"))
    }

    @Test("no two tokens are alike")
    func tokens() {
        let tokens = Set((0..<100).map { _ in JupyterServer.newToken() })
        #expect(tokens.count == 100)
        #expect(tokens.allSatisfy { $0.utf8.count == 2 * JupyterServer.tokenBytes })
    }
}
