import BerthModel
import BerthPlatform

/// The state of one session while it is carried out. Belongs to the task of its runner.
struct SessionRun {
    private var machine: SessionMachine
    private let broker: Broker
    private let send: @Sendable (SessionRunner.Signal) -> Void
    /// The call to the platform that is waited for; calls are numbered.
    private var call: (number: Int, task: Task<Void, Never>)?
    private var lastCall = 0
    /// The call that stops the work, and what it said.
    private var stopping: Task<Void, Never>?
    private var stopResult: PlatformError??
    private var clocks: [Task<Void, Never>] = []
    private var overtime: (deadline: Instant, clock: Task<Void, Never>)?
    /// What the work was seen doing last.
    private var seen: WorkState?

    init(_ record: SessionRecord, broker: Broker, send: @escaping @Sendable (SessionRunner.Signal) -> Void) {
        machine = SessionMachine(record, messageLimit: broker.settings.messagesPerSession)
        self.broker = broker
        self.send = send
    }

    private var record: SessionRecord { machine.record }

    /// Returns when the session is at its end, or when the signals end because the broker stops.
    mutating func carryOut(_ signals: AsyncStream<SessionRunner.Signal>) async {
        takeStep()
        if record.step != .none {
            for await signal in signals {
                if await !handle(signal) || record.step == .none { break }
            }
        }
        call?.task.cancel()
        stopping?.cancel()
        for clock in clocks { clock.cancel() }
        overtime?.clock.cancel()
        await call?.task.value
        await stopping?.value
    }

    // MARK: what happened

    /// - Returns: `false` when the broker stops.
    private mutating func handle(_ signal: SessionRunner.Signal) async -> Bool {
        switch signal {
        case .ended(let number, let event):
            guard call?.number == number else { return true }
            call = nil
            if case .observed(let state) = event { seen = state }
            if record.step == .cancel {
                guard await change(event) else { return false }
                return await endStopping()
            }
            guard await change(event) else { return false }
        case .stop(let reason, let answer):
            // A clock that rang while the work began late.
            if reason == .overtime, broker.world.now() < record.deadline {
                overtime = nil
                watchTime()
                return true
            }
            let isWaiting = record.step == .wait
            let before = record.revision
            guard await change(.stop(reason)) else {
                answer?.resume(returning: false)
                return false
            }
            answer?.resume(returning: record.revision != before || record.stop == reason)
            if isWaiting, record.step == .none {
                call?.task.cancel()
                call = nil
            }
        case .stopped(let error):
            stopResult = .some(error)
            return await endStopping()
        case .patienceOver:
            guard record.step == .cancel, stopping != nil else { return true }
            call?.task.cancel()
            call = nil
            stopping?.cancel()
            let late = PlatformError(.overLimit, "The work did not end within \(broker.settings.stopTime).")
            stopResult = .some((stopResult ?? nil) ?? late)
            return await endStopping()
        }
        takeStep()
        return true
    }

    /// The work is stopped when both calls have ended: the one that was running, and the one that stopped it.
    private mutating func endStopping() async -> Bool {
        guard let result = stopResult, call == nil, record.step == .cancel else { return true }
        stopping = nil
        stopResult = nil
        guard await change(.stopped(result)) else { return false }
        takeStep()
        return true
    }

    /// Takes an event in and stores the record before anything else is done.
    ///
    /// - Returns: `false` when the broker stops before the store has it.
    private mutating func change(_ event: SessionMachine.Event) async -> Bool {
        let before = record
        guard machine.handle(event, now: broker.world.now()) else { return true }
        guard await broker.keep(record) else { return false }
        broker.changed(from: before, to: record)
        return true
    }

    // MARK: what is next

    private mutating func takeStep() {
        guard call == nil else {
            if record.step == .cancel, stopping == nil { beginStopping() }
            return
        }
        let work = record.work
        switch record.step {
        case .offered, .none: break
        case .wait: waitForSlot()
        case .prepare:
            watchTime()
            let part = record.parts[Int(record.partIndex)]
            begin { platform throws(PlatformError) in .prepared(try await platform.prepare(part, of: work)) }
        case .start:
            watchTime()
            begin { platform throws(PlatformError) in .started(try await platform.start(work)) }
        case .observe:
            watchTime()
            let seen = seen
            begin { platform throws(PlatformError) in .observed(try await platform.observe(work, after: seen)) }
        case .cancel: if stopping == nil { beginStopping() }
        case .release:
            let part = record.parts[Int(record.partIndex)]
            begin { platform throws(PlatformError) in
                try await platform.release(part, of: work)
                return .released
            }
        }
    }

    /// Calls the platform, once it is ready; one that is no longer there cannot do anything.
    private mutating func begin(
        _ body: @escaping @Sendable (any Platform) async throws(PlatformError) -> SessionMachine.Event
    ) {
        let name = record.plan.platform
        let (platform, gate) = (broker.platform(name), broker.gate(name))
        let (broker, session) = (broker, record.id)
        call { number, send in
            if let gate, await !gate.pass() { return }
            do throws(PlatformError) {
                guard let platform else {
                    throw PlatformError(.lost, "The platform \(name) of this session is no longer configured.")
                }
                send(.ended(call: number, try await body(platform)))
            } catch {
                broker.logDetail(of: error, platform: name, session: session)
                send(.ended(call: number, .failed(error)))
            }
        }
    }

    private mutating func waitForSlot() {
        let (start, world) = (record.held.start, broker.world)
        call { number, send in
            await world.sleep(until: start)
            if !Task.isCancelled { send(.ended(call: number, .due)) }
        }
    }

    private mutating func call(
        _ body: @escaping @Sendable (Int, @Sendable (SessionRunner.Signal) -> Void) async -> Void
    ) {
        lastCall += 1
        let (number, send) = (lastCall, send)
        call = (number, Task { await body(number, send) })
    }

    /// What runs beyond its slot is stopped.
    private mutating func watchTime() {
        let (end, world, send) = (record.deadline, broker.world, send)
        if overtime?.deadline == end { return }
        overtime?.clock.cancel()
        let clock = Task {
            await world.sleep(until: end)
            if !Task.isCancelled { send(.stop(.overtime, nil)) }
        }
        overtime = (end, clock)
    }

    private mutating func beginStopping() {
        guard let platform = broker.platform(record.plan.platform) else {
            send(.stopped(nil))
            stopping = Task {}
            return
        }
        let (work, send, world, gate) = (record.work, send, broker.world, broker.gate(record.plan.platform))
        let broker = broker
        stopping = Task {
            if let gate, await !gate.pass() { return }
            do throws(PlatformError) {
                try await platform.cancel(work)
                send(.stopped(nil))
            } catch {
                broker.logDetail(of: error, platform: work.plan.platform, session: work.session)
                send(.stopped(error))
            }
        }
        let patience = world.now() + broker.settings.stopTime
        clocks.append(
            Task {
                await world.sleep(until: patience)
                if !Task.isCancelled { send(.patienceOver) }
            })
    }
}
