import Testing

@testable import BerthHTTP

@Suite struct ReplyPipeTests {
    private let error = HTTPError(.brokenReply, "broken")

    private func append(_ pipe: ReplyPipe, _ text: String) -> Bool {
        Array(text.utf8).withUnsafeBytes { pipe.append($0) }
    }

    private func head() -> ReplyHead {
        var head = ReplyHead()
        Array("HTTP/1.1 201 Created\r\n".utf8).withUnsafeBytes { head.add(line: $0) }
        return head
    }

    @Test func whatIsThereIsHandedOverAtOnce() async throws {
        let pipe = ReplyPipe(url: "http://a/", limit: 100)
        pipe.begin(head(), url: "http://b/")
        #expect(append(pipe, "one") && append(pipe, "two"))
        #expect(try await pipe.head().get().status == .created)
        #expect(pipe.url == "http://b/")
        #expect(try await pipe.next().get().bytes == Array("onetwo".utf8))
        pipe.end(.success(()))
        #expect(try await pipe.next().get().bytes == nil)
    }

    @Test func aReaderIsWokenByWhatItWaitsFor() async throws {
        let pipe = ReplyPipe(url: "http://a/", limit: 100)
        async let status = pipe.head().get().status
        await Task.yield()
        pipe.begin(head(), url: "http://a/")
        #expect(try await status == .created)
        async let body = pipe.whole().get().body
        #expect(append(pipe, "ab") && append(pipe, "c"))
        await Task.yield()
        pipe.end(.success(()))
        #expect(try await body == Array("abc".utf8))
    }

    @Test func whatIsOverTheLimitIsNotTakenUntilThereIsRoom() async throws {
        let pipe = ReplyPipe(url: "http://a/", limit: 3)
        #expect(append(pipe, "ab"))
        #expect(!pipe.isFull)
        #expect(append(pipe, "cd"))
        #expect(!append(pipe, "e"))
        #expect(pipe.isFull)
        let taken = try await pipe.next().get()
        #expect(taken.bytes == Array("abcd".utf8))
        #expect(taken.resumes)
        // Until the loop has resumed the transfer it still waits.
        #expect(pipe.isFull)
        pipe.resume()
        #expect(!pipe.isFull)
        #expect(append(pipe, "e"))
        #expect(try await pipe.next().get().resumes == false)
    }

    @Test func bytesComeBeforeTheErrorUnlessNobodyWantsThem() async throws {
        let pipe = ReplyPipe(url: "http://a/", limit: 100)
        #expect(append(pipe, "ab"))
        pipe.end(.failure(error))
        #expect(try await pipe.next().get().bytes == Array("ab".utf8))
        #expect(try await failure { try await pipe.next().get() } == error)
        for code in [HTTPError.Code.cancelled, .stopped] {
            let pipe = ReplyPipe(url: "http://a/", limit: 100)
            #expect(append(pipe, "ab"))
            pipe.end(.failure(HTTPError(code, "over")))
            #expect(try await failure { try await pipe.next().get() }.code == code)
        }
    }

    @Test func theFirstEndCounts() async throws {
        let pipe = ReplyPipe(url: "http://a/", limit: 100)
        pipe.end(.failure(error))
        pipe.end(.success(()))
        #expect(try await failure { try await pipe.whole().get() } == error)
        #expect(try await failure { try await pipe.head().get() } == error)
    }

    @Test func anEndWithoutAHeadIsNoReply() async throws {
        let pipe = ReplyPipe(url: "http://u:p@a/?x", limit: 100)
        pipe.end(.success(()))
        let expected = HTTPError(.brokenReply, "no reply came", subject: "http://a/")
        #expect(try await failure { try await pipe.whole().get() } == expected)
        #expect(try await failure { try await pipe.head().get() } == expected)
    }
}
