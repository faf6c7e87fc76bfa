import BerthAnswers
import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthPortal

struct RefusedRequestTests {
    @Test func onlyANoIsKept() throws {
        #expect(RefusedRequest(Sample.answer([Sample.offer(1)]), broker: "Here", groups: [], at: Sample.noon) == nil)
        let answer = Sample.answer([], [Sample.obstacle(), Sample.silence, Sample.change(), Message()])
        let refused = try #require(RefusedRequest(answer, broker: "Here", groups: ["astro"], at: Sample.noon))
        let document = refused.document(for: .json)
        #expect(RefusedRequest.reading(document, from: .json).value == refused)
        #expect(refused.reasons.map(\.kind) == [.rung(.never), .silence, .other])
        #expect(refused.reasons[0].wanted == "64")
        #expect(refused.reasons[0].sentence == nil)
        #expect(refused.reasons[1].sentence == "west gave no answer: It is away.")
        #expect(refused.changes.map(\.words) == ["4 cores"])
        #expect(refused.groups == ["astro"])
    }

    @Test func whatIsLongIsCut() throws {
        let many = Sample.answer([], (0..<50).map { _ in Sample.obstacle() })
        let refused = try #require(RefusedRequest(many, broker: "Here", groups: [], at: Sample.noon))
        #expect(refused.reasons.count == RefusedRequest.most)
        #expect(RefusedReason().kind == .other)
    }
}
