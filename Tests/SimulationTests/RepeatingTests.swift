import BerthModel
import BerthPlatform
import SimulationKit
import Testing

@testable import BerthBroker

/// Questions that come again with the key that they came with first.
@Suite struct RepeatingTests {
    private static let key = QuestionKey(id: UUID(derived: 1, 2), digest: "this")
    private static let other = QuestionKey(id: UUID(derived: 1, 2), digest: "that")
    private static let reused = BrokerError(
        .keyReused,
        "This Idempotency-Key was used for another request; send each request with a key of its own, and only a "
            + "repetition with the same.")
    private static let busy = BrokerError(
        .keyBusy, "The first request with this Idempotency-Key is still being answered; send it again in a moment.")

    @Test func theSameKeyGivesTheOffersAsTheyStand() throws {
        try Stage().play { stage async throws in
            let first = try await stage.broker.ask(.cores(1), key: Self.key, as: .ada)
            #expect(first.meta?.uuid == Self.key.id)
            #expect(try await stage.broker.ask(.cores(1), key: Self.key, as: .ada) == first)
            #expect(try await stage.broker.offerSet(Self.key.id, as: .ada) == first)
            await #expect(throws: Self.reused) { try await stage.broker.ask(.cores(1), key: Self.other, as: .ada) }
            await stage.world.advance(by: .seconds(301))
            let later = try await stage.broker.ask(.cores(1), key: Self.key, as: .ada)
            #expect(later.offers.map(\.component.meta?.uuid) == first.offers.map(\.component.meta?.uuid))
            #expect(later.offers.map(\.phase) == [.expired])
            #expect(stage.broker.figures.answeredYes == 1)
            #expect(stage.held() == 0)
            #expect(stage.log.lines.contains("request.repeated offerset=\(Self.key.id) owner=ada"))
        }
    }

    @Test func anotherBrokerOnTheSameStoreKnowsTheKey() throws {
        try Stage().play { stage async throws in
            let first = try await stage.broker.ask(.cores(1), key: Self.key, as: .ada)
            let session = try await stage.broker.direct(.cores(1), key: Self.sessionKey, as: .ada)
            await stage.broker.stop()
            let next = try stage.next()
            try await next.start()
            #expect(try await next.ask(.cores(1), key: Self.key, as: .ada) == first)
            await #expect(throws: Self.reused) { try await next.ask(.cores(1), key: Self.other, as: .ada) }
            let again = try await next.direct(.cores(1), key: Self.sessionKey, as: .ada)
            #expect(again.component.meta?.uuid == session.component.meta?.uuid)
            #expect(next.figures.answeredYes == 0)
            await next.stop()
        }
    }

    private static let sessionKey = QuestionKey(id: UUID(derived: 3, 4), digest: "this")

