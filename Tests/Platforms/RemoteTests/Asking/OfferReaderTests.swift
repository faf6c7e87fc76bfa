import BerthModel
import BerthPlatform
import Testing

@testable import BerthRemote

@Suite struct OfferReaderTests {
    private static let now = Sample.now

    private static func answer(
        offer: String = "", expires: Instant? = now + TimeSpan(seconds: 300), created: Instant? = now,
        cores: String = "{min: 2, max: 2}", memory: String = "{min: 4, max: 4}", storage: String = "{min: 3, max: 3}",
        start: Instant = now + TimeSpan(seconds: 10), duration: String = "PT2H", messages: String = "[]"
    ) -> OfferSetResponse {
        Sample.answer(
            """
            result: 'YES'
            meta: {messages: [{level: WARN, template: "{path}: no.", values: {path: compute, platform: old}}]}
            offers:
            - meta:
                uuid: 00000000-0000-4000-8000-000000000001
                \(created.map { "created: \($0)" } ?? "name: x")
                messages: \(messages)
              phase: OFFERED
              \(expires.map { "expires: \($0)" } ?? "kind: x")
              executable:
                kind: docker-container
                meta: {uuid: 00000000-0000-4000-8000-000000000002, url: "http://far/x"}
                image: {locations: [x]}
              compute:
                kind: simple-compute-resource
                meta: {uuid: 00000000-0000-4000-8000-000000000003}
                phase: INITIALIZING
                cores: \(cores)
                memory: \(memory)
                volumes: [{kind: simple-volume-mount, path: /in, resource: 00000000-0000-4000-8000-000000000005}]
              storage:
              - {kind: simple-storage-resource, meta: {uuid: 00000000-0000-4000-8000-000000000004, name: disk},
                 size: \(storage), data: [00000000-0000-4000-8000-000000000005]}
              data:
              - {kind: simple-data-resource, meta: {uuid: 00000000-0000-4000-8000-000000000005, name: input},
                 storage: 00000000-0000-4000-8000-000000000004, location: "https://h/x"}
              schedule:
                preparing: {start: \(now), duration: PT10S}
                available: {start: \(start)/\(start + TimeSpan(seconds: 300)), duration: \(duration)}
                releasing: {start: \(now), duration: PT20S}
              costs: [{kind: simple-minmax-float-cost, type: "uri:eur", min: 4, max: 4}]
              \(offer)
            """)
    }

    private static func plan(
        _ answer: OfferSetResponse, shift: TimeSpan = .zero, _ question: Question = Sample.question()
    ) throws(OfferReader.Fault) -> Plan {
        let reader = OfferReader(question: question, name: "far", shift: shift, sent: now)
        guard let offer = answer.offers.first else { throw OfferReader.Fault(what: "no offer could be read") }
        return try reader.plan(offer, of: answer)
    }

    private static func fault(
        _ answer: OfferSetResponse, shift: TimeSpan = .zero, _ question: Question = Sample.question()
    ) -> String {
        do throws(OfferReader.Fault) {
            _ = try plan(answer, shift: shift, question)
            return "none"
        } catch { return error.what }
    }

    @Test func `an offer becomes a plan that says all of it`() throws {
        let plan = try Self.plan(
            Self.answer(messages: "[{level: INFO, template: 'Offered by {platform}.', values: {platform: slurm}}]"))
        #expect(plan.platform == "far")
        #expect(plan.compute?.basic?.cores == IntegerRange(min: 2, max: 2))
        #expect(plan.compute?.uuid?.description == "00000000-0000-4000-8000-000000000003")
        #expect(plan.compute?.life == Life())
        #expect(plan.executable?.component?.meta?.url == nil)
        #expect(plan.demand[.cores] == 2)
        #expect(plan.demand[.memory] == 4 << 30)
        #expect(plan.preparing == TimeSpan(seconds: 10))
        #expect(plan.releasing == TimeSpan(seconds: 20))
        #expect(plan.availableFrom == Self.now + TimeSpan(seconds: 10))
        #expect(plan.costs.count == 1)
        #expect(plan.messages.map(\.message) == ["Offered by far/slurm.", "compute: no."])
        #expect(plan.messages.map { $0.values["origin"] } == ["far/slurm", "far/old"])
        let details = try plan.details(as: RemotePlan.self)
        #expect(details.offer.description == "00000000-0000-4000-8000-000000000001")
        #expect(details.messages == 1)
    }

