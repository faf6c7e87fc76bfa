/// How long to wait before the next try, and when to give up.
struct Patience: Sendable {
    /// Tries without success after which it is over: about two minutes.
    static let mostTries = 12
    static let longestMilliseconds: Int64 = 15_000
    /// A broker that wants to be left alone for longer is asked again after this.
    static let longestWishSeconds = 300

    private(set) var tries = 0
    /// What the server wants for the first wait.
    var firstMilliseconds: Int64 = 500

    /// The next wait; nil when it is over.
    mutating func next() -> Int64? {
        if tries >= Self.mostTries { return nil }
        let first = min(Self.longestMilliseconds, max(1, firstMilliseconds))
        let wait = min(Self.longestMilliseconds, first << min(tries, 5))
        tries += 1
        return wait
    }

    mutating func reset() { tries = 0 }

    /// A wait, in milliseconds, or the one that a broker wishes when that is longer.
    static func longer(_ wait: Int64, seconds wish: Int?) -> Int64 {
        max(wait, Int64(min(max(wish ?? 0, 0), longestWishSeconds)) * 1000)
    }
}
