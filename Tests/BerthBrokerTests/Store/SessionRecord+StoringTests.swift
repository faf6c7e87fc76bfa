import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

@Suite struct SessionRecordStoringTests {
    @Test(arguments: Step.allCases)
    func aRecordIsReadBackAsItWas(step: Step) throws {
        let record = Sample.machine(at: step).record
        let stored = try record.stored()
        #expect(stored.id == record.id)
        #expect(stored.offerSet == record.offerSet)
        #expect(stored.owner == "ada")
        #expect(stored.platform == "here")
        #expect(stored.phase == record.phase)
        #expect(stored.revision == record.revision)
        #expect(stored.created == Sample.now)
        #expect(try SessionRecord(stored) == record)
    }

    @Test func everyMemberIsReadBack() throws {
        var record = Sample.machine(at: .cancel).record
        record.owner = Identity(subject: "ada", groups: ["a", "b"])
        record.handle = ["id": "10", "n": 10, "none": .null, "empty": "", "list": []]
        record.plan.details = .text("10")
        record.plan.executable = .stranger(kind: "urn:other", ["kind": "urn:other", "a": ["b": 1]])
        record.session.connectors = [Connector(status: .finished, protocol: "http", location: "http://h/")]
        record.session.component.meta?.messages = [
            Message(.info, time: Sample.now, "{a} \u{1F600} \"", ["a": "\\u0000\n"])
        ]
        record.stop = .overtime
        record.ending = .failed
        #expect(try SessionRecord(try record.stored()) == record)
    }

    /// A platform that passes on what a program wrote made its session unreadable.
    @Test func aTextWithNULInItIsReadBack() throws {
        var record = Sample.machine(at: .cancel).record
        record.handle = ["a\0b": ["\0", 1]]
        record.session.component.meta?.messages = [Message(.info, time: Sample.now, "{a}", ["a": "x\0\\u0000"])]
        let read = try SessionRecord(try record.stored())
        #expect(read.handle == ["a\u{FFFD}b": ["\u{FFFD}", 1]])
        #expect(read.session.component.meta?.messages.map(\.message) == ["x\u{FFFD}\\u0000"])
    }

    @Test func anOfferSetIsReadBackAsItWas() throws {
        var set = OfferSetRecord()
        set.owner = Identity(subject: "ada", groups: ["a"])
        set.created = Sample.now
        set.name = "name"
        set.description = "description"
        set.messages = [Message(.warn, time: Sample.now, "{a}", ["a": "b"])]
        let stored = try set.stored(Sample.id(1))
        #expect(stored.id == Sample.id(1))
        #expect(stored.owner == "ada")
        let read = try OfferSetRecord(stored)
        #expect(read.owner == set.owner)
        #expect(read.messages == set.messages)
        #expect((read.name, read.description, read.created) == ("name", "description", Sample.now))
    }

    @Test func damagedBodiesAreErrorsAndNoTraps() throws {
        var stored = try Sample.offer().stored()
        for body in ["", "{", "[]", "{}", "null", "{\"session\": 1}", "{\"revision\": \"x\"}", "\u{0}"] {
            stored.body = Array(body.utf8)
            let error = #expect(throws: BrokerError.self, "\(body)") { try SessionRecord(stored) }
            #expect(error?.code == .storeFailed)
            #expect(error?.message == "The record \(stored.id) in the store cannot be read.")
        }
    }

    @Test func contradictionsAreErrorsAndNoTraps() throws {
        let stored = try Sample.machine(at: .prepare).record.stored()
        let changes: [(String, (inout SessionRecord) -> Void)] = [
            ("It is another session.", { $0.session.component.meta = nil }),
            ("It is another session.", { $0.session.component.meta?.uuid = Sample.id(9) }),
            ("It has no times.", { $0.session.component.meta?.modified = nil }),
            ("It is another revision.", { $0.revision += 1 }),
            ("It is another revision.", { $0.session.phase = .accepted }),
            ("It is about a part that it does not have.", { $0.partIndex = 4 }),
            ("It is about a part that it does not have.", { $0.partIndex = -1 }),
            ("It is about a part that it does not have.", { ($0.step, $0.partIndex) = (.start, 5) }),
            ("Its step is not one of its phase.", { $0.step = .offered }),
            ("Its step is not one of its phase.", { $0.step = .none }),
        ]
        for (cause, change) in changes {
            var record = try SessionRecord(stored)
            change(&record)
            var damaged = stored
            damaged.body = try record.document(for: .json).written(as: .json)
            let error = #expect(throws: BrokerError.self, "\(cause)") { try SessionRecord(damaged) }
            #expect(error?.cause == cause)
        }
    }

    @Test func whatCannotBeWrittenIsAnError() {
        var record = Sample.offer()
        record.handle = .number(.nan)
        let error = #expect(throws: BrokerError.self) { try record.stored() }
        #expect(error?.message == "The record \(record.id) cannot be written.")
    }
}
