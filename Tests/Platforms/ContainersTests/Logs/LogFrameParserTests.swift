import BerthPlatform
import Testing

@testable import BerthContainers

@Suite struct LogFrameParserTests {
    static let frames: [UInt8] =
        [1, 0, 0, 0, 0, 0, 0, 3] + Array("hi\n".utf8) + [2, 0, 0, 0, 0, 0, 0, 4] + Array("err\n".utf8)
        + [1, 0, 0, 0, 0, 0, 0, 0] + [1, 0, 0, 0, 0, 0, 0, 1] + Array("x".utf8)

    @Test("frames may be cut anywhere", arguments: 1...24)
    func pieces(_ size: Int) throws {
        var parser = LogFrameParser()
        var streams: [LogStream: String] = [:]
        var place = 0
        while place < Self.frames.count {
            let piece = Array(Self.frames[place..<min(place + size, Self.frames.count)])
            try piece.withUnsafeBytes { bytes in
                try parser.feed(bytes) { streams[$0, default: ""] += String(decoding: $1, as: UTF8.self) }
            }
            place += size
        }
        #expect(streams == [.stdout: "hi\nx", .stderr: "err\n"])
    }

    @Test("bytes that are no frames", arguments: [[3, 0, 0, 0, 0, 0, 0, 1], Array("plain te".utf8)] as [[UInt8]])
    func noFrames(_ bytes: [UInt8]) {
        var parser = LogFrameParser()
        var error: PlatformError?
        bytes.withUnsafeBytes { buffer in
            do throws(PlatformError) {
                try parser.feed(buffer) { _, _ in }
            } catch let caught {
                error = caught
            }
        }
        #expect(error?.message == "The engine's log is not in frames.")
    }
}
