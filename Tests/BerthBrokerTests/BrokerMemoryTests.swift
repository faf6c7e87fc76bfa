import BerthModel
import Testing

@testable import BerthBroker

@Suite struct BrokerMemoryTests {
    private func memory() throws -> BrokerMemory { BrokerMemory(ledger: try Ledger([Sample.profile()])) }

    private func record(_ phase: SessionPhase, revision: Int64) -> SessionRecord {
        var record = Sample.offer(1)
        record.session.phase = phase
        record.revision = revision
        return record
    }

    @Test func figuresFollowTheSession() throws {
        var memory = try memory()
        memory.begin(record(.offered, revision: 1), as: .offered)
        memory.begin(record(.offered, revision: 1), as: .offered)
        #expect(memory.figures.unfinished == [.offered: 1])
        #expect(memory.follow(record(.accepted, revision: 2)) == true)
        #expect(memory.follow(record(.accepted, revision: 2)) == true, "the same again is harmless")
        #expect(memory.figures.unfinished == [.offered: 0, .accepted: 1])
        #expect(memory.follow(record(.cancelled, revision: 3)) == true)
        #expect(memory.figures.unfinished == [.offered: 0, .accepted: 0])
        #expect(memory.figures.entered == [.offered: 1, .accepted: 1, .cancelled: 1])
        #expect(memory.unfinished.isEmpty)
    }

    @Test func everybodysOwnAreCounted() throws {
        var memory = try memory()
        memory.begin(record(.offered, revision: 1), as: .offered)
        #expect(memory.unfinishedByOwner == ["ada": 1])
        #expect(memory.follow(record(.accepted, revision: 2)) == true)
        #expect(memory.unfinishedByOwner == ["ada": 1])
        #expect(memory.follow(record(.cancelled, revision: 3)) == true)
        #expect(memory.unfinishedByOwner == [:])
        memory.begin(Sample.offer(2), as: .offered)
        memory.drop(Sample.id(2))
        #expect(memory.unfinishedByOwner == [:])
    }

    @Test func refusalsAreRememberedUpToSoManyBytes() throws {
        var memory = try memory()
        func refusal(bytes: Int) -> BrokerMemory.Refusal {
            var answer = OfferSetResponse()
            let text = String(repeating: "x", count: bytes)
            answer.meta = Metadata(uuid: Sample.id(0), name: nil)
            answer.meta?.messages = [Message(.warn, time: Sample.now, "{text}", ["text": text])]
            return BrokerMemory.Refusal(owner: "ada", answer: answer)
        }
        for number in UInt64(0)..<9 { memory.remember(Sample.id(number), refusal(bytes: 4 << 20), limit: 100) }
        let remembered = (UInt64(0)..<9).filter { memory.refusal(Sample.id($0)) != nil }
        #expect(remembered == [4, 5, 6, 7, 8], "12 MiB each, of which 64 MiB are kept")
    }

    @Test func aRefusalIsReplacedAndForgotten() throws {
        var memory = try memory()
        memory.replace(Sample.id(1), with: OfferSetResponse())
        #expect(memory.refusal(Sample.id(1)) == nil, "what is not there is not replaced")
        // Those that are forgotten make room, also in the line of those that go first.
        for number in UInt64(1)...1000 {
            let refusal = BrokerMemory.Refusal(owner: "ada", answer: OfferSetResponse())
            memory.remember(Sample.id(number), refusal, limit: 3)
            if number % 4 != 0 { memory.forgetRefusal(Sample.id(number)) }
        }
        #expect((UInt64(1)...1000).filter { memory.refusal(Sample.id($0)) != nil } == [992, 996, 1000])
        memory.forgetRefusal(Sample.id(1))
        var other = OfferSetResponse()
        other.result = .no
        memory.replace(Sample.id(996), with: other)
        #expect(memory.refusal(Sample.id(996))?.answer == other)
        #expect(memory.refusal(Sample.id(996))?.owner == "ada")
    }

    @Test func aRecordThatWasReadEarlierChangesNothing() throws {
        var memory = try memory()
        memory.begin(record(.offered, revision: 1), as: .offered)
        #expect(memory.follow(record(.accepted, revision: 2)) == true)
        #expect(memory.follow(record(.offered, revision: 1)) == false)
        #expect(memory.figures.unfinished[.accepted] == 1)
        #expect(memory.follow(record(.cancelled, revision: 3)) == true)
        #expect(memory.follow(record(.accepted, revision: 2)) == false, "it is over and does not come back")
        #expect(memory.follow(record(.cancelled, revision: 3)) == false)
        #expect(memory.figures.entered[.cancelled] == 1)
    }

    @Test func whatNeverCameIntoTheStoreIsDropped() throws {
        var memory = try memory()
        let offer = Sample.offer(1)
        #expect(memory.ledger.hold(offer.id, offer.plan, offer.held, group: offer.offerSet) == true)
        memory.begin(offer, as: .offered)
        memory.drop(offer.id)
        memory.drop(offer.id)
        #expect(memory.figures.unfinished == [.offered: 0])
        #expect(memory.ledger.count(on: "here") == 0)
    }

    @Test func onlyExpiredOffersCountAsExpired() throws {
        var memory = try memory()
        memory.begin(record(.offered, revision: 1), as: .offered)
        #expect(memory.follow(record(.expired, revision: 2)) == true)
        #expect(memory.figures.offersExpired == 1)
    }

    @Test(arguments: [0, 1, 3])
    func soManyRefusalsAreRemembered(limit: Int) throws {
        var memory = try memory()
        for number in 1...5 {
            let refusal = BrokerMemory.Refusal(owner: "ada", answer: OfferSetResponse())
            memory.remember(Sample.id(UInt64(number)), refusal, limit: limit)
        }
        let known = (1...5).filter { memory.refusal(Sample.id(UInt64($0))) != nil }
        #expect(known == Array((1...5).suffix(limit)))
    }
}