    @Test func `it ends here before it ends there`() throws {
        #expect(try Self.plan(Self.answer()).heldUntil == Self.now + TimeSpan(seconds: 298))
        // A clock that is wrong by a little: what counts is how long the offer lives.
        let late = Self.now + TimeSpan(seconds: 304)
        let ahead = Self.answer(expires: late, created: Self.now + TimeSpan(seconds: 4))
        #expect(try Self.plan(ahead).heldUntil == Self.now + TimeSpan(seconds: 298))
        #expect(try Self.plan(Self.answer(expires: nil)).heldUntil == Self.now + TimeSpan(seconds: 298))
    }

    @Test func `times of a site with another clock are translated`() throws {
        let shift = TimeSpan(seconds: -86_400)
        let answer = Self.answer(
            expires: Self.now + shift + TimeSpan(seconds: 100), created: nil,
            start: Self.now + shift + TimeSpan(seconds: 50))
        let plan = try Self.plan(answer, shift: shift)
        #expect(plan.heldUntil == Self.now + TimeSpan(seconds: 98))
        #expect(plan.availableFrom == Self.now + TimeSpan(seconds: 50))
        #expect(Self.fault(answer) == "an offer is over before it can be accepted")
    }

    @Test(arguments: [
        (answer(cores: "{min: 1}"), "an offer has 1 cores where 2 are needed"),
        (answer(cores: "{min: 9}"), "an offer has 9 cores where 8 are the most"),
        (answer(memory: "{min: 3}"), "an offer has 3 GiB memory where 4 GiB are needed"),
        (answer(memory: "{}"), "an offer has 0 GiB memory where 4 GiB are needed"),
        (answer(storage: "{min: 2}"), "an offer has 2 GiB in storage[0] where 3 GiB are needed"),
        (answer(duration: "PT1H"), "an offer is for PT1H where PT2H is needed"),
        (
            answer(start: now + TimeSpan(seconds: 90_000)),
            "an offer begins at \(now + TimeSpan(seconds: 90_000)), outside of \(Sample.question().window)"
        ),
        (answer(expires: now + TimeSpan(seconds: 4)), "an offer is over before it can be accepted"),
        (answer(expires: now + TimeSpan(seconds: -4)), "an offer is over before it can be accepted"),
        (
            answer(expires: Instant.latest, created: Instant.latest), "an offer is over before it can be accepted"
        ),
    ])
    func `what promises less than was asked is not believed`(_ answer: OfferSetResponse, _ fault: String) {
        #expect(Self.fault(answer) == fault)
    }

    @Test func `what is no offer is none`() {
        var answer = Self.answer()
        answer.offers[0].phase = .running
        #expect(Self.fault(answer) == "an offer is RUNNING from the beginning")
        answer.offers[0].component.meta?.uuid = nil
        #expect(Self.fault(answer) == "an offer has no identifier")
    }

    @Test func `what costs more than is allowed is none`() {
        let question = Sample.question(
            Sample.yaml + "\ncosts: [{kind: simple-minmax-float-cost, type: \"uri:eur\", max: 3}]")
        #expect(Self.fault(Self.answer(), question).hasPrefix("an offer breaks a limit: "))
    }

    @Test func `the most that is left open is what was wanted`() throws {
        #expect(try Self.plan(Self.answer(cores: "{min: 2}")).compute?.basic?.cores == IntegerRange(min: 2, max: 8))
    }

    @Test func `components that are not those of the question are not taken`() throws {
        var answer = Self.answer()
        answer.offers[0].data = []
        let (plan, question) = (try Self.plan(answer), Sample.question())
        #expect(plan.storage.map(\.uuid) == question.storage.map(\.uuid))
        #expect(plan.data.map(\.storageReference) == question.data.map(\.storageReference))
        #expect(plan.compute?.basic?.cores == IntegerRange(min: 2, max: 2))
        #expect(plan.compute?.basic?.volumes == question.compute.basic?.volumes)
    }
}