    /// The answer is lost: the write is there, or it is not, and the store fails in between.
    @Test(arguments: [true, false])
    func whatAFailingStoreLeftOpenIsAnsweredOnce(isWritten: Bool) throws {
        try Stage().play { stage async throws in
            stage.fail { if isWritten { $0.afterWrite = 1000 } else { $0.beforeWrite = 1000 } }
            #expect(
                try await stage.refused { _ = try await stage.broker.ask(.cores(3), key: Self.key, as: .ada) }.code
                    == .storeFailed)
            #expect(
                try await stage.refused {
                    _ = try await stage.broker.direct(.cores(1), key: Self.sessionKey, as: .ada)
                }.code == .storeFailed)
            stage.fail { $0.read = 1000 }
            #expect(
                try await stage.refused { _ = try await stage.broker.ask(.cores(3), key: Self.key, as: .ada) }.code
                    == .storeFailed)
            stage.fail { _ in }
            // What is in doubt for a second still holds its cores.
            if !isWritten { await stage.world.advance(by: .seconds(2)) }
            let answer = try await stage.broker.ask(.cores(3), key: Self.key, as: .ada)
            #expect(answer.offers.count == 1)
            let session = try await stage.broker.direct(.cores(1), key: Self.sessionKey, as: .ada)
            #expect(session.phase == .accepted)
            await stage.world.advance(by: .seconds(2))
            #expect(stage.held() == 2)
            let id = try #require(session.component.meta?.uuid)
            await stage.world.advance(by: .seconds(120))
            #expect(try await stage.phase(id) == .completed)
            let end = try await stage.broker.direct(.cores(1), key: Self.sessionKey, as: .ada)
            #expect(end.component.meta?.uuid == id)
            #expect(end.phase == .completed)
        }
    }

    /// Before what is in doubt was looked up.
    @Test func aQuestionInDoubtMayComeAgainAtOnce() throws {
        try Stage().play { stage async throws in
            stage.fail { $0.beforeWrite = 1000 }
            for _ in 0..<2 {
                _ = try await stage.refused { _ = try await stage.broker.direct(.cores(1), key: Self.key, as: .ada) }
            }
            stage.fail { _ in }
            let session = try await stage.broker.direct(.cores(1), key: Self.key, as: .ada)
            let id = try #require(session.component.meta?.uuid)
            await stage.world.advance(by: .seconds(2))
            #expect(stage.held() == 1, "what was never promised is let go, and nothing else")
            await stage.world.advance(by: .seconds(120))
            #expect(try await stage.phase(id) == .completed)
        }
    }

    @Test func aNoIsRememberedAsLongAsItsBrokerRuns() throws {
        try Stage(settings: { $0.refusalsRemembered = 2 }).play { stage async throws in
            let first = try await stage.broker.ask(.cores(9), key: Self.key, as: .ada)
            let session = try await stage.broker.direct(.cores(9), key: Self.sessionKey, as: .ada)
            stage.platform.setCapacity(.cores(16))
            stage.platform.change { script in script.answer = { .yes([.plain($0, on: "here")]) } }
            #expect(try await stage.broker.ask(.cores(9), key: Self.key, as: .ada) == first)
            #expect(try await stage.broker.direct(.cores(9), key: Self.sessionKey, as: .ada) == session)
            await #expect(throws: Self.reused) { try await stage.broker.ask(.cores(1), key: Self.other, as: .ada) }
            await stage.broker.stop()
            let next = try stage.next()
            try await next.start()
            #expect(try await next.ask(.cores(2), key: Self.other, as: .ada).result == .yes)
            #expect(try await next.direct(.cores(2), key: Self.sessionKey, as: .ada).phase == .accepted)
            await next.stop()
        }
    }

    @Test func whoComesWhileTheFirstIsAnsweredIsNot() throws {
        let stage = try Stage()
        stage.platform.change { [world = stage.world] script in
            script.answer = { question in
                await world.sleep(until: world.now() + .seconds(5))
                return .yes([.plain(question, on: "here")])
            }
        }
        try stage.play { stage async throws in
            let first = Task { try await stage.broker.ask(.cores(1), key: Self.key, as: .ada) }
            await stage.world.settle()
            await #expect(throws: Self.busy) { try await stage.broker.ask(.cores(1), key: Self.key, as: .ada) }
            await #expect(throws: Self.reused) { try await stage.broker.ask(.cores(1), key: Self.other, as: .ada) }
            await stage.world.advance(by: .seconds(6))
            let answer = try await first.value
            #expect(try await stage.broker.ask(.cores(1), key: Self.key, as: .ada) == answer)
            #expect(stage.broker.memory.withLock { $0.keysInUse.isEmpty })
        }
    }

    @Test func withoutAKeyNothingIsLookedUpOrKept() throws {
        try Stage().play { stage async throws in
            let events = stage.store.events.count
            let first = try await stage.broker.ask(.cores(1), as: .ada)
            #expect(stage.store.events.count == events + 1)
            let id = try #require(first.meta?.uuid)
            #expect(id.version == 4)
            let stored = try #require(try await stage.inner.offerSet(id))
            #expect(try OfferSetRecord(stored.set).digest == nil)
            #expect(!String(decoding: stored.set.body, as: UTF8.self).contains("digest"))
            let session = try await stage.broker.direct(.cores(1), as: .ada)
            let sessionID = try #require(session.component.meta?.uuid)
            #expect(try await stage.inner.session(sessionID)?.offerSet == nil)
        }
    }
}
