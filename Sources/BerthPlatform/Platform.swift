public import BerthModel

/// A place that can run things: it answers *can I do this?*, and carries out exactly the plan it answered with.
///
/// **Every call that carries out work may be repeated.** After a crash the broker repeats the last step that it had not
/// seen end, with the same work. A platform therefore names everything it makes after the session (`work.session`),
/// finds it again by that name, and finishes what was begun. `start` on work that already ran does not run it twice.
///
/// Calls for one session never overlap, with one exception: `cancel` comes while another call is still running, and
/// makes that call end soon.
public protocol Platform: Sendable {
    /// What the platform is and how much of it there is; may change while it runs.
    var profile: PlatformProfile { get }

    /// Answers for itself, with every reason and not only the first. Answers from facts alone: same question and same
    /// facts, same answer. It reserves nothing: the broker holds what the plans demand.
    func canIDoThis(_ question: Question) async -> Answer

    /// Makes one part of the plan ready: storage is made, data is copied into it, compute is set up, the executable is
    /// fetched. Parts come in the order of `Part.inOrder(of:)`.
    func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress

    /// Starts the executable. Every part has been prepared.
    func start(_ work: Work) async throws(PlatformError) -> Progress

    /// Waits until the work is in another state than the one that was seen last, and tells it. With `nil` it tells the
    /// present state at once.
    func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState

    /// Stops the work itself, within seconds. The work may be preparing, running, or already at its end.
    func cancel(_ work: Work) async throws(PlatformError)

    /// Gives back what `prepare` made of a part, also when that was only half made or never begun.
    func release(_ part: Part, of work: Work) async throws(PlatformError)
}

/// What a platform is, for people and for the broker.
public struct PlatformProfile: Sendable, Hashable {
    /// Unique among the platforms of a broker; letters, digits, `-` and `_`.
    public var name: String
    /// The kind of platform: `containers`, `scripted`.
    public var kind: String
    /// One sentence for people.
    public var summary: String
    /// The kinds of executable that it can run at all.
    public var executables: [Kind]
    /// How much there is. `nil` when the platform keeps its own reservations.
    public var capacity: Capacity?
    /// Sentence that says why nothing can be run now, `nil` when all is well.
    public var outage: String?
    /// What it charges and what it uses up, as far as it is known before a question; every offer says it for itself.
    public var prices = PriceList.none

    /// - Parameter capacity: all together, as one pool.
    public init(
        name: String, kind: String, summary: String, executables: [Kind], capacity: Resources, outage: String? = nil,
        prices: PriceList = .none
    ) {
        self.init(
            name: name, kind: kind, summary: summary, executables: executables, capacity: Capacity(capacity),
            outage: outage, prices: prices)
    }

    public init(
        name: String, kind: String, summary: String, executables: [Kind], capacity: Capacity?, outage: String? = nil,
        prices: PriceList = .none
    ) {
        self.name = name
        self.kind = kind
        self.summary = summary
        self.executables = executables
        self.capacity = capacity
        self.outage = outage
        self.prices = prices
    }
}

/// A platform that can hand out what the work wrote.
public protocol LogProviding: Platform {
    /// What was written so far from an offset on; waits for the next bytes when there are none yet and `waiting` is
    /// set.
    ///
    /// - Returns: at most `limit` bytes; `isEnd` when nothing more will come after them.
    func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece

    /// Deletes what is kept of a session that the broker forgets.
    func forget(_ session: UUID) async
}

/// A platform whose things outlive the broker: containers, jobs, servers.
public protocol OrphanFinding: Platform {
    /// Releases everything that carries this broker's name and belongs to none of these sessions.
    ///
    /// - Returns: the sessions whose things were released.
    func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID]
}

public enum LogStream: String, ModelEnumeration {
    case stdout, stderr
    /// A document that is there as a whole when the work has ended, such as a notebook with its outputs; most work has
    /// none.
    case result

    public static let name = "LogStream"
    public static let summary = "Where a program writes."
}

/// Bytes of a log.
public struct LogPiece: Sendable, Hashable {
    public var bytes: [UInt8]
    public var isEnd: Bool

    public init(bytes: [UInt8], isEnd: Bool) {
        self.bytes = bytes
        self.isEnd = isEnd
    }
}
