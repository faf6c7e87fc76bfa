import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthRemote

@Suite struct PassedQuestionTests {
    @Test func `a question is made once for all who are asked it, and forgotten with them`() {
        let question = Sample.question(ids: 7_000)
        var one: PassedQuestion? = PassedQuestion.of(question)
        let other: PassedQuestion? = PassedQuestion.of(question)
        #expect(one === other)
        #expect(one?.print == question.print())
        #expect(PassedQuestion.of(Sample.question(ids: 8_000)) !== one)
        var later = question
        later.now = later.now + TimeSpan(seconds: 1)
        #expect(PassedQuestion.of(later) !== one)
        weak let gone = one
        one = nil
        #expect(gone === other)
    }

    @Test func `its bytes are those of its request`() throws {
        let question = Sample.question()
        let passed = PassedQuestion.of(question)
        for shift in [TimeSpan.zero, TimeSpan(seconds: 3600), .zero] {
            let written = try passed.written(shift: shift)
            #expect(written.request == question.request(shift: shift))
            #expect(written.bytes == (try written.request.document(for: .json).written(as: .json)))
        }
    }
}
