import Testing

@testable import BerthKubernetes

@Suite struct PodLogsTests {
    @Test(
        arguments: [
            (["hi\nbye\n", "rpc error: code = NotFound desc = x"], "hi\nbye\n"),
            (["hi\nrpc", " error: code = x"], "hi\n"),
            (["a", "b"], "ab"), (["rpc error: code = 1\nmore\n"], "rpc error: code = 1\nmore\n"), (["rpc"], "rpc"),
            ([], ""),
        ] as [([String], String)])
    func theWordsOfTheRuntimeAreNoOutput(_ pieces: [String], _ output: String) {
        var words = RuntimeWords()
        var bytes = pieces.flatMap { words.written(Array($0.utf8)) }
        bytes += words.rest
        #expect(String(decoding: bytes, as: UTF8.self) == output)
    }

    @Test func aLineThatIsTooLongIsTheProgramsOwn() {
        var words = RuntimeWords()
        let mark = Array("rpc error: code = ".utf8)
        var count = words.written(mark).count
        for _ in 0..<10 { count += words.written([UInt8](repeating: 120, count: 1000)).count }
        #expect(count == mark.count + 10_000)
        #expect(!words.isGone)
        // The next line may be the node's again.
        _ = words.written(Array("\nrpc error: code = NotFound".utf8))
        #expect(words.isGone)
    }
}
