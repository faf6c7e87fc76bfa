import BerthBroker
import Glibc

/// Runs every task that is made while it has the thread, on that thread, one step at a time, in an order that follows
/// from its seed. What other threads do at the same time stays with the system's scheduler.
///
/// Two ways lead here. The first task prefers the executor, and so do its children. Tasks made with `Task {}` inherit
/// no preference; for them the runtime has a hook, called with every step that becomes ready, and a thread's own mark
/// tells whose step it is. One way leads out: a task made with `Task {}` that has been on an actor and then calls
/// `Task.yield()` goes to the system's scheduler directly. `SimulatedWorld` notices who left.
/// Sources: SE-0417; swift, include/swift/Runtime/Concurrency.h, `swift_task_enqueueGlobal_hook`.
final class SimulatedScheduler {
    let executor = Executor()
    private var ready: [UnownedJob] = []
    private var generator: SplitMix64?

    /// - Parameter shuffle: where the order of ready steps comes from; `nil` for the order in which they became ready.
    init(shuffle: SplitMix64?) { generator = shuffle }

    /// Catches every step that becomes ready on this thread until the body returns.
    func catching<T>(_ body: () throws -> T) rethrows -> T {
        Self.installHook
        precondition(Self.current == nil, "a simulation runs inside another one")
        pthread_setspecific(Self.key, Unmanaged.passUnretained(self).toOpaque())
        defer { pthread_setspecific(Self.key, nil) }
        return try body()
    }

    /// - Returns: `false` when nothing is ready.
    func runNext() -> Bool {
        guard !ready.isEmpty else { return false }
        let index = generator == nil ? 0 : Int.random(in: ready.indices, using: &generator!)
        ready.remove(at: index).runSynchronously(on: executor.asUnownedTaskExecutor())
        return true
    }

    fileprivate func add(_ job: UnownedJob) { ready.append(job) }

    // MARK: - The runtime's hook

    private static let key = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// The scheduler that has this thread.
    fileprivate static var current: SimulatedScheduler? {
        pthread_getspecific(key).map { Unmanaged<SimulatedScheduler>.fromOpaque($0).takeUnretainedValue() }
    }

    private typealias Original = @convention(thin) (UnownedJob) -> Void
    private typealias Hook = @convention(thin) (UnownedJob, Original) -> Void

    private static let installHook: Void = {
        guard let place = dlsym(dlopen(nil, RTLD_LAZY), "swift_task_enqueueGlobal_hook") else {
            fatalError("this Swift runtime has no hook for its scheduler")
        }
        let hook: Hook = { job, original in
            if let scheduler = SimulatedScheduler.current { scheduler.add(job) } else { original(job) }
        }
        place.assumingMemoryBound(to: Hook.self).pointee = hook
    }()

    /// Takes the steps of tasks that prefer it.
    final class Executor: TaskExecutor {
        private let strays = Locked(0)

        /// A task was woken from another thread, or after the end. It stays where it is: run there, it would race.
        var hasStrays: Bool { strays.withLock { $0 > 0 } }

        func enqueue(_ job: consuming ExecutorJob) {
            if let scheduler = SimulatedScheduler.current {
                scheduler.add(UnownedJob(job))
            } else {
                strays.withLock { $0 += 1 }
            }
        }
    }
}
