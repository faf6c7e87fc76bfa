/// What one platform said to a question, told as soon as it came.
public struct PlatformAnswer: Shaped {
    public var platform: String?
    public var answer: String?
    public var ways: Int64?
    public var messages: [Message] = []

    public init() {}

    /// - Parameters:
    ///   - answer: `yes`, `no`, or why there is none.
    ///   - ways: in how many ways it can be run.
    public init(platform: String, answer: String, ways: Int64?, messages: [Message]) {
        self.platform = platform
        self.answer = answer
        self.ways = ways
        self.messages = messages
    }

    public static let shape = Shape<PlatformAnswer>(
        "PlatformAnswer", "What one platform said to a question, told as soon as it came.",
        [
            Field("platform", \.platform, "Name of the platform."),
            Field("answer", \.answer, "yes, no, or why there is none: unreachable, tooSlow, brokenReply."),
            Field("ways", \.ways, "In how many ways it can be run; which of them are held says the offer set."),
            Field("messages", \.messages, "Why not."),
        ])
}
