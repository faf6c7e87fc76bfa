public import BerthDocument
import BerthModel
public import BerthPlatform

/// The whole contract of `Platform`, as rules that anything that claims to be one must keep.
///
/// A test target names its candidates and runs every rule against each. Rules leave nothing behind, so that one
/// platform can take them all, one after the other.
public struct PlatformConformance: Sendable {
    /// A platform, with requests to which its answers are known.
    public struct Candidate: Sendable, CustomStringConvertible {
        public var description: String
        public var platform: any Platform
        /// A request that it can carry out: the work ends well within seconds, and writes a line.
        public var short: Document
        /// A request that it can carry out: the work writes a line at once, and runs for minutes.
        public var long: Document
        /// A request that it can carry out, and whose work ends badly within seconds.
        public var failing: Document
        /// Requests that it must refuse.
        public var refused: [Document]
        /// What there is of sessions now, by name.
        public var leftovers: @Sendable () async throws -> [String]
        /// How its calls to the engine are made to fail.
        public var faults: CallFaults?
        /// It does everything itself, so that there is no call that could fail.
        public var hasNoEngine = false
        /// What "soon" and "within seconds" may mean at most.
        public var patienceSeconds: Int64 = 20

        public init(
            _ description: String, _ platform: any Platform, short: Document, long: Document, failing: Document,
            refused: [Document], leftovers: @escaping @Sendable () async throws -> [String]
        ) {
            self.description = description
            self.platform = platform
            self.short = short
            self.long = long
            self.failing = failing
            self.refused = refused
            self.leftovers = leftovers
        }
    }

    /// One promise of the contract.
    public struct Rule: Sendable, CustomStringConvertible {
        /// The promise, as a sentence.
        public var name: String
        var check: @Sendable (Candidate, inout Violations) async throws -> Void

        public var description: String { name }

        /// What the platform does otherwise, in the order it was found; empty when it keeps the rule.
        public func violations(by candidate: Candidate) async -> [String] {
            var violations = Violations()
            do { try await check(candidate, &violations) } catch { violations.add("threw \(error)") }
            do {
                let left = try await candidate.leftovers()
                violations.expect(left.isEmpty, "left behind: \(left.joined(separator: ", "))")
            } catch {
                violations.add("what is left cannot be told: \(error)")
            }
            return violations.found
        }
    }

    /// Every rule, the simple ones first.
    public static let rules: [Rule] = [
        Rule(name: "The profile says what the platform is", check: hasProfile),
        Rule(name: "A yes promises what was asked", check: promisesWhatWasAsked),
        Rule(name: "A no has reasons, the worst last, with paths of the request", check: givesReasons),
        Rule(name: "A change takes its reason away", check: offersChangesThatHelp),
        Rule(name: "Asking changes nothing", check: answersTheSameTwice),
        Rule(name: "Work is prepared, started, observed to its end and released", check: carriesOut),
        Rule(name: "Work that fails says so", check: tellsFailure),
        Rule(name: "Every call may be repeated", check: repeatsCalls),
        Rule(name: "What was never prepared, or only half, can be released", check: releasesHalves),
        Rule(name: "A state is told when it is another one", check: observesChanges),
        Rule(name: "A cancel ends what is being prepared", check: cancelsPreparing),
        Rule(name: "What was cancelled does not start", check: cancelsBeforeStart),
        Rule(name: "A cancel stops what runs", check: cancelsRunning),
        Rule(name: "A cancel at the end changes nothing", check: cancelsTheEnded),
        Rule(name: "What is written can be read while it is written", check: readsLogsWhileRunning),
        Rule(name: "What was written can be read in pieces, also after the release", check: readsLogsInPieces),
        Rule(name: "Orphans are released and others kept", check: findsOrphans),
        Rule(name: "Whatever call to the engine fails, nothing is left behind", check: leavesNothingAfterAFault),
        Rule(name: "Two sessions do not disturb each other", check: keepsSessionsApart),
    ]
}
