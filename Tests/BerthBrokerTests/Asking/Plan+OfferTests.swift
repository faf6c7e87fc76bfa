import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

@Suite struct PlanOfferTests {
    private static func filled() -> Plan {
        var plan = Sample.plan()
        plan.executable?.change { component, _ in component.meta = Metadata(uuid: Sample.id(1), name: "work") }
        var storage = SimpleStorage()
        storage.component.meta = Metadata(uuid: Sample.id(2), name: "scratch")
        storage.data = [Sample.id(3).description, "elsewhere"]
        plan.storage = [.simple(storage)]
        var data = SimpleData()
        data.component.meta = Metadata(uuid: Sample.id(3), name: "input")
        data.storage = Sample.id(2).description
        plan.data = [.simple(data)]
        var volume = SimpleVolume()
        volume.resource = Sample.id(3).description
        var other = SimpleVolume()
        other.resource = Sample.id(2).description
        var compute = SimpleCompute()
        compute.component.meta = Metadata(uuid: Sample.id(4))
        compute.volumes = [.simple(volume), .simple(other), .stranger(kind: "urn:volume", .null)]
        plan.compute = .simple(compute)
        return plan
    }

    @Test func everyOfferHasComponentsOfItsOwnThatFindEachOther() {
        var last: UInt64 = 100
        let plan = Self.filled().withOwnIdentifiers {
            last += 1
            return Sample.id(last)
        }
        #expect(plan.executable?.uuid == Sample.id(101))
        #expect(plan.executable?.name == "work")
        #expect(plan.storage[0].uuid == Sample.id(102))
        #expect(plan.data[0].uuid == Sample.id(103))
        #expect(plan.data[0].storageReference == Sample.id(102).description)
        guard case .simple(let storage) = plan.storage[0], case .simple(let compute)? = plan.compute else {
            Issue.record("the kinds have changed")
            return
        }
        #expect(storage.data == [Sample.id(103).description, "elsewhere"])
        #expect(compute.component.meta?.uuid == Sample.id(104))
        let resources: [String?] = compute.volumes.map {
            if case .simple(let volume) = $0 { volume.resource } else { nil }
        }
        #expect(resources == [Sample.id(103).description, Sample.id(102).description, nil])
    }

    @Test func anOfferIsAPlanWithASlot() {
        let offer = Sample.offer()
        #expect(offer.phase == .offered)
        #expect(offer.step == .offered)
        #expect(offer.revision == 1)
        #expect(offer.history == [PhaseChange(.offered, Sample.now, revision: 1)])
        #expect(offer.session.schedule == offer.held.schedule)
        #expect(offer.session.executable?.life?.phase == .initializing)
        #expect(offer.session.storage.map(\.life?.phase) == [.initializing])
    }

    @Test(arguments: SessionPhase.allCases)
    func optionsSayWhatMayBeDoneNow(phase: SessionPhase) {
        var record = Sample.offer()
        record.session.phase = phase
        let words: [String] =
            switch phase {
            case .offered: ["ACCEPTED", "REJECTED"]
            case .accepted, .waiting, .preparing, .available, .running: ["CANCELLED"]
            default: []
            }
        let mine = record.view(publicURL: "http://h", mayChange: true)
        #expect(
            mine.component.meta?.options
                == (words.isEmpty ? [] : [.enumValue(EnumValueOption(path: "phase", values: words))]))
        #expect(mine.component.meta?.url == "http://h/sessions/\(record.id)")
        #expect(mine.compute?.life?.schedule == record.session.schedule)
        #expect(record.view(publicURL: "http://h", mayChange: false).component.meta?.options == [])
    }
}
