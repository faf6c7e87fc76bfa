import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

struct ChangeSearchTests {
    private static func change(_ name: DocumentPath, _ to: Int64) -> Change {
        Change(path: name, to: .integer(to), range: .integers(min: 1, max: to, unit: nil))
    }

    private static let cores: DocumentPath = ["compute", "cores", "min"]
    private static let memory: DocumentPath = ["compute", "memory", "min"]

    private static var request: ExecutionRequest {
        var compute = SimpleCompute()
        compute.cores = IntegerRange(min: 8, max: nil)
        compute.memory = IntegerRange(min: 8, max: nil)
        var request = ExecutionRequest()
        request.compute = .simple(compute)
        return request
    }

    private static func amount(_ path: DocumentPath, of request: ExecutionRequest) -> Double {
        request.document(at: path)?.number ?? 0
    }

    private static func blocker(_ ways: [Change]...) -> Blocker {
        Blocker(Obstacle(.never, .root, ""), ways: ways)
    }

    /// The sets that are found, and how often was asked.
    private static func search(
        questions: Int = 24, _ verdict: @escaping (ExecutionRequest) -> Verdict
    ) async -> (found: [ChangeSet], asked: Int) {
        guard case .no(let blockers) = verdict(request) else { return ([], 0) }
        let asked = Locked(0)
        var search = ChangeSearch(request, questions: questions) { request, _ in
            asked.withLock { $0 += 1 }
            return verdict(request)
        }
        await search.search(from: blockers)
        return (search.found, asked.withLock { $0 })
    }

    @Test func `One obstacle, one change, one question`() async {
        let result = await Self.search {
            Self.amount(Self.cores, of: $0) > 4 ? .no([Self.blocker([Self.change(Self.cores, 4)])]) : .yes
        }
        #expect(result.found == [ChangeSet([Self.change(Self.cores, 4)])])
        #expect(result.asked == 1)
    }

    @Test func `What is not needed is left out, whichever way round`() async {
        // Either is enough, though each is told as an obstacle.
        let result = await Self.search {
            if Self.amount(Self.cores, of: $0) <= 4 || Self.amount(Self.memory, of: $0) <= 4 { return .yes }
            return .no([
                Self.blocker([Self.change(Self.cores, 4)]), Self.blocker([Self.change(Self.memory, 4)]),
            ])
        }
        #expect(
            Set(result.found)
                == [ChangeSet([Self.change(Self.cores, 4)]), ChangeSet([Self.change(Self.memory, 4)])])
    }

    @Test func `An obstacle that shows itself only later is mended as well`() async {
        let result = await Self.search {
            if Self.amount(Self.cores, of: $0) > 4 { return .no([Self.blocker([Self.change(Self.cores, 4)])]) }
            if Self.amount(Self.memory, of: $0) > 2 { return .no([Self.blocker([Self.change(Self.memory, 2)])]) }
            return .yes
        }
        #expect(result.found == [ChangeSet([Self.change(Self.cores, 4), Self.change(Self.memory, 2)])])
    }

    @Test func `Each other way is tried in its turn`() async {
        let result = await Self.search {
            if Self.amount(Self.cores, of: $0) == 1 || Self.amount(Self.memory, of: $0) == 1 { return .yes }
            return .no([Self.blocker([Self.change(Self.cores, 1)], [Self.change(Self.memory, 1)])])
        }
        #expect(result.found.count == 2)
    }

    @Test func `Where the asker can change nothing nothing is asked`() async {
        let result = await Self.search { _ in
            .no([Self.blocker([Self.change(Self.cores, 1)]), Blocker(Obstacle(.notYou, .root, ""))])
        }
        #expect(result.found.isEmpty)
        #expect(result.asked == 0)
    }

    @Test func `It ends where nothing helps, and when no more may be asked`() async {
        let never = await Self.search { request in
            let cores = Int64(Self.amount(Self.cores, of: request))
            return .no([Self.blocker([Self.change(Self.cores, cores - 1)])])
        }
        #expect(never.found.isEmpty)
        #expect(never.asked == 4)
        let stingy = await Self.search(questions: 0) {
            Self.amount(Self.cores, of: $0) > 4 ? .no([Self.blocker([Self.change(Self.cores, 4)])]) : .yes
        }
        #expect(stingy.found.isEmpty)
    }

    @Test func `A change that cannot be made is not asked about`() async {
        let result = await Self.search { _ in
            .no([Self.blocker([Self.change(["data", .index(4), "size"], 1)])])
        }
        #expect(result.found.isEmpty)
        #expect(result.asked == 0)
    }
}
