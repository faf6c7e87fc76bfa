import BerthHTTP
import Synchronization

/// Connections that clients of this process use together: one thread for all of them, whoever they speak to, and a
/// connection that one has opened serves the next who asks the same service.
package enum SharedConnections: Sendable, Hashable {
    /// For calls that end soon.
    case calls
    /// For what stays open, so that calls never wait for it.
    case streams

    private struct Key: Hashable {
        var purpose: SharedConnections
        var authorityFile: String?
    }

    private struct Known {
        weak var client: HTTPClient?
    }

    /// As long as somebody uses them.
    private static let known = Mutex<[Key: Known]>([:])

    func client(_ settings: HTTPClientSettings) -> HTTPClient {
        let key = Key(purpose: self, authorityFile: settings.authorityPath)
        return Self.known.withLock { known in
            if let client = known[key]?.client { return client }
            known = known.filter { $0.value.client != nil }
            var settings = settings
            // Each of many services is asked again and again.
            if self == .calls {
                settings.idleConnections = Self.mostIdle
                settings.spareTransfers = Self.mostSpare
                settings.readBytes = Self.readBytes
                settings.remembersNames = false
            }
            let client = HTTPClient(settings)
            known[key] = Known(client: client)
            return client
        }
    }

    private static let mostIdle = 2048
    private static let mostSpare = 1024
    private static let readBytes = 4096
}
