import Synchronization

/// A count that a server's tasks and a test share.
final class Count: Sendable {
    private let value = Atomic<Int>(0)
    var count: Int { value.load(ordering: .sequentiallyConsistent) }
    func add(_ count: Int) { value.add(count, ordering: .sequentiallyConsistent) }
    func raise(to count: Int) { value.max(count, ordering: .sequentiallyConsistent) }
}
