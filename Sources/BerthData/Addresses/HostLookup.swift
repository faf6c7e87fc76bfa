import Glibc
import Synchronization

/// What addresses a name stands for, as this machine resolves it.
package enum HostLookup {
    /// Every address of a name or numeric address, in any of the ways of writing that the resolver knows.
    ///
    /// - Returns: `nil` when it has none, or none could be told within these seconds.
    package static func addresses(of host: String, seconds: Int) async -> [NetworkAddress]? {
        let lookup = Lookup(host)
        let late = Task {
            try? await Task.sleep(for: .seconds(seconds))
            lookup.end(with: nil)
        }
        defer { late.cancel() }
        return await withCheckedContinuation { lookup.start($0) }
    }
}

/// One question to the resolver, which cannot be ended: it has a thread of its own, and whoever asked may have gone.
private final class Lookup: Sendable {
    private let host: String
    private let asker = Mutex<CheckedContinuation<[NetworkAddress]?, Never>?>(nil)

    init(_ host: String) {
        self.host = host
    }

    /// The first end counts.
    func end(with addresses: [NetworkAddress]?) {
        asker.withLock { asker in
            defer { asker = nil }
            return asker
        }?.resume(returning: addresses)
    }

    func start(_ continuation: CheckedContinuation<[NetworkAddress]?, Never>) {
        asker.withLock { $0 = continuation }
        if DetachedThread.start({ self.end(with: self.resolved()) }) != nil { end(with: nil) }
    }

    private func resolved() -> [NetworkAddress]? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0, let first else { return nil }
        defer { freeaddrinfo(first) }
        let all = sequence(first: first) { $0.pointee.ai_next }.compactMap { entry in
            entry.pointee.ai_addr.flatMap { NetworkAddress(socketAddress: UnsafeRawPointer($0)) }
        }
        return all.isEmpty ? nil : all
    }
}
