import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthRemote

@Suite struct QuestionPassingTests {
    @Test func `the request is the same again, with what was left open`() {
        let request = Sample.question().request(shift: .zero)
        #expect(request.validated().map(\.message) == [])
        #expect(request.compute?.basic?.cores == IntegerRange(min: 2, max: 8))
        #expect(request.storage.map(\.name) == ["disk"])
        #expect(request.data.map(\.storageReference) == ["disk"])
        guard case .simple(let volume)? = request.compute?.basic?.volumes.first else {
            return #expect(Bool(false), "there is no volume")
        }
        #expect(volume.resource == "input")
        let text = (try? request.document(for: .json).written(as: .json)).map { String(decoding: $0, as: UTF8.self) }
        #expect(text?.contains("uuid") == false, "\(text ?? "")")
    }

    @Test func `a broker understands it as the same question`() {
        let question = Sample.question()
        var number: UInt64 = 50
        let again = Question(
            question.request(shift: .zero), asker: question.asker, now: question.now, defaults: .init()
        ) {
            number += 1
            return UUID(random: 1, number)
        }
        #expect(again.window == question.window)
        #expect(again.duration == question.duration)
        #expect(again.needs == question.needs)
        #expect(again.storageOfData == question.storageOfData)
    }

    @Test func `what has no name of its own is known by its identifier`() {
        let question = Sample.question(
            """
            executable: {kind: docker-container, image: {locations: [x]}}
            storage: [{kind: simple-storage-resource, size: {min: 1}}]
            data:
            - {kind: simple-data-resource, location: "https://h/x"}
            - {kind: simple-data-resource, meta: {name: a}, location: "https://h/y"}
            """)
        let request = question.request(shift: .zero)
        #expect(request.validated().map(\.message) == [])
        #expect(request.storage.count == 3, "storage that was made for data stands after the others")
        #expect(request.data[1].storageReference == "storage-for-a")
        let made = request.data[0].storageReference
        #expect(made != nil && (request.storage[1].name == made || request.storage[1].uuid?.description == made))
    }

    @Test func `times are those of the site`() {
        let question = Sample.question()
        let shift = TimeSpan(seconds: -3600)
        let requested = question.request(shift: shift).schedule?.requested
        #expect(requested?.start?.start == question.window.start + shift)
        #expect(requested?.start?.end == question.window.end + shift)
        #expect(requested?.duration == question.duration)
    }

    @Test func `costs, metrics and strangers go through as they are`() {
        let question = Sample.question(
            """
            executable: {kind: "https://example.org/vm", size: 7}
            costs: [{kind: simple-minmax-float-cost, type: "uri:eur", max: 5}]
            metrics: [{kind: simple-minmax-float-metric, type: "uri:kwh", max: 1}]
            """)
        let request = question.request(shift: .zero)
        #expect(request.executable?.stranger?.kind == "https://example.org/vm")
        #expect(
            request.executable?.stranger?.document["size"] == .integer(7) || request.executable == question.executable)
        #expect(request.component.costs == question.costs)
        #expect(request.component.metrics == question.metrics)
    }

    @Test func `questions are told apart by their identifiers`() {
        #expect(Sample.question().print() == Sample.question().print())
        #expect(Sample.question().print() != Sample.question(ids: 9).print())
    }
}
