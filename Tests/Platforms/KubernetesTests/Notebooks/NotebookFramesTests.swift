import BerthHTTP
import BerthModel
import Testing

@testable import BerthKubernetes

@Suite struct NotebookFramesTests {
    private static let session = UUID(random: 7, 7)
    private static let mark = "\n" + NotebookFrames.mark(session)

    private static func frame(_ kind: String, _ text: String) -> String {
        mark + kind + Base64.encoded(Array(text.utf8))
    }

    private static let sent =
        "hi\nthere\n" + frame("O", "{") + frame("O", "}") + frame("R", "one ") + frame("R", "two") + frame("E", "")
        + "\n"

    private static func read(_ pieces: [String], mostBytes: Int64 = 100) -> (frames: NotebookFrames, text: String) {
        var frames = NotebookFrames(session, mostBytes: mostBytes)
        var text = pieces.flatMap { frames.written(Array($0.utf8)) }
        text += frames.rest
        return (frames, String(decoding: text, as: UTF8.self))
    }

    @Test(arguments: [1, 2, 7, 1000]) func theResultIsNoOutputHoweverItComes(_ size: Int) {
        let bytes = Array(Self.sent)
        let pieces = stride(from: 0, to: bytes.count, by: size).map {
            String(bytes[$0..<min($0 + size, bytes.count)])
        }
        let (frames, text) = Self.read(pieces)
        #expect(text == "hi\nthere\n")
        #expect(frames.isWhole)
        #expect(String(decoding: frames.result, as: UTF8.self) == "one two")
        #expect(frames.outcome == Array("{}".utf8))
    }

    @Test(arguments: ["a", "a\n", "\n\n", "\nberth-", "x\nberth-other:Rxx\n", mark.dropLast() + "x", ""] as [String])
    func whatIsNoMarkStaysAsItIs(_ text: String) {
        let (frames, kept) = Self.read([text])
        #expect(kept == text)
        #expect(!frames.isWhole)
    }

    @Test func whatIsWrittenInBetweenIsOutput() {
        let text = "a" + Self.frame("O", "{}") + "\nb" + Self.frame("E", "") + "\nc"
        let (frames, kept) = Self.read([text])
        #expect(kept == "a\nbc")
        #expect(frames.isWhole)
    }

    @Test(
        arguments: [
            // Cut off, past the limit, no base64, of no known kind, without a word of how it ended.
            frame("O", "{}") + frame("R", "x"), frame("O", "{}") + frame("R", "12345") + frame("E", "") + "\n",
            frame("O", "{}") + mark + "R!!!" + frame("E", "") + "\n",
            frame("O", "{}") + frame("X", "x") + frame("E", "") + "\n", frame("R", "x") + frame("E", "") + "\n",
        ])
    func whatIsNotWholeIsNoResult(_ text: String) {
        #expect(!Self.read([text], mostBytes: 4).frames.isWhole)
    }

    @Test func asMuchAsIsAllowedIsAResult() {
        let text = Self.frame("O", "{}") + Self.frame("R", "1234") + Self.frame("E", "") + "\n"
        #expect(Self.read([text], mostBytes: 4).frames.isWhole)
    }
}
