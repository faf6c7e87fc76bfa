import BerthDocument
import BerthModel
import BerthPlatform
import SimulationKit
import Testing

@testable import BerthBroker

/// What is accepted is carried out, to whatever end.
@Suite struct RunningTests {
    private static let now = Instant(seconds: 1_800_000_000)
    private static let way: [SessionPhase] = [.offered, .accepted, .preparing, .available, .running, .releasing]
    private static let broken = PlatformError(.broken, "It broke.", cause: "a cause")

    @Test func aSessionIsPreparedRunAndReleasedInOrder() throws {
        try Stage(script: { script in
            script.fate = { action, _ in if case .prepare = action { .takes(.seconds(1)) } else { .done } }
            script.life = { _ in .init(queued: .seconds(10), running: .seconds(20)) }
            script.progress = { action, _ in
                action == .start
                    ? Progress(
                        notes: [Note(.info, "Started on {node}.", ["node": "n1"])],
                        connectors: [Connector(status: .available, protocol: "http", location: "http://h:1/")],
                        handle: .text("handle")) : .done
            }
        }).play { stage async throws in
            let id = try await stage.accepted(ExecutionRequest.cores(1, for: 600).withData())
            await stage.world.advance(by: .seconds(20))
            let running = try await stage.session(id)
            #expect(running.phase == .running)
            #expect(running.connectors.map(\.status) == [.available])
            #expect(running.executable?.life?.phase == .running)
            #expect(running.compute?.life?.phase == .running)
            #expect(running.storage.map(\.life?.phase) == [.available])
            #expect(running.data.map(\.life?.phase) == [.available])
            await stage.world.advance(by: .seconds(20))
            let ended = try await stage.session(id)
            #expect(ended.phase == .completed)
            #expect(ended.connectors.map(\.status) == [.finished])
            #expect(ended.executable?.life?.phase == .completed)
            #expect(ended.storage.map(\.life?.phase) == [.completed])
            #expect(ended.component.meta?.messages.map(\.message) == ["Started on n1."])
            #expect(try await stage.phases(id) == Self.way + [.completed])
            #expect(
                stage.calls(id) == [
                    "prepare storage[0]", "prepare data[0]", "prepare compute", "prepare executable", "start",
                    "observe", "observe", "observe", "release executable", "release compute", "release data[0]",
                    "release storage[0]",
                ])
            #expect(stage.platform.violations == [])
            #expect(stage.platform.leftovers == [])
            #expect(stage.held() == 0)
        }
    }

    @Test func nothingIsWrittenForAStateThatWasKnown() throws {
        try Stage(script: { $0.life = { _ in .init(queued: .seconds(10), running: .seconds(20)) } }).play {
            stage async throws in
            let id = try await stage.accepted(.cores(1, for: 600))
            await stage.world.advance(by: .seconds(5))
            #expect(try await stage.broker.session(id, as: .ada).revision == 6, "waiting in a queue is no news")
            await stage.world.advance(by: .seconds(60))
            #expect(try await stage.broker.session(id, as: .ada).revision == 10)
        }
    }

    @Test func theExitCodeIsTold() throws {
        try Stage(script: { $0.life = { _ in .init(running: .seconds(1), outcome: .exited(42)) } }).play {
            stage async throws in
            let id = try await stage.accepted(.cores(1))
            await stage.world.advance(by: .seconds(2))
            #expect(try await stage.phases(id) == Self.way + [.failed])
            #expect(try await stage.messages(id) == ["The program ended with exit code 42."])
            #expect(stage.platform.leftovers == [])
        }
    }

    @Test(arguments: ["prepare storage[0]", "prepare data[0]", "prepare executable", "start", "observe"])
    func whatFailsIsStoppedAndReleasedAllTheSame(step: String) throws {
        let stage = try Stage(script: { script in
            script.fate = { action, _ in
                action.description == step ? .fails(Self.broken, after: .seconds(1)) : .done
            }
        })
        try stage.play { stage async throws in
            let id = try await stage.accepted(ExecutionRequest.cores(1).withData())
            await stage.world.advance(by: .seconds(100))
            #expect(try await stage.phase(id) == .failed)
            #expect(try await stage.messages(id) == ["It broke. (a cause)"])
            #expect(
                stage.calls(id).suffix(5) == [
                    "cancel", "release executable", "release compute", "release data[0]", "release storage[0]",
                ])
            #expect(stage.platform.violations == [])
            #expect(stage.platform.leftovers == [])
            #expect(stage.held() == 0)
        }
    }

    @Test(arguments: ["prepare executable", "start", "observe", "cancel", "release compute"])
    func theDetailOfAnErrorIsInTheLogAndNotInTheSession(step: String) throws {
        let error = PlatformError(.broken, "It broke.", detail: "/var/lib/secret.sock")
        let stage = try Stage(script: { script in
            script.fate = { action, _ in action.description == step ? .fails(error, after: .seconds(1)) : .done }
            script.life = { _ in .init(running: step == "cancel" ? .seconds(1000) : .seconds(1)) }
        })
        try stage.play { stage async throws in
            let id = try await stage.accepted(.cores(1, for: 600))
            await stage.world.advance(by: .seconds(10))
            if step == "cancel" { _ = try await stage.broker.update(id, with: .phase(.cancelled), as: .ada) }
            await stage.world.advance(by: .seconds(100))
            #expect(!(try await stage.messages(id)).joined().contains("secret"))
            #expect(
                stage.log.lines.contains(
                    "platform.failed platform=here session=\(id) code=broken detail=/var/lib/secret.sock"))
        }
    }

    @Test func aReleaseThatFailsMakesTheSessionFailedAndTheRestIsReleased() throws {
        let stage = try Stage(script: { script in
            script.fate = { action, _ in
                action == .release(.compute) ? .fails(Self.broken, after: .seconds(1)) : .done
            }
        })
        try stage.play { stage async throws in
            let id = try await stage.accepted(.cores(1))
            await stage.world.advance(by: .seconds(100))
            #expect(try await stage.phases(id) == Self.way + [.failed])
            #expect(try await stage.messages(id) == ["compute could not be released: It broke. (a cause)"])
            let session = try await stage.session(id)
            #expect(session.executable?.life?.phase == .completed)
            #expect(session.compute?.life?.phase == .failed)
            #expect(stage.held() == 0)
        }
    }

    @Test func aSlotInTheFutureIsWaitedFor() throws {
        try Stage().play { stage async throws in
            let start = Self.now + .seconds(3600)
            let id = try await stage.accepted(.cores(4, from: start, for: 600))
            await stage.world.advance(to: start + TimeSpan(milliseconds: -1))
            #expect(try await stage.phase(id) == .accepted)
            #expect(stage.calls(id) == [])
            await stage.world.advance(to: start)
            #expect(try await stage.phase(id) == .running)
        }
    }

    @Test func cancellingWhileWaitingForTheSlotMakesNothing() throws {
        try Stage().play { stage async throws in
            let id = try await stage.accepted(.cores(4, from: Self.now + .seconds(3600), for: 600))
            let view = try await stage.broker.update(id, with: .phase(.cancelled), as: .ada)
            #expect(view.session.phase == .cancelled)
            #expect(view.session.executable?.life?.phase == .cancelled)
            #expect(stage.calls(id) == [])
            #expect(stage.held() == 0)
            await stage.world.advance(by: .seconds(7200))
            #expect(stage.calls(id) == [])
            let again = try await stage.broker.update(id, with: .phase(.cancelled), as: .ada)
            #expect(again.session.phase == .cancelled)
        }
    }

    @Test(arguments: ["prepare data[0]", "start", "observe"])
    func cancellingStopsTheWorkItself(step: String) throws {
        let stage = try Stage(script: { script in
            script.fate = { action, _ in
                action == .cancel ? .takes(.seconds(3)) : action.description == step ? .hangs : .done
            }
        })
        try stage.play { stage async throws in
            let id = try await stage.accepted(ExecutionRequest.cores(1).withData())
            await stage.world.advance(by: .seconds(5))
            let view = try await stage.broker.update(id, with: .phase(.cancelled), as: .ada)
            #expect(view.session.phase == .releasing)
            #expect(view.session.component.meta?.options == [])
            #expect(try await stage.broker.update(id, with: .phase(.cancelled), as: .ada).session.phase == .releasing)
            await stage.world.advance(by: .seconds(3))
            #expect(try await stage.phase(id) == .cancelled)
            #expect(try await stage.messages(id) == ["Cancelled by ada."])
            #expect(
                stage.calls(id).suffix(5) == [
                    "cancel", "release executable", "release compute", "release data[0]", "release storage[0]",
                ])
            #expect(stage.platform.violations == [])
            #expect(stage.platform.leftovers == [])
            #expect(stage.held() == 0)
        }
    }

    @Test func whatCannotBeStoppedIsReleasedWhenPatienceIsOver() throws {
        let stage = try Stage(script: { script in
            script.fate = { action, _ in action == .start || action == .cancel ? .isStuck : .done }
        })
        try stage.play { stage async throws in
            let id = try await stage.accepted(.cores(1))
            await stage.world.advance(by: .seconds(5))
            _ = try await stage.broker.update(id, with: .phase(.cancelled), as: .ada)
            await stage.world.advance(by: TimeSpan(milliseconds: 29_999))
            #expect(try await stage.phase(id) == .releasing)
            await stage.world.advance(by: TimeSpan(milliseconds: 1))
            #expect(try await stage.phase(id) == .cancelled)
            #expect(
                try await stage.messages(id) == [
                    "Cancelled by ada.", "The work did not stop cleanly: The work did not end within PT30S.",
                ])
            #expect(stage.platform.leftovers == [])
        }
    }

    @Test func aCancelThatFailsIsToldAndTheRestIsReleased() throws {
        let stage = try Stage(script: { script in
            script.fate = { action, _ in action == .cancel ? .fails(Self.broken, after: .seconds(1)) : .done }
        })
        try stage.play { stage async throws in
            let id = try await stage.accepted(.cores(1))
            await stage.world.advance(by: .seconds(5))
            _ = try await stage.broker.update(id, with: .phase(.cancelled), as: .ada)
            await stage.world.advance(by: .seconds(2))
            #expect(try await stage.phase(id) == .cancelled)
            #expect(
                try await stage.messages(id) == [
                    "Cancelled by ada.", "The work did not stop cleanly: It broke. (a cause)",
                ])
        }
    }

    @Test func whatRunsBeyondItsTimeIsStopped() throws {
        try Stage(script: { $0.life = { _ in .init(running: .seconds(10_000)) } }).play { stage async throws in
            let id = try await stage.accepted(.cores(1, for: 600))
            let end = Self.now + .seconds(600)
            await stage.world.advance(to: end + TimeSpan(milliseconds: -1))
            #expect(try await stage.phase(id) == .running)
            await stage.world.advance(to: end)
            #expect(try await stage.phase(id) == .failed)
            #expect(
                try await stage.messages(id) == [
                    "The work was stopped at \(end), the end of the time that was offered."
                ])
            #expect(stage.platform.leftovers == [])
            let error = try await stage.refused {
                _ = try await stage.broker.update(id, with: .phase(.cancelled), as: .ada)
            }
            #expect(error.message == "The session \(id) is FAILED and can no longer be cancelled.")
        }
    }

    @Test func whatTakesLongerToReleaseHoldsItsResourcesLonger() throws {
        let stage = try Stage(script: { script in
            script.life = { _ in .init(running: .seconds(590)) }
            script.fate = { action, _ in action == .release(.compute) ? .takes(.seconds(100)) : .done }
            script.answer = { question in
                var plan = Plan.plain(question, on: "here")
                plan.releasing = .seconds(50)
                return .yes([plan])
            }
        })
        try stage.play { stage async throws in
            let id = try await stage.accepted(.cores(4, for: 600))
            // Released from second 590 on, estimated until 640, and in fact until 690.
            await stage.world.advance(by: .seconds(645))
            #expect(try await stage.phase(id) == .releasing)
            await stage.world.advance(by: .seconds(60))
            #expect(try await stage.phase(id) == .completed)
            #expect(stage.held() == 0)
        }
    }

    @Test func aFailingStoreHoldsTheSessionBackAndNothingIsDoneTwice() throws {
        try Stage().play { stage async throws in
            let id = try await stage.accepted(.cores(1, for: 600))
            await stage.world.advance(by: .seconds(10))
            stage.fail { $0.beforeWrite = 1000 }
            await stage.world.advance(by: .seconds(60))
            #expect(try await stage.phase(id) == .running)
            #expect(await stage.broker.health().messages == ["The store cannot be written."])
            stage.fail { $0.afterWrite = 1000 }
            await stage.world.advance(by: .seconds(60))
            stage.fail { _ in }
            await stage.world.advance(by: .seconds(60))
            #expect(try await stage.phase(id) == .completed)
            #expect(stage.calls(id).filter { $0.hasPrefix("release") } == ["release executable", "release compute"])
            #expect(await stage.broker.health().status == .pass)
        }
    }

    @Test func messagesOfASessionAreLimitedTheOldestGo() throws {
        try Stage(
            settings: { $0.messagesPerSession = 3 },
            script: { script in
                script.progress = { action, _ in Progress(notes: [Note(.info, "{what}", ["what": "\(action)"])]) }
            }
        ).play { stage async throws in
            let id = try await stage.accepted(ExecutionRequest.cores(1).withData())
            await stage.world.advance(by: .seconds(100))
            #expect(try await stage.messages(id) == ["prepare compute", "prepare executable", "start"])
        }
    }

    @Test func theOutputIsReadThroughTheBroker() throws {
        try Stage().play { stage async throws in
            let id = try await stage.accepted(.cores(1))
            let piece = try await stage.broker.log(.stderr, of: id, from: 7, limit: 2, waiting: true, as: .ada)
            #expect(piece == LogPiece(bytes: Array("of".utf8), isEnd: false))
        }
    }

    // MARK: watching

    @Test func whoWaitsForAChangeIsToldAtOnce() throws {
        try Stage().play { stage async throws in
            let id = try await stage.accepted(.cores(1, from: Self.now + .seconds(100), for: 600))
            let first = try await stage.broker.change(of: id, after: 1, until: .latest, as: .ada)
            #expect(first?.revision == 2, "what has changed already is told without waiting")
            let next = try await stage.broker.change(of: id, after: 2, until: .latest, as: .ada)
            #expect(next?.session.phase == .preparing)
            #expect(stage.world.now() == Self.now + .seconds(100))
            #expect(stage.broker.watchers.count == 0)
        }
    }

    @Test func whoWaitsInVainIsToldSoAtTheDeadline() throws {
        try Stage().play { stage async throws in
            let id = try await stage.offers(.cores(1))[0]
            let deadline = Self.now + .seconds(15)
            #expect(try await stage.broker.change(of: id, after: 1, until: deadline, as: .ada) == nil)
            #expect(stage.world.now() == deadline)
            #expect(try await stage.broker.change(of: id, after: 1, until: .latest, as: .ada)?.revision == 2)
            #expect(stage.world.now() == Self.now + .seconds(300), "it expired")
            #expect(try await stage.broker.change(of: id, after: 2, until: .latest, as: .ada) == nil, "it is over")
        }
    }

    @Test func whoIsCancelledOrMeetsAStopWaitsNoLonger() throws {
        try Stage().play { stage async throws in
            let id = try await stage.offers(.cores(1))[0]
            let watch = { @Sendable in try await stage.broker.change(of: id, after: 1, until: .latest, as: .ada) }
            let (first, second) = (Task { try await watch() }, Task { try await watch() })
            await stage.world.advance(by: .seconds(1))
            #expect(stage.broker.watchers.count == 2)
            first.cancel()
            #expect(try await first.value == nil)
            await stage.broker.stop()
            #expect(try await second.value == nil)
            #expect(try await watch() == nil)
            #expect(stage.world.now() == Self.now + .seconds(1))
            #expect(stage.broker.watchers.count == 0)
        }
    }
}
