import Glibc
import Testing

@testable import BerthHTTP

/// When a connection is ended, told by its two ends.
@Suite struct OpenConnectionTests {
    private struct Pair {
        let server: RawConnection
        let client: RawConnection
        let open: OpenConnection

        init(isSecure: Bool = false, headTimeoutMilliseconds: Int = 0) throws {
            let listening = try ListenSocket(.tcp(port: 0))
            defer { close(listening.descriptor) }
            client = try RawConnection(port: listening.address.port!)
            server = RawConnection(accepted: accept(listening.descriptor, nil, nil))
            open = OpenConnection(
                id: 1, socket: server.socket, peer: nil, isSecure: isSecure,
                headTimeoutMilliseconds: headTimeoutMilliseconds)
        }

        func expire() {
            open.expire(now: ServerClock.milliseconds() + 1, idleTimeoutSeconds: 0) { Array("late".utf8) }
        }

        func end() {
            server.close()
            client.close()
        }
    }

    @Test func aFreshConnectionThatSentNothingBecomesIdleFirst() throws {
        let pair = try Pair()
        defer { pair.end() }
        pair.expire()
        #expect(pair.open.phase == .idle)
        pair.expire()
        #expect(pair.client.readToEnd() == "")
    }

    @Test func aFreshConnectionThatSentHalfAHeadIsLate() throws {
        let pair = try Pair()
        defer { pair.end() }
        pair.client.send("GET")
        #expect(pair.server.hasInput(milliseconds: 10_000))
        pair.expire()
        #expect(pair.client.readToEnd() == "late")
        #expect(pair.open.lingers)
    }

    @Test(arguments: [OpenConnection.Phase.head, .body]) func aRequestThatIsNotWholeIsLate(phase: OpenConnection.Phase)
        throws
    {
        let pair = try Pair()
        defer { pair.end() }
        pair.open.enter(phase, until: 0)
        pair.expire()
        #expect(pair.client.readToEnd() == "late")
        #expect(pair.open.phase == .over)
        #expect(!pair.open.enter(.answering, until: nil))
        #expect(pair.open.phase == .over)
    }

    @Test func plainTextIsNotWrittenIntoTLS() throws {
        let pair = try Pair(isSecure: true)
        defer { pair.end() }
        pair.open.enter(.head, until: 0)
        pair.expire()
        #expect(pair.client.readToEnd() == "")
    }

    @Test func whatHasNoEndIsNotEnded() throws {
        let pair = try Pair()
        defer { pair.end() }
        pair.open.enter(.answering, until: nil)
        pair.expire()
        pair.open.enter(.head, until: 60_000)
        pair.expire()
        pair.open.endIfIdle()
        #expect(!pair.client.hasInput(milliseconds: 50))
    }

    @Test(arguments: [OpenConnection.Phase.fresh, .idle]) func whatIsIdleIsEndedWhenTheServerStops(
        phase: OpenConnection.Phase
    ) throws {
        let pair = try Pair()
        defer { pair.end() }
        pair.open.enter(phase, until: 60_000)
        pair.open.endIfIdle()
        #expect(pair.client.readToEnd() == "")
    }
}
