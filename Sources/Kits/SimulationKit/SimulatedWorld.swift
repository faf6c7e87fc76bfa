import BerthBroker
package import BerthModel
import Glibc

/// A world whose clock stands still until everybody sleeps, and whose identifiers and order of events follow from a
/// seed: the same seed gives the same run.
///
/// ```swift
/// let world = SimulatedWorld(seed: 7)
/// try world.run {
///     let broker = Broker(world: world, …)
///     …
///     await world.advance(by: TimeSpan(seconds: 300))
/// }
/// ```
package final class SimulatedWorld: World {
    /// Which of the tasks that can go on goes on.
    package enum Order: Sendable, Hashable {
        /// The one that could first.
        case arrival
        /// Any, as the seed says: another seed tries another interleaving.
        case shuffled
    }

    private typealias Sleeper = UnsafeContinuation<Void, Never>

    private struct State {
        var now: Instant
        var generator: SplitMix64
        var lastTicket = 0
        var timers = TimerQueue<Sleeper>()
        /// The thread of the run; `nil` outside of one.
        var thread: pthread_t?
        /// Somebody on another thread asked for the time during a run.
        var hasStranger = false
        /// Those who wait until nobody else can go on.
        var settling: [Sleeper] = []

        mutating func noteCaller() {
            if let thread, pthread_equal(thread, pthread_self()) == 0 { hasStranger = true }
        }
    }

    package let seed: UInt64
    package let order: Order
    /// Steps of tasks that one run takes at most: what goes on longer goes on forever.
    package let stepsPerRun: Int
    private let state: Locked<State>

    package init(
        seed: UInt64, order: Order = .arrival, now: Instant = Instant(seconds: 1_800_000_000),
        stepsPerRun: Int = 10_000_000
    ) {
        self.stepsPerRun = stepsPerRun
        self.seed = seed
        self.order = order
        state = Locked(State(now: now, generator: SplitMix64(seed: seed)))
    }

    package func now() -> Instant {
        state.withLock { state in
            state.noteCaller()
            return state.now
        }
    }

    package func nextID() -> UUID {
        state.withLock { state in
            state.noteCaller()
            return UUID(random: state.generator.next(), state.generator.next())
        }
    }

    package func sleep(until instant: Instant) async {
        let ticket = state.withLock { state in
            state.noteCaller()
            state.lastTicket += 1
            return state.lastTicket
        }
        await withTaskCancellationHandler {
            await withUnsafeContinuation { sleeper in
                // Asked under the lock: a cancel from here on finds the sleeper in the queue.
                let stays = state.withLock { state in
                    if instant <= state.now || Task.isCancelled { return false }
                    state.timers.add(sleeper, until: instant, ticket: ticket)
                    return true
                }
                if !stays { sleeper.resume() }
            }
        } onCancel: {
            state.withLock { $0.timers.remove(ticket) }?.resume()
        }
    }

    /// Returns when nobody else can go on without the clock. Only inside `run`.
    package func settle() async {
        await withUnsafeContinuation { sleeper in state.withLock { $0.settling.append(sleeper) } }
    }

    /// Lets time pass: everybody who sleeps until the instant or earlier wakes in order, and has done what can be done
    /// at that time when this returns. Only inside `run`.
    package func advance(to instant: Instant) async {
        await sleep(until: instant)
        await settle()
    }

    package func advance(by span: TimeSpan) async { await advance(to: now() + span) }

    /// Moves the clock from outside of `run`: wakes everybody who sleeps until the instant or earlier, in order, each
    /// at its own instant, and does not wait for what they do then.
    package func moveClock(to instant: Instant) {
        while wakeNext(until: instant) {}
        state.withLock { $0.now = max($0.now, instant) }
    }

    /// Runs the body and every task it starts on this thread, one step at a time; whenever all of them sleep, the clock
    /// goes on to the next one who wakes. What is ready when the body returns still runs; who sleeps then sleeps
    /// forever.
    ///
    /// - Throws: what the body throws; `SimulationError` when it waits for something that nobody in the simulation will
    /// do,
    ///   never ends, or goes on outside.
    package func run<T: Sendable>(_ body: @escaping @Sendable () async throws -> T) throws -> T {
        let scheduler = SimulatedScheduler(shuffle: order == .shuffled ? SplitMix64(seed: ~seed) : nil)
        let result = ResultBox<T>()
        return try scheduler.catching {
            state.withLock { $0.thread = pthread_self() }
            defer { state.withLock { $0.thread = nil } }
            Task(executorPreference: scheduler.executor) { result.set(await Self.result(of: body)) }
            var steps = 0
            while true {
                steps += 1
                if scheduler.executor.hasStrays || state.withLock(\.hasStranger) {
                    throw SimulationError(.escaped, at: now(), seed: seed)
                }
                if steps > stepsPerRun { throw SimulationError(.endless, at: now(), seed: seed) }
                if scheduler.runNext() { continue }
                if let result = result.get() { return try result.get() }
                if wakeNext(until: now()) || wakeSettling() || wakeNext(until: .latest) { continue }
                throw SimulationError(.standstill, at: now(), seed: seed)
            }
        }
    }

    private static func result<T>(of body: () async throws -> T) async -> Result<T, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }

    private func wakeSettling() -> Bool {
        let sleeper = state.withLock { $0.settling.isEmpty ? nil : $0.settling.removeFirst() }
        sleeper?.resume()
        return sleeper != nil
    }

    private func wakeNext(until limit: Instant) -> Bool {
        let sleeper = state.withLock { state -> Sleeper? in
            guard let (instant, sleeper) = state.timers.takeNext(until: limit) else { return nil }
            state.now = max(state.now, instant)
            return sleeper
        }
        sleeper?.resume()
        return sleeper != nil
    }
}

/// Carries a result out of a task.
private final class ResultBox<T: Sendable>: Sendable {
    private let content = Locked<Result<T, any Error>?>(nil)

    func set(_ result: Result<T, any Error>) { content.withLock { $0 = result } }

    func get() -> Result<T, any Error>? { content.withLock { $0 } }
}
