internal import CMicroHTTPD
internal import Glibc

/// A socket that listens, and the address that it got.
struct ListenSocket {
    let descriptor: Int32
    let address: HTTPAddress
    /// What the descriptor stands for, as long as it is open.
    private let inode: UInt64?

    init(_ binding: HTTPServerSettings.Binding) throws(HTTPError) {
        switch binding {
        case .tcp(let host, let port):
            guard let address = HTTPAddress(numeric: host, port: port) else {
                throw HTTPError(
                    .badRequest, "the address to listen on must be a numeric IPv4 or IPv6 address", subject: host)
            }
            try self.init(numeric: address)
        case .unix(let path): try self.init(unix: path)
        }
    }

    private init(numeric address: HTTPAddress) throws(HTTPError) {
        var storage = sockaddr_storage()
        let size = address.fill(&storage)
        let family = Int32(storage.ss_family)
        let descriptor = berth_stream_socket(family)
        guard descriptor >= 0 else { throw Self.failure("open a socket", address.description) }
        var one: Int32 = 1
        let length = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, length)
        if family == AF_INET6 { setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &one, length) }
        var actual = sockaddr_storage()
        var actualSize = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let bound = Self.generic(&storage) { bind(descriptor, $0, size) }
        guard bound == 0, listen(descriptor, Self.backlog) == 0,
            Self.generic(&actual, { getsockname(descriptor, $0, &actualSize) }) == 0,
            let own = Self.generic(&actual, { HTTPAddress(UnsafePointer($0)) })
        else {
            let failure = Self.failure("listen\(Self.remedy(errno))", address.description)
            close(descriptor)
            throw failure
        }
        self.descriptor = descriptor
        self.address = own
        inode = Self.inode(descriptor)
    }

    private init(unix path: String) throws(HTTPError) {
        var name = sockaddr_un()
        guard path.utf8.count < MemoryLayout.size(ofValue: name.sun_path), !path.isEmpty else {
            throw HTTPError(.badRequest, "the path of a Unix socket must have 1 to 107 bytes", subject: path)
        }
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let descriptor = berth_stream_socket(AF_UNIX)
        guard descriptor >= 0 else { throw Self.failure("open a socket", path) }
        // A file refuses connections as well, and is not ours to delete.
        if Self.generic(&name, { connect(descriptor, $0, size) }) != 0 && errno == ECONNREFUSED && Self.isSocket(path) {
            unlink(path)
        }
        guard Self.generic(&name, { bind(descriptor, $0, size) }) == 0, listen(descriptor, Self.backlog) == 0 else {
            let failure = Self.failure("listen; another server may use the socket", path)
            close(descriptor)
            throw failure
        }
        self.descriptor = descriptor
        address = .unix(path: path)
        inode = Self.inode(descriptor)
    }

    /// Closes it after a start that failed: libmicrohttpd has closed it then or not, and another thread may have opened
    /// something under its number since.
    func closeAfterFailure() {
        if Self.inode(descriptor) == inode { close(descriptor) }
    }

    /// Lets nobody in any more, and makes the socket one on which nothing will ever come.
    ///
    /// A socket that is only shut down counts as ready for ever: the threads of libmicrohttpd would ask it for the next
    /// connection again and again until the server ends. Connected to a socket of our own it is silent. It stays the
    /// same socket, because libmicrohttpd ends the process when it cannot take it out of its set.
    ///
    /// A kernel that connects nothing that has listened (seen with Linux 6.18) has it listen again, deaf: who comes
    /// then waits for the end of the server, and is refused at that.
    ///
    /// - Returns: the other end, to be closed with it; nil when there is none.
    static func retire(_ descriptor: Int32, _ address: HTTPAddress) -> Int32? {
        if case .unix(let path) = address {
            // Who does not find it is refused. Another server may have its own there at the end of this one.
            unlink(path)
            return nil
        }
        shutdown(descriptor, Int32(SHUT_RDWR))
        if let other = connected(descriptor, address) { return other }
        if berth_drop_all(descriptor) == 0 { listen(descriptor, 1) }
        return nil
    }

    /// - Returns: the socket that it is connected to; nil where that cannot be.
    private static func connected(_ descriptor: Int32, _ address: HTTPAddress) -> Int32? {
        guard let near = HTTPAddress(numeric: address.loopbackForAny, port: 0) else { return nil }
        var storage = sockaddr_storage()
        var size = near.fill(&storage)
        let other = berth_stream_socket(Int32(storage.ss_family))
        guard other >= 0 else { return nil }
        if generic(&storage, { bind(other, $0, size) }) == 0, listen(other, 1) == 0,
            generic(&storage, { getsockname(other, $0, &size) }) == 0,
            generic(&storage, { connect(descriptor, $0, size) }) == 0 || errno == EINPROGRESS
        {
            return other
        }
        close(other)
        return nil
    }

    private static func inode(_ descriptor: Int32) -> UInt64? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? UInt64(status.st_ino) : nil
    }

    private static func isSocket(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
    }

    static func generic<Value, Result>(
        _ value: inout Value, _ body: (UnsafeMutablePointer<sockaddr>) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &value) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
        }
    }

    private static func remedy(_ code: Int32) -> String {
        switch code {
        case EADDRINUSE: "; choose another port or stop who uses it"
        case EADDRNOTAVAIL: "; this machine does not have the address: choose one that it has, or 0.0.0.0 for all"
        case EACCES: "; ports below 1024 need a privilege: choose another"
        default: ""
        }
    }

    private static func failure(_ verb: String, _ subject: String) -> HTTPError {
        HTTPError(.localFailure, "cannot \(verb)", subject: subject, cause: String(cString: strerror(errno)))
    }

    private static let backlog: Int32 = 1_024
}

extension HTTPAddress {
    /// The host, or that of the loopback device for the address that stands for all.
    var loopbackForAny: String {
        switch host {
        case "0.0.0.0": "127.0.0.1"
        case "::": "::1"
        default: host
        }
    }

    /// Writes the address in the system's form; returns its size.
    func fill(_ storage: inout sockaddr_storage) -> socklen_t {
        withUnsafeMutableBytes(of: &storage) { raw -> socklen_t in
            switch self {
            case .ipv4(let bytes, let port):
                var four = sockaddr_in()
                four.sin_family = sa_family_t(AF_INET)
                four.sin_port = port.bigEndian
                withUnsafeMutableBytes(of: &four.sin_addr) { $0.copyBytes(from: bytes) }
                raw.storeBytes(of: four, as: sockaddr_in.self)
                return socklen_t(MemoryLayout<sockaddr_in>.size)
            case .ipv6(let bytes, let port):
                var six = sockaddr_in6()
                six.sin6_family = sa_family_t(AF_INET6)
                six.sin6_port = port.bigEndian
                withUnsafeMutableBytes(of: &six.sin6_addr) { $0.copyBytes(from: bytes) }
                raw.storeBytes(of: six, as: sockaddr_in6.self)
                return socklen_t(MemoryLayout<sockaddr_in6>.size)
            case .unix: return 0
            }
        }
    }
}
