import CMicroHTTPD
import Glibc
import Testing

@testable import BerthHTTP

@Suite struct ListenSocketTests {
    private func path(_ length: Int? = nil) -> String {
        let name = "/tmp/berth-listen-\(UInt64.random(in: 0...UInt64.max))"
        return length.map { name + String(repeating: "x", count: $0 - name.utf8.count) } ?? name
    }

    @Test(arguments: ["127.0.0.1", "::1", "0.0.0.0"]) func aFreePortIsTaken(host: String) throws {
        let socket = try ListenSocket(.tcp(host: host, port: 0))
        defer { close(socket.descriptor) }
        #expect(socket.address.host == host)
        #expect(socket.address.port != 0)
        #expect(fcntl(socket.descriptor, F_GETFD) & FD_CLOEXEC != 0)
    }

    @Test func aPortThatIsTakenIsTold() throws {
        let first = try ListenSocket(.tcp(port: 0))
        defer { close(first.descriptor) }
        let error = #expect(throws: HTTPError.self) { try ListenSocket(.tcp(port: first.address.port!)) }
        #expect(error?.code == .localFailure)
        #expect(
            error?.description == "\(first.address): cannot listen; choose another port or stop who uses it "
                + "(Address already in use)")
    }

    /// What is ready for ever keeps a thread busy that waits for it.
    @Test(arguments: ["127.0.0.1", "::1", "0.0.0.0"]) func whoeverWaitsForARetiredSocketWaits(host: String) throws {
        let socket = try ListenSocket(.tcp(host: host, port: 0))
        let epoll = berth_epoll_create()
        defer { close(epoll) }
        _ = berth_epoll_set(epoll, socket.descriptor, 1, UInt32(BERTH_READABLE))
        // Not every kernel connects what has listened.
        let other = ListenSocket.retire(socket.descriptor, socket.address)
        defer {
            if let other { close(other) }
            close(socket.descriptor)
        }
        // Who comes now is not let in.
        let client = berth_stream_socket(Int32(host == "::1" ? AF_INET6 : AF_INET))
        defer { close(client) }
        _ = fcntl(client, F_SETFL, O_NONBLOCK)
        var storage = sockaddr_storage()
        let near = try #require(HTTPAddress(numeric: socket.address.loopbackForAny, port: socket.address.port ?? 0))
        let size = near.fill(&storage)
        _ = ListenSocket.generic(&storage) { connect(client, $0, size) }
        var event = berth_event()
        #expect(berth_epoll_wait(epoll, &event, 1, 50) == 0)
        _ = fcntl(socket.descriptor, F_SETFL, O_NONBLOCK)
        #expect(accept(socket.descriptor, nil, nil) == -1)
        // It can still be taken out of the set.
        #expect(berth_epoll_remove(epoll, socket.descriptor) == 0)
    }

    @Test func aRetiredPathIsGoneAndItsSocketSilent() throws {
        let path = path()
        let socket = try ListenSocket(.unix(path: path))
        defer { close(socket.descriptor) }
        #expect(ListenSocket.retire(socket.descriptor, socket.address) == nil)
        var ready = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&ready, 1, 0) == 0)
        let next = try ListenSocket(.unix(path: path))
        close(next.descriptor)
        unlink(path)
    }

    @Test func aNameIsNoAddressToListenOn() {
        let error = #expect(throws: HTTPError.self) { try ListenSocket(.tcp(host: "localhost", port: 0)) }
        #expect(
            error
                == HTTPError(
                    .badRequest, "the address to listen on must be a numeric IPv4 or IPv6 address", subject: "localhost"
                ))
    }

    @Test func anAddressThatIsNotOursIsTold() {
        let error = #expect(throws: HTTPError.self) { try ListenSocket(.tcp(host: "192.0.2.1", port: 0)) }
        #expect(error?.code == .localFailure)
        #expect(
            error?.message == "cannot listen; this machine does not have the address: choose one that it has, or "
                + "0.0.0.0 for all")
        #expect(error?.cause == "Cannot assign requested address")
    }

    @Test func pathsOfSocketsHaveALimit() throws {
        let longest = path(107)
        let socket = try ListenSocket(.unix(path: longest))
        defer {
            close(socket.descriptor)
            unlink(longest)
        }
        #expect(socket.address == .unix(path: longest))
        for wrong in [path(108), ""] {
            let error = #expect(throws: HTTPError.self) { try ListenSocket(.unix(path: wrong)) }
            #expect(
                error == HTTPError(.badRequest, "the path of a Unix socket must have 1 to 107 bytes", subject: wrong))
        }
    }

    @Test func aSocketThatNobodyListensOnIsReplaced() throws {
        let path = path()
        defer { unlink(path) }
        close(try ListenSocket(.unix(path: path)).descriptor)
        let socket = try ListenSocket(.unix(path: path))
        defer { close(socket.descriptor) }
        let error = #expect(throws: HTTPError.self) { try ListenSocket(.unix(path: path)) }
        #expect(
            error
                == HTTPError(
                    .localFailure, "cannot listen; another server may use the socket", subject: path,
                    cause: "Address already in use"))
    }

    @Test func aFileIsNotReplaced() throws {
        let path = path()
        defer { unlink(path) }
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        #expect(throws: HTTPError.self) { try ListenSocket(.unix(path: path)) }
        #expect(access(path, F_OK) == 0)
    }

    @Test func aNumberThatStandsForSomethingElseByNowIsNotClosed() throws {
        let socket = try ListenSocket(.tcp(port: 0))
        let other = open("/dev/null", O_RDONLY)
        // What happens when the socket was closed by somebody else and its number given away.
        #expect(dup2(other, socket.descriptor) == socket.descriptor)
        socket.closeAfterFailure()
        #expect(fcntl(socket.descriptor, F_GETFD) != -1)
        close(socket.descriptor)
        close(other)
        let mine = try ListenSocket(.tcp(port: 0))
        mine.closeAfterFailure()
        let error = #expect(throws: HTTPError.self) { _ = try RawConnection(port: mine.address.port!) }
        #expect(error?.code == .unreachable)
    }
}
