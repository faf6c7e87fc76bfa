public import BerthPlatform

/// How single calls of a platform to its engine are made to fail.
public struct CallFaults: Sendable {
    /// What becomes of the call that fails.
    public enum Loss: Sendable, CaseIterable {
        /// The engine never sees it.
        case request
        /// The engine does what it was told, and nobody hears of it.
        case answer
    }

    /// A platform of which one call fails.
    public struct Faulty: Sendable {
        public var platform: any Platform
        /// Whether that call came.
        public var didFail: @Sendable () async -> Bool

        public init(_ platform: any Platform, didFail: @escaping @Sendable () async -> Bool) {
            self.platform = platform
            self.didFail = didFail
        }
    }

    /// Makes a platform on the engine of the candidate, and with its state, of whose calls the one of this number
    /// fails; the first has the number 1.
    public var platform: @Sendable (_ number: Int, _ loss: Loss) async throws -> Faulty
    /// As many are tried at the same time.
    public var atOnce = 4

    public init(_ platform: @escaping @Sendable (_ number: Int, _ loss: Loss) async throws -> Faulty) {
        self.platform = platform
    }
}
