import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import Testing

@testable import BerthService

@Suite struct ServiceLogsTests {
    /// Bytes that tell their place.
    private func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { place in
            let page = place / 256 % 64
            return UInt8(32 + page + place % 2)
        }
    }

    @Test func whatWasWrittenIsRead() async throws {
        try await RunningService.during { service in
            service.platform.write("one\ntwo\n")
            service.platform.write(Array("oops\n".utf8), to: .stderr)
            service.platform.write(Array("{}".utf8), to: .result)
            let id = try await service.completed()
            let reply = try await service.client.get("/sessions/\(id)/log/stdout")
            #expect(reply.status == 200)
            #expect(reply.text == "one\ntwo\n")
            #expect(reply.headers["Content-Type"] == "text/plain; charset=utf-8")
            #expect(reply.headers["Accept-Ranges"] == "bytes")
            #expect(reply.headers["ETag"] != nil)
            #expect(try await service.client.get("/sessions/\(id)/log/stderr?follow=false").text == "oops\n")
            #expect(try await service.client.get("/sessions/\(id)/log/result").text == "{}")
            #expect(try await service.client.get("/sessions/\(id)/log/stdin").status == 404)
            let head = try await service.client.send("HEAD", "/sessions/\(id)/log/stdout")
            #expect(head.status == 200)
            #expect(head.headers["Content-Length"] == "8")
        }
    }

    @Test func anOfferHasWrittenNothing() async throws {
        try await RunningService.during { service in
            let id = try await service.offer()
            let reply = try await service.client.get("/sessions/\(id)/log/stdout")
            #expect(reply.status == 200)
            #expect(reply.body.isEmpty)
        }
    }

    private static let ranges: [(range: String, status: Int, part: Range<Int>?, content: String?)] = [
        ("bytes=0-9", 206, 0..<10, "bytes 0-9/1000"), ("bytes=990-", 206, 990..<1000, "bytes 990-999/1000"),
        ("bytes=-5", 206, 995..<1000, "bytes 995-999/1000"), ("bytes=-5000", 206, 0..<1000, "bytes 0-999/1000"),
        ("bytes=999-5000", 206, 999..<1000, "bytes 999-999/1000"), ("bytes=1000-", 416, nil, "bytes */1000"),
        ("bytes=-0", 416, nil, "bytes */1000"), ("bytes=5-1", 200, 0..<1000, nil), ("lines=1-2", 200, 0..<1000, nil),
        ("bytes=0-1,5-6", 200, 0..<1000, nil), ("bytes=x", 200, 0..<1000, nil),
    ]

    /// The same of a small output, which is in memory as a whole, and of a large one, which is not.
    @Test(arguments: ranges.indices, [true, false]) func partsAreRead(_ index: Int, _ isLarge: Bool) async throws {
        let (range, status, part, content) = Self.ranges[index]
        var settings = ServiceSettings()
        if isLarge {
            settings.wholeLogBytes = 100
            settings.logPieceBytes = 64
        }
        try await RunningService.during(settings) { service in
            let all = bytes(1000)
            service.platform.write(all)
            let id = try await service.completed()
            let reply = try await service.client.get("/sessions/\(id)/log/stdout", [("Range", range)])
            #expect(reply.status == status)
            #expect(reply.headers["Content-Range"] == content)
            if let part { #expect(reply.body == Array(all[part])) }
            if status == 416 { #expect(try reply.text(["type"]) == ProblemKind.rangeNotSatisfiable.uri) }
        }
    }

    @Test(arguments: [255, 256, 257, 320, 321, 1000]) func aLargeOutputIsWhole(_ count: Int) async throws {
        var settings = ServiceSettings()
        settings.wholeLogBytes = 256
        settings.logPieceBytes = 64
        try await RunningService.during(settings) { service in
            service.platform.write(bytes(count))
            let id = try await service.completed()
            let reply = try await service.client.get("/sessions/\(id)/log/stdout")
            #expect(reply.status == 200)
            #expect(reply.body == bytes(count))
            #expect(reply.headers["Accept-Ranges"] == "bytes")
        }
    }

    @Test(arguments: [0, 1, 2, 3, 4, 7, 8, 9, 1000]) func theLengthIsFound(_ count: Int) async throws {
        try await RunningService.during { service in
            service.platform.write(bytes(count))
            let id = try await service.completed()
            let log = SessionLog(broker: service.broker, id: id, stream: .stdout, asker: .anonymous, pieceBytes: 64)
            #expect(try await log.length() == Int64(count))
        }
    }

    @Test func anOutputIsFollowedToItsEnd() async throws {
        try await RunningService.during { service in
            let id = try await service.running()
            service.platform.write("first\n")
            let stream = try await service.client.open("GET", "/sessions/\(id)/log/stdout?follow=true")
            let begin = try await stream.read(until: "first\n")
            #expect(begin.contains("Content-Type: text/plain; charset=utf-8\r\n"))
            service.platform.write("second\n")
            #expect(try await stream.read(until: "second\n").contains("second\n"))
            service.platform.write("last\n")
            service.platform.finish()
            #expect(String(decoding: try await stream.readToEnd(), as: UTF8.self).hasSuffix("last\n\r\n0\r\n\r\n"))
        }
    }

    /// Whoever follows an offer sees what it writes once it runs.
    @Test func anOfferCanBeFollowed() async throws {
        try await RunningService.during { service in
            let id = try await service.offer()
            let stream = try await service.client.open("GET", "/sessions/\(id)/log/stdout?follow=true")
            try await service.update(id, "ACCEPTED")
            try await service.wait(for: id) { $0 == .running }
            service.platform.write("here\n")
            #expect(try await stream.read(until: "here\n").contains("here\n"))
            service.platform.finish()
            #expect(String(decoding: try await stream.readToEnd(), as: UTF8.self).hasSuffix("0\r\n\r\n"))
        }
    }

    /// The output of a session that goes on is not all there, and must not look so.
    @Test func whatIsFollowedWhenTheServiceStopsIsNotWhole() async throws {
        try await RunningService.during { service in
            let id = try await service.running()
            service.platform.write("first\n")
            let stream = try await service.client.open("GET", "/sessions/\(id)/log/stdout?follow=true")
            _ = try await stream.read(until: "first\n")
            await service.stop()
            let rest = String(decoding: try await stream.readToEnd(), as: UTF8.self)
            #expect(!rest.hasSuffix("0\r\n\r\n"), "\(rest)")
        }
    }

    private static let placesToGoOnFrom: [(range: String, start: Int?)] = [
        ("bytes=0-", 0), ("bytes=6-", 6), ("bytes=6-9007199254740991", 6), ("bytes=13-", 13), ("bytes=-5", nil),
        ("bytes=0-5", nil), ("bytes=x", nil), ("lines=1-", nil),
    ]

    @Test(arguments: placesToGoOnFrom) func followingGoesOnFromAByte(_ range: String, _ start: Int?) async throws {
        try await RunningService.during { service in
            let id = try await service.running()
            service.platform.write("first\nsecond\n")
            let stream = try await service.client.open(
                "GET", "/sessions/\(id)/log/stdout?follow=true", [("Range", range)])
            service.platform.write("last\n")
            service.platform.finish()
            let reply = LoopbackClient.Reply(try await stream.readToEnd())
            #expect(reply.status == (start == nil ? 200 : 206))
            #expect(reply.text == String("first\nsecond\nlast\n".dropFirst(start ?? 0)))
            #expect(reply.headers["Content-Range"] == start.map { "bytes \($0)-9007199254740991/*" })
        }
    }

    @Test(arguments: ["follow=yes", "follow", "follow=true&follow=true", "lines=10"])
    func wrongQueriesAreRefused(_ query: String) async throws {
        try await RunningService.during { service in
            let id = try await service.offer()
            let reply = try await service.client.get("/sessions/\(id)/log/stdout?\(query)")
            #expect(reply.status == 400)
            #expect(
                try reply.text(["detail"])
                    == "The query may have follow=true or follow=false, once, and nothing else.")
        }
    }

    /// Generated clients of Python accept the first type with `json` in its name: here that of the problems alone.
    @Test func whatHasOneFormOnlyIsWrittenInItWhateverIsWished() async throws {
        try await RunningService.during { service in
            let id = try await service.offer()
            let reply = try await service.client.get(
                "/sessions/\(id)/log/stdout", [("Accept", "application/problem+json")])
            #expect(reply.status == 200)
            #expect(reply.headers["Content-Type"] == "text/plain; charset=utf-8")
        }
    }

    @Test func aPlatformThatCannotReadIsNotNow() async throws {
        try await RunningService.during { service in
            let id = try await service.running()
            service.platform.failLogs()
            let reply = try await service.client.get("/sessions/\(id)/log/stdout")
            #expect(reply.status == 503)
            #expect(try reply.text(["detail"]) == "The output cannot be read now.")
        }
    }
}
